"""Names one version of a rule profile, so that whatever it governed can say so."""

from typing import Annotated

from pydantic import Field

from domain.model import ValueObject
from domain.text import Code


class ProfileRef(ValueObject):
    """A version of the rules of a congress."""

    congress: Code
    version: Annotated[int, Field(ge=1, strict=True)]

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return f"{self.congress}第{self.version}版"
