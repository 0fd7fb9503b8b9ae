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
    ("stated", "events", "chinese", "english"),
    [
        ((1, 3, 3), [(1, FIRST, 1), (3, FIRST, 2)], "序号为3,应为2", "the sequence is 3, not 2"),
        ((1, 3, 3), [(1, FIRST, 1), (1, SECOND, 1)], "序号为1,应为2", "the sequence is 1, not 2"),
        ((1, 3, 3), [(2, FIRST, 1)], "序号为2,应为1", "the sequence is 2, not 1"),
        ((1, 9, 3), [(2, FIRST, 1)], "序号为2,应为1", "the sequence is 2, not 1"),
        (
            (1, 9, 3), [(1, FIRST, 1), (1, SECOND, 1)],
            "序号为1,应为2或更大", "the sequence is 1, not 2 or more",
        ),
        (
            (1, 9, 3), [(1, FIRST, 1), (10, FIRST, 2)],
            "序号10超出清单写明的最后序号9", "the sequence 10 is beyond the last one stated, 9",
        ),
        (
            (1, 1, 1), [(1, FIRST, 1), (2, FIRST, 2)],
            "序号2超出清单写明的最后序号1", "the sequence 2 is beyond the last one stated, 1",
        ),
        (
            (1, 3, 3), [(1, FIRST, 1), (2, FIRST, 2)],
            "到序号2为止共2条,清单写明共3条、到序号3为止",
            "2 events up to 2, but the manifest states 3 events up to 3",
        ),
        (
            (1, 9, 3), [(1, FIRST, 1), (9, FIRST, 2)],
            "到序号9为止共2条,清单写明共3条、到序号9为止",
            "2 events up to 9, but the manifest states 3 events up to 9",
        ),
        (
            (1, 9, 2), [(1, FIRST, 1), (8, FIRST, 2)],
            "到序号8为止共2条,清单写明共2条、到序号9为止",
            "2 events up to 8, but the manifest states 2 events up to 9",
        ),
        (
            (None, None, 0), [(1, FIRST, 1)],
            "清单写明没有事件,此处却有一条", "the manifest states that there is no event",
        ),
        (
            (1, 3, 3), [(1, FIRST, 2)],
            "该事项的版本为2,应为1", "the version of the item is 2, not 1",
        ),
        (
            (5, 7, 3), [(5, FIRST, 2), (6, FIRST, 4)],
            "该事项的版本为4,应为3", "the version of the item is 4, not 3",
        ),
        (
            (5, 7, 3), [(5, FIRST, 2), (6, FIRST, 2)],
            "该事项的版本为2,应为3", "the version of the item is 2, not 3",
        ),
    ],
)  # fmt: skip
def test_an_event_that_does_not_follow_is_refused(
    stated: tuple[int | None, int | None, int],
    events: list[tuple[int, UUID, int]],
    chinese: str,
    english: str,
) -> None:
    with pytest.raises(BrokenChain) as broken:
        follow(EventRange(*stated), *events)
    assert (broken.value.chinese, broken.value.english) == (chinese, english)


def test_more_aggregates_than_memory_allows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interfaces.verifier.chain.MAX_AGGREGATES", 1)
    assert follow(EventRange(1, 2, 2), (1, FIRST, 1), (2, FIRST, 2)) == 2
    with pytest.raises(BrokenChain) as broken:
        follow(EventRange(1, 2, 2), (1, FIRST, 1), (2, SECOND, 1))
    assert broken.value.chinese == "所涉事项超过1个,超出核验上限"
    assert broken.value.english == "there are more than 1 items, more than are checked"
