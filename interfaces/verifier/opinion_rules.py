"""What an opinion allows from its registration to its reply, and what ties it to others."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.county import County
from interfaces.verifier.items import Event, kept
from interfaces.verifier.opinion_record import (
    OpinionRound,
    require_opinion_dates,
)
from interfaces.verifier.successions import done_after, require_succession, units_after


def require_lead(event: Event) -> None:
    """Refuse an act that only a lead unit may do."""
    event.require(event.unit in event.item.lead, "不是主办单位", "it is not a lead unit")


def require_not_handling(event: Event) -> None:
    """Refuse a decision by a unit that handles the opinion or did, or by one inside it."""
    item = event.item
    _require_outside(event, (*item.lead, *item.co_units), "承办单位", "handles")
    _require_outside(event, item.former, "原承办单位", "handled")


def _require_outside(event: Event, units: tuple[str, ...], called: str, does: str) -> None:
    event.require_independent(
        event.unit not in units,
        f"{event.unit}是{called},不得由其审定",
        f"unit {event.unit} {does} the opinion and may not decide on it",
    )
    inside = event.inside(units)
    event.require_independent(
        inside is None,
        f"{event.unit}隶属于{called}{inside},不得由其审定",
        f"unit {event.unit} is inside unit {inside}, which {does} the opinion",
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
    item.lead, item.co_units = kept(lead), kept(co_units)
    item.former, item.co_given = (), ()
    return_by = state.get("terms", {}).get("return_by")
    item.return_by = return_by and return_by["on"]
    item.rounds, item.referred = [OpinionRound(1, state["due"], event.version)], True


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
    event.item.returned, event.item.referred, event.item.acknowledged = True, False, ()


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
    item, not_handling = event.item, ("移交的不是承办单位", "it does not handle the opinion")
    in_charge = (*item.lead, *item.co_units)
    unit, successor = require_succession(event, county, in_charge, not_handling)
    item.acknowledged = done_after(item.acknowledged, item.lead, unit, successor)
    item.co_given = done_after(item.co_given, item.co_units, unit, successor)
    for round_ in item.rounds:
        round_.answered = done_after(round_.answered, item.lead, unit, successor)
    item.lead, item.co_units = units_after(item.lead, item.co_units, unit, successor)
    item.former = (*item.former, unit)


def opinion_co_opinion(event: Event, county: County) -> None:
    """Give an opinion as a co-unit."""
    del county
    event.require(event.unit in event.item.co_units, "不是协办单位", "it is not a co-unit")
    event.item.co_given = (*event.item.co_given, event.unit)


def opinion_consulted(event: Event, county: County) -> None:
    """Meet one of the proposers."""
    del county
    require_proposer(event, event.state["with_deputy"])


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
    item.returned, item.referred = True, False
    item.merged, item.acknowledged = False, ()


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
    "opinion.merged-into": opinion_merged,
    "opinion.separated": opinion_separated,
    "opinion.withdrawn": opinion_withdrawn,
    "opinion.work-linked": opinion_work_linked,
}
