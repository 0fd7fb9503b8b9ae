"""What is remembered of a rectification task while a log is followed."""

from __future__ import annotations

from bisect import bisect_right, insort
from decimal import Decimal
from typing import Any

from interfaces.verifier.due_origins import SETTLED_TOO_EARLY, Known, known, stated_in
from interfaces.verifier.four_eyes import Hands
from interfaces.verifier.items import Event, Item


class TaskRound:
    """One pass from work to claim to judgement; versions of events, not their dates."""

    __slots__ = (
        "begun_in",
        "claimed_in",
        "closed_in",
        "completed_on",
        "decided_on",
        "evidenced",
        "not_before",
        "notice",
        "present",
        "upheld",
        "verdict_in",
    )

    def __init__(self, due: Known, begun_in: int, not_before: int) -> None:
        self.present = due
        self.begun_in = begun_in
        self.not_before = not_before
        self.evidenced = False
        self.claimed_in = 0
        self.completed_on: str | None = None
        self.decided_on: str | None = None
        self.verdict_in = 0
        """The version of the first verdict."""
        self.notice: tuple[str, str] | None = None
        self.upheld = False
        """Whether an objection to the public notice was upheld."""
        self.closed_in = 0

    @property
    def due(self) -> str | None:
        """The day that is due."""
        return self.present.on


class TaskRecord(Item):
    """A task: who answers for it, who had a hand in it, its rounds."""

    __slots__ = (
        "actions",
        "done",
        "extensions",
        "hands",
        "original",
        "plan",
        "progress",
        "raised_by",
        "reached",
        "report_days",
        "rounds",
        "scheduled",
        "settled",
        "target",
        "text",
        "units",
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("task", state["number"])
        self.units: tuple[str, ...] = ()
        self.plan: str | None = state["plan_id"]
        """The identity of the plan whose measure it carries out."""
        self.hands = Hands()
        self.actions: frozenset[int] = frozenset(each["no"] for each in state["sub_actions"])
        self.done: set[int] = set()
        self.text: str = state["text"]
        self.target: dict[str, Any] | None = state["target"]
        self.original = known(state["due"])
        self.rounds: list[TaskRound] = [TaskRound(self.original, 1, 1)]
        self.progress: list[tuple[int, int]] = []
        """The version and the percent of each report."""
        self.report_days: list[str] = []
        self.reached: dict[str, int] = {}
        """By day, those of ``report_days``, how far the work had come by the last report."""
        self.extensions: tuple[dict[str, Any], ...] = ()
        """``asked``, ``in``, ``due`` and, once decided, ``decided`` and ``put_off``."""
        self.settled: tuple[tuple[int, bool], ...] = ()
        """The version of each change of the due date; whether it only settled one."""
        self.scheduled = False
        self.raised_by: str | None = None
        """Which congress raised the first opinion it answers."""

    @property
    def round(self) -> TaskRound:
        """The round it is in."""
        return self.rounds[-1]

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something to be done."""
        return self.status not in ("closed_out", "cancelled")

    @property
    def pending(self) -> dict[str, Any] | None:
        """The request for more time that awaits its decision."""
        last = self.extensions[-1] if self.extensions else None
        return last if last is not None and "decided" not in last else None

    def percent_on(self, day: str) -> int:
        """Return how far the work had come by the latest report dated that day or earlier."""
        place = bisect_right(self.report_days, day)
        return self.reached[self.report_days[place - 1]] if place else 0

    def reach(self, day: str, percent: int) -> None:
        """Take down how far a report dated a day says the work has come."""
        if day not in self.reached:
            insort(self.report_days, day)
        self.reached[day] = percent

    def retell_progress(self) -> None:
        """Take the reports down anew, now that a date was corrected."""
        self.report_days, self.reached = [], {}
        for version, percent in self.progress:
            self.reach(self.date_of(version), percent)

    def owes_work(self) -> bool:
        """Return whether its due date binds the responsible units now."""
        return self.status in ("assigned", "in_progress", "long_term")

    def drop_pending(self) -> None:
        """Let the request that awaits its decision lapse."""
        if self.pending is not None:
            self.extensions = self.extensions[:-1]

    def restate(self, version: int, due: Known, *, settled: bool) -> None:
        """Set the due date of the current round anew."""
        self.settled = (*self.settled, (version, settled))
        self.round.present = due

    def begin_round(self, version: int, due: Known, not_before: int) -> None:
        """Put the task back to work in a further round."""
        self.settled = (*self.settled, (version, False))
        self.drop_pending()
        self.rounds.append(TaskRound(due, version, not_before))


def target_reached(target: dict[str, Any], value: str | None) -> bool:
    """Return whether the value reached lies inside a quantified target."""
    if value is None:
        return False
    reached = Decimal(value)
    low, high = target["minimum"], target["maximum"]
    return (low is None or Decimal(low) <= reached) and (high is None or reached <= Decimal(high))


def require_settled_in_order(event: Event) -> None:
    """Refuse dates by which a due date would be settled before it was stated."""
    stated = 1
    for version, settled in event.item.settled:
        event.require(
            not settled or event.item.date_of(version) >= event.item.date_of(stated),
            *SETTLED_TOO_EARLY,
        )
        if not settled:
            stated = version


def require_settled_after_stated(event: Event) -> None:
    """Refuse to settle a due date before the day on which it was stated."""
    stated = event.item.date_of(stated_in(event.item.settled))
    event.require(event.day >= stated, *SETTLED_TOO_EARLY)


def require_task_dates(event: Event, asked_in_time: Any) -> None:
    """Refuse a correction by which what was decided would rest on nothing."""
    task: TaskRecord = event.item
    for version, _ in task.progress:
        begun = max(each.begun_in for each in task.rounds if each.begun_in < version)
        event.require(
            task.date_of(version) >= task.date_of(begun),
            "进展报告早于本轮整改开始",
            "a report lies before its round",
        )
    for round_ in task.rounds:
        _require_round_dates(event, task, round_)
    for each in task.extensions:
        asked, due = task.date_of(each["in"]), each["due"]
        event.require(due is None or asked_in_time(asked, due), "申请延期过晚", "asked too late")
        put_off = each.get("put_off")
        event.require(
            put_off is None or task.date_of(each["decided"]) <= put_off,
            "同意延期晚于原期限",
            "granted after the due date",
        )
    require_settled_in_order(event)


def _require_round_dates(event: Event, task: TaskRecord, round_: TaskRound) -> None:
    if round_.claimed_in:
        claimed = task.date_of(round_.claimed_in)
        event.require(
            task.date_of(round_.not_before) <= (round_.completed_on or claimed) <= claimed,
            "完成日期不在整改期间之内",
            "the completion lies outside the work",
        )
        event.require(
            not round_.decided_on or round_.decided_on <= claimed,
            "集体研究晚于申请销号",
            "decided after the claim",
        )
    if round_.notice:
        start, end = round_.notice
        event.require(
            start >= task.date_of(round_.verdict_in), "公示早于核查通过", "announced too early"
        )
        closed = round_.closed_in and task.date_of(round_.closed_in)
        event.require(not closed or closed > end, "公示尚未期满", "closed during the notice")
