"""The versions of rules and the holidays that are on record so far."""

from __future__ import annotations

from datetime import date
from typing import Any

from interfaces.verifier.due_origins import Known
from interfaces.verifier.items import ProfileKey
from interfaces.verifier.rules_in_force import RulesInForce
from interfaces.verifier.unit_tree import UnitTree
from interfaces.verifier.work_days import ONE_DAY, Arrangement, WorkDays

STATUTORY_CODE = "STATUTORY"


class Rulebook:
    """Tells which rules govern whom on a day, and the working days."""

    def __init__(self, tree: UnitTree) -> None:
        self.tree = tree
        self._versions: dict[tuple[str, int], RulesInForce] = {}
        self._periods: dict[str, list[tuple[str, str | None]]] = {}
        """From when until when each version of a congress holds, the first one first."""
        self._default = RulesInForce(None)
        self._notices: dict[int, list[Arrangement]] = {}
        self._latest: dict[int, Arrangement] = {}

    def of(self, profile: ProfileKey) -> RulesInForce:
        """Return the rules of a version that was published, or the default ones."""
        return self._default if profile is None else self._versions[profile]

    def has(self, profile: ProfileKey) -> bool:
        """Return whether a version was published."""
        return profile is None or profile in self._versions

    def governing(self, congress: str, day: str) -> ProfileKey:
        """Return the version that governs a congress on a day; ``None`` where none is in force."""
        for code in (*self.tree.lineage_on(congress, day), STATUTORY_CODE):
            for version, (begins, ends) in enumerate(self._periods.get(code, ()), 1):
                if begins <= day and (ends is None or day <= ends):
                    return code, version
        return None

    def publish(self, congress: str, rules: dict[str, Any], begins: str, ends: str | None) -> None:
        """Put the next version of a congress on record; the one before ends where it begins."""
        periods = self._periods.setdefault(congress, [])
        if periods and periods[-1][1] is None:
            day_before = date.fromisoformat(begins) - ONE_DAY
            periods[-1] = periods[-1][0], day_before.isoformat()
        periods.append((begins, ends))
        self._versions[congress, len(periods)] = RulesInForce(rules)

    def end(self, congress: str, until: str) -> None:
        """Let the last version of a congress end."""
        self._periods[congress][-1] = self._periods[congress][-1][0], until

    def arrange(self, year: int, notice: dict[str, Any]) -> None:
        """Put a notice about the holidays of a year on record."""
        arrangement = frozenset(notice["days_off"]), frozenset(notice["working_days"])
        self._notices.setdefault(year, []).append(arrangement)
        self._latest[year] = arrangement

    def notices_about(self, year: int) -> int:
        """Return how many notices about a year are on record."""
        return len(self._notices.get(year, ()))

    def arrangement(self, year: int, version: int | None) -> Arrangement | None:
        """Return what the notice with this number said of a year; nothing without a number."""
        return None if version is None else self._notices[year][version - 1]

    def put_off(self, due: Known, since: str, until: str) -> str | None:
        """Return the day of a due date after a pause: as many days later as that lasted.

        Working days count where the term is in them; the notices on record now tell them.
        """
        if due.on is None:
            return None
        on, first, last = map(date.fromisoformat, (due.on, since, until))
        if due.origin is not None and due.origin.in_working_days:
            days = self.work_days()
            lost = {"unit": "working_day", "length": days.worked_between(first, last)}
            return days.later(on, lost).isoformat()
        return (on + (last - first)).isoformat()

    def latest(self, since: str, term: dict[str, Any]) -> str:
        """Return the last day of a term, the day it begins on not counted."""
        return self.work_days().later(date.fromisoformat(since), term).isoformat()

    def work_days(self) -> WorkDays:
        """Return the working days by the latest notices on record now."""
        return WorkDays(self._latest)
