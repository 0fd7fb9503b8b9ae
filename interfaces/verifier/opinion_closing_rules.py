"""What an opinion allows from its reply to its closing, and afterwards."""

from __future__ import annotations

from sys import intern
from typing import Any

from interfaces.verifier.county import County
from interfaces.verifier.items import Event, kept
from interfaces.verifier.opinion_record import OpinionRound
from interfaces.verifier.opinion_rules import (
    require_due_not_before,
    require_lead,
    require_not_handling,
    require_proposer,
)


def opinion_replied(event: Event, county: County) -> None:
    """Answer once in a round, as a lead unit that signed, each proposer and every co-unit."""
    item, state = event.item, event.state
    round_, rules = item.round, county.book.of(item.profile)
    event.require_round(round_.number)
    require_lead(event)
    event.require(item.merged or event.unit in item.acknowledged, "尚未签收", "not signed for")
    event.require(
        event.unit not in round_.answered, "本轮已经答复", "replied before in this round"
    )
    event.require(
        set(item.proposers) <= set(state["answered"]),
        "未答复全部提出人",
        "a proposer is unanswered",
    )
    event.require(
        state["co_opinions_noted"] or set(item.co_units) <= set(item.co_given),
        "缺少协办意见",
        "a co-unit's opinion is missing",
    )
    stated = state.get("stated_class") or state["result_class"]
    event.require(
        rules.standard_class(stated) == state["result_class"],
        "办理结果类别不符",
        "the class of the result does not fit",
    )
    items: list[dict[str, Any]] = state["promised_items"]
    event.require(items or not rules.promises(stated), "缺少承诺事项", "nothing is promised")
    for each in items:
        require_due_not_before(event, each["due"], event.day)
    complete = set(item.lead) <= {event.unit, *round_.answered}
    event.require(state["complete"] == complete, "是否全部答复不符", "complete is stated wrongly")
    promised = ({"due": each["due"]["on"], "in": event.version} for each in items)
    round_.replies = (*round_.replies, (event.version, event.unit))
    round_.answered = (*round_.answered, event.unit)
    round_.promised = (*round_.promised, *promised)
    if complete:
        by = state.get("evaluation_by")
        round_.evaluated_by = by and by["on"]


def opinion_evaluated(event: Event, county: County) -> None:
    """Evaluate a round once, after its reply, with reasons when dissatisfied.

    No unit that handles the opinion enters what an evaluator said.
    """
    del county
    require_not_handling(event)
    item, state = event.item, event.state
    round_, (who, grade) = item.round, kept((state["evaluator"], state["satisfaction"]))
    event.require_round(round_.number)
    require_proposer(event, who)
    event.require(who not in round_.evaluations, "本轮已经评价", "evaluated before in this round")
    event.require(grade != "dissatisfied" or state["reasons"], "缺少理由", "no reasons given")
    event.require(event.day >= item.replied_on(round_), "评价早于答复", "before the reply")
    round_.evaluations[who] = (event.version, grade)


def opinion_feedback_lapsed(event: Event, county: County) -> None:
    """State that those not heard did not answer after a reminder."""
    item, state = event.item, event.state
    round_, reminded = item.round, state["reminded_on"]
    event.require_round(round_.number)
    require_not_handling(event)
    event.require(round_.lapse is None and item.unheard, "没有待反馈的评价", "nobody is unheard")
    event.require(state["unheard"] == item.unheard, "未反馈人不符", "others are unheard")
    event.require(
        item.replied_on(round_) <= reminded <= event.day, "提醒日期不符", "reminded impossibly"
    )
    by = round_.evaluated_by
    event.require(by is None or event.day > by, "评价期限未届满", "the term has not run out")
    silence = county.book.of(item.profile).silence
    event.require(state.get("silence", "excluded") == silence, "未按规则处理", "not as ruled")
    round_.lapse = (event.version, reminded)


def opinion_rehandling_ordered(event: Event, county: County) -> None:
    """Begin another round because somebody is dissatisfied."""
    del county
    require_not_handling(event)
    event.require(event.item.round.dissatisfied, "没有不满意评价", "nobody is dissatisfied")
    _begin_round(event)


def opinion_tracking_begun(event: Event, county: County) -> None:
    """Track what the reply promised."""
    del county
    event.require(event.item.round.promised, "没有承诺事项", "nothing was promised")


def opinion_promise_fulfilled(event: Event, county: County) -> None:
    """Fulfil a promised item once."""
    del county
    items, number, done = (
        event.item.round.promised,
        event.state["item"],
        event.state["fulfilled_on"],
    )
    event.require(1 <= number <= len(items), "没有这项承诺事项", "there is no such item")
    event.require("done" not in items[number - 1], "已经兑现", "fulfilled before")
    event.require(done <= event.day, "兑现晚于登记", "fulfilled after it is recorded")
    items[number - 1].update(done=done, told=event.version)


def opinion_closed(event: Event, county: County) -> None:
    """Close when work is done, everybody was heard, and what was promised is fulfilled."""
    item, state = event.item, event.state
    round_, completed = item.round, state["completed_on"]
    event.require_round(round_.number)
    require_not_handling(event)
    still_open = [county.called(key) for key in item.linked if county.holds_up(key)]
    event.require(
        not still_open,
        f"关联的{'、'.join(still_open)}尚未办结",
        f"linked work is open: {', '.join(still_open)}",
    )
    event.require(not round_.dissatisfied, "不满意尚未重办", "somebody is dissatisfied")
    event.require(round_.lapse or not item.unheard, "评价尚未反馈", "a proposer is unheard")
    tracked = county.book.of(item.profile).promises_tracked
    done = [each["done"] for each in round_.promised if "done" in each]
    event.require(
        not tracked or len(done) == len(round_.promised), "承诺尚未兑现", "a promise is open"
    )
    earliest = max((item.date_of(round_.begun_in), *done))
    event.require(
        earliest <= completed <= event.day, "办理完成日期不符", "completed on an impossible day"
    )
    closing = (event.version, round_.number, intern(completed))
    item.closings = (*item.closings, closing)
    item.look_back = None


def opinion_looked_back(event: Event, county: County) -> None:
    """Look at a closed opinion again, independently."""
    del county
    require_not_handling(event)
    event.item.look_back = event.state["passed"]


def opinion_reopened(event: Event, county: County) -> None:
    """Take a closed opinion up again; a recurrence rests on the latest look-back."""
    del county
    event.require(
        event.state["ground"] != "look_back" or event.item.look_back is False,
        "没有发现反弹的回头看记录",
        "no look-back found a recurrence",
    )
    _begin_round(event)


def _begin_round(event: Event) -> None:
    item, due = event.item, event.state["due"]
    event.require_round(item.round.number + 1)
    require_due_not_before(event, due, event.day)
    item.rounds.append(OpinionRound(event.state["round"], due, event.version))


OPINION_CLOSING_RULES = {
    "opinion.replied": opinion_replied,
    "opinion.reply-evaluated": opinion_evaluated,
    "opinion.feedback-lapsed": opinion_feedback_lapsed,
    "opinion.rehandling-ordered": opinion_rehandling_ordered,
    "opinion.tracking-begun": opinion_tracking_begun,
    "opinion.promised-item-fulfilled": opinion_promise_fulfilled,
    "opinion.closed": opinion_closed,
    "opinion.look-back-recorded": opinion_looked_back,
    "opinion.reopened": opinion_reopened,
}
