"""``python -m bench.mutants FOLDER MODULE…``: mutants of functions of Python modules.

MODULE is a file such as ``interfaces/verifier/heads.py``; all belong to one package of those in
``TESTS``. FOLDER is outside the repository. Tests are run once, then each mutant is put to those
that run its lines until one fails, for as long as ``--seconds`` says of processor time. A mutant
that was told before is not run again while the text of its function stays; one that survived is,
for tests may have been written, to be named by ``--tests``: remove FOLDER to begin anew.

Prints mutants, killed and survivors by module; each survivor is told in ``survivors.tsv``.
"""

import argparse
import ast
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench.mutants.functions import ROOT, Mutant, mutants_of
from bench.mutants.running import ALIKE, Result, Runner

ON_SQLITE = ("-k", "not postgresql and not test_random")
TESTS: dict[str, tuple[str, ...]] = {
    "application/log": (
        "tests/application/log",
        "--ignore=tests/application/log/test_store_bits.py",
        "tests/application/test_log_tree.py",
        "tests/interfaces/test_log_files.py",
        "tests/interfaces/test_log_api.py",
        *ON_SQLITE,
    ),
    "interfaces/verifier": (
        "tests/interfaces/verifier",
        "--ignore=tests/interfaces/verifier/test_damage.py",
        *ON_SQLITE,
    ),
}
"""The tests of each package that can be mutated: quick ones, the same in every run."""


def main() -> int:
    """Run what is not known to be killed; the exit code says whether every mutant was."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants")
    parser.add_argument("folder", type=Path)
    parser.add_argument("modules", nargs="+", help="such as interfaces/verifier/heads.py")
    parser.add_argument("--seconds", type=float, default=10, help="for each mutant")
    parser.add_argument("--tests", nargs="+", help="these instead of those of the package")
    asked = parser.parse_args()
    (package,) = {str(Path(module).parent) for module in asked.modules}
    folder: Path = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    mutants = [mutant for module in asked.modules for mutant in mutants_of(module)]
    results = folder / "results.jsonl"
    known = read(results)
    open_ones = [each for each in mutants if known.get(each.key, {}).get("told") is None]
    tests = [*asked.tests, *ON_SQLITE] if asked.tests else TESTS[package]
    if open_ones and not run(open_ones, asked.seconds, folder, tests):
        return 2
    return report(mutants, read(results), folder / "survivors.tsv")


def run(mutants: Sequence[Mutant], seconds: float, folder: Path, tests: Sequence[str]) -> bool:
    """Put mutants to tests and write down at once what became of each; tell whether of all."""

    def take(mutant: Mutant, result: Result) -> None:
        with (folder / "results.jsonl").open("a", encoding="utf-8") as written:
            written.write(f"{json.dumps({'mutant': mutant.key, **result._asdict()})}\n")

    runner = Runner(mutants, seconds, take)
    quiet = ("-q", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none", ALIKE)
    places = (f"--rootdir={ROOT}", f"--basetemp={folder / 'scratch'}")
    pytest.main([*quiet, *places, *tests], plugins=[runner])
    return runner.done


def read(results: Path) -> dict[str, dict[str, Any]]:
    """Return the last result of each mutant."""
    lines = results.read_text("utf-8").splitlines() if results.exists() else []
    return {result["mutant"]: result for result in map(json.loads, lines)}


def report(mutants: Sequence[Mutant], known: dict[str, dict[str, Any]], listing: Path) -> int:
    """Print what was killed by module, and write down each survivor."""
    made, stopped, left = Counter[str](), Counter[str](), Counter[str]()
    with listing.open("w", encoding="utf-8") as told:
        for mutant in mutants:
            result, path = known[mutant.key], mutant.function.path
            made[path] += 1
            stopped[path] += result["how"].startswith("stopped")
            if result["told"] is None:
                left[path] += 1
                told.write(f"{line_of(mutant)}\t{result['tried']} of {result['of']}\n")
    print(f"{'module':44}{'mutants':>8}{'killed':>8}{'stopped':>8}{'left':>6}")
    for path in [*made]:
        killed = made[path] - left[path]
        print(f"{path:44}{made[path]:8}{killed:8}{stopped[path]:8}{left[path]:6}")
    killed = len(mutants) - left.total()
    print(f"{'all':44}{len(mutants):8}{killed:8}{stopped.total():8}{left.total():6}")
    print(f"{killed / len(mutants):.2%} killed")
    return 1 if left else 0


def line_of(mutant: Mutant) -> str:
    """Tell where a mutant is, and what stands there in place of what."""
    change = mutant.change
    line, column = (getattr(change.before, name) for name in ("lineno", "col_offset"))
    place = f"{mutant.function.path}:{line}:{column}"
    after = "" if change.kind == "left out" else ast.unparse(change.after)
    words = json.dumps([ast.unparse(change.before), after], ensure_ascii=False)
    return f"{place}\t{mutant.function.name}\t{change.kind}\t{words}"


if __name__ == "__main__":
    sys.exit(main())
