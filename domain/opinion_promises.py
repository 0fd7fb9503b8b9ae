"""What a reply promised: tracked until it is fulfilled (承诺事项; requirement R10)."""

from datetime import date

from domain.errors import RuleViolation
from domain.model import Act, BusinessDate, DomainEvent
from domain.opinion_handling import Fulfilment
from domain.opinion_reply import OpinionReply, PromisedItemMissing
from domain.opinion_state import DateOutOfSpan
from domain.opinion_terms import OpinionStatus
from domain.text import Reason


class PromisedItemUnknown(RuleViolation):
    """What is fulfilled is an item the replies of the current round promised."""

    title = "没有这项承诺事项"


class PromisedItemFulfilledBefore(RuleViolation):
    """A promised item is fulfilled once."""

    title = "承诺事项已经兑现"


class OpinionPromises(OpinionReply):
    """What may happen to the items a reply promised."""

    class TrackingBegun(DomainEvent):
        TOPIC = "opinion.tracking-begun"
        LABEL = "转入跟踪办理"

        def apply(self, aggregate: "OpinionPromises") -> None:
            aggregate.status = OpinionStatus.TRACKING

    class PromisedItemFulfilled(DomainEvent):
        TOPIC = "opinion.promised-item-fulfilled"
        LABEL = "承诺事项兑现"

        item: int
        fulfilled_on: BusinessDate
        note: Reason

        def apply(self, aggregate: "OpinionPromises") -> None:
            fulfilment = Fulfilment(
                version=self.originator_version, fulfilled_on=self.fulfilled_on, note=self.note
            )
            items = tuple(
                item.model_copy(update={"fulfilment": fulfilment})
                if item.number == self.item
                else item
                for item in aggregate.rounds[-1].promised_items
            )
            aggregate.amend_round(promised_items=items)

    def track(self, act: Act) -> None:
        """Follow what the reply promised until it is fulfilled."""
        self._require(self.TrackingBegun, OpinionStatus.REPLIED)
        if not self.rounds[-1].promised_items:
            raise PromisedItemMissing(f"意见{self.number}的答复没有承诺事项,无需跟踪")
        self.record(self.TrackingBegun, act)

    def fulfil_promised_item(self, item: int, fulfilled_on: date, note: str, act: Act) -> None:
        """Record that item number ``item`` of the current round was done on ``fulfilled_on``."""
        self._require(self.PromisedItemFulfilled, OpinionStatus.TRACKING)
        found = [i for i in self.rounds[-1].promised_items if i.number == item]
        if not found:
            raise PromisedItemUnknown(f"意见{self.number}本轮答复没有第{item}项承诺事项", "item")
        if found[0].fulfilment:
            raise PromisedItemFulfilledBefore(f"第{item}项承诺事项已经登记兑现", "item")
        if fulfilled_on > act.occurred_on:
            raise DateOutOfSpan(
                f"兑现日期{fulfilled_on}晚于登记兑现的日期{act.occurred_on}", "fulfilled_on"
            )
        facts = {"item": item, "fulfilled_on": fulfilled_on, "note": note}
        self.record(self.PromisedItemFulfilled, act, **facts)
