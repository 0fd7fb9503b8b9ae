"""Answers ``zhuoluo person find``, ``list`` and ``show``."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

import typer
from pydantic import TypeAdapter, ValidationError

from application.commands import personal_records
from application.errors import NotFound
from application.projections.pages import Ordering
from application.projections.personal_records import RecordFilter, page_of_personal_records
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import RecordStatus
from domain.text import Name
from interfaces.bootstrap import System
from interfaces.cli.asking import Asking, line_typed, optional_day, word
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.tables import show_fact, show_json, show_rows
from interfaces.documents.cells import Cell
from interfaces.http.personal_record_state import RecordRow, found, row_of, state_of

HEADERS = (
    "个人标识",
    "处理目的",
    "处理依据",
    "保管期限",
    "状态",
    "建档日期",
    "申请删除日期",
    "申请人",
    "审批日期",
    "审批人",
)
AT_ONCE = 500
"""Rows read in one query."""

STRAY_BYTE = re.compile("[\udc80-\udcff]")
"""What Python makes of bytes of an argument that are no text."""

_NAME: TypeAdapter[str] = TypeAdapter(Name)


class Asked(NamedTuple):
    """A question as it was typed."""

    status: str | None
    retention_over: str | None
    as_of: str | None
    known_at: str | None

    def wanted(self) -> RecordFilter:
        """Read which records are wanted."""
        return RecordFilter(
            status=None if self.status is None else word("--status", self.status, RecordStatus),
            retention_over_on=optional_day("--retention-over", self.retention_over),
        )


def name_asked(name: str | None) -> str:
    """Return the name typed, or else the line that follows."""
    if name is None:
        name = line_typed("姓名")
    elif STRAY_BYTE.search(name):
        raise wrong_usage("姓名不是UTF-8编码")
    try:
        return _NAME.validate_python(name)
    except ValidationError as error:
        raise wrong_usage(f"姓名{error.errors()[0]['msg']}") from None


def record_about(system: System, subject: str) -> PersonalRecord:
    """Return the record about a person named by identity."""
    try:
        identity = UUID(subject)
    except ValueError:
        raise wrong_usage(f"个人标识应为UUID,不能是“{subject}”") from None
    record = personal_records.record_about(system.store, identity)
    if record is None:
        raise NotFound(PersonalRecord.LABEL, subject)
    return record


def find(name: str | None, *, as_json: bool) -> None:
    """Print whom a name stands for."""
    asked = name_asked(name)
    with open_county() as system:
        subject = personal_records.subject_named(system.keys, asked)
        record = personal_records.record_about(system.store, subject)
    if as_json:
        show_fact(found(subject, record).model_dump(mode="json"))
    else:
        typer.echo(f"{subject}:{record.status.label if record else '尚未建档'}")


def show(subject: str, *, as_json: bool) -> None:
    """Print how a record stands."""
    with open_county() as system:
        state = state_of(record_about(system, subject))
        moment = Asking(system, None, None).moment
    if as_json:
        show_fact(state.model_dump(mode="json"))
        return
    stated: list[tuple[Cell, Cell]] = [
        ("个人标识", str(state.subject)),
        ("处理目的", state.purpose),
        ("处理依据", state.basis_label),
        ("保管期限", state.retention_label),
        ("状态", state.status_label),
        ("建档日期", state.opened_on),
        ("申请人", state.requested_by),
        ("申请删除的情形", state.ground_label),
        ("申请文书", state.document),
    ]
    show_rows(("项目", "内容"), stated, PersonalRecord.LABEL, moment)


def show_ledger(asked: Asked, *, as_json: bool) -> None:
    """Print the ledger."""
    wanted = asked.wanted()
    with open_county() as system:
        asking = Asking(system, asked.as_of, asked.known_at)
        rows = _rows(system, asking, wanted)
        if as_json:
            items = (row.model_dump(mode="json") for row in rows)
            show_json(asking.facts(), "items", items)
        else:
            show_rows(HEADERS, map(_cells, rows), "个人信息台账", asking.moment)


def _rows(system: System, asking: Asking, wanted: RecordFilter) -> Iterator[RecordRow]:
    after = None
    read = partial(page_of_personal_records, wanted=wanted, order=Ordering("opened_on"))
    while True:
        with system.database.reading() as connection:
            page = read(connection, asking.moment, after=after, limit=AT_ONCE)
        yield from map(row_of, page.rows)
        after = page.last
        if after is None:
            return


def _cells(row: RecordRow) -> Sequence[Cell]:
    return (
        str(row.subject),
        row.purpose,
        row.basis_label,
        row.retention_label,
        row.status_label,
        row.opened_on,
        row.requested_on,
        row.requested_by,
        row.decided_on,
        row.decided_by,
    )
