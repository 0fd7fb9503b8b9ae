"""Why a decision was refused.

Every refusal is a ``RuleViolation``: a stable ``code`` (the class name in kebab-case), a Chinese
``title`` for the kind of rule, one Chinese sentence for this case, and the ``field`` it concerns.

RuleViolation
├── InvalidFact           a stated fact breaks the rule of its field
├── ActInFuture           an act is dated after the day it is recorded
├── ActOutOfOrder         a step is dated before the step it builds on
├── WrongStatus           the item is not in a state that allows the act
└── one class for each rule of an aggregate, defined beside the aggregate
"""

import re
from typing import ClassVar


class RuleViolation(Exception):
    """A decision was refused; nothing was recorded."""

    title: ClassVar[str] = "不符合办理规则"

    def __init__(self, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field

    @classmethod
    def code(cls) -> str:
        """Return the stable name programs rely on."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


class InvalidFact(RuleViolation):
    """A stated fact breaks the rule of its field: length, characters, range or format."""

    title = "填报内容不符合要求"


class ActInFuture(RuleViolation):
    """An act is dated after the day on which it is recorded."""

    title = "办理日期晚于登记当天"


class ActOutOfOrder(RuleViolation):
    """A step is dated before the step it builds on; a wrong earlier date is to be corrected."""

    title = "办理日期早于上一步"


class WrongStatus(RuleViolation):
    """The item is not in a state that allows this act."""

    title = "当前状态不能这样办理"
