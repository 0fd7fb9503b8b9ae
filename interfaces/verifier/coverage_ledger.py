"""Which opinions the measures of plans answer, and of which a plan says why it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Callable, NamedTuple

from interfaces.verifier.items import Item
from interfaces.verifier.ledger_columns import OPINION_COLUMNS, Cells, Columns, Surroundings
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.other_stories import told_measures
from interfaces.verifier.trail import story
from interfaces.verifier.words import PLAN_STATUSES

NOT_TAKEN_ON = (
    "drafted",
    "formed",
    "referred",
    "return_requested",
    "not_admitted",
    "withdrawn",
)
"""Opinions of which no measure can be expected: no unit has them, or none any more."""
PLAN_STEPS = {
    "plan.submitted": "submitted",
    "plan.approved": "approved",
    "plan.rejected": "drafted",
    "plan.put-in-force": "in_force",
    "plan.concluded": "concluded",
}
OF_OPINION = dict(OPINION_COLUMNS)


class Answer(NamedTuple):
    """What one plan has for one of its opinions."""

    plan: str
    status: str
    measures: tuple[str, ...]
    """The live measures that answer it, as they are told."""
    waived_because: str | None


def plan_answers(item: Item, as_of: str) -> Iterator[tuple[str, Answer]]:
    """Yield what a plan has for each of its opinions."""
    told = story(item, as_of)
    status, waived = "drafted", {}
    answering: dict[str, list[str]] = {}
    for each in told:
        status = PLAN_STEPS.get(each.topic, status)
        if each.topic == "plan.opinion-waived":
            waived[each.facts["opinion_id"]] = each.facts["reason"]
    for no, measure in sorted(told_measures(told).items()):
        text = f"{item.number}第{no}项:{measure['text']}"
        for opinion in set(measure["answers"]):
            answering.setdefault(opinion, []).append(text)
    for opinion in told[0].facts["opinion_ids"] if told else ():
        measures = tuple(answering.get(opinion, ()))
        yield opinion, Answer(item.number, status, measures, waived.get(opinion))


def taken_on(row: LedgerRow) -> list[LedgerRow]:
    """Return the row of an opinion that measures can be expected of."""
    return [] if row["status"] in NOT_TAKEN_ON else [row]


def _first_in_charge(row: LedgerRow, known: Surroundings) -> str:
    first: str = row["lead"][0]
    return known.names.get(first, first)


def _how_answered(row: LedgerRow, known: Surroundings) -> str:
    del known
    answers: list[Answer] = row["answers"]
    if any(answer.measures for answer in answers):
        return "已有措施回应"
    is_waived = any(answer.waived_because is not None for answer in answers)
    return "已说明不予回应" if is_waived else "尚无措施回应"


def _of_answers(tell: Callable[[Answer], Iterable[str]]) -> Cells:
    """Tell something of every plan, by their numbers."""
    return lambda row, _: ";".join(each for a in row["answers"] for each in tell(a)) or None


def _plan_of(answer: Answer) -> Iterable[str]:
    return (f"{answer.plan}({PLAN_STATUSES[answer.status]})",)


def _measures_of(answer: Answer) -> Iterable[str]:
    return answer.measures


def _waiver_of(answer: Answer) -> Iterable[str]:
    return () if answer.waived_because is None else (answer.waived_because,)


COVERAGE_COLUMNS: Columns = [
    ("意见编号", OF_OPINION["编号"]),
    ("标题", OF_OPINION["标题"]),
    ("来源文件", OF_OPINION["来源文件"]),
    ("主办单位", _first_in_charge),
    ("意见状态", OF_OPINION["状态"]),
    ("回应情况", _how_answered),
    ("整改方案", _of_answers(_plan_of)),
    ("回应措施", _of_answers(_measures_of)),
    ("不予回应理由", _of_answers(_waiver_of)),
    ("标识", OF_OPINION["标识"]),
]
