"""What is listed of the items of a bundle, what is found among them, and their timelines."""

from pathlib import Path
from typing import Any
from uuid import UUID

from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import Answer, ask, call, integer, make
from tests.interfaces.verifier_page.signed_bundles import FIRST, SECOND, Told
from tests.interfaces.verifier_page.test_sound_bundles import job

MOST_LISTED, MOST_FOUND, LONGEST_TITLE, MOST_IN_TIMELINE = 100_000, 200, 120, 2_000
"""Of ``items.js``."""


def found(folder: Path, titles: list[str], sought: str) -> Any:
    """Return what the page tells of opinions with these titles, and finds among them."""
    lines = made.event_lines(
        Told(UUID(int=number), 1, "registered", "2015-01-05", {"number": "", "title": title})
        for number, title in enumerate(titles, 1)
    )
    archive = made.bundled({made.EVENTS: b"".join(lines)})
    [answer] = ask([job(folder, archive) | {"timelineOf": sought}], made.TABLES)
    return answer


def test_no_more_than_some_of_the_items_found_are_told(tmp_path: Path) -> None:
    for count in (MOST_FOUND, MOST_FOUND + 1):
        titles = [f"第{number}件" for number in range(count)]
        told = found(tmp_path / str(count), titles, "第1件")["all"]
        assert told["count"] == count
        assert [each["title"] for each in told["items"]] == titles[:MOST_FOUND]


def test_a_long_title_is_cut(tmp_path: Path) -> None:
    titles = ["".join(chr(0x4E00 + at) for at in range(n)) for n in range(118, 123)]
    told = found(tmp_path, titles, titles[0])["all"]
    assert [each["title"] for each in told["items"]] == [each[:LONGEST_TITLE] for each in titles]


def test_spaces_around_what_is_sought_do_not_matter(tmp_path: Path) -> None:
    told = found(tmp_path, ["农村 Road", "农村"], " 村 rOAD\u3000")["found"]
    assert [each["title"] for each in told["items"]] == ["农村 Road"]


def test_of_very_many_items_some_are_not_listed() -> None:
    event = {"topic": "opinion.registered", "sequence": integer(1), "state": {"title": "a"}}
    calls: list[tuple[object, ...]] = [
        ("follow", event, 0),
        *(("follow", event, MOST_LISTED + more) for more in range(3)),
        ("unlisted",),
        ("find", "b"),
    ]
    [answers] = ask([make("items.js", "ItemIndex", calls)])
    assert answers[-2:] == [3, {"count": 0, "items": [], "unlisted": 3}]
    [answers] = ask(
        [make("items.js", "ItemIndex", [("follow", event, MOST_LISTED - 1), ["unlisted"]])]
    )
    assert answers[-1] == 0


def timeline(last: int, *blocks: list[tuple[int, UUID]]) -> Answer:
    """Return the sequences in the timeline of the first item."""
    events: list[object] = [
        [
            {
                "sequence": integer(sequence),
                "topic": "a.b",
                "aggregateId": str(item),
                "version": integer(1),
                "state": {},
            }
            for sequence, item in block
        ]
        for block in blocks
    ]
    [told] = ask([call("items.js", "timeline", events, str(FIRST), str(last))])
    return [int(each["sequence"]) for each in told]


def test_a_timeline_ends_with_its_last_event() -> None:
    blocks = [(1, FIRST), (2, SECOND), (3, FIRST)], [(4, FIRST), (5, FIRST)]
    assert timeline(4, *blocks) == [1, 3, 4]
    assert timeline(3, *blocks) == [1, 3]
    assert timeline(2, *blocks) == timeline(9, *blocks) == [1, 3, 4, 5]


def test_a_timeline_is_not_too_long() -> None:
    sequences = range(1, MOST_IN_TIMELINE + 3)
    assert timeline(0, [(each, FIRST) for each in sequences]) == [*sequences[:MOST_IN_TIMELINE]]
