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


@pytest.fixture(params=[30, 60, 200])
def screen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal of some width."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(request.param))
    monkeypatch.setenv("TERM", "dumb")
    return terminal


def test_a_terminal_shows_every_character_however_narrow(screen: Terminal) -> None:
    tables.show_rows(HEADERS, ROWS, "意见台账", MOMENT)
    shown = screen.getvalue()
    columns = [
        "".join(part.strip() for part in cells)
        for cells in zip(*(line.split("│")[1:-1] for line in shown.splitlines() if "│" in line))
    ]
    assert [TITLE in column for column in columns] == [False, True, False]
    assert "石练-2015-1石练-2015-2" in columns[0]
    assert "83.33%3" in columns[2]
    assert "…" not in shown


def test_a_terminal_is_told_the_moment_and_the_count(screen: Terminal) -> None:
    tables.show_rows(HEADERS, ROWS, "意见台账", MOMENT)
    caption = "".join(screen.getvalue().split("\n")[-3:]).replace(" ", "")
    for word in ("2行", "2015-12-31", "1200"):
        assert word in caption


def test_elsewhere_rows_are_tab_separated(capsys: pytest.CaptureFixture[str]) -> None:
    rows: Sequence[Sequence[Cell]] = [("甲\t乙\n丙", True, date(2015, 1, 2)), ("", None, False)]
    tables.show_rows(HEADERS, rows, "意见台账", MOMENT)
    assert capsys.readouterr().out == "编号\t标题\t比率\n甲 乙 丙\t是\t2015-01-02\n\t\t否\n"


def test_json_is_one_document_whatever_the_list(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    tables.show_json({"as_of": date(2015, 1, 2)}, "items", [])
    tables.show_json({"a": None}, "items", [{"名": "甲"}, {"n": 1}])
    assert capsysbinary.readouterr().out.decode() == (
        '{"as_of": "2015-01-02", "items": [\n]}\n{"a": null, "items": [\n{"名": "甲"},\n{"n": 1}\n]}\n'
    )
