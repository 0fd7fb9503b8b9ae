"""How items are shown whose due dates moved, or would move."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from application.commands.moved_dues import Moved
from domain.urged_item import SubjectKind
from interfaces.http.deadline_state import due_label


class MovedDue(BaseModel):
    """An open item before and after."""

    kind: SubjectKind = Field(description="事项种类", examples=["opinion"])
    id: UUID = Field(description="事项标识")
    number: str = Field(description="编号", examples=["2015-01"])
    units: list[str] = Field(description="承办单位代码", examples=[["JTJ"]])
    due_was: date | None = Field(description="原期限", examples=["2015-06-25"])
    due: date | None = Field(description="新期限", examples=["2015-05-25"])
    due_label: str = Field(description="新期限(文字)", examples=["2015-05-25"])
    colour_was: str | None = Field(description="原预警颜色;没有预警的为空", examples=[None])
    colour: str | None = Field(description="新预警颜色", examples=["蓝"])
    overdue_was: bool = Field(description="原来是否逾期", examples=[False])
    overdue: bool = Field(description="现在是否逾期", examples=[False])


def moved_dues(moved: Iterable[Moved]) -> list[MovedDue]:
    """Present the items that moved."""
    return [_moved(each) for each in moved]


def _moved(moved: Moved) -> MovedDue:
    item, due = moved.item, moved.due
    on, provisional = (due.on, due.provisional) if due else (None, False)
    return MovedDue(
        kind=item.kind,
        id=item.id,
        number=item.number,
        units=list(item.units),
        due_was=moved.due_was and moved.due_was.on,
        due=on,
        due_label=due_label(on, provisional=provisional),
        colour_was=moved.colour_was,
        colour=moved.colour,
        overdue_was=moved.overdue_was,
        overdue=moved.overdue,
    )
