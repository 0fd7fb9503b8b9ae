"""Rates by plain Python from the events alone: what the ledgers and their SQL must agree with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from application.event_store.recorder import notifications
from application.metrics.rates import Cohort
from application.projections.versioned import Moment
from application.store import Store
from domain.model import Correction, DomainEvent

Counts = tuple[int, int, int]
"""What counts, of what, and what is left out."""


@dataclass
class Item:
    """An opinion or a task, as told so far."""

    raised: date
    unit: str | None = None
    referred: date | None = None
    due: date | None = None
    original: date | None = None
    replied: date | None = None
    reply_due: date | None = None
    closed: date | None = None
    first_closed: date | None = None
    completed: date | None = None
    claimed: date | None = None
    grade: str | None = None
    gone: bool = False
    paused: date | None = None
    merged: bool = False
    referral: int = 0
    """The version of the referral in force."""
    decided: int = 0
    """The version of the step that said when it is due."""
    decisions: tuple[int, ...] = ()
    """The versions of all such steps that are known, and of the referrals among them."""
    referrals: tuple[int, ...] = ()
    has: Counter[str] = field(default_factory=Counter)


def events_known(store: Store, known_at: int) -> list[DomainEvent]:
    """Read what was recorded up to a sequence number."""
    with store.database.reading() as connection:
        found = notifications(connection, 0, None, known_at)
    return [store.topics.decode(stored) for stored in found]


def items_at(events: Iterable[DomainEvent], as_of: date, kind: str) -> list[Item]:
    """Tell each item of a kind as it stood on a day, with the dates as corrected."""
    streams: defaultdict[Any, list[DomainEvent]] = defaultdict(list)
    for event in events:
        if event.TOPIC.startswith(f"{kind}."):
            streams[event.originator_id].append(event)
    told = ((_story(stream, as_of), stream) for stream in streams.values())
    return [_item(story, stream) for story, stream in told if story]


def _story(stream: Sequence[DomainEvent], as_of: date) -> list[tuple[date, DomainEvent]]:
    dated = {each.originator_version: each for each in stream}
    days = {version: each.act.occurred_on for version, each in dated.items()}
    for each in stream:
        if isinstance(each, Correction) and each.field == "occurred_on":
            days[each.corrects] = each.now
        elif isinstance(each, Correction):
            dated[each.corrects] = dated[each.corrects].model_copy(update={each.field: each.now})
    if days[1] > as_of:
        return []
    later = sorted((max(days[v], days[1]), v) for v in dated if v > 1)
    return [(days[1], dated[1])] + [(day, dated[v]) for day, v in later if day <= as_of]


REFERRED = ("referred", "re-referred")
TAKEN_BACK = ("return-accepted", "separated")
DECIDED = (
    *REFERRED,
    *TAKEN_BACK,
    "extension-granted",
    "clarification-given",
    "rehandling-ordered",
    "reopened",
)
PAUSE_ENDS = (
    *TAKEN_BACK,
    "clarification-given",
    "replied",
    "rehandling-ordered",
    "reopened",
)
ANEW = ("due-settled", "rules-migrated")


def _versions(stream: Sequence[DomainEvent], names: Sequence[str]) -> tuple[int, ...]:
    return tuple(e.originator_version for e in stream if e.TOPIC.partition(".")[2] in names)


def _item(story: Sequence[tuple[date, DomainEvent]], stream: Sequence[DomainEvent]) -> Item:
    begun, first = story[0]
    item = Item(begun, decisions=_versions(stream, DECIDED))
    item.referrals = _versions(stream, REFERRED)
    if first.TOPIC == "task.planned":
        item.due = item.original = first.model_dump()["due"]["on"]
    for day, event in story:
        _tell(item, day, event.TOPIC.partition(".")[2], event.model_dump())
    return item


def _tell(item: Item, day: date, what: str, facts: Mapping[str, Any]) -> None:
    item.has[what] += 1
    if what in DECIDED:
        item.decided = facts["originator_version"]
    if what in PAUSE_ENDS:
        item.paused = None
    match what:
        case "referred" | "re-referred":
            item.referred, item.unit = day, facts["lead"][0]
            item.referral = facts["originator_version"]
            item.due = item.original = facts["due"]["on"]
        case "return-accepted" | "separated":
            item.merged = False
            item.referred = item.unit = item.due = item.original = None
            item.referral = item.has["acknowledged"] = item.has["consulted"] = 0
        case "extension-granted" | "clarification-given":
            item.due = facts["until"] if "until" in facts else facts["due"]["on"]
        case "rehandling-ordered" | "reopened" | "recurrence-found" | "verification-failed":
            due = facts.get("due") or facts["new_due"]
            item.due, item.closed, item.completed = due["on"], None, None
        case "handed-over" if item.unit == facts["unit"]:
            item.unit = facts["successor"]
        case "assigned" | "reassigned":
            item.unit = facts["units"][0]
        case _:
            _tell_of_end(item, day, what, facts)


def _tell_anew(item: Item, what: str, facts: Mapping[str, Any]) -> None:
    """Follow a note if the step that was the last when it was recorded is the last by now."""

    def latest(versions: Sequence[int]) -> int:
        return max((v for v in versions if v < facts["originator_version"]), default=0)

    if item.decided == latest(item.decisions):
        item.due = facts["due"]["on"]
    if facts["round"] == 1 and item.referral == latest(item.referrals):
        item.original = facts["original_due"]["on"]
    is_settled = what == "due-settled" and facts["round"] == 1 and item.replied
    if is_settled and item.reply_due == facts["due_was"]["on"]:
        item.reply_due = facts["due"]["on"]


def _tell_of_end(item: Item, day: date, what: str, facts: Mapping[str, Any]) -> None:
    match what:
        case "withdrawn" | "cancelled":
            item.gone = True
        case "merged-into":
            item.merged = True
        case "clarification-requested" if facts["pauses"]:
            item.paused = day
        case _ if what in ANEW and "round" in facts:
            _tell_anew(item, what, facts)
        case _:
            _tell_of_result(item, day, what, facts)


def _tell_of_result(item: Item, day: date, what: str, facts: Mapping[str, Any]) -> None:
    match what:
        case "replied" if facts["round"] == 1:
            item.replied, item.reply_due = day, item.due
        case "reply-evaluated":
            item.grade = facts["satisfaction"]
        case "closeout-requested":
            item.claimed = facts["completed_on"]
        case "verification-passed":
            item.completed = item.claimed
        case "closed" | "closed-out":
            item.closed, item.completed = day, facts["completed_on"]
            item.first_closed = item.first_closed or day
        case _:
            pass


def rates_by_hand(
    events: Sequence[DomainEvent], moment: Moment, cohort: Cohort
) -> dict[str, Counts]:
    """Count by hand the figures whose definitions are told here in other words."""
    counts: dict[str, Counts] = defaultdict(lambda: (0, 0, 0))
    for kind in ("opinion", "task"):
        tell = _of_opinion if kind == "opinion" else _of_task
        for item in items_at(events, moment.as_of, kind):
            if item.gone or (cohort.unit is not None and item.unit != cohort.unit):
                continue
            for code, (day, figures) in tell(item, moment.as_of).items():
                if day is not None and (cohort.since or day) <= day <= (cohort.until or day):
                    numerator, denominator, left_out = map(int, figures)
                    held = counts[code]
                    counts[code] = (
                        held[0] + numerator,
                        held[1] + denominator,
                        held[2] + left_out,
                    )
    return counts


Told = Mapping[str, tuple[date | None, tuple[int, int, int]]]


def _of_opinion(item: Item, as_of: date) -> Told:
    until, once = item.paused or as_of, not item.merged
    answer_due = item.reply_due if item.replied else item.due
    answer_in_base = bool(answer_due and (item.replied or answer_due <= until))
    original = bool(item.original and (item.replied or item.original <= until))
    in_base = bool(once and item.due and (item.closed or item.due <= until))
    overdue = bool(once and item.due and not item.closed and item.due < until)
    late = bool(once and item.due and item.completed and item.completed > item.due)
    on, undated = item.referred, once and item.due is None
    return {
        "acknowledgement-rate": (on, (item.has["acknowledged"] > 0, 1, 0)),
        "reply-rate": (on, (item.replied is not None, 1, 0)),
        "on-time-reply-rate": (
            on,
            (
                bool(answer_in_base and item.replied and item.replied <= (answer_due or as_of)),
                answer_in_base,
                answer_due is None,
            ),
        ),
        "on-time-reply-rate-original": (
            on,
            (
                bool(original and item.replied and item.replied <= (item.original or as_of)),
                original,
                item.original is None,
            ),
        ),
        "consultation-rate": (
            on,
            (bool(item.has["consulted"] and item.replied), item.replied is not None, 0),
        ),
        "closing-rate": (on, (once and item.closed is not None, once, 0)),
        "on-time-closing-rate": (
            on,
            (bool(in_base and item.closed and not late), in_base, undated),
        ),
        "satisfaction-rate": (on, (item.grade == "satisfied", item.grade is not None, 0)),
        "rehandling-rate": (
            on,
            (
                bool(item.grade) and item.has["rehandling-ordered"] > 0,
                item.grade is not None,
                0,
            ),
        ),
        "extension-rate": (on, (item.has["extension-granted"] > 0, 1, 0)),
        "closed-count": (item.closed, (1, 1, 0)),
        "first-closed-count": (item.first_closed, (1, 1, 0)),
        "overdue-open-days": (
            on,
            ((until - item.due).days if overdue and item.due else 0, overdue, undated),
        ),
        "closed-late-days": (
            on,
            (_days(item.due, item.completed) if late else 0, late, undated),
        ),
    }


def _of_task(item: Item, as_of: date) -> Told:
    on, undated = item.raised, item.due is None
    in_base = bool(item.due and (item.closed or item.due <= as_of))
    late = bool(item.due and item.completed and item.completed > item.due)
    overdue = bool(item.due and not item.completed and item.due < as_of)
    return {
        "close-out-rate": (on, (item.closed is not None, 1, 0)),
        "on-time-close-out-rate": (
            on,
            (bool(in_base and item.closed and not late), in_base, undated),
        ),
        "completion-rate": (on, (item.completed is not None, 1, 0)),
        "completed-count": (item.completed, (1, 1, 0)),
        "closed-out-count": (item.closed, (1, 1, 0)),
        "task-overdue-days": (on, (_days(item.due, as_of) if overdue else 0, overdue, undated)),
    }


def _days(first: date | None, last: date | None) -> int:
    assert first is not None
    assert last is not None
    return (last - first).days
