"""Which version of which congress's rules something was decided by."""

from typing import Annotated

from pydantic import Field

from domain.model import ValueObject
from domain.text import Code


class ProfileRef(ValueObject):
    """A version of the rule profile of a congress."""

    congress: Code
    version: Annotated[int, Field(ge=1, strict=True)]

    @property
    def label(self) -> str:
        """Return how people quote it, such as XRD第3版."""
        return f"{self.congress}第{self.version}版"
