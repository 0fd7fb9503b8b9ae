"""What is remembered of an opinion while a log is followed."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern
from typing import Any

from interfaces.verifier.due_origins import SETTLED_TOO_EARLY, Known, known
from interfaces.verifier.items import Event, Item, kept

AWAITING_REPLY = ("referred", "return_requested", "in_handling", "merged", "rehandling")
"""The statuses in which the due date of an opinion binds its lead units."""


class OpinionRound:
    """One pass from referral, order or reopening to the evaluation of the reply."""

    __slots__ = (
        "answered",
        "begun_in",
        "due",
        "evaluated_by",
        "evaluations",
        "extensions",
        "lapse",
        "notices",
        "number",
        "origin",
        "original",
        "pauses",
        "promised",
        "question",
        "replies",
        "set_in",
    )

    def __init__(self, number: int, due: dict[str, Any], begun_in: int) -> None:
        self.number = number
        self.due, self.origin, self.notices = known(due)
        self.original = self.due
        self.begun_in = begun_in
        self.set_in: tuple[tuple[int, bool], ...] = ((begun_in, False),)
        """The version of each event that set the due date; whether it only derived it anew."""
        self.replies: tuple[tuple[int, str], ...] = ()
        """The version of each reply and the unit that gave it."""
        self.answered: tuple[str, ...] = ()
        """The lead units whose part is answered, also by whom they succeeded."""
        self.evaluated_by: str | None = None
        self.evaluations: dict[str, tuple[int, str]] = {}
        """By the evaluator the version and the grade."""
        self.lapse: tuple[int, str] | None = None
        """The version, and the day of the reminder before it."""
        self.promised: tuple[dict[str, Any], ...] = ()
        """What was promised: ``due``, ``in`` (the reply) and, once done, ``done`` and ``told``."""
        self.extensions: tuple[dict[str, Any], ...] = ()
        """``asked``, ``in``, ``due`` and, once decided, ``decided``, ``until``, ``put_off``."""
        self.question: tuple[int, bool] | None = None
        """The version of the question that awaits its answer; whether the clock stands still."""
        self.pauses: tuple[tuple[int, int], ...] = ()
        """The versions of a question and its answer between which the clock stood still."""

    @property
    def pending(self) -> dict[str, Any] | None:
        """The request for more time that awaits its decision."""
        last = self.extensions[-1] if self.extensions else None
        return last if last is not None and "decided" not in last else None

    def paused_at(self, version: int) -> int:
        """Return by which question the clock stood still when an event came; 0 if it ran."""
        for since, until in self.pauses:
            if since < version < until:
                return since
        asked_in, pauses = self.question or (version, False)
        return asked_in if pauses and asked_in < version else 0

    @property
    def granted(self) -> dict[str, Any] | None:
        """The extension by which more time was granted last."""
        return next((each for each in reversed(self.extensions) if each.get("until")), None)

    @property
    def is_extended(self) -> bool:
        """Whether more time was granted."""
        return self.granted is not None

    @property
    def present(self) -> Known:
        """The due date in force; one that was granted follows from nothing."""
        return Known(self.due) if self.is_extended else self.derived(self.due)

    def derived(self, on: str | None) -> Known:
        """Return a due date on a day that follows from what the original one follows from."""
        return Known(on, self.origin, self.notices)

    @property
    def dissatisfied(self) -> bool:
        """Whether anybody is dissatisfied."""
        return any(grade == "dissatisfied" for _, grade in self.evaluations.values())


class OpinionRecord(Item):
    """An opinion: its proposers, its units, its rounds."""

    __slots__ = (
        "acknowledged",
        "closings",
        "co_given",
        "co_units",
        "difficult",
        "former",
        "lead",
        "linked",
        "look_back",
        "merged",
        "proposers",
        "raised_by",
        "raised_on",
        "referred",
        "return_by",
        "returned",
        "rounds",
        "sort",
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("opinion", state["number"])
        deputy = state["lead_deputy"]
        self.sort = intern(state["kind"])
        self.raised_by = intern(state["issuer"])
        self.raised_on = intern(state["raised_on"])
        self.proposers: tuple[str, ...] = kept((deputy, *state["co_signers"])) if deputy else ()
        self.lead: tuple[str, ...] = ()
        self.co_units: tuple[str, ...] = ()
        self.former: tuple[str, ...] = ()
        """The units that were succeeded since it was referred last."""
        self.difficult = False
        """Whether it was referred as one that is difficult to handle."""
        self.return_by: str | None = None
        self.referred = False
        """Whether a referral is in force."""
        self.returned = False
        """Whether any referral is over."""
        self.acknowledged: tuple[str, ...] = ()
        self.co_given: tuple[str, ...] = ()
        self.rounds: list[OpinionRound] = []
        self.closings: tuple[tuple[int, int, str], ...] = ()
        """The version, the round, and the day the handling was complete."""
        self.look_back: bool | None = None
        """What the latest look-back since the closing found."""
        self.linked: tuple[str, ...] = ()
        """The identities of the work that answers it."""
        self.merged = False

    @property
    def round(self) -> OpinionRound:
        """The round it is in."""
        return self.rounds[-1]

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something to be done."""
        return self.status not in ("closed", "not_admitted", "withdrawn")

    @property
    def unheard(self) -> list[str]:
        """The proposers who have not evaluated the current round."""
        heard = self.round.evaluations
        return [each for each in self.proposers if each not in heard]

    def counted_on(self, day: str, round_: OpinionRound, version: int) -> str:
        """Return a day, or the one on which the clock had stopped when an event came."""
        question = round_.paused_at(version)
        return min(day, self.date_of(question)) if question else day

    def replied_on(self, round_: OpinionRound) -> str:
        """Return the date of the latest reply of a round."""
        return max(self.date_of(version) for version, _ in round_.replies)

    def bounding_days(self) -> list[str]:
        """Return the dates that the next step may not precede: evaluations count, too."""
        evaluated = [
            self.date_of(version)
            for round_ in self.rounds
            for version, _ in round_.evaluations.values()
        ]
        return [*super().bounding_days(), max(evaluated)] if evaluated else super().bounding_days()

    def owes_reply(self) -> bool:
        """Return whether its due date binds the lead units now."""
        question = self.round.question if self.rounds else None
        waits = question is not None and question[1]
        return self.status in AWAITING_REPLY and not waits


def opinion_date_orders(opinion: OpinionRecord) -> Iterator[tuple[str, str, str, str]]:
    """Yield pairs of dates of which the first may not be later, with the rule in two languages."""
    yield (opinion.raised_on, opinion.days[0], "提出不得晚于登记", "raised after registration")
    for round_ in opinion.rounds:
        begun = opinion.date_of(round_.begun_in)
        if not (round_.origin and round_.origin.awaits(begun)):
            due = round_.original or begun
            yield (begun, due, "交办日期不得晚于办理期限", "the round begins after its due date")
        yield from _orders_of_promises(opinion, round_)
        yield from _orders_of_derivations(opinion, round_)
        yield from _orders_of_extensions(opinion, round_, begun)
        yield from _orders_of_feedback(opinion, round_)
    for version, number, completed in opinion.closings:
        begun = opinion.date_of(opinion.rounds[number - 1].begun_in)
        yield (begun, completed, "办理完成不得早于本轮交办", "completed before the round began")
        closed = opinion.date_of(version)
        yield (completed, closed, "办理完成不得晚于办结", "completed after the closing")


def _orders_of_promises(
    opinion: OpinionRecord, round_: OpinionRound
) -> Iterator[tuple[str, str, str, str]]:
    for item in round_.promised:
        replied = opinion.date_of(item["in"])
        due = item["due"] or replied
        yield (replied, due, "答复不得晚于承诺期限", "promised for a day before the reply")
        if "done" in item:
            told = opinion.date_of(item["told"])
            yield (item["done"], told, "兑现不得晚于登记兑现", "fulfilled after it was recorded")


def _orders_of_derivations(
    opinion: OpinionRecord, round_: OpinionRound
) -> Iterator[tuple[str, str, str, str]]:
    before = opinion.date_of(round_.begun_in)
    for version, derived in round_.set_in:
        on = opinion.date_of(version)
        if derived:
            yield (before, on, *SETTLED_TOO_EARLY)
        before = max(before, on)


def _orders_of_extensions(
    opinion: OpinionRecord, round_: OpinionRound, begun: str
) -> Iterator[tuple[str, str, str, str]]:
    for each in round_.extensions:
        asked, came = each["asked"], opinion.date_of(each["in"])
        yield (begun, asked, "申请延期不得早于交办", "asked for before the round began")
        yield (asked, came, "申请延期不得晚于收到申请", "asked for after it came in")
        counted = opinion.counted_on(asked, round_, each["in"])
        yield (counted, each["due"], "申请延期不得晚于当时的期限", "asked for after the due date")
        if each.get("until"):
            version = each["decided"]
            counted = opinion.counted_on(opinion.date_of(version), round_, version)
            due = each["put_off"]
            yield (counted, due, "同意延期不得晚于当时的期限", "granted after the due date")


def _orders_of_feedback(
    opinion: OpinionRecord, round_: OpinionRound
) -> Iterator[tuple[str, str, str, str]]:
    for version, _ in round_.evaluations.values():
        on = opinion.date_of(version)
        replied = opinion.replied_on(round_)
        yield (replied, on, "评价不得早于答复", "evaluated before the reply")
        after = opinion.step_after(version)
        following = on if after is None else opinion.date_of(after)
        yield (on, following, "评价不得晚于其后的办理", "evaluated after a later step")
    if round_.lapse:
        version, reminded = round_.lapse
        replied, lapsed = opinion.replied_on(round_), opinion.date_of(version)
        yield (replied, reminded, "提醒不得早于答复", "reminded before the reply")
        yield (reminded, lapsed, "提醒不得晚于认定未反馈", "reminded after feedback lapsed")


def require_opinion_dates(event: Event) -> None:
    """Refuse a correction that leaves the dates of an opinion the wrong way round."""
    for first, second, chinese, english in opinion_date_orders(event.item):
        event.require(first <= second, chinese, english)
