"""What the verifier says of bundles spoiled on purpose and of sound ones, word for word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interfaces.verifier.bundle_check import Beside, check_bundle
from interfaces.verifier.kept import Given
from interfaces.verifier.verdict import LONGEST_SENTENCE, Verdict, printable
from tests.interfaces.verifier import signed
from tests.interfaces.verifier.sentences import SENTENCES
from tests.interfaces.verifier.test_rotation import WHOLE
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.spoiled_bundles import Spoiled, every, of_partial

ABOUT_ACTS = "acts: "
"""The sentences about these are those of falsified histories."""
SPOILED = {each.name: each for each in every() if not each.name.startswith(ABOUT_ACTS)}


pytestmark = pytest.mark.usefixtures("signatures_verified_once")


def judged(spoiled: Spoiled, folder: Path) -> Verdict:
    """Check a bundle with what is given beside it."""
    path = folder / "导出包.zip"
    path.write_bytes(spoiled.archive)
    policy = spoiled.beside.get("policy")
    return check_bundle(
        path,
        Beside(
            None if policy is None else Given("policy-0.txt", policy),
            [*_given("checkpoints", spoiled)],
            [*_given("receipts", spoiled)],
            spoiled.beside.get("leaves", []),
        ),
    )


def _given(kind: str, spoiled: Spoiled) -> Iterator[Given]:
    for number, each in enumerate(spoiled.beside.get(kind, [])):
        yield Given(f"{kind}-{number}.txt", each)


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_bundle_is_refused_in_these_words(name: str, tmp_path: Path) -> None:
    verdict = judged(SPOILED[name], tmp_path)
    assert verdict.problem == SPOILED[name].problem
    assert [verdict.chinese, verdict.english] == SENTENCES["spoiled"][name]


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("whole", made.bundled(made.whole())),
        ("partial", of_partial(made.partial())),
        ("over two logs", WHOLE),
        ("signed while it is empty", signed.whole(signed.note(0), events=())),
    ],
)
def test_a_sound_bundle_is_told_in_these_words(name: str, archive: bytes, tmp_path: Path) -> None:
    verdict = judged(Spoiled(name, "", archive), tmp_path)
    assert verdict.text.splitlines() == SENTENCES["sound"][name]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("长" * LONGEST_SENTENCE, "长" * LONGEST_SENTENCE),
        ("长" * (LONGEST_SENTENCE + 1), "长" * LONGEST_SENTENCE + "…"),
        ("一行\n\x1b[2J", "一行\\n\\x1b[2J"),
    ],
    ids=range(3),
)
def test_what_is_said_is_short_and_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_every_sentence_is_of_one_of_these_bundles() -> None:
    assert set(SENTENCES["spoiled"]) == set(SPOILED)
