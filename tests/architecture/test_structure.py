"""Files and functions stay small enough to be read at one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RINGS = ("domain", "application", "interfaces")
MODULE_LINES = 400
TEST_LINES = 500
FUNCTION_LINES = 40

# A path and why it may be longer; an entry that is no longer needed fails the test below.
LONGER: dict[str, str] = {}
LONGER_FUNCTIONS = {
    "interfaces/exporting/opinion_table.py opinion_table": "one line for each column",
    "interfaces/exporting/task_table.py task_table": "one line for each column",
}


def sources(*folders: str) -> Iterator[Path]:
    """Find what people write and read here: no vendored file and no migration."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"static", "migrations"} & set(path.relative_to(ROOT).parts):
                yield path


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def longer_than(limit: int, *folders: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in sources(*folders) if lines(path) > limit}


def test_no_file_is_longer_than_agreed() -> None:
    assert longer_than(MODULE_LINES, *RINGS) | longer_than(TEST_LINES, "tests") == set(LONGER)


def test_no_function_is_longer_than_agreed() -> None:
    too_long = {
        f"{path.relative_to(ROOT)} {node.name}"
        for path in sources(*RINGS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    }
    assert too_long == set(LONGER_FUNCTIONS)
