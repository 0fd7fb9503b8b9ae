"""The chain of a bundle's events is followed as ``verify.py`` follows it, in the same words."""

from typing import Any, NamedTuple
from uuid import UUID

from interfaces.documents.event_lines import read_event_line
from interfaces.documents.manifest import EventRange
from interfaces.verifier.chain import BrokenChain, EventChain
from tests.interfaces.documents.bundles import FIRST, SECOND, line
from tests.interfaces.verifier_page.node import Answer, ask, integer, make, refused

Told = tuple[int, UUID, int]


class Run(NamedTuple):
    """Events said to follow on each other: the range stated, and each event's three numbers."""

    stated: tuple[int | None, int | None, int]
    events: list[Told]
    between: bool = False


SOUND = [
    Run((1, 3, 3), [(1, FIRST, 1), (2, SECOND, 1), (3, FIRST, 2)]),
    Run((7, 9, 3), [(7, FIRST, 5), (8, SECOND, 1), (9, FIRST, 6)]),
    Run((1, 9, 3), [(1, FIRST, 5), (4, FIRST, 6), (9, FIRST, 7)]),
    Run((1, 9, 3), [(1, FIRST, 5), (4, FIRST, 8), (9, FIRST, 9)], between=True),
    Run((1, 1, 1), [(1, FIRST, 2)], between=True),
    Run((None, None, 0), []),
]
BROKEN = [
    Run((None, None, 0), [(1, FIRST, 1)]),
    Run((1, 3, 3), [(1, FIRST, 1), (3, FIRST, 2)]),
    Run((1, 3, 3), [(1, FIRST, 1), (1, SECOND, 1)]),
    Run((1, 3, 3), [(2, FIRST, 1)]),
    Run((1, 9, 3), [(2, FIRST, 1)]),
    Run((2, 9, 3), [(1, FIRST, 1)]),
    Run((1, 9, 3), [(1, FIRST, 1), (1, SECOND, 1)]),
    Run((1, 9, 3), [(1, FIRST, 1), (10, FIRST, 2)]),
    Run((1, 1, 1), [(1, FIRST, 1), (2, FIRST, 2)]),
    Run((1, 3, 3), [(1, FIRST, 1), (2, FIRST, 2)]),
    Run((1, 9, 3), [(1, FIRST, 1), (9, FIRST, 2)]),
    Run((1, 9, 2), [(1, FIRST, 1), (8, FIRST, 2)]),
    Run((1, 3, 3), [(1, FIRST, 2)]),
    Run((5, 7, 3), [(5, FIRST, 2), (6, FIRST, 4)]),
    Run((5, 7, 3), [(5, FIRST, 2), (6, FIRST, 2)]),
    *(Run((1, 9, 3), [(1, FIRST, 5), (4, FIRST, each)], between=True) for each in (4, 5)),
]


def followed(runs: list[Run]) -> list[list[Answer]]:
    """Return what the page answers to each event of each run and to its end."""
    jobs = []
    for run in runs:
        stated = EventRange(*run.stated)
        first, last, count = (None if n is None else integer(n) for n in run.stated)
        told = {
            "first": first,
            "last": last,
            "count": count,
            "isWhole": stated.is_whole,
            "isFromTheFirst": stated.is_from_the_first,
        }
        calls = [
            (
                "follow",
                {
                    "sequence": integer(sequence),
                    "aggregateId": str(item),
                    "version": integer(version),
                },
            )
            for sequence, item, version in run.events
        ]
        given = [told, True] if run.between else [told]
        jobs.append(make("events.js", "EventChain", [*calls, ["finish"], ["count"]], *given))
    return ask(jobs)


def broken(run: Run) -> BrokenChain | None:
    chain = EventChain(EventRange(*run.stated), between=run.between)
    try:
        for event in run.events:
            chain.follow(read_event_line(line(*event)))
        chain.finish()
    except BrokenChain as error:
        return error
    return None


def test_events_that_follow_on_each_other_are_taken() -> None:
    for run, answers in zip(SOUND, followed(SOUND), strict=True):
        assert broken(run) is None
        items = [*dict.fromkeys(item for _, item, _ in run.events)]
        places = [items.index(item) for _, item, _ in run.events]
        assert answers == [*places, None, integer(len(run.events))]


def test_an_event_that_does_not_follow_is_refused_in_the_same_words() -> None:
    for run, found in zip(BROKEN, followed(BROKEN), strict=True):
        error = broken(run)
        assert error is not None
        answer: Any = next(each for each in found if isinstance(each, dict))
        path = "events.jsonl" if answer is found[-2] else None  # of the end of the chain
        assert answer == refused("broken-chain", error.chinese, error.english, path)
