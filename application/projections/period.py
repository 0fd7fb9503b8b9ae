"""A period that a question is about."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement


class Period(NamedTuple):
    """The days a question is about, the first and the last included."""

    since: date
    until: date

    def has(self, dated: ColumnElement[date]) -> ColumnElement[bool]:
        """Say in SQL whether a date lies within; the lack of one does not."""
        return dated.between(self.since, self.until)
