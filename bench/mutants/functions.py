"""The functions of a module: in its text, compiled with a change, and alive in this process."""

import ast
import gc
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

from bench.mutants.changes import Change, changes
from bench.mutants.changes import Function as Node

ROOT = Path(__file__).parents[2]


class Function(NamedTuple):
    """A function or lambda that stands in no other one, and the classes around it."""

    path: str
    classes: tuple[str, ...]
    node: Node

    @property
    def name(self) -> str:
        """Return its name in its class."""
        own = "<lambda>" if isinstance(self.node, ast.Lambda) else self.node.name
        return ".".join((*self.classes, own))

    def compiled(self) -> CodeType:
        """Compile it alone, as its tree is now, without decorators."""
        filename = str(ROOT / self.path)
        statement: ast.stmt
        if isinstance(self.node, ast.Lambda):
            statement = ast.Expr(self.node)
        else:
            fields = dict(ast.iter_fields(self.node)) | {"decorator_list": []}
            statement = ast.copy_location(type(self.node)(**fields), self.node)
        for name in reversed(self.classes):
            statement = ast.ClassDef(name, [], [], [statement], [])
        module = ast.fix_missing_locations(ast.Module([statement], []))
        code = compile(module, filename, "exec", dont_inherit=True)
        for name in self.name.split("."):
            code = next(
                each
                for each in code.co_consts
                if isinstance(each, CodeType) and each.co_name == name
            )
        return code


class Mutant(NamedTuple):
    """A function with one change. Its key stays while the text of the function does."""

    function: Function
    change: Change
    key: str

    def compiled(self) -> CodeType:
        """Compile the function with the change."""
        with self.change.done():
            return self.function.compiled()


class Alive:
    """The functions of some files in this process, to be found by where their text stands."""

    def __init__(self, paths: Sequence[str]) -> None:
        files = {str(ROOT / path) for path in paths}
        gc.unfreeze()  # what is frozen is not listed
        listed = gc.get_objects()
        self._functions = [
            each
            for each in listed
            if isinstance(each, FunctionType) and each.__code__.co_filename in files
        ]
        self._remembering = [
            each
            for each in listed
            if isinstance(each, _lru_cache_wrapper) and each.__wrapped__ in self._functions
        ]

    def forget(self) -> None:
        """Let functions that remember answers find each one anew."""
        for each in self._remembering:
            each.cache_clear()

    def put(self, function: Function, code: CodeType) -> None:
        """Let a function, and those it has already made, do what the code says."""
        for live in [each for each in self._functions if _is_of(each.__code__, function)]:
            new = {id(one): other for one, other in _paired(live.__code__, code)}
            for each in self._functions:
                each.__code__ = new.get(id(each.__code__), each.__code__)


def functions_of(path: str) -> Iterator[Function]:
    """Give the functions of a file, in the order of its text."""
    yield from _functions(ast.parse((ROOT / path).read_text("utf-8")), path, ())


def _functions(node: ast.AST, path: str, classes: tuple[str, ...]) -> Iterator[Function]:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, Node):
            yield Function(path, classes, each)
        elif isinstance(each, ast.ClassDef):
            yield from _functions(each, path, (*classes, each.name))
        else:
            yield from _functions(each, path, classes)


def mutants_of(path: str) -> Iterator[Mutant]:
    """Give the mutants of a file; of two that read alike, one."""
    seen: set[str] = set()
    for function in functions_of(path):
        free = function.compiled().co_freevars
        for change in changes(function.node):
            with change.done():
                text = ast.unparse(function.node)
                fits = function.compiled().co_freevars == free
            key = sha256(f"{path} {function.name} {text}".encode()).hexdigest()[:20]
            if fits and key not in seen:
                seen.add(key)
                yield Mutant(function, change, key)


def _is_of(code: CodeType, function: Function) -> bool:
    node = function.node
    if isinstance(node, ast.Lambda):
        starts = [
            (line, column)
            for line, _, column, end in code.co_positions()
            if line is not None and column is not None and end
        ]
        return code.co_name == "<lambda>" and min(starts) == (
            node.body.lineno,
            node.body.col_offset,
        )
    first = node.decorator_list[0] if node.decorator_list else node
    return code.co_name == node.name and code.co_firstlineno == first.lineno


def _paired(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Give each code and what stands in its place, those of functions within included."""
    if old.co_freevars != new.co_freevars:
        return
    yield old, new
    within = [
        [each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new)
    ]
    if len(within[0]) == len(within[1]):
        for one, other in zip(*within, strict=True):
            yield from _paired(one, other)
