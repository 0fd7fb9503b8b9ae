"""The specification is written for committee staff, and every page of it is executed."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FEATURES = ROOT / "features"


def pages() -> set[Path]:
    found = set(FEATURES.rglob("*.feature"))
    assert found, "no specification found"
    return found


def executed() -> Iterator[Path]:
    """Yield the pages which a call of `scenarios` in the acceptance tests names."""
    for module in (ROOT / "tests" / "acceptance").rglob("test_*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("scenarios"):
                for argument in node.args:
                    named = FEATURES / str(ast.literal_eval(argument))
                    yield from named.rglob("*.feature") if named.is_dir() else [named]


def test_every_page_is_written_in_chinese() -> None:
    foreign = [
        page.name
        for page in pages()
        if not page.read_text(encoding="utf-8").startswith("# language: zh-CN\n")
    ]
    assert foreign == []


def test_every_page_is_executed() -> None:
    assert pages() == set(executed())
