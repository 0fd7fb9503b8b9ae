"""Two verifiers written apart come to one verdict on whatever is done to a bundle."""

import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from application.audit import ed25519
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.spoiled_bundles import every, of_partial
from tests.interfaces.verifier_page.test_sound_bundles import job

python = pytest.importorskip("interfaces.verifier.bundle_check")
kept = pytest.importorskip("interfaces.verifier.kept")

DAMAGED = 400
ABOUT_ACTS = ("malformed-event", "illegal-transition")
"""Decided by other modules of the Python verifier, which are not given here."""


@pytest.fixture(autouse=True, scope="module")
def _each_signature_verified_once() -> Iterator[None]:
    """Most changes leave most signatures as they are; the answer about those is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ed25519, "verify", cache(ed25519.verify))
        patch.setattr(ed25519, "is_strong", cache(ed25519.is_strong))
        yield


def damages() -> Iterator[bytes]:
    """Yield bundles damaged at random, in their bytes and in what their files say."""
    chance = random.Random(20261125)  # noqa: S311 - repeatable on purpose
    archives = [made.bundled(made.whole()), of_partial(made.partial())]
    for _ in range(DAMAGED):
        yield chance.choice([_flipped, _cut, _put_in, _moved])(chance, chance.choice(archives))
    for _ in range(DAMAGED):
        yield _restated(chance)


def _flipped(chance: random.Random, archive: bytes) -> bytes:
    damaged = bytearray(archive)
    damaged[chance.randrange(len(archive))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _cut(chance: random.Random, archive: bytes) -> bytes:
    start = chance.randrange(len(archive))
    return archive[:start] + archive[start + chance.choice([1, 2, 100, len(archive)]) :]


def _put_in(chance: random.Random, archive: bytes) -> bytes:
    start = chance.randrange(len(archive))
    return archive[:start] + chance.randbytes(chance.choice([1, 2, 100])) + archive[start:]


def _moved(chance: random.Random, archive: bytes) -> bytes:
    start, end = sorted(chance.sample(range(len(archive)), 2))
    return archive[:start] + archive[end:] + archive[start:end]


def _restated(chance: random.Random) -> bytes:
    """Change one file and state the change truly, as who covers up a change would."""
    files = chance.choice([made.whole, made.partial])()
    selection = {"kind": "opinion", "key": "Y1"} if made.PROOFS in files else None
    path = chance.choice([*files, made.EVENTS, made.CHECKPOINTS])
    manifest = made.manifest_of(files, selection)
    lines = files[path].splitlines(keepends=True)
    if chance.random() < 0.3 and len(lines) > 1:
        chance.shuffle(lines)
        files[path] = b"".join(lines)
    else:
        files[path] = chance.choice([_flipped, _cut, _put_in])(chance, files[path])
    for file in manifest["files"]:
        if file["path"] == path and not path.endswith(".csv"):
            file.update(made.stated_of(path, files[path]))
    manifest["events"]["count"] = files[made.EVENTS].count(b"\n")
    return made.bundled(files, manifest)


def of_python(stated: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return code, file, line and sentences of the Python verifier's verdict."""
    given = {
        name: [kept.Given(Path(path).name, Path(path).read_bytes()) for path in paths]
        for name, paths in {
            "policy": [stated["policy"]] if "policy" in stated else [],
            "checkpoints": stated.get("checkpoints", []),
            "receipts": stated.get("receipts", []),
        }.items()
    }
    policy = given["policy"][0] if given["policy"] else None
    beside = python.Beside(policy, given["checkpoints"], given["receipts"])
    verdict = python.check_bundle(Path(stated["bundle"]), beside)
    problem = verdict.problem and str(getattr(verdict.problem, "value", verdict.problem))
    said = () if verdict.ok else (verdict.chinese, verdict.english)
    return problem, verdict.path, verdict.line, *said


def of_page(answer: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the same of the page's verdict, as far as both decide it."""
    if answer["problem"] in ABOUT_ACTS:
        return None, None, None
    said = () if answer["ok"] else (answer["chinese"], answer["english"])
    return answer["problem"], answer["path"], answer["line"], *said


def test_every_spoiled_bundle_is_refused_alike(tmp_path: Path) -> None:
    jobs = {
        each.name: job(tmp_path / str(number), each.archive, **each.beside)
        for number, each in enumerate(every())
    }
    page = dict(zip(jobs, map(of_page, ask([*jobs.values()], made.TABLES)), strict=True))
    assert page == {name: of_python(stated) for name, stated in jobs.items()}


def test_every_damage_is_judged_alike(tmp_path: Path) -> None:
    jobs = [job(tmp_path / str(number), each) for number, each in enumerate(damages())]
    page = [*map(of_page, ask(jobs, made.TABLES))]
    both = [(of_python(stated), answer) for stated, answer in zip(jobs, page, strict=True)]
    assert [(first, second) for first, second in both if first != second] == []
    assert len({first[0] for first, _ in both}) > 10
