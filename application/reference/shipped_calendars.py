"""Reference data that comes with the program: the State Council's notices since 2004.

It is recorded in each county once, as events; from then on the county's record counts, and a later
version of the file changes nothing.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from domain.calendar_year import Days, Notice
from domain.model import BusinessDate, ValueObject
from domain.text import DocumentNumber, Reason, Title


class ReferenceNotice(ValueObject):
    """A notice about a year; all but the first say why they changed it."""

    number: DocumentNumber
    issued_on: BusinessDate
    source: Title
    reason: Reason = "首次公布"
    days_off: Days
    working_days: Days

    @property
    def notice(self) -> Notice:
        """The notice as it is recorded."""
        return Notice(
            notice_number=self.number,
            notice_date=self.issued_on,
            source=self.source,
            days_off=self.days_off,
            working_days=self.working_days,
        )


class ReferenceYear(ValueObject):
    """A year and the notices about it, the first one first."""

    year: int
    notices: tuple[ReferenceNotice, ...]


_YEARS: TypeAdapter[tuple[ReferenceYear, ...]] = TypeAdapter(tuple[ReferenceYear, ...])


@cache
def reference_years() -> Sequence[ReferenceYear]:
    """Return the years the program knows of, earliest first."""
    text = (files("application.reference") / "calendar_years.yaml").read_text(encoding="utf-8")
    return _YEARS.validate_python(yaml.safe_load(text))
