"""A due date as people state it: the day, that none was set, or from what the day follows.

What the system derives it with is not theirs to state.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.deadline import DeadlineSpec
from domain.due import Due

DAY, RULE = "stated_day", "stated_rule"
"""How a due date may be stated."""


def _stated_outright(due: Due) -> Due:
    if due.basis is not None:
        raise PydanticCustomError("due_basis_stated", "推算依据由系统得出,不能填报")
    return due


StatedDue = Annotated[
    Due,
    AfterValidator(_stated_outright),
    WithJsonSchema(
        {
            "title": "StatedDue",
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "on": {
                    "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
                    "default": None,
                },
                "undated": {"type": "boolean", "default": False},
            },
        },
        mode="validation",
    ),
]


def _way_of_stating(stated: Any) -> str:
    return RULE if isinstance(stated, dict) and "kind" in stated else DAY


StatedDeadline = Annotated[
    Annotated[StatedDue, Tag(DAY)] | Annotated[DeadlineSpec, Tag(RULE)],
    Discriminator(_way_of_stating),
]
"""``{"on": …}``, ``{"undated": true}``, or one of the kinds of deadlines with its ``kind``."""

DUE_TEXT = (
    '写明日期的填on,当日计入;未定时限的填{"undated": true};'
    "按规定推算的写明kind及其内容,自办理日期起算"
)
