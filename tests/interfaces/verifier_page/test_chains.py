"""The chain of a bundle's events is followed as ``verify.py`` follows it, and told in words."""

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
NO_EVENT = ("清单写明没有事件,此处却有一条", "the manifest states no event")
BROKEN: list[tuple[Run, tuple[str, str]]] = [
    (Run((None, None, 0), [(1, FIRST, 1)]), NO_EVENT),
    (
        Run((1, 3, 3), [(1, FIRST, 1), (3, FIRST, 2)]),
        ("序号为3,应为2", "the sequence is 3, not 2"),
    ),
    (
        Run((1, 3, 3), [(1, FIRST, 1), (1, SECOND, 1)]),
        ("序号为1,应为2", "the sequence is 1, not 2"),
    ),
    (Run((1, 3, 3), [(2, FIRST, 1)]), ("序号为2,应为1", "the sequence is 2, not 1")),
    (Run((1, 9, 3), [(2, FIRST, 1)]), ("序号为2,应为1", "the sequence is 2, not 1")),
    (Run((2, 9, 3), [(1, FIRST, 1)]), ("序号为1,应为2", "the sequence is 1, not 2")),
    (
        Run((1, 9, 3), [(1, FIRST, 1), (1, SECOND, 1)]),
        ("序号为1,应为2或更大", "the sequence is 1, not 2 or more"),
    ),
    (
        Run((1, 9, 3), [(1, FIRST, 1), (10, FIRST, 2)]),
        ("序号10超出清单写明的最后序号9", "10 is beyond 9, the last the manifest states"),
    ),
    (
        Run((1, 1, 1), [(1, FIRST, 1), (2, FIRST, 2)]),
        ("序号2超出清单写明的最后序号1", "2 is beyond 1, the last the manifest states"),
    ),
    (
        Run((1, 3, 3), [(1, FIRST, 1), (2, FIRST, 2)]),
        (
            "到序号2为止共2条,清单写明共3条、到序号3为止",
            "2 events up to 2, not 3 up to 3 as stated",
        ),
    ),
    (
        Run((1, 9, 3), [(1, FIRST, 1), (9, FIRST, 2)]),
        (
            "到序号9为止共2条,清单写明共3条、到序号9为止",
            "2 events up to 9, not 3 up to 9 as stated",
        ),
    ),
    (
        Run((1, 9, 2), [(1, FIRST, 1), (8, FIRST, 2)]),
        (
            "到序号8为止共2条,清单写明共2条、到序号9为止",
            "2 events up to 8, not 2 up to 9 as stated",
        ),
    ),
    (
        Run((1, 3, 3), [(1, FIRST, 2)]),
        ("该事项的版本为2,应为1", "the version of the item is 2, not 1"),
    ),
    (
        Run((5, 7, 3), [(5, FIRST, 2), (6, FIRST, 4)]),
        ("该事项的版本为4,应为3", "the version of the item is 4, not 3"),
    ),
    (
        Run((5, 7, 3), [(5, FIRST, 2), (6, FIRST, 2)]),
        ("该事项的版本为2,应为3", "the version of the item is 2, not 3"),
    ),
    *(
        (
            Run((1, 9, 3), [(1, FIRST, 5), (4, FIRST, version)], between=True),
            (f"该事项的版本为{version},应为6", f"the version of the item is {version}, not 6"),
        )
        for version in (4, 5)
    ),
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


def is_broken(run: Run) -> bool:
    chain = EventChain(EventRange(*run.stated), between=run.between)
    try:
        for event in run.events:
            chain.follow(read_event_line(line(*event)))
        chain.finish()
    except BrokenChain:
        return True
    return False


def test_events_that_follow_on_each_other_are_taken() -> None:
    for run, answers in zip(SOUND, followed(SOUND), strict=True):
        assert not is_broken(run)
        items = [*dict.fromkeys(item for _, item, _ in run.events)]
        places = [items.index(item) for _, item, _ in run.events]
        assert answers == [*places, None, integer(len(run.events))]


def test_an_event_that_does_not_follow_is_refused_in_these_words() -> None:
    answers = followed([run for run, _ in BROKEN])
    for (run, (chinese, english)), found in zip(BROKEN, answers, strict=True):
        assert is_broken(run)
        answer: Any = next(each for each in found if isinstance(each, dict))
        path = "events.jsonl" if answer is found[-2] else None  # of the end of the chain
        assert answer == refused("broken-chain", chinese, english, path)
