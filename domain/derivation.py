"""From a deadline as stated to the day it falls on, with every step of the way.

The same statement and the same calendar always give the same day, and what they were is kept with
it (``Due.basis``): a new notice moves a deadline only when it is derived again.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.chinese_date import in_chinese
from domain.deadline import DeadlineSpec, Recurring, TermFromStart
from domain.due import Due
from domain.due_basis import ConsultedYear, DueBasis
from domain.errors import RuleViolation
from domain.model import EARLIEST_DATE, LATEST_DATE, ProfileRef
from domain.work_calendar import WorkCalendar, YearArrangement


class DeadlineBeforeStart(RuleViolation):
    """Nothing can be due before the day it begins on."""

    title = "期限早于起算日期"


class DeadlineOutOfRange(RuleViolation):
    """A term leads beyond the dates that make sense here."""

    title = "期限超出日期范围"


class StepKind(StrEnum):
    """What a step of an explanation is about."""

    RULE = "rule"
    COUNTED = "counted"
    ROLLED = "rolled"
    PROVISIONAL = "provisional"
    RESTATED = "restated"
    EXTENDED = "extended"
    PAUSED = "paused"
    SETTLED = "settled"


class Step(NamedTuple):
    """One step from what was stated to the day."""

    kind: StepKind
    text: str
    day: date | None
    """The day this step leads to."""


class Explanation(NamedTuple):
    """Why a deadline is what it is."""

    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """The whole of it in one Chinese sentence."""
        return ";".join(step.text for step in self.steps)


_COUNTED_FROM_START = (TermFromStart, Recurring)


class _Consulted(WorkCalendar):
    """Answers as another calendar does, and notes which years it was asked about."""

    def __init__(self, calendar: WorkCalendar) -> None:
        super().__init__({})
        self._calendar = calendar
        self.asked: dict[int, int | None] = {}

    def arrangement_of(self, year: int) -> YearArrangement | None:
        arrangement = self._calendar.arrangement_of(year)
        self.asked[year] = arrangement.version if arrangement else None
        return arrangement


def derive(
    spec: DeadlineSpec,
    start: date | None,
    calendar: WorkCalendar,
    profile: ProfileRef | None = None,
    rule: str | None = None,
) -> Due:
    """Return the due date, with what it was derived from.

    ``start`` is the day the matter begins on: a term is counted from it, and no deadline may lie
    before it.
    """
    consulted = _Consulted(calendar)
    raw = spec.raw_day(start, consulted)
    day = raw
    if raw is not None:
        _require_in_range(raw)
        if isinstance(spec, TermFromStart) and spec.roll:
            day = consulted.working_day_from(raw)
            _require_in_range(day)
        if start is not None and raw < start:
            raise DeadlineBeforeStart(
                f"期限{in_chinese(raw)}早于起算日期{in_chinese(start)}", "spec"
            )
    years = sorted(consulted.asked.items())
    basis = DueBasis(
        spec=spec,
        start=start,
        raw=raw,
        calendar=tuple(ConsultedYear(year=year, version=version) for year, version in years),
        profile=profile,
        rule=rule,
    )
    return Due(on=day, undated=day is None, basis=basis)


def rederive(due: Due, calendar: WorkCalendar) -> Due:
    """Derive a due date again from the calendar as it now is.

    A day stated outright stays; so does the day, though not the calendar it rests on, when the
    notice changed nothing that matters. Compare with ``Due.same_day``.
    """
    if due.basis is None:
        return due
    basis = due.basis
    return derive(basis.spec, basis.start, calendar, basis.profile, basis.rule)


def settled(due: Due, calendar: WorkCalendar) -> Due | None:
    """Return a due date derived again, now that more is published.

    ``None`` when nothing it depends on was published since.
    """
    basis = due.basis
    if basis is None or all(calendar.version_of(c.year) == c.version for c in basis.calendar):
        return None
    again = rederive(due, calendar)
    return None if again == due else again


def recounted(due: Due, start: date, calendar: WorkCalendar) -> Due:
    """Return a due date counted from another day, by the calendar as it now is.

    What is not counted from the day it begins on, such as a day stated outright, stays.
    """
    basis = due.basis
    if basis is None or basis.start == start or not isinstance(basis.spec, _COUNTED_FROM_START):
        return due
    return derive(basis.spec, start, calendar, basis.profile, basis.rule)


def explain(due: Due) -> Explanation:
    """Say how a due date came about."""
    basis = due.basis
    if basis is None:
        text = f"限{in_chinese(due.on)}前(含当日)" if due.on else "未定时限"
        return Explanation((Step(StepKind.COUNTED, text, due.on),))
    steps: list[Step] = []
    governed = [f"依据{basis.profile.label}规则"] if basis.profile else []
    governed += [basis.rule] if basis.rule else []
    if governed:
        steps.append(Step(StepKind.RULE, ",".join(governed), None))
    steps.append(_counted(basis))
    if due.on != basis.raw and basis.raw and due.on:
        text = f"{in_chinese(basis.raw)}为休息日,顺延至{in_chinese(due.on)}"
        steps.append(Step(StepKind.ROLLED, text, due.on))
    if basis.unpublished:
        years = "、".join(f"{year}年" for year in basis.unpublished)
        text = f"{years}节假日安排尚未公布,此日期为暂定"
        steps.append(Step(StepKind.PROVISIONAL, text, due.on))
    return Explanation(tuple(steps))


def _counted(basis: DueBasis) -> Step:
    text = basis.spec.text(basis.start)
    if basis.raw is not None and in_chinese(basis.raw) not in text:
        text = f"{text},应至{in_chinese(basis.raw)}"
    return Step(StepKind.COUNTED, text, basis.raw)


def _require_in_range(day: date) -> None:
    if not EARLIEST_DATE <= day <= LATEST_DATE:
        raise DeadlineOutOfRange(
            f"推算得{in_chinese(day)},不在{in_chinese(EARLIEST_DATE)}至{in_chinese(LATEST_DATE)}之间",
            "spec",
        )
