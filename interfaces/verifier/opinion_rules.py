"""What an opinion allows from its registration to its reply, and what ties it to others."""

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
from interfaces.verifier.items import Event, kept, kept_day
from interfaces.verifier.opinion_record import (
    OpinionRecord,
    OpinionRound,
    require_opinion_dates,
)
from interfaces.verifier.prescribed_dues import require_ruled
from interfaces.verifier.successions import done_after, units_after


def require_lead(event: Event) -> None:
    """Refuse an act that only a lead unit may do."""
    event.require(event.unit in event.item.lead, "不是主办单位", "it is not a lead unit")


def require_not_handling(event: Event) -> None:
    """Refuse a decision by a unit that handles the opinion."""
    event.require_independent(
        event.unit not in event.item.lead and event.unit not in event.item.co_units,
        f"{event.unit}是承办单位,不得由其审定",
        f"unit {event.unit} handles the opinion and may not decide on it",
    )


def require_proposer(event: Event, person: str) -> None:
    """Refuse somebody who did not propose the opinion, where anybody did."""
    proposers = event.item.proposers
    event.require(
        not proposers or person in proposers,
        f"{person}不是提出人",
        f"{person} is not a proposer",
    )


def require_due_not_before(event: Event, due: dict[str, Any], day: str) -> None:
    """Refuse a due date before the day it is set on."""
    event.require(
        due["on"] is None or due["on"] >= day, "期限早于当日", "due before the day it is set"
    )


def opinion_registered(event: Event, county: County) -> None:
    """Register an opinion of a unit that exists; a township does not deliberate."""
    state = event.state
    issuer, co_signers = state["issuer"], state["co_signers"]
    county.tree.require_active(event, issuer)
    township = county.tree.units[issuer].level == "township"
    event.require(
        not (township and state["kind"] == "deliberation"),
        "乡镇不制发审议意见",
        "a township issues no deliberation opinion",
    )
    event.require(state["raised_on"] <= event.day, "提出晚于登记", "raised after registration")
    event.require(state["lead_deputy"] or not co_signers, "缺领衔代表", "no lead deputy")
    signers = [state["lead_deputy"], *co_signers]
    event.require(len(set(signers)) == len(signers), "署名重复", "somebody signs twice")


def opinion_referred(event: Event, county: County) -> None:
    """Refer to units that exist: one in the lead, several under split handling."""
    item, state = event.item, event.state
    lead, co_units = state["lead"], state["co_units"]
    anew = event.topic == "opinion.re-referred"
    event.require(
        anew == item.returned, "是否重新交办与记录不符", "re-referral with nothing taken back"
    )
    event.require(
        len(lead) > 1 if state["split_handling"] else len(lead) == 1,
        "主办单位个数不符",
        "the number of lead units does not fit",
    )
    event.require(
        len({*lead, *co_units}) == len(lead) + len(co_units), "单位重复", "a unit is named twice"
    )
    for code in (*lead, *co_units):
        county.tree.require_active(event, code)
    require_due_not_before(event, state["due"], event.day)
    item.profile, item.difficult = event.profile, state.get("difficult", False)
    item.lead, item.co_units, item.co_given = kept(lead), kept(co_units), ()
    return_by = state.get("terms", {}).get("return_by")
    item.return_by = return_by and return_by["on"]
    item.rounds = [OpinionRound(1, state["due"], event.version)]


def opinion_acknowledged(event: Event, county: County) -> None:
    """Sign once, as a lead unit."""
    del county
    require_lead(event)
    _require_unsigned(event)
    event.item.acknowledged = (*event.item.acknowledged, event.unit)


def _require_unsigned(event: Event) -> None:
    event.require(event.unit not in event.item.acknowledged, "已经签收", "signed before")


def opinion_return_requested(event: Event, county: County) -> None:
    """Ask to be relieved, inside the window, for a unit that exists, before signing oneself.

    Nobody may have replied yet.
    """
    require_lead(event)
    _require_unsigned(event)
    replied = any(round_.replies for round_ in event.item.rounds)
    event.require(not replied, "已有主办单位答复", "a lead unit has replied")
    last = event.item.return_by
    event.require(last is None or event.day <= last, "已过退办期限", "the window has closed")
    if event.state["suggested_unit"] is not None:
        county.tree.require_active(event, event.state["suggested_unit"])


def opinion_return_accepted(event: Event, county: County) -> None:
    """End the referral, for every lead unit."""
    del county
    require_not_handling(event)
    event.item.returned = True
    event.item.acknowledged = ()


def opinion_return_refused(event: Event, county: County) -> None:
    """Leave the opinion where it is: in handling once a lead unit has signed."""
    del county
    require_not_handling(event)
    event.require(
        event.state.get("signed", False) == bool(event.item.acknowledged),
        "是否已有单位签收不符",
        "whether a unit has signed is stated wrongly",
    )


def opinion_handed_over(event: Event, county: County) -> None:
    """Let another unit take the place of one that has ended, as others decide."""
    require_not_handling(event)
    item, (unit, successor) = event.item, kept((event.state["unit"], event.state["successor"]))
    event.require_independent(
        event.unit != successor,
        f"{successor}是承接单位,不得由其决定移交",
        f"unit {successor} takes over and may not decide on it",
    )
    event.require(
        unit in (*item.lead, *item.co_units),
        "移交的不是承办单位",
        "it does not handle the opinion",
    )
    ended = not county.tree.units[unit].active_on(event.day)
    event.require(ended, f"单位{unit}当日尚未撤并", f"unit {unit} has not ended on that day")
    county.tree.require_active(event, successor)
    item.acknowledged = done_after(item.acknowledged, item.lead, unit, successor)
    item.co_given = done_after(item.co_given, item.co_units, unit, successor)
    for round_ in item.rounds:
        round_.answered = done_after(round_.answered, item.lead, unit, successor)
    item.lead, item.co_units = units_after(item.lead, item.co_units, unit, successor)


def opinion_co_opinion(event: Event, county: County) -> None:
    """Give an opinion as a co-unit."""
    del county
    event.require(event.unit in event.item.co_units, "不是协办单位", "it is not a co-unit")
    event.item.co_given = (*event.item.co_given, event.unit)


def opinion_consulted(event: Event, county: County) -> None:
    """Meet one of the proposers."""
    del county
    require_proposer(event, event.state["with_deputy"])


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
    following = {**original, "on": _put_off_by_pauses(item, round_, known(original), county)}
    granted = round_.granted
    if granted:
        until, since = Known(granted["until"]), granted["decided"]
        following = {"on": _put_off_by_pauses(item, round_, until, county, since)}
    event.require(
        (due["on"], due.get("basis")) == (following["on"], following.get("basis")),
        "期限不随最初期限",
        "the due date does not follow from the original one",
    )
    round_.due = kept_day(due)
    round_.original, round_.origin, round_.notices = known(original)
    round_.set_in = (*round_.set_in, (event.version, True))


def _put_off_by_pauses(
    item: OpinionRecord, round_: OpinionRound, due: Known, county: County, since: int = 0
) -> str | None:
    """Return the day of a due date, put off by all the clock stood still after it was set."""
    for asked_in, answered_in in round_.pauses:
        if answered_in > since:
            first, until = item.date_of(asked_in), item.date_of(answered_in)
            due = due._replace(on=county.book.put_off(due, first, until))
    return due.on


def opinion_merged(event: Event, county: County) -> None:
    """Be handled together with another opinion of the same lead units, as others decide."""
    require_not_handling(event)
    other = county.item("opinion", event.state["into"])
    event.require(other is not event.item, "不能与自身合并", "merged with itself")
    event.require(
        other and other.status in ("referred", "in_handling"),
        "并入的意见不在办理之中",
        "the other opinion is not in handling",
    )
    event.require(set(other.lead) == set(event.item.lead), "主办单位不同", "lead units differ")
    event.require(
        other.number == event.state["into_number"], "编号与标识不符", "number and identity differ"
    )
    event.item.merged = True


def opinion_separated(event: Event, county: County) -> None:
    """Take an opinion nobody answered yet out of its merger, to be referred anew."""
    del county
    require_not_handling(event)
    item = event.item
    answered = any(round_.replies for round_ in item.rounds)
    event.require(not answered, "已经答复过", "it was answered before")
    item.returned, item.merged, item.acknowledged = True, False, ()


def opinion_withdrawn(event: Event, county: County) -> None:
    """Take the opinion back, as a proposer; no unit that handles it enters that."""
    del county
    require_not_handling(event)
    require_proposer(event, event.state["by"])


def opinion_work_linked(event: Event, county: County) -> None:
    """Note work that answers the opinion and exists."""
    kind, key = event.state["kind"], event.state["work_id"]
    event.require(key not in event.item.linked, "已经关联", "linked before")
    county.link(event, kind, key, event.state["work_number"])
    event.item.linked = (*event.item.linked, key)


def opinion_day_corrected(event: Event) -> None:
    """Refuse a correction that turns dates round, or of a reply by a unit that handles it."""
    replies = (version for round_ in event.item.rounds for version, _ in round_.replies)
    if event.state["corrects"] in replies:
        require_not_handling(event)
    require_opinion_dates(event)


OPINION_RULES = {
    "opinion.registered": opinion_registered,
    "opinion.referred": opinion_referred,
    "opinion.re-referred": opinion_referred,
    "opinion.acknowledged": opinion_acknowledged,
    "opinion.return-requested": opinion_return_requested,
    "opinion.return-accepted": opinion_return_accepted,
    "opinion.return-refused": opinion_return_refused,
    "opinion.handed-over": opinion_handed_over,
    "opinion.co-opinion-submitted": opinion_co_opinion,
    "opinion.consulted": opinion_consulted,
    "opinion.extension-requested": opinion_extension_requested,
    "opinion.extension-granted": opinion_extension_granted,
    "opinion.extension-refused": opinion_extension_refused,
    "opinion.clarification-requested": opinion_clarification_requested,
    "opinion.clarification-given": opinion_clarification_given,
    "opinion.due-settled": opinion_due_settled,
    "opinion.due-recounted": opinion_due_recounted,
    "opinion.rules-migrated": opinion_rules_migrated,
    "opinion.merged-into": opinion_merged,
    "opinion.separated": opinion_separated,
    "opinion.withdrawn": opinion_withdrawn,
    "opinion.work-linked": opinion_work_linked,
}
