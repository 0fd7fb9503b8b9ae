"""What a cell of a table may hold, and how each kind is read by people."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from domain.model import CHINA_STANDARD_TIME

Cell = str | int | bool | Decimal | Fraction | date | datetime | None
"""A ``Fraction`` is a share, shown as a percentage; floats are no facts and are refused."""


def percentage(share: Fraction) -> str:
    """Return the share in percent, two decimals, rounded half up: 50/64 is ``78.13%``."""
    hundredths = (abs(share) * 10_000 + Fraction(1, 2)).__floor__()
    sign = "-" if share < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}%"


def yes_or_no(value: bool) -> str:
    """Return the word for a truth value."""
    return "是" if value else "否"


def local(moment: datetime) -> datetime:
    """Return the moment in China Standard Time; one without a zone is taken as it stands."""
    return moment.astimezone(CHINA_STANDARD_TIME) if moment.tzinfo else moment
