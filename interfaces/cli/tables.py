"""Prints answers: a table on a terminal, tab-separated text elsewhere, JSON for programs.

Every row is printed whole. On a terminal too narrow for it a cell is folded, never cut.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from application.projections.versioned import Moment
from interfaces.documents.cells import Cell, percentage, yes_or_no

UNFOLDED = 10
"""A column no wider than this, in characters of a terminal, is never folded."""


def show_rows(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, moment: Moment
) -> None:
    """Print rows for people."""
    if sys.stdout.isatty():
        _show_grid(headers, rows, title, moment)
    else:
        for row in chain([headers], rows):
            typer.echo("\t".join(" ".join(shown(cell).split()) for cell in row))


def _show_grid(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, moment: Moment
) -> None:
    """Draw a table in which dates and numbers stay whole and long texts take what is left."""
    cells = [[Text(shown(cell), justify=_side(cell)) for cell in row] for row in rows]
    grid = Grid(title=title, header_style="bold", caption_justify="left")
    for index, header in enumerate(headers):
        widest = max(
            cell_len(text.plain) for text in (Text(header), *(row[index] for row in cells))
        )
        grid.add_column(Text(header), overflow="fold", min_width=min(widest, UNFOLDED))
    for row in cells:
        grid.add_row(*row)
    grid.caption = f"共{len(cells)}行;截至{moment.as_of},所依据的日志序号{moment.known_at}"
    Console().print(grid, crop=False)


def _side(cell: Cell) -> Any:
    return "right" if isinstance(cell, int | Fraction) and not isinstance(cell, bool) else "left"


def shown(cell: Cell) -> str:
    """Return a cell as people read it."""
    match cell:
        case None:
            return ""
        case bool():
            return yes_or_no(cell)
        case Fraction():
            return percentage(cell)
        case _:
            return str(cell)


def show_json(facts: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON document with a list in it, without holding the list."""
    head = _json(facts).removesuffix("}")
    typer.echo(f'{head}, "{name}": ['.encode(), nl=False)
    for number, item in enumerate(items):
        typer.echo(f"{',' if number else ''}\n{_json(item)}".encode(), nl=False)
    typer.echo(b"\n]}")


def show_fact(facts: Mapping[str, Any]) -> None:
    """Print one JSON document."""
    typer.echo(_json(facts).encode())


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, default=str)
