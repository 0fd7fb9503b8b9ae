"""Whatever is wrong with a bundle is named as ``verify.py`` names it, in both languages."""

from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.verifier.sentences import SENTENCES as OF_VERIFY
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.sentences import SENTENCES
from tests.interfaces.verifier_page.spoiled_bundles import Spoiled, every
from tests.interfaces.verifier_page.test_sound_bundles import job

SPOILED = {spoiled.name: spoiled for spoiled in every()}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give the verdict on each spoiled bundle."""
    folder = tmp_path_factory.mktemp("spoiled")
    jobs = [
        job(folder / str(number), each.archive, **each.beside)
        for number, each in enumerate(SPOILED.values())
    ]
    return dict(zip(SPOILED, ask(jobs, made.TABLES), strict=True))


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_bundle_is_refused_by_name(spoiled: Spoiled, answers: dict[str, Any]) -> None:
    answer = answers[spoiled.name]
    assert (answer["ok"], answer["problem"]) == (False, spoiled.problem), answer
    said = OF_VERIFY["spoiled"].get(spoiled.name) or SENTENCES[spoiled.name]
    assert [answer["chinese"], answer["english"]] == said


def test_the_line_of_the_first_thing_wrong_is_named(answers: dict[str, Any]) -> None:
    places = {
        "lines: swapped 2": ("events.jsonl", 3),
        "checkpoints: false root": ("log/checkpoints.jsonl", 1),
        "proofs: hash less": ("log/proofs.jsonl", 1),
        "acts: left out": ("events.jsonl", 2),
        "kept: other event": ("receipts-0.txt", None),
    }
    assert {name: (answers[name]["path"], answers[name]["line"]) for name in places} == places


def test_damage_anywhere_is_refused(tmp_path: Path) -> None:
    """Every byte of a signed bundle matters: a bit of each 41st is flipped in turn."""
    sound = made.bundled(made.whole())
    jobs = []
    for offset in range(0, len(sound), 41):
        damaged = bytearray(sound)
        damaged[offset] ^= 1 << offset % 8
        jobs.append(job(tmp_path / str(offset), bytes(damaged)))
    assert [answer["ok"] for answer in ask(jobs, made.TABLES)] == [False] * len(jobs)
