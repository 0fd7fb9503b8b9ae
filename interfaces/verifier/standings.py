"""How every item of a log stood on a day: the rows behind the ledgers and the rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Callable, NamedTuple

from interfaces.verifier.commitment_story import commitment_row
from interfaces.verifier.county import County
from interfaces.verifier.coverage_ledger import Answer, plan_answers
from interfaces.verifier.items import Item
from interfaces.verifier.ledger_columns import Surroundings
from interfaces.verifier.opinion_story import LedgerRow, opinion_row
from interfaces.verifier.other_stories import measure_rows, notice_row, unit_row
from interfaces.verifier.reference_ledgers import profile_row, year_row
from interfaces.verifier.reminder_story import reminder_row
from interfaces.verifier.task_story import task_row


class TableScope(NamedTuple):
    """The period the tables are about and the day they answer for, each a day in ISO form."""

    since: str
    until: str
    as_of: str

    def has(self, day: str | None) -> bool:
        """Return whether a date lies within the period; the lack of one does not."""
        return day is not None and self.since <= day <= self.until


class Standings:
    """Tells items as they stood; only what many items share is kept."""

    def __init__(self, county: County, scope: TableScope) -> None:
        self.county = county
        self.scope = scope
        self._answers: dict[str, list[Answer]] = {}
        self._urged: set[str] = set()
        self.units: dict[str, LedgerRow] = {}
        """Each unit by its code."""
        for _, item in county.of_kind("unit"):
            row = unit_row(item, scope.as_of)
            if row is not None:
                self.units[item.number] = row
        for _, item in county.of_kind("plan"):
            for opinion, answer in plan_answers(item, scope.as_of):
                self._answers.setdefault(opinion, []).append(answer)
        for _, item in county.of_kind("notice"):
            row = notice_row(item, scope.as_of)
            if row is not None:
                self._urged.add(row["subject_id"])
        names = {code: unit["name"] for code, unit in self.units.items()}
        self.surroundings = Surroundings(names, scope.as_of, county.called)

    def row(self, kind: str, key: str, item: Item) -> LedgerRow | None:
        """Return how an item stood; ``None`` if it had not begun."""
        row = TELLING[kind](item, self.scope.as_of)
        if row is not None:
            row["id"] = key
            row["urged"] = key in self._urged
            if kind == "opinion":
                row["answers"] = sorted(self._answers.get(key, ()))
                row["answered"] = any(answer.measures for answer in row["answers"])
            if kind == "notice":
                row["issuer"] = getattr(item, "issuer")  # noqa: B009  only notices have one
        return row

    def row_of(self, kind: str, key: str) -> LedgerRow | None:
        """Return how the item of this identity stood; ``None`` if there was none of the kind."""
        item = self.county.item(kind, key)
        return None if item is None else self.row(kind, key, item)

    def rows_of(self, kind: str, key: str) -> list[LedgerRow]:
        """Return what stood under an identity: one item, the measures of a plan, or nothing."""
        if kind == "measure":
            plan = self.county.item("plan", key)
            return [] if plan is None else self._measures(key, plan)
        row = self.row_of(kind, key)
        return [] if row is None else [row]

    def rows(self, kind: str) -> Iterator[LedgerRow]:
        """Yield how each item of a kind stood; measures under the identity of their plan."""
        if kind == "measure":
            for key, plan in self.county.of_kind("plan"):
                yield from self._measures(key, plan)
            return
        for key, item in self.county.of_kind(kind):
            row = self.row(kind, key, item)
            if row is not None:
                yield row

    def _measures(self, key: str, plan: Item) -> list[LedgerRow]:
        return [{**row, "id": key} for row in measure_rows(plan, self.scope.as_of)]

    def is_listed(self, kind: str, row: LedgerRow) -> bool:
        """Return whether a row belongs to the ledger of the period."""
        if kind == "opinion" and row["referred_on"] is None:
            return self.scope.has(row["first_referred_on"])
        return kind in ALWAYS_LISTED or self.scope.has(row[LISTED_BY[kind]])

    def number_listed(self, kind: str) -> int:
        """Return how many items of a kind belong to the ledger of the period."""
        return sum(self.is_listed(kind, row) for row in self.rows(kind))


TELLING: dict[str, Callable[[Any, str], LedgerRow | None]] = {
    "opinion": opinion_row,
    "task": task_row,
    "commitment": commitment_row,
    "notice": notice_row,
    "unit": unit_row,
    "reminder": reminder_row,
    "rule-profile": profile_row,
    "calendar-year": year_row,
}
ALWAYS_LISTED = ("unit", "rule-profile", "calendar-year")
LISTED_BY = {
    "opinion": "referred_on",
    "task": "planned_on",
    "commitment": "drafted_on",
    "notice": "issued_on",
    "reminder": "raised_on",
}


def units_in_lead(kind: str, row: LedgerRow) -> Sequence[str]:
    """Return who is in the lead of an item: none yet, one, or several of a split opinion."""
    if kind == "opinion":
        lead: Sequence[str] = row["lead"]
        return lead
    units: Sequence[str] = row["units"][:1] if kind == "task" else (row["unit"],)
    return units


def parts_in_lead(row: LedgerRow) -> Iterator[tuple[str, LedgerRow]]:
    """Yield each lead unit of a split opinion, and the opinion as it stands for that unit."""
    for unit, own_facts in row["parts"].items():
        yield unit, {**row, **own_facts, "lead": (unit,)}
