"""Puts the verifier into the one file ``verify.py`` that goes into every bundle.

The modules are joined in the order in which they need each other, as they are written, comments
included; what the verifier does not use of them is left out. Nothing is generated ahead of time:
the file a bundle carries is made of the very code that ``zhuoluo check-export`` runs.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

ENTRY = "interfaces.verifier.command"
OURS = ("application.", "interfaces.")
HEADING = '''\
#!/usr/bin/env python3
"""核验审计导出包:只需Python 3.9或更高版本,不需要网络、数据库和其他软件。

用法:python3 -I verify.py 导出包.zip
  [--policy 文件] [--checkpoint 文件]… [--receipt 文件]… [--json]

Verifies an audit bundle with Python 3.9 or later alone. It reads the files it is given and
nothing else, writes nothing, and opens no connection.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    # without -I the folder of this file comes first: an argparse.py in it would be taken
    del sys.path[0]

'''
ENDING = """\
if __name__ == "__main__":
    sys.exit(main())
"""
_FOR_LINTERS = re.compile(r"  # noqa.*$", re.MULTILINE)


class Unjoinable(Exception):
    """A module is not written so that it can stand in one file with the others."""


class Part(NamedTuple):
    """A definition of a module, with the comments above and the docstring below it."""

    names: frozenset[str]
    used: frozenset[str]
    text: str


class Module(NamedTuple):
    """A module taken apart."""

    name: str
    summary: str
    needs: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]
    """Of the standard library: module and name, which is empty for the module itself."""
    parts: tuple[Part, ...]


@lru_cache(maxsize=1)
def verifier_source() -> bytes:
    """Return ``verify.py``; the same product always makes the same bytes."""
    modules = in_order(ENTRY)
    require_distinct_names(modules)
    used = reachable([part for module in modules for part in module.parts])
    imports = {each for module in modules for each in module.imports if _bound(each) in used}
    sections = [_section(module, used) for module in modules]
    opening = f"{HEADING}\n{_import_lines(imports - {('sys', '')})}"
    return "\n\n".join([opening, *filter(None, sections), ENDING]).encode()


def in_order(entry: str) -> list[Module]:
    """Return the modules ``entry`` needs, each behind those it needs itself."""
    found: dict[str, Module] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        package, _, module = name.rpartition(".")
        source = files(package).joinpath(f"{module}.py").read_text(encoding="utf-8")
        taken = take_apart(name, source)
        for needed in taken.needs:
            visit(needed)
        found[name] = taken

    visit(entry)
    return list(found.values())


def take_apart(name: str, source: str) -> Module:
    """Tell imports and definitions of a module apart."""
    lines = source.splitlines()
    nodes = ast.parse(source, feature_version=(3, 9)).body
    summary = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    needs: list[str] = []
    imports: list[tuple[str, str]] = []
    parts: list[Part] = []
    begin = 0
    for node, following in zip(nodes, [*nodes[1:], None]):
        end = node.end_lineno or begin
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            _take_import(name, node, needs, imports)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            pass  # a docstring: of the module, or taken with the constant above it
        else:
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                end = following.end_lineno or end
            parts.append(Part(_defined(name, node), _names_in(node), _text(lines[begin:end])))
        begin = max(begin, end)
    return Module(name, summary, tuple(needs), tuple(imports), tuple(parts))


def require_distinct_names(modules: Sequence[Module]) -> None:
    """Refuse two meanings of one name; each would stand for the other in one file."""
    seen: dict[str, str] = dict.fromkeys(dir(builtins), "builtins")
    seen.update({_bound(each): each[0] for module in modules for each in module.imports})
    for module in modules:
        for name in [name for part in module.parts for name in sorted(part.names)]:
            if name in seen:
                raise Unjoinable(f"{name} is defined in {seen[name]} and in {module.name}")
            seen[name] = module.name


def reachable(parts: Iterable[Part]) -> frozenset[str]:
    """Return every name that ``main`` needs, directly or through another definition."""
    definitions = {name: part for part in parts for name in part.names}
    found: set[str] = set()
    waiting = ["main"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in definitions:
                waiting += definitions[name].names | definitions[name].used
    return frozenset(found)


def _take_import(
    name: str,
    node: ast.Import | ast.ImportFrom,
    needs: list[str],
    imports: list[tuple[str, str]],
) -> None:
    origin = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    if any(alias.asname or alias.name == "*" for alias in node.names):
        raise Unjoinable(f"{name} imports under another name")
    if isinstance(node, ast.ImportFrom) and node.level:
        raise Unjoinable(f"{name} imports from beside itself")
    if origin.startswith(OURS):
        needs.append(origin)
    elif origin != "__future__":
        imports += [(origin, alias.name) if origin else (alias.name, "") for alias in node.names]


def _defined(module: str, node: ast.stmt) -> frozenset[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return frozenset({node.name})
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    names = {name.id for each in targets for name in ast.walk(each) if isinstance(name, ast.Name)}
    if not names:
        raise Unjoinable(f"{module} does more than define, in line {node.lineno}")
    return frozenset(names)


def _names_in(node: ast.stmt) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def _text(lines: Sequence[str]) -> str:
    """Return a definition with the blank lines above it."""
    return _FOR_LINTERS.sub("", "\n".join(lines))


def _bound(imported: tuple[str, str]) -> str:
    return imported[1] or imported[0]


def _import_lines(imports: Iterable[tuple[str, str]]) -> str:
    whole = sorted(module for module, name in imports if not name)
    named: dict[str, list[str]] = {}
    for module, name in sorted(imports):
        if name:
            named.setdefault(module, []).append(name)
    return "\n".join(
        [
            *(f"import {module}" for module in whole),
            *(f"from {module} import {', '.join(names)}" for module, names in named.items()),
            "",
        ]
    )


def _section(module: Module, used: frozenset[str]) -> str:
    kept = [part.text for part in module.parts if part.names & used]
    if not kept:
        return ""
    path = module.name.replace(".", "/")
    return "\n".join([f"# {path}.py", f"# {module.summary}", *kept, ""])
