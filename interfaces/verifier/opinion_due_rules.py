"""What an opinion allows to happen to its due date: extensions, pauses, derivations anew."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.county import County
from interfaces.verifier.due_derivation import require_latest_notices
from interfaces.verifier.due_origins import (
    ANOTHER_ORIGIN,
    RESTS_ON_ANOTHER,
    SETTLED_TOO_EARLY,
    Known,
    known,
    origin_of,
    require_counted_from,
    require_former_due,
)
from interfaces.verifier.items import Event, kept_day
from interfaces.verifier.opinion_record import OpinionRecord, OpinionRound
from interfaces.verifier.opinion_rules import require_lead, require_not_handling
from interfaces.verifier.prescribed_dues import require_ruled


def opinion_extension_requested(event: Event, county: County) -> None:
    """Ask for more time while the due date is ahead; one request at a time."""
    require_lead(event)
    item, round_ = event.item, event.item.round
    asked, due = event.state["asked"], round_.due
    event.require(round_.pending is None, "已有延期申请待审批", "a request is pending")
    begun = item.date_of(round_.begun_in)
    event.require(begun <= asked <= event.day, "申请日期不符", "asked on an impossible day")
    rules, counted = county.book.of(item.profile), item.counted_on(asked, round_, event.version)
    event.require(
        due is not None and rules.is_asked_in_time(counted, due),
        "申请延期过晚或者未定时限",
        "asked too late, or nothing to extend",
    )
    request = {"asked": asked, "in": event.version, "due": due}
    round_.extensions = (*round_.extensions, request)


def opinion_extension_granted(event: Event, county: County) -> None:
    """Move the due date, in time, no further than the rules allow, and tell the proposers."""
    item, state = event.item, event.state
    round_, until, rules = item.round, state["until"], county.book.of(item.profile)
    _require_pending(event)
    rules.require_approver(event, "extension")
    require_former_due(event, state["due_was"], round_.present)
    counted = item.counted_on(event.day, round_, event.version)
    event.require(
        round_.due is not None and counted <= round_.due, "期限已届满", "the due date has passed"
    )
    event.require(until > round_.due, "延期后不晚于原期限", "it leads to no later day")
    begins: Any = _put_off_by_pauses(item, round_, round_.derived(round_.original), county)
    limits = [(begins, rules.extension["total"])]
    if rules.extension["each"]:
        limits.append((round_.due, rules.extension["each"]))
    for since, term in limits:
        event.require(
            until <= county.book.latest(since, term), "延期过长", "longer than the rules allow"
        )
    told = state["deputy_told_on"]
    event.require(told or not item.proposers, "未告知代表", "the proposers were not told")
    asked = round_.extensions[-1]["asked"]
    event.require(
        not told or asked <= told <= event.recorded_on, "告知日期不符", "told on an impossible day"
    )
    round_.extensions[-1].update(decided=event.version, until=until, put_off=round_.due)
    round_.due = until
    round_.set_in = (*round_.set_in, (event.version, False))


def opinion_extension_refused(event: Event, county: County) -> None:
    """Leave the due date."""
    del county
    _require_pending(event)
    event.item.round.extensions[-1].update(decided=event.version)


def _require_pending(event: Event) -> None:
    event.require(event.item.round.pending, "没有待审批的延期申请", "no request is pending")
    require_not_handling(event)


def opinion_clarification_requested(event: Event, county: County) -> None:
    """Ask what the opinion means; one question at a time."""
    require_lead(event)
    round_, pauses = event.item.round, event.state["pauses"]
    event.require(round_.question is None, "已有说明请求待答复", "a question is pending")
    expected = county.book.of(event.item.profile).pauses
    event.require(pauses == expected, "是否停止计算与规则不符", "pauses otherwise than ruled")
    round_.question = (event.version, pauses)


def opinion_clarification_given(event: Event, county: County) -> None:
    """Answer the question; the due date moves only if the clock stood still."""
    require_not_handling(event)
    item, round_ = event.item, event.item.round
    due, due_was = event.state["due"], event.state["due_was"]
    event.require(round_.question, "没有待答复的说明请求", "no question is pending")
    require_former_due(event, due_was, round_.present)
    asked_in, pauses = round_.question
    expected = due_was["on"]
    if pauses:
        expected = county.book.put_off(known(due_was), item.date_of(asked_in), event.day)
        round_.pauses = (*round_.pauses, (asked_in, event.version))
    event.require(due["on"] == expected, "期限变动无依据", "the due date moves for nothing")
    event.require(due.get("basis") == due_was.get("basis"), *ANOTHER_ORIGIN)
    round_.question, round_.due = None, kept_day(due)
    round_.set_in = (*round_.set_in, (event.version, False))


def opinion_due_settled(event: Event, county: County) -> None:
    """Take over a due date derived again once the notice was known."""
    round_, original = event.item.round, event.state["original_due"]
    origin = origin_of(original)
    event.require(origin is not None and origin == round_.origin, *ANOTHER_ORIGIN)
    require_latest_notices(event, original, county.book)
    event.require_round(round_.number)
    _take_due(event, round_, county)


def opinion_due_recounted(event: Event, county: County) -> None:
    """Take over a due date of a round counted anew from a day that others corrected."""
    require_not_handling(event)
    item, state = event.item, event.state
    number, corrected, original = state["round"], state["corrected"], state["original_due"]
    event.require(1 <= number <= len(item.rounds), "没有这一轮办理", "there is no such round")
    round_ = item.rounds[number - 1]
    if corrected == round_.begun_in:
        require_counted_from(event, original, round_.origin, item.date_of(corrected))
        require_latest_notices(event, original, county.book)
    else:
        paused = any(corrected in pause for pause in round_.pauses)
        event.require(paused, *RESTS_ON_ANOTHER)
        event.require(known(original) == round_.derived(round_.original), *ANOTHER_ORIGIN)
    for version, _ in round_.set_in:
        event.require(event.day >= item.date_of(version), *SETTLED_TOO_EARLY)
    _take_due(event, round_, county)
    county.take_recount(event)


def opinion_rules_migrated(event: Event, county: County) -> None:
    """Go over to other rules."""
    item, was, rules = event.item, event.state["was"], county.book.of(event.profile)
    stated = was and (was["congress"], was["version"])
    event.require(stated == item.profile, "原规则不符", "other rules governed before")
    event.require(event.profile != stated, "规则没有变化", "the rules are the same")
    item.profile = event.profile
    round_, original = item.round, event.state["original_due"]
    term = rules.rehandling
    if round_.number == 1:
        term = rules.reply_term(item.sort, difficult=item.difficult)
    origin = round_.origin
    if origin is not None and origin.of_version and term is not None:
        named = (event.state["original_was"].get("basis") or {}).get("rule")
        require_ruled(event, original, term, rules, {"start": origin.start, "rule": named})
        require_latest_notices(event, original, county.book)
    else:
        event.require(known(original) == round_.derived(round_.original), *ANOTHER_ORIGIN)
    event.require_round(round_.number)
    _take_due(event, round_, county)


def _take_due(event: Event, round_: OpinionRound, county: County) -> None:
    """Let a due date derived anew hold, put off by what the clock stood still, or as extended."""
    item, due, original = event.item, event.state["due"], event.state["original_due"]
    require_former_due(event, event.state["due_was"], round_.present)
    event.require(
        known(event.state["original_was"]) == round_.derived(round_.original),
        "所写本轮最初期限与实际不符",
        "the due date stated as the original one of the round is not that",
    )
    following = due_following(item, round_, known(original), county)
    basis = None if round_.is_extended else original.get("basis")
    event.require(
        (due["on"], due.get("basis")) == (following, basis),
        "期限不随最初期限",
        "the due date does not follow from the original one",
    )
    round_.due = kept_day(due)
    round_.original, round_.origin, round_.notices = known(original)
    round_.set_in = (*round_.set_in, (event.version, True))


def due_following(
    item: OpinionRecord, round_: OpinionRound, original: Known, county: County
) -> str | None:
    """Return the day a round is due when its own due date is this one: put off, or extended."""
    granted = round_.granted
    if granted:
        until, since = Known(granted["until"]), granted["decided"]
        return _put_off_by_pauses(item, round_, until, county, since)
    return _put_off_by_pauses(item, round_, original, county)


def _put_off_by_pauses(
    item: OpinionRecord, round_: OpinionRound, due: Known, county: County, since: int = 0
) -> str | None:
    """Return the day of a due date, put off by all the clock stood still after it was set."""
    for asked_in, answered_in in round_.pauses:
        if answered_in > since:
            first, until = item.date_of(asked_in), item.date_of(answered_in)
            due = due._replace(on=county.book.put_off(due, first, until))
    return due.on


OPINION_DUE_RULES = {
    "opinion.extension-requested": opinion_extension_requested,
    "opinion.extension-granted": opinion_extension_granted,
    "opinion.extension-refused": opinion_extension_refused,
    "opinion.clarification-requested": opinion_clarification_requested,
    "opinion.clarification-given": opinion_clarification_given,
    "opinion.due-settled": opinion_due_settled,
    "opinion.due-recounted": opinion_due_recounted,
    "opinion.rules-migrated": opinion_rules_migrated,
}
