"""How a place classes the results of handling: ABCD, ABC, colours, or types of its own.

The schemes are incompatible, so a scheme is part of a rule profile and says of each class what
follows from it: whether it promises something that is tracked, and whether it counts as resolved.
"""

from typing import Annotated

from pydantic import Field

from domain.errors import RuleViolation
from domain.model import ValueObject
from domain.opinion_terms import ResultClass
from domain.text import Code, Name


class ResultClassUnknown(RuleViolation):
    """A reply states a class of the scheme in force where it is referred."""

    title = "没有这种办理结果类别"


class ResultClassRule(ValueObject):
    """One class of a scheme, and what follows from it."""

    code: Code
    label: Name
    promises: bool = False
    """Whether a reply of this class promises something to be done later."""
    resolved: bool = False
    """Whether a reply of this class counts as resolved (办成) in the rates."""


class ResultScheme(ValueObject):
    """The classes of a place, best first."""

    name: Name
    classes: Annotated[tuple[ResultClassRule, ...], Field(min_length=2, max_length=12)]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes, best first."""
        return tuple(each.code for each in self.classes)

    @property
    def promising(self) -> tuple[str, ...]:
        """Return the codes of the classes that promise something."""
        return tuple(each.code for each in self.classes if each.promises)

    def standard(self, code: str) -> ResultClass:
        """Return the class of the common scheme a class of this one amounts to.

        What is resolved is A; the nearest promise is B, a later one C; anything else is D.
        """
        if code not in self.codes:
            known = "、".join(self.codes)
            raise ResultClassUnknown(
                f"{self.name}没有“{code}”这一类,可填写:{known}", "result_class"
            )
        if code in self.resolved:
            return ResultClass.A
        if code in self.promising:
            return ResultClass.B if code == self.promising[0] else ResultClass.C
        return ResultClass.D

    @property
    def resolved(self) -> tuple[str, ...]:
        """Return the codes of the classes that count as resolved."""
        return tuple(each.code for each in self.classes if each.resolved)


ABCD = ResultScheme(
    name="ABCD四类",
    classes=(
        ResultClassRule(code="A", label="已经解决或者基本解决", resolved=True),
        ResultClassRule(code="B", label="正在解决", promises=True),
        ResultClassRule(code="C", label="列入计划解决", promises=True),
        ResultClassRule(code="D", label="留作参考或者解释说明"),
    ),
)
"""The scheme most places use."""
