"""A due date as people state it: a day, or that none was set. What derives it is not theirs."""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.due import Due


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
