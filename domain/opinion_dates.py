"""The order of the dates of an opinion: what a correction must leave true.

Steps keep to their order by themselves; here are the dates stated beside them.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.opinion_handling import Round
from domain.opinion_state import OpinionState


class DateOrder(NamedTuple):
    """Two dates of which the first may not be later than the second."""

    first: date
    second: date
    rule: str
    """The sentence that says so, in Chinese."""

    @property
    def broken(self) -> bool:
        """Whether the dates are the wrong way round."""
        return self.first > self.second


def date_orders(opinion: OpinionState) -> Iterator[DateOrder]:
    """Yield every order the dates of ``opinion`` must keep to."""
    yield DateOrder(opinion.source.raised_on, opinion.dates[0], "提出日期不得晚于登记日期")
    for round_ in opinion.rounds:
        yield from _handling(opinion, round_)
        yield from _derivations(opinion, round_)
        yield from _extensions(opinion, round_)
        yield from _feedback(opinion, round_)
    for closing in opinion.closings:
        begun_on = opinion.date_of(opinion.rounds[closing.round - 1])
        yield DateOrder(begun_on, closing.completed_on, "本轮交办日期不得晚于办理完成日期")
        closed_on = opinion.date_of(closing)
        yield DateOrder(closing.completed_on, closed_on, "办理完成日期不得晚于办结日期")


def _handling(opinion: OpinionState, round_: Round) -> Iterator[DateOrder]:
    begun_on = opinion.date_of(round_)
    yield DateOrder(begun_on, round_.original_due.on or begun_on, "交办日期不得晚于办理期限")
    for item in round_.promised_items:
        replied_on = opinion.dates[item.replied_in - 1]
        yield DateOrder(replied_on, item.due.on or replied_on, "答复日期不得晚于承诺期限")
        if item.fulfilment:
            done_on = item.fulfilment.fulfilled_on
            recorded_on = opinion.date_of(item.fulfilment)
            yield DateOrder(done_on, recorded_on, "承诺兑现的日期不得晚于登记兑现的日期")


def _derivations(opinion: OpinionState, round_: Round) -> Iterator[DateOrder]:
    for change in round_.due_changes:
        before = (opinion.dates[v - 1] for v in round_.due_set_in if v < change.made_in)
        made_on = opinion.dates[change.made_in - 1]
        yield DateOrder(max(before), made_on, "写明期限的日期不得晚于其后期限重算的日期")


def _extensions(opinion: OpinionState, round_: Round) -> Iterator[DateOrder]:
    for extension in round_.extensions:
        begun_on = opinion.date_of(round_)
        yield DateOrder(begun_on, extension.asked, "交办日期不得晚于申请延期的日期")
        came_in_on = opinion.date_of(extension)
        yield DateOrder(extension.asked, came_in_on, "申请延期的日期不得晚于收到申请的日期")
        counted_on = opinion.counted_on(extension.asked, round_, extension.version)
        due_on = extension.due_was.on or counted_on
        yield DateOrder(counted_on, due_on, "申请延期的日期不得晚于当时的期限")
        decision = extension.decision
        if decision and decision.due_was:
            granted_on = opinion.date_of(decision)
            counted_on = opinion.counted_on(granted_on, round_, decision.version)
            due_on = decision.due_was.on or counted_on
            yield DateOrder(counted_on, due_on, "同意延期的日期不得晚于当时的期限")


def _feedback(opinion: OpinionState, round_: Round) -> Iterator[DateOrder]:
    for evaluation in round_.evaluations:
        evaluated_on = opinion.date_of(evaluation)
        yield DateOrder(opinion.replied_on(round_), evaluated_on, "答复日期不得晚于评价日期")
        later = [opinion.dates[v - 1] for v in opinion.steps if v > evaluation.version]
        next_on = min(later, default=evaluated_on)
        yield DateOrder(evaluated_on, next_on, "评价日期不得晚于其后的办理日期")
    if round_.lapse:
        reminded_on = round_.lapse.reminded_on
        yield DateOrder(opinion.replied_on(round_), reminded_on, "答复日期不得晚于提醒日期")
        lapsed_on = opinion.date_of(round_.lapse)
        yield DateOrder(reminded_on, lapsed_on, "提醒日期不得晚于认定未反馈的日期")
