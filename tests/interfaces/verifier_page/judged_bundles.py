"""What both verifiers say of bundles: the same, word for word."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from interfaces.verifier.bundle_check import Beside, check_bundle
from interfaces.verifier.kept import Given
from interfaces.verifier.verdict import Verdict
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask

ABOUT_ACTS = ("malformed-event", "illegal-transition")
"""Decided by other modules of the Python verifier, which are not given here."""

Job = Mapping[str, Any]


class Judged(NamedTuple):
    """What a verifier finds first, where, and what it says of it; of a sound bundle nothing."""

    problem: str | None
    path: str | None
    line: int | None
    chinese: str = ""
    english: str = ""


def judged_alike(jobs: Mapping[str, Job]) -> dict[str, Judged]:
    """Return what both say of each bundle but those whose acts the page alone refuses."""
    found = {}
    for (name, stated), answer in zip(
        jobs.items(), ask([*jobs.values()], made.TABLES), strict=True
    ):
        verdict = _of_python(stated)
        if answer["problem"] in ABOUT_ACTS:
            assert verdict.ok, name
            continue
        require_told_alike(answer, verdict)
        found[name] = _judged_by_page(answer)
        assert found[name] == _judged_by_python(verdict), name
    return found


def require_told_alike(answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Require the page's answer to be in the words of ``verify.py``, if both accept the bundle."""
    if answer["ok"] and verdict.ok:
        assert [*_told(answer)] == verdict.text.splitlines()


def _told(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the page tells, line by line as ``verify.py`` prints it."""
    yield answer["chinese"]
    yield answer["english"]
    head = answer["head"]
    if head is not None:
        yield f"日志 log: {head['origin']}  {head['size']}  {head['root']}"
        if head["sm3Root"] is not None:
            yield f"SM3: {head['sm3Root']}"
    yield f"清单 manifest SHA-256: {answer['manifestSha256']}"
    for key in answer["keys"]:
        yield f"公钥 key: {key}"
    for remark in answer["remarks"]:
        yield f"- {remark['chinese']}"
        yield f"  {remark['english']}"


def _judged_by_page(answer: Mapping[str, Any]) -> Judged:
    said = () if answer["ok"] else (answer["chinese"], answer["english"])
    return Judged(answer["problem"], answer["path"], answer["line"], *said)


def _judged_by_python(verdict: Verdict) -> Judged:
    said = () if verdict.ok else (verdict.chinese, verdict.english)
    problem = None if verdict.problem is None else str(verdict.problem)
    return Judged(problem, verdict.path, verdict.line, *said)


def _of_python(stated: Job) -> Verdict:
    policy = _given([stated["policy"]] if "policy" in stated else [])
    checkpoints, receipts = (_given(stated.get(kind, [])) for kind in ("checkpoints", "receipts"))
    leaves = stated.get("leaves", [])
    beside = Beside(policy[0] if policy else None, checkpoints, receipts, leaves)
    return check_bundle(Path(stated["bundle"]), beside)


def _given(paths: list[str]) -> list[Given]:
    return [Given(Path(path).name, Path(path).read_bytes()) for path in paths]
