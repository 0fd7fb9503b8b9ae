"""Who answers for which task: one row for each leader, office, assignee and unit named.

The rows belong to the tasks, so the handlers of the task ledger change them.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Select, Text, select

from application.projections.versioned import (
    Moment,
    Rows,
    holding,
    owner_column,
    versioned_table,
)


class Capacity(StrEnum):
    """In which capacity somebody answers for a task."""

    UNIT = "unit"
    LEADER = "leader"
    OFFICE = "office"
    ASSIGNEE = "assignee"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _CAPACITY_LABELS[self]


_CAPACITY_LABELS = {
    Capacity.UNIT: "责任单位",
    Capacity.LEADER: "责任领导",
    Capacity.OFFICE: "责任处室",
    Capacity.ASSIGNEE: "责任人员",
}

COLUMNS = {
    Capacity.UNIT: "units",
    Capacity.LEADER: "leaders",
    Capacity.OFFICE: "offices",
    Capacity.ASSIGNEE: "assignees",
}
"""Where the task ledger keeps the names of each capacity."""

responsibilities = versioned_table(
    "responsibilities",
    owner_column("task_id"),
    Column("capacity", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    key=("task_id", "capacity", "name"),
    owner="task_id",
)
Index(None, responsibilities.c.capacity, responsibilities.c.name, responsibilities.c.known_until)


def entrust(
    rows: Rows,
    task_id: UUID,
    before: Mapping[str, Sequence[str]],
    after: Mapping[str, Sequence[str]],
) -> None:
    """Let those named in ``after`` answer for a task in the place of those in ``before``."""
    for capacity, column in COLUMNS.items():
        for name in before[column]:
            if name not in after[column]:
                rows.end(responsibilities, task_id, capacity, name)
        for position, name in enumerate(after[column], 1):
            place = {"task_id": task_id, "capacity": capacity, "name": name}
            if name in before[column]:
                rows.revise(responsibilities, *place.values(), position=position)
            else:
                rows.open(responsibilities, **place, position=position)


def tasks_of(moment: Moment, capacity: Capacity, name: str) -> Select[tuple[UUID]]:
    """Select the tasks somebody answers for in this capacity."""
    named = responsibilities.c
    return select(named.task_id).where(
        named.capacity == capacity, named.name == name, holding(responsibilities, moment)
    )
