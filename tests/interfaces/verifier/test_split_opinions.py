"""What several lead units did of one opinion is judged, and counted for each of them."""

import pytest

from interfaces.verifier.details import DETAILS, PART
from interfaces.verifier.finding import Finding
from tests.interfaces.verifier.falsified import refused
from tests.interfaces.verifier.replaying import Bundle, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal
from tests.interfaces.verifier.split_county import ALLOWED, ILLEGAL, STORIES
from tests.interfaces.verifier.test_falsified_tables import SHAPES, Records, altered

PARTS = DETAILS[PART].listing.path


def test_split_opinions_and_their_figures_are_sound(split: Bundle) -> None:
    split.check()
    told = split.files[PARTS].decode("utf-8-sig").splitlines()[1:]
    numbers = [line.split(",")[1] for line in told]
    assert numbers == [number for number in STORIES if number != "PT-1" for _ in ("one", "other")]


@pytest.mark.parametrize("name", ALLOWED)
def test_what_each_lead_unit_may_do_is_allowed(split: Bundle, name: str) -> None:
    follow(ALLOWED[name](split.lines))


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_no_lead_unit_may_do_is_refused(split: Bundle, name: str) -> None:
    require_illegal(refused(split.lines, ILLEGAL[name]), "split", name)


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["split"]) == set(ILLEGAL)


@pytest.mark.parametrize("name", SHAPES)
def test_parts_in_another_shape_are_refused(split: Bundle, name: str) -> None:
    with pytest.raises(Finding) as found:
        altered(split, PARTS, SHAPES[name]).check()
    assert (found.value.code, found.value.path) == ("rates-differ", PARTS)


def test_a_part_counted_for_another_unit_is_refused(split: Bundle) -> None:
    def swap(records: Records) -> None:
        one, other = records[1], records[2]
        one[3:5], other[3:5] = other[3:5], one[3:5]

    with pytest.raises(Finding) as found:
        altered(split, PARTS, swap).check()
    assert (found.value.code, found.value.path) == ("rates-differ", PARTS)
