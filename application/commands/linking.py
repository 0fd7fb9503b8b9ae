"""Links between an opinion and the work that answers it."""

from collections.abc import Sequence
from uuid import UUID

from application.errors import NotFound
from application.work import Work
from domain.commitment import Commitment
from domain.opinion import Opinion
from domain.opinion_terms import WorkKind
from domain.rectification_task import RectificationTask


def link_to_opinions(
    work: Work,
    opinion_ids: Sequence[UUID],
    kind: WorkKind,
    answer: RectificationTask | Commitment,
    field: str = "opinion_ids",
) -> None:
    """Note on each opinion that a task or commitment answers it; refuse one there is none of."""
    for opinion_id in opinion_ids:
        opinion = work.find(Opinion, opinion_id)
        if opinion is None:
            raise NotFound(Opinion.LABEL, opinion_id, field)
        opinion.link_work(kind, answer.id, answer.number, work.act)


def open_work(work: Work, opinion: Opinion) -> list[str]:
    """Return the numbers of linked tasks and commitments that still ask for something."""
    linked = opinion.linked_work
    tasks = [work.get(RectificationTask, w.work_id) for w in linked if w.kind is WorkKind.TASK]
    promises = [work.get(Commitment, w.work_id) for w in linked if w.kind is WorkKind.COMMITMENT]
    return [
        *(task.number for task in tasks if task.is_open),
        *(each.number for each in promises if each.is_open and each.fulfilled_on is None),
    ]
