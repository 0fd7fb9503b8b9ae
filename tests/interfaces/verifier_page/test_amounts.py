"""Amounts are compared exactly, whatever their form, as Python's decimals are."""

import random
from decimal import Decimal

from tests.interfaces.verifier_page.node import ask, call

EDGES = ["0", "-0", "0.0", "1E2", "100", "99.99", "100.00", "1E-2", "0.01", "-5", "-5.0", "-5.01"]
EDGES += ["9" * 30, f"{'9' * 30}.{'9' * 30}", f"1{'0' * 29}E1", "1E99", "1E-99", "-1E+99", "0E99"]


def is_within(amount: str, least: str | None, most: str | None) -> bool:
    value = Decimal(amount)
    return (least is None or Decimal(least) <= value) and (most is None or value <= Decimal(most))


def test_amounts_are_compared_as_decimals() -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose
    bounds: list[str | None] = [None, *EDGES]
    cases: list[tuple[str, str | None, str | None]] = [
        (amount, edge, None) for amount in EDGES for edge in bounds
    ]
    cases += [(amount, None, edge) for amount in EDGES for edge in EDGES]
    cases += [
        (chance.choice(EDGES), chance.choice(bounds), chance.choice(bounds)) for _ in range(500)
    ]
    jobs = [
        call("amounts.js", "isAmountWithin", amount, {"minimum": least, "maximum": most})
        for amount, least, most in cases
    ]
    expected = [is_within(*case) for case in cases]
    assert ask(jobs) == expected
    assert {True, False} == set(expected)
