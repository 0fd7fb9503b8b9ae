"""Both verifiers judge alike what is told of logs after one another, truly or falsely."""

import random
from pathlib import Path
from typing import Any

from interfaces.verifier.finding import Fault
from tests.interfaces.verifier.rotated import (
    POLICY_OF_ALL,
    Chain,
    Part,
    parts,
    told_falsely,
    told_truly,
)
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.judged_bundles import judged_alike
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.spoiled_bundles import UNIT
from tests.interfaces.verifier_page.test_sound_bundles import job, sentences

LINES = tuple(made.event_lines())
ONCE, TWICE = Chain((2,), LINES), Chain((2, 4), LINES)
DAMAGED = 150


def whole(*notes: bytes, policy: bytes = POLICY_OF_ALL) -> bytes:
    files = {made.EVENTS: b"".join(LINES), made.POLICY: policy}
    return made.bundled({**files, made.CHECKPOINTS: made.checkpoint_lines(notes)})


def test_whole_bundles_over_several_logs_are_judged_alike(tmp_path: Path) -> None:
    cases = told_truly(LINES) | told_falsely(LINES)
    jobs = {
        name: job(tmp_path / str(number), whole(*heads.notes, policy=heads.policy))
        for number, (name, heads) in enumerate(cases.items())
    }
    for name, found in judged_alike(jobs).items():
        assert (found.problem, found.line) == (cases[name].fault, cases[name].line), name


def files_of(part: Part) -> made.Files:
    return {
        made.EVENTS: b"".join(LINES[place - 1] for place in part.places),
        made.POLICY: POLICY_OF_ALL,
        made.CHECKPOINTS: made.checkpoint_lines(part.notes),
        made.PROOFS: b"".join(part.proofs),
    }


def partial(files: made.Files) -> bytes:
    manifest = made.manifest_of(files, UNIT)
    manifest["scope"]["known_at"] = 5
    return made.bundled(files, manifest)


def test_parts_over_several_logs_are_judged_alike(tmp_path: Path) -> None:
    cases = parts(LINES)
    jobs = {
        name: job(tmp_path / str(number), partial(files_of(part)))
        for number, (name, part) in enumerate(cases.items())
    }
    for name, found in judged_alike(jobs).items():
        assert found[:3] == (cases[name].fault, cases[name].path, cases[name].line), name


def test_every_damage_to_heads_and_proofs_is_judged_alike(tmp_path: Path) -> None:
    chance = random.Random(20261126)  # noqa: S311 - repeatable on purpose
    sound, jobs = files_of(parts(LINES)["over three logs"]), dict[str, dict[str, object]]()
    for number in range(DAMAGED):
        path = chance.choice([made.CHECKPOINTS, made.PROOFS])
        damaged = bytearray(sound[path])
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(7)
        archive = partial({**sound, path: bytes(damaged)})
        jobs[str(number)] = job(tmp_path / str(number), archive)
    assert len({found.problem for found in judged_alike(jobs).values()}) > 3


def test_what_was_kept_of_either_log_is_judged_alike(tmp_path: Path) -> None:
    bundle = whole(ONCE.note(0, 2), ONCE.note(1, 5))
    contradicts, denied = Fault.CHECKPOINT_CONTRADICTS, Fault.RECEIPT_CONTRADICTS
    cases: list[tuple[Fault | None, dict[str, Any]]] = [
        (None, {"checkpoints": [ONCE.note(0, 1), ONCE.note(0, 2), ONCE.note(1, 3)]}),
        (None, {"receipts": [ONCE.receipt(0, 2, 2), ONCE.receipt(1, 3, 4)]}),
        (contradicts, {"checkpoints": [Chain((4,), LINES).note(0, 4)]}),
        (contradicts, {"checkpoints": [Chain((1,), LINES).note(1, 3)]}),
        (None, {"checkpoints": [TWICE.note(2, 5)]}),
        (denied, {"receipts": [Chain((4,), LINES).receipt(0, 3, 4)]}),
        (denied, {"receipts": [Chain((1,), LINES).receipt(1, 3, 4)]}),
        (denied, {"receipts": [TWICE.receipt(2, 5, 5)]}),
        (Fault.MALFORMED_RECEIPT, {"receipts": [ONCE.receipt(1, 2, 4)]}),
        (None, {"receipts": [Chain((2, 6), LINES).receipt(2, 9, 9)]}),
    ]
    jobs = {
        str(number): job(tmp_path / str(number), bundle, **beside)
        for number, (_, beside) in enumerate(cases)
    }
    found = judged_alike(jobs)
    assert [found[name].problem for name in jobs] == [fault for fault, _ in cases]


def test_the_page_says_where_a_log_ended(tmp_path: Path) -> None:
    bundle = whole(TWICE.note(0, 2), TWICE.note(1, 4), TWICE.note(2, 9))
    [answer] = ask([job(tmp_path, bundle)], made.TABLES)
    assert answer["ok"], answer
    told = sentences(answer)
    assert "2026止于序号2" in told
    assert "2027止于序号4" in told
    assert "最后1条事件(序号10至10)还没有检查点覆盖" in told
