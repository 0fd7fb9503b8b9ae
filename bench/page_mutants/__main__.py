"""``python -m bench.page_mutants FOLDER``: mutants of the page's modules.

FOLDER is outside the repository, with ``npm install @stryker-mutator/instrumenter@9.6.1`` in it.
The tests of the page are run once, and what they hand to Node is kept. Then each mutant is given
these jobs, for as long as ``--budget`` says, until one is answered otherwise as far as its test
compares. What was done before is not done again: remove what stands in FOLDER to begin anew.

Prints mutants, killed and survivors by module; each survivor is told in ``survivors.tsv``.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.interfaces.verifier_page.node import MODULES, NODE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MEMORY = "--max-old-space-size=4000"
TESTS = "tests/interfaces/verifier_page"


def main() -> int:
    """Run what was not run before; the exit code says whether every mutant was killed."""
    parser = argparse.ArgumentParser(prog="python -m bench.page_mutants")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--budget", type=int, default=1_000, help="milliseconds for each mutant")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--modules", nargs="*", default=[], help="these alone, such as zip.js")
    asked = parser.parse_args()
    folder: Path = asked.folder.resolve()
    kept = folder / "jobs"
    if not kept.exists():
        keep_jobs(kept, asked.workers)
    if not (folder / "reached.json").exists():
        node("mutating.mjs", MODULES, folder, folder)
        node("reaching.mjs", kept, folder)
    node("running.mjs", kept, folder, asked.budget, asked.workers, *asked.modules)
    return report(folder)


def keep_jobs(folder: Path, workers: int) -> None:
    """Run the tests of the page, which must pass, and keep what they hand to Node."""
    folder.mkdir(parents=True)
    plugin = ("-p", "bench.page_mutants.recording", "-p", "no:cacheprovider")
    split = ("-n", str(workers), "--dist", "loadfile")
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *split, *plugin, TESTS],
        cwd=ROOT,
        env={**os.environ, "ZHUOLUO_PAGE_JOBS": str(folder)},
        check=True,
    )


def node(program: str, *arguments: object) -> None:
    """Run one of the programs beside this one under the Node of the tests."""
    subprocess.run([NODE, MEMORY, HERE / program, *map(str, arguments)], check=True)


def report(folder: Path) -> int:
    """Print what was killed by module, and write down each survivor."""
    mutants: list[dict[str, Any]] = json.loads((folder / "mutants.json").read_text("utf-8"))
    lines = (folder / "results.jsonl").read_text("utf-8").splitlines()
    survivors = {
        result["mutant"]: result for result in map(json.loads, lines) if result["told"] is None
    }
    with (folder / "survivors.tsv").open("w", encoding="utf-8") as told:
        for number, result in sorted(survivors.items()):
            mutant = mutants[number]
            place = f"{mutant['file']}:{mutant['line']}:{mutant['column']}"
            change = json.dumps([mutant["from"], mutant["to"]], ensure_ascii=False)
            jobs = f"{result['count']} of {result['of']}"
            told.write(f"{place}\t{mutant['kind']}\t{change}\t{jobs}\n")
    made = Counter(mutant["file"] for mutant in mutants)
    run = Counter(mutants[json.loads(line)["mutant"]]["file"] for line in lines)
    left = Counter(mutants[number]["file"] for number in survivors)
    print(f"{'module':32}{'mutants':>8}{'run':>8}{'killed':>8}{'left':>6}")
    for name in sorted(made):
        print(f"{name:32}{made[name]:8}{run[name]:8}{run[name] - left[name]:8}{left[name]:6}")
    killed = len(lines) - len(survivors)
    print(f"{'all':32}{len(mutants):8}{len(lines):8}{killed:8}{len(survivors):6}")
    print(f"{killed / len(lines):.2%} of those that were run")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
