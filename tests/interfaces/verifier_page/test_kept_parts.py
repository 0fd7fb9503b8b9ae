"""What the page keeps of events, keys and texts answers as what ``verify.py`` keeps does."""

from collections.abc import Mapping
from typing import Any

import pytest

from application.audit.policy import LONGEST_POLICY
from interfaces.verifier import field_places
from interfaces.verifier.field_places import PlacesOf
from tests.application.audit import heads
from tests.application.audit.signing import TestSigner
from tests.application.audit.trees import NaiveTree, sha256
from tests.interfaces.verifier_page.node import ask, call, integer, make, refused

MOST_KEPT = 20_000
"""Of ``kept_texts.js``."""


def test_no_more_than_some_texts_are_kept() -> None:
    texts = [f"甲{number}" for number in range(MOST_KEPT)]
    for first, second in (("甲0", "乙"), ("乙", "甲0")):
        calls: list[tuple[object, ...]] = [("add", each) for each in [*texts, None, first]]
        calls += [("isWhole",), ("add", second), ("isWhole",)]
        [answers] = ask([make("kept_texts.js", "KeptTexts", calls)])
        told = [*texts, None, first, first == "甲0", second, False]
        assert answers == told


def test_one_text_is_kept_once() -> None:
    calls: list[tuple[object, ...]] = [("add", "甲")] * (MOST_KEPT + 1)
    [answers] = ask([make("kept_texts.js", "KeptTexts", [*calls, ["isWhole"]])])
    assert answers == [*["甲"] * (MOST_KEPT + 1), True]


def test_events_are_found_and_trees_grow_at_the_end_of_what_is_kept() -> None:
    sequences = [1, 2, 5, 6]
    lines = [b"%d\n" % each for each in sequences]
    hashes = [sha256(b"\0" + line[:-1]) for line in lines]
    kept: list[tuple[object, ...]] = [
        ("add", integer(each), line) for each, line in zip(sequences, lines, strict=True)
    ]
    sought = range(9)
    calls = [*kept, *(("leafOf", integer(each)) for each in sought)]
    sizes = [[2, 4], [4, 5], [0], [3, 9], []]
    log = {"lead": None, "beginsAfter": integer(0)}
    calls += [("rootsAt", [integer(each) for each in some], log) for some in sizes]
    [answers] = ask([make("leaves.js", "Leaves", calls)])
    leaves = dict(zip(sequences, hashes, strict=True))
    assert answers[4:13] == [
        {"hex": leaves[each].hex()} if each in leaves else None for each in sought
    ]
    tree = NaiveTree(hashes)
    assert answers[13:] == [
        {"map": [[integer(n), {"hex": tree.root(n).hex()}] for n in some if n <= len(lines)]}
        for some in sizes
    ]


def test_a_cosignature_holds_for_its_own_time() -> None:
    signer, text = TestSigner.named("甲"), "a\n"
    times = [0, 1, heads.AT, 2**56, 2**63 - 1, 2**63, 2**64 - 1]
    values = [
        at.to_bytes(8, "big") + signer.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        for at in times
    ]
    key = {"type": 4, "publicKey": {"hex": signer.public.hex()}}
    found = ask([call("keys.js", "hasSigned", key, text, value) for value in values])
    assert found == [at < 2**63 for at in times]
    later = [
        (at + 1).to_bytes(8, "big") + value[8:]
        for at, value in zip(times[:5], values[:5], strict=True)
    ]
    assert ask([call("keys.js", "hasSigned", key, text, each) for each in later]) == [False] * 5


def test_a_policy_may_be_so_long_and_no_longer() -> None:
    policy = heads.POLICY_TEXT.encode()
    lines = [b"#" * 99 + b"\n"] * 700
    longest = (policy + b"".join(lines))[: LONGEST_POLICY - 1] + b"\n"
    read, longer = ask(
        [call("log.js", "policyFrom", each, "p") for each in (longest, longest + b"#\n")]
    )
    assert [each["name"] for each in read["logs"]] == [heads.ORIGIN]
    said = ("策略文件:超过允许的长度", "policy: is longer than allowed")
    assert longer == refused("malformed-policy", *said, "p")


def test_openings_end() -> None:
    line = b'{"sequence":7,"field":"a","salt":"' + b"A" * 43 + b'=","text":"b"}\n'
    calls = [("advance",), ("next",)] * 4 + [("line",)]
    [answers] = ask([make("opening_lines.js", "OpeningLines", calls, [line + line])])
    opening = {"sequence": integer(7), "field": "a", "salt": {"hex": "0" * 64}, "text": "b"}
    assert answers == [None, opening, None, opening, None, None, None, None, 2]


SHAPES = {
    "due": "on:day? undated:flag",
    "part": "due:due? dues:due* text:text",
    "act": "unit:text",
}
FIELDS = {
    "a.b": "due:due",
    "a.c": "one:~due? many:~due* parts:part* act:act text:~text",
    "a.d": "text:text",
    "a.e": "",
}
DUE: Mapping[str, object] = {"on": None, "undated": True}
PART = {"due": DUE, "dues": [DUE, DUE], "text": "甲"}
STATES: list[tuple[str, dict[str, Any]]] = [
    ("a.b", {"due": DUE}),
    ("a.b", {"due": "甲"}),
    ("a.b", {"due": [DUE]}),
    ("a.b", {"other": DUE, "due": DUE}),
    ("a.c", {"many": ["甲", DUE, "乙"], "one": DUE, "act": {"unit": "甲"}}),
    ("a.c", {"many": DUE, "one": "甲", "text": DUE}),
    ("a.c", {"parts": [PART, "甲", {"dues": DUE}, {"due": "甲", "dues": ["甲", DUE]}]}),
    ("a.c", {"parts": PART}),
    ("a.c", {"act": DUE, "text": [DUE]}),
    ("a.d", {"text": DUE}),
    ("a.e", {"due": DUE}),
    ("a.f", {"due": DUE}),
]


def test_objects_that_stand_for_a_fact_are_found_where_verify_finds_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(field_places, "EVENT_FIELDS", FIELDS)
    monkeypatch.setattr(field_places, "SHAPES", SHAPES)
    places = PlacesOf("due")
    calls = [("objectsIn", {"topic": topic, "state": state}) for topic, state in STATES]
    table = {"fields": FIELDS, "shapes": SHAPES}
    [answers] = ask([make("field_places.js", "FieldPlaces", calls, table, "due")])
    assert answers == [
        [each._asdict() for each in places.objects(topic, state)] for topic, state in STATES
    ]
    assert sum(map(len, answers)) == 8
