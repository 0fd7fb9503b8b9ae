"""What the page keeps of very many items is found again as it was put there."""

import hashlib
import json
import random
import struct
from pathlib import Path
from uuid import UUID

from application.privacy.sealing import SubjectKey
from interfaces.documents.bundle import Member
from interfaces.documents.event_lines import event_line
from interfaces.documents.manifest import MemberKind
from interfaces.documents.opening_lines import Opening
from interfaces.documents.tally import Tally
from interfaces.verifier_page.tables import TABLES
from tests.application.audit.trees import NaiveTree, sha256
from tests.interfaces.documents.bundles import FIRST, ONE_OPINION, contents
from tests.interfaces.verifier.sealed_story import OPENINGS, TOPIC, Person, lines_of_openings
from tests.interfaces.verifier_page import signed_bundles
from tests.interfaces.verifier_page.node import ask, call, integer, make
from tests.interfaces.verifier_page.test_sound_bundles import job

BLOCK = 1 << 14
"""How many places lie together in ``columns.js``."""
MOST_KEPT = 20_000
"""How many different texts the page keeps, in ``kept_texts.js``."""
NAMES_IN_EVENT = 3_500
SECRET = SubjectKey(UUID(int=1), bytes(32))


def test_every_identity_has_its_place() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    there = [str(UUID(int=chance.getrandbits(128))) for _ in range(5_000)]
    alike = [str(UUID(int=number << shift)) for number in range(300) for shift in (0, 64, 116)]
    identities = [*dict.fromkeys([*there, *alike])]
    absent = [str(UUID(int=chance.getrandbits(128))) for _ in range(100)]
    odd = [
        "",
        "甲",
        f"0{there[0]}",
        there[0].upper(),
        there[0][:-1],
        f"{there[0]}0",
        there[0].replace("-", "0"),
    ]
    places = [*range(len(identities))]
    sought = [*identities, *absent, *odd]
    calls: list[tuple[str, object]] = [("add", each) for each in identities]
    calls += [("identityAt", place) for place in places]
    calls += [("seek", each) for each in sought]
    nowhere = [None] * (len(absent) + len(odd))
    [found] = ask([make("places.js", "Places", calls)])
    assert found == [*places, *identities, *places, *nowhere]


def test_what_has_no_place_is_not_sought_without_end() -> None:
    identities = [str(UUID(int=number)) for number in range(2_049)]
    counts = [2**power + more for power in (9, 10, 11) for more in (-1, 0)]
    sought = ("seek", identities[-1])
    added = [[("add", each) for each in identities[:count]] for count in counts]
    jobs = [make("places.js", "Places", [*calls, sought]) for calls in added]
    assert [answers[-1] for answers in ask(jobs)] == [None] * len(counts)


def test_lists_of_numbers_are_found_again() -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose
    places = [0, 1, 2, BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1]
    lists: dict[int, list[int]] = {place: [] for place in places}
    calls: list[tuple[object, ...]] = [("lengthOf", place) for place in places]
    expected: list[int | None] = [0] * len(places)
    for _ in range(3_000):
        place, number = chance.choice(places), chance.randrange(1, 1 << 31)
        if lists[place] and chance.random() < 0.2:
            at = chance.randrange(len(lists[place]))
            lists[place][at] = number
            calls.append(("set", place, at, number))
        else:
            lists[place].append(number)
            calls.append(("push", place, number))
        expected.append(None)
    for place, numbers in lists.items():
        calls += [("lengthOf", place), *(("at", place, at) for at in range(len(numbers)))]
        expected += [len(numbers), *numbers]
    [found] = ask([make("columns.js", "Lists", calls)])
    assert found == expected


def test_files_are_tallied_as_the_product_tallies_them() -> None:
    chance = random.Random(6)  # noqa: S311 - repeatable on purpose
    names = ("a.csv", "b/a.json", "a.jsonl", "a.txt", "a.csv.gz", "a.txt.gz", "a.jsonx", "acsv")
    jobs, expected = [], []
    for path in names * 12:
        blocks = [
            bytes(chance.choices(b'a,"\n\r', k=chance.randrange(1, 9)))
            for _ in range(chance.randrange(5))
        ]
        calls = [*(("add", block) for block in blocks), ("bytes",), ("total",)]
        jobs.append(make("tally.js", "Tally", calls, path))
        tally = Tally(path, MemberKind.LEDGER)
        for block in blocks:
            tally.add(block)
        entry = tally.entry()
        rows = entry.rows if entry.rows is None else integer(entry.rows)
        expected.append([tally.bytes, {"rows": rows, "sha256": entry.sha256}])
    assert [answer[-2:] for answer in ask(jobs)] == expected


def test_every_word_has_one_number() -> None:
    words = [f"opinion.{number}" for number in (0, 1, 0, 2, 1, 0)]
    calls = [*(("numberOf", word) for word in words), *(("wordOf", each) for each in (1, 2, 3))]
    [found] = ask([make("columns.js", "Words", calls)])
    assert found == [1, 2, 1, 3, 2, 1, *words[:2], words[3]]


def test_rows_are_awaited_once() -> None:
    one, other, nothing = [1, -2, 3, -4], [0, 0, 0, 0], None
    calls: list[tuple[object, ...]] = [
        ("expect", 0, one), ("expect", BLOCK // 4, other), ("expect", 7, other), ("count",),
        ("take",), ("take", 0), ("take", 0), ("at", 0), ("take", 7), ("at", BLOCK // 4),
        ("at", BLOCK // 4), ("take", BLOCK // 4), ("take", 1), ("at", 1),
        ("take", 3 * BLOCK), ("at",), ("count",),
    ]  # fmt: skip
    [found] = ask([make("expected_rows.js", "ExpectedRows", calls)])
    taken = [nothing, one, nothing, one, other, other, other, other, *[nothing] * 4]
    assert found == [*[None] * 3, 3, *taken, 3]
    alike = [call("expected_rows.js", "sameDigest", one, each) for each in (one, [*one[:3], 4])]
    assert ask(alike) == [True, False]


Rows = list[list[str]]


def digests_of(told: list[Rows], usual: list[str] | None, first: int = 0) -> list[tuple[int, ...]]:
    """Return the digests of rows from a cell on; they may say ``usual`` things."""
    jobs = []
    for rows in told:
        calls = [*(("add", row, first) for row in rows), ("finish",)]
        jobs.append(make("expected_rows.js", "RowsDigest", calls, usual))
    return [tuple(answer[-1]) for answer in ask(jobs)]


def digest(rows: Rows) -> tuple[int, ...]:
    """Return the digest of rows, of which each cell tells its length or repeats the one above."""
    text = ""
    above: list[str] = []
    for row in rows:
        text += f"{len(row)}\n"
        for at, cell in enumerate(row):
            text += "=" if above[at : at + 1] == [cell] else f"{len(cell)}:{cell}"
        above = row
    return struct.unpack(">4i", hashlib.sha256(text.encode()).digest()[:16])


def test_digests_of_rows_tell_rows_apart() -> None:
    long = "很长的内容" * 2_000
    told: list[Rows] = [
        [["甲", "乙"]], [["甲乙", ""]], [["", "甲乙"]], [["甲", "乙", ""]], [["甲"], ["乙"]],
        [["甲", "乙"], ["甲", "乙"]], [["甲", "乙"], ["=", "="]], [["#0;", "乙"]], [["0", "乙"]],
        [["1:甲", "乙"]], [[long, "乙"]], [[f"{long}丙", "乙"]], [[long], ["乙"]], [["=", "="]],
        [["a"] * 2_000], [["a"] * 1_999 + ["b"]], [[]], [], [[long[:4_000], "乙"]],
        [[long[:3_999], "丙"]], [[long[:2_000]], [long[2_000:4_000]], [long[:90]], ["乙"]],
    ]  # fmt: skip
    numbered = [[["1", *row] for row in rows] for rows in told]
    for usual in (None, ["甲", "乙", "0"]):
        digests = digests_of(told, usual)
        assert len({*digests}) == len(told)
        assert digests == [digest(rows) for rows in told]
        assert digests_of(numbered, usual, 1) == digests


def test_more_names_than_are_kept_are_read_once_more(tmp_path: Path) -> None:
    names: list[list[str]] = []
    lines: list[bytes] = []
    openings: list[Opening] = []
    for sequence in range(1, MOST_KEPT // NAMES_IN_EVENT + 2):
        names.append([f"代表{sequence}·{number}" for number in range(NAMES_IN_EVENT)])
        sealed = [
            Person(name, SECRET).sealed(f"co_signers.{number}", sequence)
            for number, name in enumerate(names[-1])
        ]
        stated = {"title": "污水", "co_signers": [value for value, _ in sealed]}
        state = signed_bundles.compact(stated)[:-1]
        lines.append(event_line(sequence, TOPIC, FIRST, sequence, state))
        openings += [opening for _, opening in sealed]
    member = Member(OPENINGS, MemberKind.OPENING, [lines_of_openings(openings)])
    archive = contents(lines, len(lines), ONE_OPINION, [member])
    [answer] = ask([job(tmp_path, archive) | {"timelineOf": "污水"}], TABLES)
    assert [told["state"]["co_signers"] for told in answer["timeline"]] == names


def test_leaves_are_found_by_place_and_by_sequence() -> None:
    chance = random.Random(11)  # noqa: S311 - repeatable on purpose
    more_than_a_chunk = 16_384 + 50
    for there in (more_than_a_chunk, 40):
        gaps = 0.01 if there > 100 else 0.4
        sequences: list[int] = []
        for _ in range(there):
            last = sequences[-1] if sequences else 2
            sequences.append(last + (chance.randrange(2, 5) if chance.random() < gaps else 1))
        lines = [json.dumps(each).encode() + b"\n" for each in sequences]
        hashes = [sha256(b"\0" + line[:-1]) for line in lines]
        places = chance.sample(range(there), 40)
        sought = [
            0,
            1,
            2,
            *chance.sample(range(sequences[-1]), 37),
            sequences[-1],
            sequences[-1] + 1,
        ]
        sizes = [0, 1, 2, 7, 31, there - 3, there - 2]
        calls: list[tuple[object, ...]] = [
            ("add", integer(each), line) for each, line in zip(sequences, lines, strict=True)
        ]
        calls += [("leafAt", place) for place in places]
        calls += [("sequenceAt", place) for place in places]
        calls += [("leafOf", integer(each)) for each in sought]
        lead = sha256(b"lead")
        marked = [integer(size) for size in sizes]
        calls.append(("rootsAt", marked, {"lead": None, "beginsAfter": integer(0)}))
        calls.append(("rootsAt", marked, {"lead": {"hex": lead.hex()}, "beginsAfter": integer(3)}))
        [answers] = ask([make("leaves.js", "Leaves", calls)])
        found = iter(answers[there:])
        assert [next(found) for _ in places] == [{"hex": hashes[place].hex()} for place in places]
        assert [next(found) for _ in places] == [integer(sequences[place]) for place in places]
        at = {each: hashes[place].hex() for place, each in enumerate(sequences)}
        assert [next(found) for _ in sought] == [
            {"hex": at[each]} if each in at else None for each in sought
        ]
        for tree in (NaiveTree(hashes), NaiveTree([lead, *hashes[3:]])):
            roots = {size["integer"]: root["hex"] for size, root in next(found)["map"]}
            assert roots == {str(size): tree.root(size).hex() for size in sizes}
