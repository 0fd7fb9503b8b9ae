"""The command ``verify.py``: one bundle, what was kept beside it, one verdict."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from application.audit.note import LONGEST_NOTE
from application.audit.policy import LONGEST_POLICY
from application.audit.proof_file import LONGEST_FILE
from application.uncollected import uncollected
from interfaces.verifier.bundle_check import Beside, check_bundle
from interfaces.verifier.judgement import Judgement
from interfaces.verifier.kept import Given
from interfaces.verifier.verdict import Verdict

SOUND, UNSOUND, WRONG_USAGE = 0, 1, 2


class UnreadableFile(Exception):
    """A file given beside the bundle cannot be read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the bundle that is named; the exit code is the verdict."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal without Chinese shows the rest
            reconfigure(errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    try:
        beside = beside_of(asked.policy, asked.checkpoint, asked.receipt, asked.leaf)
    except UnreadableFile as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_USAGE
    verdict = judged(Path(asked.bundle), beside)
    sys.stdout.write(f"{told_as_json(verdict) if asked.json else verdict.text}\n")
    return SOUND if verdict.ok else UNSOUND


def judged(bundle: Path, beside: Beside) -> Verdict:
    """Return the verdict on a bundle and all that its events say."""
    with uncollected():
        return check_bundle(bundle, beside, [Judgement()])


def beside_of(
    policy: Path | None,
    checkpoints: Sequence[Path],
    receipts: Sequence[Path],
    leaves: Sequence[str] = (),
) -> Beside:
    """Read what was given beside the bundle."""
    return Beside(
        None if policy is None else _given(policy, LONGEST_POLICY),
        [_given(path, LONGEST_NOTE) for path in checkpoints],
        [_given(path, LONGEST_FILE) for path in receipts],
        leaves,
    )


def told_as_json(verdict: Verdict) -> str:
    """Return the verdict for a program."""
    told = asdict(verdict)
    told["remarks"] = [remark._asdict() for remark in verdict.remarks]
    if verdict.head is not None:
        told["head"]["quorum"] = verdict.head.quorum._asdict()
    return json.dumps(told, ensure_ascii=False, indent=1)


def _given(path: Path, longest: int) -> Given:
    """Read a little more than a file may hold, so that one too long is refused as such."""
    try:
        with path.open("rb") as file:
            return Given(str(path), file.read(longest + 1))
    except (OSError, ValueError):
        raise UnreadableFile(f"无法读取 cannot read: {path}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="核验审计导出包,不需要网络和数据库。 Verifies an audit bundle offline.",
        epilog="退出码 exit code: 0 通过 sound; 1 不通过 refused; 2 用法有误 wrong usage.",
    )
    parser.add_argument("bundle", metavar="BUNDLE", help="导出包 the bundle, a ZIP file")
    parser.add_argument(
        "--policy", type=Path, metavar="FILE", help="自带的公钥和法定数 keys and quorum to trust"
    )
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FILE", action="append", default=[],
        help="留存的检查点 a signed checkpoint kept from earlier",
    )  # fmt: skip
    parser.add_argument(
        "--receipt", type=Path, metavar="FILE", action="append", default=[],
        help="留存的回执 a receipt kept from earlier",
    )  # fmt: skip
    parser.add_argument(
        "--leaf", metavar="LEAF", action="append", default=[],
        help="办理时答复的“序号:叶哈希” SEQUENCE:HASH of an answer",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="供程序读取 for programs")
    return parser
