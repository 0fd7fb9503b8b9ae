"""Why an opinion is due when it is due, over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from domain.due_history import Extended, Happening, Paused, Restated
from domain.errors import WrongStatus
from domain.opinion import Opinion
from domain.opinion_handling import Clarification, Extension, Round
from interfaces.http.acting import SystemDep
from interfaces.http.asking import AsOf
from interfaces.http.deadline_state import DeadlineState, deadline_state
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/opinions", tags=["意见"], dependencies=WELL_FORMED)


@router.get("/{opinion_id}/deadline", responses=problems(404, 409))
def explain_deadline(opinion_id: UUID, system: SystemDep, as_of: AsOf = None) -> DeadlineState:
    """说明本轮期限:依据的规则和版本、起算、顺延、延期、停算、重算,以及截至某日逾期几天."""
    opinion = system.store.read(Opinion, opinion_id)
    round_ = opinion.current_round
    if round_ is None:
        raise WrongStatus(f"意见{opinion.number}尚未交办,没有办理期限", "status")
    day = as_of or system.today
    return deadline_state(
        round_.due, round_.stated_due, _happened(opinion, round_), day, opinion.days_late(day)
    )


def _happened(opinion: Opinion, round_: Round) -> list[Happening]:
    """Return what became of the due date, in the order it was recorded."""
    told: list[tuple[int, Happening]] = [
        *((each.version, _extended(opinion, each)) for each in round_.extensions),
        *((each.version, _paused(opinion, each)) for each in round_.clarifications if each.pauses),
        *(
            (
                each.made_in,
                Restated(opinion.dates[each.made_in - 1], each.kind, each.due_was, each.due),
            )
            for each in round_.due_changes
        ),
    ]
    return [happening for _, happening in sorted(told, key=lambda one: one[0])]


def _extended(opinion: Opinion, extension: Extension) -> Extended:
    decision = extension.decision
    return Extended(
        asked_on=extension.asked,
        asked=None,
        decided_on=opinion.date_of(decision) if decision else None,
        until=decision.until if decision else None,
    )


def _paused(opinion: Opinion, asked: Clarification) -> Paused:
    answered_on = opinion.date_of(asked.answer) if asked.answer else None
    return Paused(opinion.date_of(asked), answered_on)
