"""The chain that the events of a bundle must form."""

from uuid import UUID

import pytest

from interfaces.documents.event_lines import read_event_line
from interfaces.documents.manifest import EventRange
from interfaces.verifier.chain import BrokenChain, EventChain
from tests.interfaces.documents.bundles import FIRST, SECOND, line


def follow(stated: EventRange, *events: tuple[int, UUID, int], between: bool = False) -> int:
    chain = EventChain(stated, between=between)
    for event in events:
        chain.follow(read_event_line(line(*event)))
    chain.finish()
    return chain.count


def test_a_whole_range_is_followed_without_a_gap() -> None:
    assert follow(EventRange(1, 3, 3), (1, FIRST, 1), (2, SECOND, 1), (3, FIRST, 2)) == 3
    assert follow(EventRange(None, None, 0)) == 0


def test_a_range_that_begins_later_may_begin_with_any_version() -> None:
    assert follow(EventRange(7, 9, 3), (7, FIRST, 5), (8, SECOND, 1), (9, FIRST, 6)) == 3


def test_a_part_of_a_range_may_leave_numbers_out() -> None:
    assert follow(EventRange(1, 9, 3), (1, FIRST, 5), (4, FIRST, 6), (9, FIRST, 7)) == 3


def test_of_a_units_part_acts_of_others_may_be_left_out_between() -> None:
    stated = EventRange(1, 9, 3)
    assert follow(stated, (1, FIRST, 5), (4, FIRST, 8), (9, FIRST, 9), between=True) == 3
    for version in (4, 5):
        with pytest.raises(BrokenChain, match="应为6"):
            follow(stated, (1, FIRST, 5), (4, FIRST, version), between=True)


@pytest.mark.parametrize(
    ("stated", "events", "sentence"),
    [
        (EventRange(1, 3, 3), [(1, FIRST, 1), (3, FIRST, 2)], "序号为3,应为2"),
        (EventRange(1, 3, 3), [(1, FIRST, 1), (1, SECOND, 1)], "序号为1,应为2"),
        (EventRange(1, 3, 3), [(2, FIRST, 1)], "序号为2,应为1"),
        (EventRange(1, 9, 3), [(2, FIRST, 1)], "序号为2,应为1"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (1, SECOND, 1)], "序号为1,应为2或更大"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (10, FIRST, 2)], "超出清单写明的最后序号9"),
        (EventRange(1, 1, 1), [(1, FIRST, 1), (2, FIRST, 2)], "超出清单写明的最后序号1"),
        (EventRange(1, 3, 3), [(1, FIRST, 1), (2, FIRST, 2)], "到序号2为止共2条"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (9, FIRST, 2)], "到序号9为止共2条"),
        (EventRange(1, 9, 2), [(1, FIRST, 1), (8, FIRST, 2)], "到序号8为止共2条"),
        (EventRange(None, None, 0), [(1, FIRST, 1)], "没有事件"),
        (EventRange(1, 3, 3), [(1, FIRST, 2)], "版本为2,应为1"),
        (EventRange(5, 7, 3), [(5, FIRST, 2), (6, FIRST, 4)], "版本为4,应为3"),
        (EventRange(5, 7, 3), [(5, FIRST, 2), (6, FIRST, 2)], "版本为2,应为3"),
    ],
)
def test_an_event_that_does_not_follow_is_refused(
    stated: EventRange, events: list[tuple[int, UUID, int]], sentence: str
) -> None:
    with pytest.raises(BrokenChain, match=sentence):
        follow(stated, *events)


@pytest.mark.parametrize(
    ("stated", "events", "sentence"),
    [
        (EventRange(1, 3, 3), [(1, FIRST, 1), (3, FIRST, 2)], "the sequence is 3, not 2"),
        (EventRange(1, 9, 3), [(4, FIRST, 1), (4, FIRST, 2)], "the sequence is 4, not 1"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (1, FIRST, 2)], "the sequence is 1, not 2 or more"),
        (
            EventRange(1, 9, 3),
            [(1, FIRST, 1), (10, FIRST, 2)],
            "the sequence 10 is beyond the last one stated, 9",
        ),
        (
            EventRange(1, 3, 3),
            [(1, FIRST, 1), (2, FIRST, 2)],
            "2 events up to 2, but the manifest states 3 events up to 3",
        ),
        (EventRange(None, None, 0), [(1, FIRST, 1)], "the manifest states that there is no event"),
        (EventRange(1, 3, 3), [(1, FIRST, 2)], "the version of the item is 2, not 1"),
    ],
)
def test_it_is_told_in_english_too(
    stated: EventRange, events: list[tuple[int, UUID, int]], sentence: str
) -> None:
    with pytest.raises(BrokenChain) as broken:
        follow(stated, *events)
    assert broken.value.english == sentence


def test_more_aggregates_than_memory_allows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interfaces.verifier.chain.MAX_AGGREGATES", 1)
    assert follow(EventRange(1, 2, 2), (1, FIRST, 1), (2, FIRST, 2)) == 2
    with pytest.raises(BrokenChain, match="超过1个"):
        follow(EventRange(1, 2, 2), (1, FIRST, 1), (2, SECOND, 1))
