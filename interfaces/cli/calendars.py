"""Answers ``zhuoluo calendar``: the holiday arrangements on record, and a new notice."""

from enum import StrEnum
from functools import partial
from pathlib import Path

import typer

from application.commands import moved_dues
from application.projections.calendar_years import page_of_calendar_years
from application.projections.pages import Ordering
from application.work import Work
from domain.calendar_year import CalendarYear
from interfaces.cli.acting import Signed, act_of, receipt_line
from interfaces.cli.asking import Asking, word
from interfaces.cli.notice_file import WrittenNotice, read_notice
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.tables import show_rows

HEADERS = ("年度", "第几次通知", "文号", "日期", "放假天数", "调休上班天数", "出处")
EVERY_YEAR = 500


class What(StrEnum):
    """What is wanted."""

    LIST = "list"
    PUBLISH = "publish"


def calendar(what: str, file: Path | None, actor: str | None, unit: str | None) -> None:
    """List the arrangements, or record the notice in a file."""
    if word("用途", what, What) is What.LIST:
        _list()
        return
    if file is None:
        raise wrong_usage("publish后面应写明文件")
    if actor is None or unit is None:
        raise wrong_usage("登记节假日安排须写明--actor办理人和--unit单位代码")
    _record(read_notice(file), actor, unit)


def _list() -> None:
    with open_county() as system:
        asking = Asking(system, None, None)
        with system.database.reading() as connection:
            page = page_of_calendar_years(
                connection,
                asking.moment,
                order=Ordering("year"),
                after=None,
                limit=EVERY_YEAR,
            )
        rows = [
            (
                row["year"],
                row["notices"],
                row["notice_number"],
                row["notice_date"],
                len(row["days_off"]),
                len(row["working_days"]),
                row["source"],
            )
            for row in page.rows
        ]
        show_rows(HEADERS, rows, "节假日安排", asking.moment)


def _record(written: WrittenNotice, actor: str, unit: str) -> None:
    with open_county() as system:
        command = partial(_carry_out, written)
        done = system.store.run(act_of(system, Signed(actor, unit)), command)
        moved = moved_dues.moved_by(system.store, done.sequence)
    typer.echo(f"已登记{written.year}年节假日安排(第{len(done.aggregate.editions)}次通知)")
    typer.echo(receipt_line(done))
    for each in moved:
        was, now = (due.on if due else None for due in (each.due_was, each.due))
        typer.echo(f"重算期限:{each.item.kind.label}{each.item.number}由{was}改为{now}")


def _carry_out(written: WrittenNotice, work: Work) -> CalendarYear:
    """Publish the year, or amend it, as it stands, where the file says why it changes."""
    if written.reason is None:
        return moved_dues.publish_year(work, year=written.year, notice=written.notice)
    return moved_dues.amend_year(
        work, written.year, None, notice=written.notice, reason=written.reason
    )
