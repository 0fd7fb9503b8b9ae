"""How items divide: by result class, by satisfaction, by status; the parts make up the whole."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, func

from application.metrics.definition import COHORTS, ITEMS, Source
from application.metrics.rates import Cohort, Reading, in_cohort
from application.projections.versioned import Moment
from domain.apportionment import apportioned
from domain.commitment_state import CommitmentStatus
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from domain.task_rounds import TaskStatus


class Shares(StrEnum):
    """By what items are divided."""

    RESULT_CLASS = "result-class"
    FIRST_RESULT_CLASS = "first-result-class"
    SATISFACTION = "satisfaction"
    FIRST_SATISFACTION = "first-satisfaction"
    STATUS = "status"
    TASK_STATUS = "task-status"
    COMMITMENT_STATUS = "commitment-status"


class Division(NamedTuple):
    """Which items are divided, and the parts in the order they are shown."""

    title: str
    source: Source
    column: str
    parts: Mapping[str, str]
    """What each value is called, in Chinese."""
    cohort: str = "referred_on"

    @property
    def rule(self) -> str:
        """Which items a period is about, in Chinese."""
        return f"{COHORTS[self.source, self.cohort]}在期间内的{ITEMS[self.source]}"


CLASSES = {each.value: f"{each.value}类:{each.label}" for each in ResultClass}
GRADES = {each.value: each.label for each in Satisfaction}
STATUSES = {
    each.value: each.label
    for each in OpinionStatus
    if each not in {OpinionStatus.WITHDRAWN, OpinionStatus.NOT_ADMITTED}
}
TASK_STATUSES = {e.value: e.label for e in TaskStatus if e is not TaskStatus.CANCELLED}
COMMITMENT_STATUSES = {each.value: each.label for each in CommitmentStatus}

DIVISIONS = {
    Shares.RESULT_CLASS: Division("办理结果分类", Source.OPINIONS, "current_class", CLASSES),
    Shares.FIRST_RESULT_CLASS: Division(
        "首次答复的结果分类", Source.OPINIONS, "first_class", CLASSES
    ),
    Shares.SATISFACTION: Division("满意度", Source.OPINIONS, "last_satisfaction", GRADES),
    Shares.FIRST_SATISFACTION: Division(
        "第一轮满意度", Source.OPINIONS, "first_satisfaction", GRADES
    ),
    Shares.STATUS: Division("意见办理状态", Source.OPINIONS, "status", STATUSES),
    Shares.TASK_STATUS: Division("任务状态", Source.TASKS, "status", TASK_STATUSES, "planned_on"),
    Shares.COMMITMENT_STATUS: Division(
        "承诺状态", Source.COMMITMENTS, "status", COMMITMENT_STATUSES, "drafted_on"
    ),
}


class Part(NamedTuple):
    """One part of the whole."""

    value: str
    label: str
    items: int
    percent: str | None
    """By largest remainder; ``None`` when there is nothing to divide."""


class Whole(NamedTuple):
    """The parts, and the items that belong to none as yet, which are no part of the whole."""

    division: Division
    parts: list[Part]
    total: int
    left_out: int


def count_shares(connection: Connection, moment: Moment, what: Shares, cohort: Cohort) -> Whole:
    """Count the parts as of a day, as known at a moment."""
    division = DIVISIONS[what]
    reading = Reading(division.source, moment, cohort)
    value = reading.ground.table.c[division.column]
    of = in_cohort(division.source, division.cohort, cohort)
    counts: Counter[str | None] = Counter()
    totals = reading.totals(func.count().label("items"), of=of, group=value.label("part"))
    for row in connection.execute(totals):
        counts[row.part] += row.items
    figures = [counts[each] for each in division.parts]
    percents: Sequence[str | None] = apportioned(figures) or [None] * len(figures)
    parts = [
        Part(each, label, count, percent)
        for (each, label), count, percent in zip(
            division.parts.items(), figures, percents, strict=True
        )
    ]
    return Whole(division, parts, sum(figures), counts[None])
