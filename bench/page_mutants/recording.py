"""A pytest plugin that keeps every job the tests of the page hand to Node, and its answer.

Files a job names are copied, for the folders of tests are removed again. ``ZHUOLUO_PAGE_JOBS``
names the folder to keep them in; each worker of pytest-xdist writes a list of its own there.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.interfaces.verifier_page import node

FOLDER = Path(os.environ["ZHUOLUO_PAGE_JOBS"])
LIST = FOLDER / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.jsonl"
asked = node.ask
current = [""]


def pytest_runtest_logstart(nodeid: str) -> None:
    """Remember which test is about to run."""
    current[0] = nodeid


def ask(
    jobs: Sequence[Mapping[str, object]],
    tables: Mapping[str, object] | None = None,
    source: Path = node.MODULES,
) -> list[node.Answer]:
    """Answer as ever, and keep what was asked of the modules."""
    answers = asked(jobs, tables, source)
    if source == node.MODULES:
        stated = _kept("tables.json", json.dumps(tables or node.NO_TABLES).encode())
        with LIST.open("a", encoding="utf-8") as kept:
            for job, answer in zip(jobs, answers, strict=True):
                line = {"test": current[0], "tables": stated, "job": _with_kept_files(job)}
                kept.write(f"{json.dumps({**line, 'answer': answer})}\n")
    return answers


def _with_kept_files(job: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: job[name] for name in ("bundle", "policy") if job.get(name)}
    several = {name: job.get(name, []) for name in ("checkpoints", "receipts")}
    return {
        **job,
        **{name: _copied(path) for name, path in given.items()},
        **{name: [_copied(path) for path in paths] for name, paths in several.items() if paths},
    }


def _copied(path: str) -> str:
    return _kept(Path(path).name, Path(path).read_bytes())


def _kept(name: str, data: bytes) -> str:
    """Keep a file under its own name, which verdicts tell, in a folder named by its contents."""
    place = FOLDER / "files" / hashlib.sha256(data).hexdigest() / name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return str(place)


node.ask = ask
