"""The command ``verify.py``: what it reads, how it answers, and with which exit code."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from application.audit.note import LONGEST_NOTE
from application.audit.policy import LONGEST_POLICY
from application.audit.proof_file import LONGEST_FILE
from interfaces.documents.manifest import EVENTS_PATH
from interfaces.verifier.command import beside_of, main
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier.signed import POLICY, note, receipt, resigned

pytestmark = pytest.mark.usefixtures("signatures_verified_once")

HELP = """\
usage: verify.py [-h] [--policy FILE] [--checkpoint FILE] [--receipt FILE]
                 [--leaf LEAF] [--json]
                 BUNDLE

核验审计导出包,不需要网络和数据库。 Verifies an audit bundle offline.

positional arguments:
  BUNDLE             导出包 the bundle, a ZIP file

options:
  -h, --help         show this help message and exit
  --policy FILE      自带的公钥和法定数 keys and quorum to trust
  --checkpoint FILE  留存的检查点 a signed checkpoint kept from earlier
  --receipt FILE     留存的回执 a receipt kept from earlier
  --leaf LEAF        办理时答复的“序号:叶哈希” SEQUENCE:HASH of an answer
  --json             供程序读取 for programs

退出码 exit code: 0 通过 sound; 1 不通过 refused; 2 用法有误 wrong usage.
"""


def test_it_says_how_it_is_used(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["--help"])
    assert capsys.readouterr().out == HELP


@pytest.fixture(scope="module")
def given(told: Bundle, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Name a signed export of a county, with a policy and what two units kept."""
    folder = tmp_path_factory.mktemp("command")
    events = tuple(told.files[EVENTS_PATH].splitlines(keepends=True))
    last = note(5, events=events)
    files = {
        "导出包.zip": resigned(told, events, note(2, events=events), last),
        "policy.txt": POLICY,
        "3.txt": note(3, events=events),
        "4.txt": note(4, events=events),
        "receipt-1.txt": receipt(1, last, events),
        "receipt-2.txt": receipt(2, last, events),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    bundle, policy, *kept = (str(folder / name) for name in files)
    options = ("--checkpoint", "--checkpoint", "--receipt", "--receipt")
    beside = [each for pair in zip(options, kept, strict=True) for each in pair]
    return [bundle, "--policy", policy, *beside]


def test_a_sound_bundle_is_told_to_a_program(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, "--json"]) == 0
    said = capsys.readouterr().out
    verdict: dict[str, Any] = json.loads(said)
    assert said == json.dumps(verdict, ensure_ascii=False, indent=1) + "\n"
    assert (verdict["ok"], verdict["problem"], verdict["counts"]["kept"]) == (True, None, 4)
    assert verdict["head"]["size"] == 5
    assert set(verdict["head"]["quorum"]) == {"chinese", "english"}
    remarks = "".join(remark["english"] for remark in verdict["remarks"])
    assert "each was allowed" in remarks
    assert "The keys are the bundle's own" not in remarks


def test_a_sound_bundle_is_told_to_a_person(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given[:1]) == 0
    assert capsys.readouterr().out.startswith("核验通过")


def test_a_bundle_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.zip"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problem"] == "unreadable"


@pytest.mark.parametrize("option", ["--policy", "--checkpoint", "--receipt"])
def test_a_file_beside_the_bundle_that_is_not_there_is_wrong_usage(
    option: str, given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([given[0], option, "没有.txt"]) == 2
    assert capsys.readouterr().err == "无法读取 cannot read: 没有.txt\n"


def test_what_is_given_beside_is_named_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_bytes(b"kept")
    beside = beside_of(path, [path], [path])
    assert [beside.policy, *beside.checkpoints, *beside.receipts] == [(str(path), b"kept")] * 3


def test_of_a_file_far_too_long_hardly_more_is_read_than_it_may_hold(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(bytes(2 * max(LONGEST_POLICY, LONGEST_NOTE, LONGEST_FILE)))
    beside = beside_of(path, [path], [path])
    assert beside.policy is not None
    read = [len(each.data) for each in (beside.policy, *beside.checkpoints, *beside.receipts)]
    assert read == [LONGEST_POLICY + 1, LONGEST_NOTE + 1, LONGEST_FILE + 1]


def test_a_terminal_without_chinese_is_shown_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(shown, encoding="ascii"))
    monkeypatch.setattr("sys.stderr", io.StringIO())  # what cannot be reconfigured is left
    assert main([str(tmp_path / "none.zip")]) == 1
    sys.stdout.flush()
    assert "\\u6838\\u9a8c\\u4e0d\\u901a\\u8fc7" in shown.getvalue().decode("ascii")
    assert "Refused: the bundle: is not there" in shown.getvalue().decode("ascii")
