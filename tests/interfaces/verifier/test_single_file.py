"""``verify.py``: one readable file that runs where nothing is installed."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from interfaces.documents.manifest import EVENTS_PATH
from interfaces.verifier.single_file import (
    ENTRY,
    Unjoinable,
    in_order,
    reachable,
    require_distinct_names,
    take_apart,
    verifier_source,
)
from tests.interfaces.documents.bundles import contents
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier.signed import POLICY, note, receipt, resigned

SOURCE = verifier_source()


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the file as a stranger would, without site-packages and without our folder."""
    (folder / "verify.py").write_bytes(SOURCE)
    return subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-I", "-S", "-W", "error", "verify.py", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        env={},
    )


def said(done: "subprocess.CompletedProcess[bytes]") -> str:
    assert b"Traceback" not in done.stderr
    return done.stdout.decode()


def test_the_file_is_of_python_3_9_and_of_the_standard_library(tmp_path: Path) -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 9))
    imported = {
        (node.module or "").split(".")[0]
        if isinstance(node, ast.ImportFrom)
        else node.names[0].name
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names
    assert not imported & {"socket", "ssl", "urllib", "http", "subprocess", "os", "ctypes"}
    assert run(tmp_path, "--help").returncode == 0


def test_the_file_is_readable_and_holds_nothing_it_does_not_use() -> None:
    text = SOURCE.decode()
    assert text.startswith("#!/usr/bin/env python3\n")
    assert max(map(len, text.splitlines())) < 140
    tree = ast.parse(text)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert defined <= used
    assert "sign_note" not in defined
    assert "noqa" not in text


def test_each_section_says_where_it_is_from_and_what_it_is_for() -> None:
    heading = "# interfaces/verifier/finding.py\n# The first thing wrong with a bundle: it ends"
    assert f"\n\n{heading} the check.\n" in SOURCE.decode()


def test_the_same_code_makes_the_same_file() -> None:
    verifier_source.cache_clear()
    assert verifier_source() == SOURCE


@pytest.mark.parametrize("options", [[], ["-I"], ["-S"]])
def test_no_file_beside_it_is_taken_for_a_module(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(SOURCE)
    for name in ("argparse", "hashlib", "json"):
        (tmp_path / f"{name}.py").write_text("print('核验通过')\nraise SystemExit(0)\n")
    asked = [sys.executable, *options, "verify.py", "none.zip"]
    done = subprocess.run(  # noqa: S603  our own interpreter and script
        asked, cwd=tmp_path, capture_output=True, check=False, env={}
    )
    assert said(done).startswith("核验不通过:")
    assert done.returncode == 1


def test_a_sound_bundle_is_told_in_both_languages(told: Bundle, tmp_path: Path) -> None:
    events = tuple(told.files[EVENTS_PATH].splitlines(keepends=True))
    last = note(5, events=events)
    (tmp_path / "导出包.zip").write_bytes(resigned(told, events, note(2, events=events), last))
    (tmp_path / "policy.txt").write_bytes(POLICY)
    (tmp_path / "note.txt").write_bytes(note(3, events=events))
    (tmp_path / "receipt.txt").write_bytes(receipt(2, last, events))
    beside = ("--policy", "policy.txt", "--checkpoint", "note.txt", "--receipt", "receipt.txt")
    done = run(tmp_path, "导出包.zip", *beside)
    assert done.returncode == 0
    text = said(done)
    for word in ("核验通过", "Sound:", "SHA-256", "公钥 key:", "不能证明", "Not proven"):
        assert word in text


def test_a_bundle_that_is_not_sound_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(contents()[:-1])
    done = run(tmp_path, "b.zip", "--json")
    assert done.returncode == 1
    assert json.loads(said(done))["problem"] == "not-an-archive"
    assert run(tmp_path, "none.zip").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [(), ("a", "b"), ("b.zip", "--policy"), ("b.zip", "--policy", "none.txt"),
     ("b.zip", "--receipt", "."), ("b.zip", "--what")],
    ids=range(6),
)  # fmt: skip
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_each_module_stands_behind_those_it_needs() -> None:
    seen: set[str] = set()
    for module in in_order(ENTRY):
        assert set(module.needs) <= seen
        seen.add(module.name)
    assert ENTRY in seen


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import re as r\n", "interfaces.x imports under another name"),
        ("from a import strict as s\n", "interfaces.x imports under another name"),
        ("from re import *\n", "interfaces.x imports under another name"),
        ("from . import strict\n", "interfaces.x imports from beside itself"),
        ("A = 1\nprint(1)\n", "interfaces.x does more than define, in line 2"),
        ("if True:\n    a = 1\n", "interfaces.x does more than define, in line 1"),
    ],
    ids=range(6),
)
def test_a_module_that_cannot_be_joined_is_refused(source: str, said: str) -> None:
    with pytest.raises(Unjoinable, match=f"^{said}$"):
        take_apart("interfaces.x", source)


def test_a_module_of_a_later_python_is_refused() -> None:
    with pytest.raises(SyntaxError, match=r"3\.10"):
        take_apart("interfaces.x", "match 1:\n    case 1:\n        pass\n")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("def a() -> None: ...\n", "a is defined in interfaces.a and in interfaces.b"),
        ("a: int = 2\n", "a is defined in interfaces.a and in interfaces.b"),
        ("import a\n", "a is defined in a and in interfaces.a"),
        ("from c import a\n", "a is defined in c and in interfaces.a"),
        ("def len() -> int: ...\n", "len is defined in builtins and in interfaces.b"),
    ],
    ids=range(5),
)
def test_two_meanings_of_one_name_are_refused(other: str, said: str) -> None:
    one = take_apart("interfaces.a", "a = b = 1\n")
    with pytest.raises(Unjoinable, match=f"^{said}$"):
        require_distinct_names([one, take_apart("interfaces.b", other)])


@pytest.mark.parametrize(
    ("docstring", "summary"),
    [('"""One."""\n\n', "One."), ('"""One.\n\nTwo."""\n\n', "One."), ("", "")],
    ids=range(3),
)
def test_a_module_is_summed_up_by_its_first_line(docstring: str, summary: str) -> None:
    module = take_apart("interfaces.a", f"{docstring}A = 1\n")
    assert module.summary == summary
    assert [part.text.strip() for part in module.parts] == ["A = 1"]


def test_what_is_used_is_kept_with_its_comments_and_docstring() -> None:
    source = '"""M."""\n\nimport re\n\n# why\nA = 1\n"""What."""\nB = A\n'
    source += "\n\ndef main():\n    return B\n\n\nC = 3\n"
    module = take_apart("interfaces.a", source)
    assert (module.summary, module.imports) == ("M.", (("re", ""),))
    assert [part.text for part in module.parts[:2]] == ['\n# why\nA = 1\n"""What."""', "B = A"]
    assert {"A", "B", "main"} <= reachable(module.parts)
    assert "C" not in reachable(module.parts)
