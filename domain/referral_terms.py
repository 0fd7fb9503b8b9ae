"""What else falls due because an opinion was referred, as the rules had it on that day."""

from pydantic import Field

from domain.due import Due
from domain.model import ValueObject


def _absent(due: Due | None) -> bool:
    return due is None


class ReferralTerms(ValueObject):
    """Each ``None`` where the rules set no term."""

    return_by: Due | None = Field(default=None, exclude_if=_absent)
    """The last day on which a lead unit may ask to be relieved of the opinion."""
    co_opinions_by: Due | None = Field(default=None, exclude_if=_absent)
    first_contact_by: Due | None = Field(default=None, exclude_if=_absent)


NO_TERMS = ReferralTerms()
