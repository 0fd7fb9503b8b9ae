"""The small changes a function is put through, one at a time, on its syntax tree."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
"""What stands in the place of each operator, and of what ends a round of a loop."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
"""Conditions that have no operator to change."""

UNTOUCHED = {"annotation", "returns", "decorator_list", "format_spec", "ctx"}


class Change(NamedTuple):
    """One node in the place of another; the lines are those of its statement."""

    kind: str
    before: ast.AST
    after: ast.AST
    holder: ast.AST
    field: str
    place: int | None
    lines: range

    @contextmanager
    def done(self) -> Iterator[None]:
        """Let the tree be changed for a while."""
        self._put(self.after)
        yield
        self._put(self.before)

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.place] = node


def changes(function: Function) -> Iterator[Change]:
    """Give every change within a function, but for its name, defaults, decorators and types."""
    if isinstance(function, ast.Lambda):
        yield from _at(function.body, function, "body", None, _head(function.body))
    else:
        for place, statement in enumerate(function.body):
            yield from _at(statement, function, "body", place, _head(statement))


def _at(
    node: ast.AST, holder: ast.AST, field: str, place: int | None, lines: range
) -> Iterator[Change]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.stmt | ast.ExceptHandler):
        lines = _head(node)
    for kind, after in (*_of_its_place(node, holder, field), *_of_itself(node)):
        ast.fix_missing_locations(ast.copy_location(after, node))
        yield Change(kind, node, after, holder, field, place, lines)
    for name, value in ast.iter_fields(node):
        if name in UNTOUCHED:
            continue
        if isinstance(value, ast.AST):
            yield from _at(value, node, name, None, lines)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _at(each, node, name, number, lines)


def _head(node: ast.stmt | ast.expr | ast.ExceptHandler) -> range:
    """Return the lines of a statement without those of the statements in it."""
    body = getattr(node, "body", None)
    if isinstance(body, list):
        return range(node.lineno, max(body[0].lineno, node.lineno + 1))
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _of_its_place(node: ast.AST, holder: ast.AST, field: str) -> Iterator[tuple[str, ast.AST]]:
    """Change what is decided by, or given back, as a whole."""
    if field in {"test", "ifs"} and isinstance(node, PLAIN):
        yield "condition", ast.UnaryOp(op=ast.Not(), operand=node)
    given = (isinstance(holder, ast.Return), isinstance(holder, ast.Lambda) and field == "body")
    if any(given) and not (isinstance(node, ast.Constant) and node.value is None):
        yield "nothing given back", ast.Constant(None)


def _of_itself(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Delete(targets=[ast.Name(), *_]):
            return  # says that an argument is not used
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Raise() | ast.Delete():
            # it stays in the text, so that names stay local and a generator one
            yield "left out", ast.If(test=ast.Constant(False), body=[node], orelse=[])
            if isinstance(node, ast.AugAssign):
                yield "operator", _with(node, op=OPPOSITES[type(node.op)]())
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp() | ast.BinOp():
            yield "operator", _with(node, op=OPPOSITES[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "operator", node.operand
        case ast.Constant():
            yield from _constant(node)
        case ast.Call():
            yield from _arguments(node)
        case ast.Break() | ast.Continue():
            yield "loop", OPPOSITES[type(node)]()


def _compared(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for number, operator in enumerate(node.ops):
        others = [*node.ops]
        others[number] = OPPOSITES[type(operator)]()  # type: ignore[call-overload]
        yield "comparison", _with(node, ops=others)


def _constant(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value: Any = node.value
    match value:
        case bool():
            yield "truth", ast.Constant(not value)
        case int() | float():
            yield "number", ast.Constant(value + 1)
            yield "number", ast.Constant(value - 1)
        case str():
            yield "text", ast.Constant(f"X{value}X")
        case bytes():
            yield "text", ast.Constant(b"X" + value + b"X")


def _arguments(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    for field in ("args", "keywords"):
        given = getattr(node, field)
        for number in range(len(given)):
            less = given[:number] + given[number + 1 :]
            yield "argument left out", _with(node, **{field: less})


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})
