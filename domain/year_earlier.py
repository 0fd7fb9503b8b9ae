"""The same period one year earlier, so that adjacent periods stay adjacent.

The end of February is the end of February: a period that ends on the 28th of a common year is
compared with one that ends on the 29th of the leap year before, and nothing falls between two.
"""

from datetime import date, timedelta


def end_a_year_earlier(day: date) -> date:
    """Return the same last day one year earlier; the last of February becomes the last."""
    following = day + timedelta(days=1)
    if (following.month, following.day) == (3, 1):
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def start_a_year_earlier(day: date) -> date:
    """Return the day after the last day, one year earlier, of the period before."""
    return end_a_year_earlier(day - timedelta(days=1)) + timedelta(days=1)
