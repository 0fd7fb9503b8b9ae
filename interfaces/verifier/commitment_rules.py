"""What a public commitment allows, from its draft to its last follow-up."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.amendments import require_amendment
from interfaces.verifier.county import County
from interfaces.verifier.due_origins import (
    known,
    require_former_due,
    require_recounted,
    require_settled,
)
from interfaces.verifier.four_eyes import Hands, require_lineage
from interfaces.verifier.items import Event, Item
from interfaces.verifier.successions import require_succession
from interfaces.verifier.task_record import (
    require_settled_after_stated,
    require_settled_in_order,
)

NOT_PROMISER = "不是作出承诺的单位", "it is not the unit that promised"


class CommitmentClaim:
    """One claim that the promise was kept; ``not_before``: the version nothing precedes."""

    __slots__ = ("claimed_in", "fulfilled_on", "not_before", "reopened_in", "result")

    def __init__(self, claimed_in: int, fulfilled_on: str, not_before: int) -> None:
        self.claimed_in = claimed_in
        self.fulfilled_on = fulfilled_on
        self.not_before = not_before
        self.result: str | None = None
        self.reopened_in = 0
        """The version of the dissatisfied follow-up by which the result stands no more."""


class CommitmentRecord(Item):
    """A promise of one unit, or of whoever took its place."""

    __slots__ = (
        "claims",
        "hands",
        "moved",
        "original",
        "present",
        "published",
        "quantified",
        "raised_by",
        "settled",
        "text",
        "unit",
        "waived",
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("commitment", state["number"])
        self.unit: str = state["unit"]
        self.original = self.present = known(state["due"])
        self.text: str = state["text"]
        self.quantified: dict[str, Any] | None = state["quantified"]
        self.hands = Hands((self.unit,))
        self.waived = False
        self.published = False
        self.claims: list[CommitmentClaim] = []
        self.settled: tuple[tuple[int, bool], ...] = ()
        self.moved: tuple[tuple[int, str | None], ...] = ()
        """The version of each amendment of a published due date, and the day due before it."""
        self.raised_by: str | None = None
        """Which congress raised the first opinion it answers."""

    @property
    def due(self) -> str | None:
        """The day that is due."""
        return self.present.on

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something to be done."""
        return self.status not in ("archived", "withdrawn")

    @property
    def result(self) -> str | None:
        """The result that stands."""
        if self.status == "withdrawn" or not self.claims:
            return None
        judged = [each for each in self.claims if each.result]
        return judged[-1].result if judged and not judged[-1].reopened_in else None

    def owes_promise(self) -> bool:
        """Return whether its due date binds the unit that promised now."""
        resting = self.status in ("claimed", "archived", "withdrawn")
        return not resting and self.result != "fulfilled"


def commitment_drafted(event: Event, county: County) -> None:
    """Draft what a unit that exists is to promise."""
    state = event.state
    county.tree.require_active(event, state["unit"])
    county.answer(event, state["opinion_ids"])
    event.item.raised_by = county.raised_by(state["opinion_ids"])
    plan = state["plan_id"]
    event.require(
        plan is None or county.item("plan", plan), "整改方案不存在", "there is no such plan"
    )


def commitment_reviewed(event: Event, county: County) -> None:
    """Pass what has a number and a date, or is waived; never one's own promise."""
    del county
    item = event.item
    event.require_independent(
        event.unit != item.unit, "承诺单位不得审定自己的承诺", "reviewed by the unit that promises"
    )
    event.require_independent(
        event.inside((item.unit,)) is None,
        f"{event.unit}隶属于承诺单位{item.unit},不得审定其承诺",
        f"reviewed by unit {event.unit} inside the unit that promises",
    )
    item.waived = event.state["waiver"] is not None
    _require_clear(event)


def _require_clear(event: Event) -> None:
    item = event.item
    event.require(
        item.waived or (item.quantified is not None and item.due),
        "未量化或者未定时限",
        "neither counted nor dated",
    )


def commitment_published(event: Event, county: County) -> None:
    """Publish the promise."""
    del county
    event.item.published = True


def commitment_amended(event: Event, county: County) -> None:
    """Change a promise not yet kept; once published, in public, and when it is due in time."""
    del county
    item, state = event.item, event.state
    _require_unfulfilled(event)
    event.require(
        item.published == (state["channel"] is not None),
        "公开后的变更应当公开",
        "amended otherwise than in public",
    )
    present = {"text": item.text, "quantified": item.quantified}
    require_amendment(event, present, item.present)
    item.text = state["text"] or item.text
    item.quantified = state["quantified"] or item.quantified
    if state["due"] is not None:
        if item.published:
            _require_unexpired(event, item.due, event.day)
            item.moved = (*item.moved, (event.version, item.due))
        _restate(event, settled=False)
    if item.status != "drafted":
        _require_clear(event)


def commitment_handed_over(event: Event, county: County) -> None:
    """Let another unit keep what one that has ended promised, as others decide."""
    item = event.item
    item.hands.require_other(event)
    _, item.unit = require_succession(event, county, (item.unit,), NOT_PROMISER)
    item.hands.join((item.unit,), ())


def commitment_due_settled(event: Event, county: County) -> None:
    """Take over a due date derived again once the notice was known."""
    del county
    require_settled_after_stated(event)
    require_former_due(event, event.state["due_was"], event.item.present)
    require_settled(event, event.item.present)
    _restate(event, settled=True)


def commitment_due_recounted(event: Event, county: County) -> None:
    """Take over a due date counted anew from the corrected day on which it was stated."""
    event.item.hands.require_other(event)
    require_settled_after_stated(event)
    require_former_due(event, event.state["due_was"], event.item.present)
    require_recounted(event, event.item.present)
    county.take_recount(event)
    _restate(event, settled=True)


def _restate(event: Event, *, settled: bool) -> None:
    event.item.settled = (*event.item.settled, (event.version, settled))
    event.item.present = known(event.state["due"])


def _require_unexpired(event: Event, due: str | None, day: str) -> None:
    event.require(
        due is None or day <= due,
        "承诺的时限届满后不能再变更",
        "what was promised is put off after its due date",
    )


def _require_unfulfilled(event: Event) -> None:
    event.require(event.item.result != "fulfilled", "承诺已经兑现", "the promise was kept")


def commitment_claimed(event: Event, county: County) -> None:
    """Claim, as the unit that promised, what was kept since the draft or the reopening."""
    item, state = event.item, event.state
    _require_unfulfilled(event)
    lineage = require_lineage(event, county.tree)
    event.require(item.unit in lineage, *NOT_PROMISER)
    event.require(state["evidence"], "缺少佐证材料", "there is no evidence")
    reopened = [each.reopened_in for each in item.claims if each.reopened_in]
    not_before = reopened[-1] if reopened else 1
    event.require(
        item.date_of(not_before) <= state["fulfilled_on"] <= event.day,
        "兑现日期不符",
        "fulfilled on an impossible day",
    )
    item.claims.append(CommitmentClaim(event.version, state["fulfilled_on"], not_before))
    item.hands.report(event, lineage)


def commitment_verified(event: Event, county: County) -> None:
    """Verify the claim, independently."""
    event.item.hands.require_independent(event, county.tree)
    event.item.claims[-1].result = event.state["result"]


def commitment_result_published(event: Event, county: County) -> None:
    """Publish the very result that was found."""
    del county
    event.require(
        event.state["result"] == event.item.result, "公示与核验不符", "another result was verified"
    )


def commitment_followed_up(event: Event, county: County) -> None:
    """Follow up; a dissatisfied answer makes the promise stand again."""
    del county
    last = event.item.claims[-1]
    if event.state["satisfaction"] == "dissatisfied" and not last.reopened_in:
        last.reopened_in = event.version


def commitment_withdrawn(event: Event, county: County) -> None:
    """Take back a promise not yet kept."""
    del county
    _require_unfulfilled(event)


def require_commitment_dates(event: Event) -> None:
    """Refuse a correction by which a claim or an amendment would rest on nothing."""
    item = event.item
    for claim in item.claims:
        event.require(
            item.date_of(claim.not_before) <= claim.fulfilled_on <= item.date_of(claim.claimed_in),
            "兑现日期不在起草至申报之间",
            "the fulfilment lies outside the promise",
        )
    require_settled_in_order(event)
    for version, due in item.moved:
        _require_unexpired(event, due, item.date_of(version))


COMMITMENT_RULES = {
    "commitment.drafted": commitment_drafted,
    "commitment.reviewed": commitment_reviewed,
    "commitment.published": commitment_published,
    "commitment.amended": commitment_amended,
    "commitment.handed-over": commitment_handed_over,
    "commitment.due-settled": commitment_due_settled,
    "commitment.due-recounted": commitment_due_recounted,
    "commitment.fulfilment-claimed": commitment_claimed,
    "commitment.verified": commitment_verified,
    "commitment.result-published": commitment_result_published,
    "commitment.follow-up-recorded": commitment_followed_up,
    "commitment.withdrawn": commitment_withdrawn,
}
