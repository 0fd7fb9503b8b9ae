"""Items put by are the same when they are taken out, and what many are alike takes little room."""

import pickle
import zlib

import pytest

from interfaces.verifier import county
from interfaces.verifier.county import County
from interfaces.verifier.items import Item
from interfaces.verifier.resting import Wardrobe, is_of

ALIKE = "题目、单位和经过都相近的意见:关于硬化丹竹镇至新村通村道路的建议".encode() * 2


def item(number: str, kind: str = "opinion") -> Item:
    made = Item(kind, number)
    made.days = ["2015-01-20", "2015-03-01"]
    made.trail += ALIKE
    return made


def test_what_is_put_by_is_taken_out_again() -> None:
    wardrobe, items = Wardrobe(), [item("甲-1"), item("甲-2"), item("RW-1", "task"), item("甲-3")]
    packed = [wardrobe.packed(each) for each in items]
    for each, one in zip(packed, items, strict=True):
        found = wardrobe.unpacked(each)
        assert (found.kind, found.number, found.days) == (one.kind, one.number, one.days)
        assert found.trail == ALIKE
        assert [is_of(each, kind) for kind in ("opinion", "task")] == [
            one.kind == "opinion",
            one.kind == "task",
        ]


def test_an_item_like_the_first_of_its_kind_takes_half_the_room() -> None:
    wardrobe, other = Wardrobe(), item("甲-2")
    wardrobe.packed(item("甲-1"))
    by_itself = zlib.compress(pickle.dumps(other, pickle.HIGHEST_PROTOCOL))
    assert len(wardrobe.packed(other)) < len(by_itself) / 2


def test_a_long_history_is_not_packed_again_for_each_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or whoever repeats an act on one ended item makes the check take quadratic time."""
    monkeypatch.setattr(county, "LONGEST_PACKED", 2)
    known = County()
    for days, is_packed in ((2, True), (3, False)):
        ended = item("甲-1")
        ended.days = ["2015-01-20"] * days
        known.put_by("甲", ended)
        assert (known.item("opinion", "甲") is not ended) is is_packed


def test_steps_are_found_on_either_side_of_an_event() -> None:
    told = item("甲-1")
    told.are_steps = bytearray([1, 0, 1, 0])
    assert [told.step_before(each) for each in (1, 2, 3, 4)] == [None, 1, 1, 3]
    assert [told.step_after(each) for each in (1, 2, 3, 4)] == [3, 3, None, None]
