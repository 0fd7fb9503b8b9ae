"""Shares that add up: rounded by largest remainder, so that the parts of 100 come to 100."""

from collections.abc import Sequence


def apportioned(counts: Sequence[int], decimals: int = 2) -> list[str] | None:
    """Return each count in percent of their sum; the printed shares come to exactly 100.

    Every share is rounded down, and what is missing goes, one last digit each, to the largest
    remainders; among equal ones to the larger count, then to the earlier. A share that is exact is
    never changed. Nothing has no shares.
    """
    total = sum(counts)
    if total == 0:
        return None
    whole = 100 * 10**decimals
    floors = [count * whole // total for count in counts]
    remainders = [count * whole % total for count in counts]
    missing = whole - sum(floors)
    order = sorted(range(len(counts)), key=lambda i: (-remainders[i], -counts[i], i))
    for index in order[:missing]:
        floors[index] += 1
    return [_printed(units, decimals) for units in floors]


def _printed(units: int, decimals: int) -> str:
    whole, part = divmod(units, 10**decimals)
    return f"{whole}.{part:0{decimals}d}" if decimals else str(whole)
