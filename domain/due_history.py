"""What became of a due date after it was first set, and the whole of it as one explanation.

A due date is amended, set anew with a round, extended or paused; while it is provisional it is
derived again once the notice it waits for was published, and when a day on which it rests was
corrected it is counted anew. Each of these keeps what it was before.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.chinese_date import in_chinese
from domain.derivation import Explanation, Step, StepKind, explain
from domain.due import Due
from domain.errors import ActOutOfOrder
from domain.model import ValueObject


class ChangeKind(StrEnum):
    """Why a due date was set anew."""

    AMENDED = "amended"
    NEXT_ROUND = "next_round"
    RECURRED = "recurred"
    SETTLED = "settled"
    RECOUNTED = "recounted"
    OTHER_RULES = "other_rules"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _CHANGE_LABELS[self]


_CHANGE_LABELS = {
    ChangeKind.AMENDED: "调整期限",
    ChangeKind.NEXT_ROUND: "核查未通过,另定期限",
    ChangeKind.RECURRED: "发现反弹,另定期限",
    ChangeKind.SETTLED: "按已公布的节假日安排重算",
    ChangeKind.RECOUNTED: "按更正后的日期重算",
    ChangeKind.OTHER_RULES: "改按新规则办理",
}


DERIVED_ANEW = (ChangeKind.SETTLED, ChangeKind.RECOUNTED)
"""These state no other deadline: they say which day was meant all along."""


class DueChange(ValueObject):
    """A due date set anew, other than by an extension."""

    kind: ChangeKind
    due_was: Due
    due: Due
    made_in: int
    """The version of the event."""


def stated_in(changes: Iterable[DueChange]) -> int:
    """Return the version of the event that stated the due date; to derive it anew states none."""
    stated = (each.made_in for each in changes if each.kind not in DERIVED_ANEW)
    return max(stated, default=1)


def require_settled_after(changes: Sequence[DueChange], dates: Sequence[date]) -> None:
    """Refuse dates of events by which a due date would be settled before it was stated."""
    for place, change in enumerate(changes):
        stated_on = dates[stated_in(changes[:place]) - 1]
        settled_on = dates[change.made_in - 1]
        if change.kind in DERIVED_ANEW and settled_on < stated_on:
            raise ActOutOfOrder(
                f"更正后,期限的重算日期{settled_on}将早于写明该期限的日期{stated_on}", "now"
            )


class Extended(NamedTuple):
    """A later day was asked for; what was decided, if anything was."""

    asked_on: date
    asked: date | None
    """The day asked for; ``None`` where a request names none."""
    decided_on: date | None
    until: date | None
    """``None`` when refused or not yet decided."""

    @property
    def on(self) -> date:
        """The latest day on which something happened to it."""
        return self.decided_on or self.asked_on

    @property
    def steps(self) -> tuple[Step, ...]:
        """What it says in an explanation."""
        wanted = f"申请延期至{in_chinese(self.asked)}" if self.asked else "申请延期"
        text = f"{in_chinese(self.asked_on)}{wanted},{self._decision}"
        return (Step(StepKind.EXTENDED, text, self.until),)

    @property
    def _decision(self) -> str:
        if self.decided_on is None:
            return "尚未审批"
        decided = in_chinese(self.decided_on)
        return f"{decided}同意延期至{in_chinese(self.until)}" if self.until else f"{decided}未同意"


class Paused(NamedTuple):
    """The clock stood still, or still does."""

    since: date
    until: date | None

    @property
    def on(self) -> date:
        """The day it began."""
        return self.since

    @property
    def steps(self) -> tuple[Step, ...]:
        """What it says in an explanation."""
        end = f",{in_chinese(self.until)}恢复计算" if self.until else ",尚未恢复"
        return (Step(StepKind.PAUSED, f"{in_chinese(self.since)}起停止计算{end}", None),)


class Restated(NamedTuple):
    """The due date was set anew; ``due_was`` held until then."""

    on: date
    kind: ChangeKind
    due_was: Due
    due: Due

    @property
    def steps(self) -> tuple[Step, ...]:
        """What it says in an explanation."""
        text = f"{in_chinese(self.on)}{self.kind.label}"
        if self.kind in DERIVED_ANEW:
            return (Step(StepKind.SETTLED, f"{text},{self._days}", self.due.on),)
        return (Step(StepKind.RESTATED, text, None), *explain(self.due).steps)

    @property
    def _days(self) -> str:
        if self.due.same_day(self.due_was):
            return f"仍为{_said(self.due)}"
        if self.kind is ChangeKind.SETTLED:
            return f"暂定的{_said(self.due_was)}改为{_said(self.due)}"
        basis, was = self.due.basis, self.due_was.basis
        since = basis.start if basis and was and basis.start != was.start else None
        counted = f"自{in_chinese(since)}起算," if since else ""
        return f"{counted}{_said(self.due_was)}改为{_said(self.due)}"


Happening = Extended | Paused | Restated
"""What may become of a due date."""


def explain_since(original: Due, happened: Iterable[Happening]) -> Explanation:
    """Say how a due date came about, from how it was first set through all that became of it."""
    steps = list(explain(original).steps)
    for each in sorted(happened, key=lambda one: one.on):
        steps += each.steps
    return Explanation(tuple(steps))


def _said(due: Due) -> str:
    return in_chinese(due.on) if due.on else "未定时限"
