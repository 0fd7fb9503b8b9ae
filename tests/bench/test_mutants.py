"""Mutants of a small module: each is made, put to the tests that run its lines, and told of."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.mutants.changes import changes
from bench.mutants.functions import ROOT

MODULE = '''\
"""A module to be changed."""

from functools import cache


def larger(one, other):
    """Return the larger of two."""
    return one if one > other else other


def steps(number):
    """Count down."""
    while number > 0:
        number -= 1
    return number


@cache
def doubled(number):
    return number * 2


class Counting:
    by = {"two": lambda number: number + 2}

    def __init__(self):
        self.seen = []
        super().__init__()

    def again(self):
        def one(number):
            return number + 1

        return one


COUNTED = Counting().again()


def of_nobody():
    return "never"
'''

TESTS = """\
import small


def test_larger():
    assert small.larger(1, 2) == small.larger(2, 1) == 2


def test_steps():
    assert small.steps(3) == 0


def test_what_is_remembered_or_was_made_before():
    assert small.doubled(2) == 4
    assert small.Counting.by["two"](1) == 3
    assert small.COUNTED(1) == 2
    assert small.Counting().seen == []
"""

RUN = """\
import sys
from pathlib import Path
from typing import Any
from bench.mutants import __main__ as command, running
from bench.mutants.functions import mutants_of

running.AT_LEAST = 0.2
folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
command.TESTS[str(folder)] = ("-c", str(command.ROOT / "pyproject.toml"), str(folder))
sys.argv[1:] = [str(folder / "kept"), str(folder / "small.py")]
sys.exit(command.main())
"""

SURVIVORS = [
    ("larger", "one > other", "one >= other"),
    ("Counting.__init__", "super().__init__()", ""),
    ("Counting.again", "one", "None"),
    ("of_nobody", "'never'", "None"),
    ("of_nobody", "'never'", "'XneverX'"),
]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("return a < b <= c", {"None", "a <= b <= c", "a < b < c"}),
        ("return a and not b", {"None", "a or not b", "b"}),
        ("return f(1, b=True)", {"None", "f(b=True)", "f(1)", "2", "0", "False"}),
        ("a += 'x'", {"", "a -= 'x'", "'XxX'"}),
        ("return [a for a in b if a]", {"None", "not a"}),
        ("return lambda: b'x'", {"None", "b'XxX'"}),
        ("return f'{a:.2f} days'", {"None", "'X daysX'"}),
        ("for a in b:\n    break", {"continue"}),
        ("raise A", {""}),
        ("del a", set()),
        ("del a[b]", {""}),
        ("'''Words.'''", set()),
        ("return None", set()),
    ],
)
def test_every_kind_of_change_is_made(text: str, changed: set[str]) -> None:
    body = text.replace("\n", "\n    ")
    function = ast.parse(f"def f(a: 'x' = 1) -> 'y':\n    {body}").body[0]
    assert isinstance(function, ast.FunctionDef)
    before = ast.unparse(function)
    made = {
        "" if change.kind == "left out" else ast.unparse(change.after)
        for change in changes(function)
    }
    for change in changes(function):
        with change.done():
            assert ast.unparse(function) != before
    assert ast.unparse(function) == before
    assert made == changed


def test_mutants_are_killed_by_the_tests_that_run_their_lines(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, TESTS)
    first = run(folder)
    assert first.returncode == 1, first.stdout + first.stderr
    assert survivors(folder) == SURVIVORS
    results = told(folder)
    assert {result["how"] for result in results} == {
        "a test failed",
        "passed",
        "stopped by SIGPROF",
    }
    assert len(results) == len({result["mutant"] for result in results})
    assert all(result["of"] <= 1 for result in results)
    assert run(folder).returncode == 1
    assert len(told(folder)) == len(results) + len(SURVIVORS), "the killed are run once"


def test_nothing_is_judged_by_tests_that_fail_anyway(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, TESTS.replace("== 0", "== 1"))
    refused = run(folder)
    assert refused.returncode == 2
    assert "test_small.py::test_steps fails though nothing is changed" in refused.stdout
    assert not (folder / "kept" / "results.jsonl").exists()


def laid_out(folder: Path, tests: str) -> Path:
    (folder / "small.py").write_text(MODULE, encoding="utf-8")
    (folder / "test_small.py").write_text(tests, encoding="utf-8")
    return folder


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", RUN, str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def told(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "kept" / "results.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def survivors(folder: Path) -> list[tuple[str, str, str]]:
    lines = (folder / "kept" / "survivors.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    return [(name, *json.loads(words)) for _, name, _, words, _ in cells]
