"""How answers are printed: folded on a terminal, never cut; plain elsewhere."""

import io
import sys
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from application.projections.versioned import Moment
from interfaces.cli import tables
from interfaces.documents.cells import Cell

MOMENT = Moment(date(2015, 12, 31), 1200)
HEADERS = ("编号", "标题", "比率")
TITLE = "关于要求集镇五雷街道路硬化及雨污管网改造工程的建议[重点]:smile:"
ROWS: Sequence[Sequence[Cell]] = (("石练-2015-1", TITLE, Fraction(5, 6)), ("石练-2015-2", None, 3))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(width: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Print the rows on a terminal of that width."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "dumb")
    tables.show_rows(HEADERS, ROWS, "意见台账", MOMENT)
    return terminal.getvalue()


@pytest.mark.parametrize("width", [24, 60, 200])
def test_a_terminal_shows_every_character_however_narrow(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = printed(width, monkeypatch)
    lines = [line.split("│")[1:-1] for line in shown.splitlines() if line.startswith("│")]
    columns = ["".join(part.strip() for part in cells) for cells in zip(*lines, strict=True)]
    assert columns == ["石练-2015-1石练-2015-2", TITLE, "83.33%3"]
    assert "…" not in shown


def test_a_terminal_is_told_the_moment_and_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    last = printed(80, monkeypatch).splitlines()[-1]
    assert last.strip() == "共2行;截至2015-12-31,所依据的日志序号1200"


def test_elsewhere_rows_are_tab_separated(capsys: pytest.CaptureFixture[str]) -> None:
    rows: Sequence[Sequence[Cell]] = [("甲\t乙\n丙", True, date(2015, 1, 2)), ("", None, False)]
    tables.show_rows(HEADERS, rows, "意见台账", MOMENT)
    assert capsys.readouterr().out == "编号\t标题\t比率\n甲 乙 丙\t是\t2015-01-02\n\t\t否\n"


def test_json_is_one_document_whatever_the_list(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    tables.show_json({"as_of": date(2015, 1, 2)}, "items", [])
    tables.show_json({"a": None}, "items", [{"名": "甲"}, {"n": 1}])
    assert capsysbinary.readouterr().out.decode() == (
        '{"as_of": "2015-01-02", "items": [\n]}\n'
        '{"a": null, "items": [\n{"名": "甲"},\n{"n": 1}\n]}\n'
    )
