"""Identities follow from kind and number as the product derives them, whatever the number is."""

import pytest

from domain.commitment import Commitment
from domain.opinion import Opinion
from domain.rectification_task import RectificationTask
from interfaces.verifier.identities import identity_of


@pytest.mark.parametrize("number", ["", "DL-2015-01", "丹竹〔2015〕1号"])
def test_identities_are_those_of_the_product(number: str) -> None:
    assert identity_of("opinion", number) == str(Opinion.id_of(number))
    assert identity_of("task", number) == str(RectificationTask.id_of(number))
    assert identity_of("commitment", number) == str(Commitment.id_of(number))


def test_a_number_that_is_no_text_has_an_identity_too() -> None:
    """The product makes none; a falsified history may hold half a character."""
    halves = ["\ud83d", "\ud83e", "?", "\ufffd"]
    assert len({identity_of("opinion", number) for number in halves}) == len(halves)
