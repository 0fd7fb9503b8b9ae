"""Two verifiers written apart come to one verdict on whatever is done to a bundle."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from application.audit import ed25519
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.judged_bundles import judged_alike
from tests.interfaces.verifier_page.spoiled_bundles import every, of_partial
from tests.interfaces.verifier_page.test_sound_bundles import job

DAMAGED = 400


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


def test_every_spoiled_bundle_is_refused_alike(tmp_path: Path) -> None:
    jobs = {
        each.name: job(tmp_path / str(number), each.archive, **each.beside)
        for number, each in enumerate(every())
    }
    assert len(judged_alike(jobs)) > len(jobs) // 2


def test_every_damage_is_judged_alike(tmp_path: Path) -> None:
    jobs = {
        str(number): job(tmp_path / str(number), each) for number, each in enumerate(damages())
    }
    assert len({found.problem for found in judged_alike(jobs).values()}) > 10
