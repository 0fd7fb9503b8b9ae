"""Exports of the small county, and how their files are read."""

import csv
import io
import zipfile
from datetime import date

from application.commands import notices
from application.commands.notices import About
from application.commands.reference import bring_reference_data
from application.projections.audit_trail import known_until_now
from application.reactions.tick import tick
from application.reference.shipped_calendars import reference_years
from application.store import Store
from domain.commitment import Commitment
from domain.due import Due
from domain.notice_terms import NoticeKind, NoticeTerms
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from interfaces.bootstrap import System
from interfaces.exporting import Period, export
from interfaces.settings import Settings
from tests.application import commitments, tasks

PERIOD = Period(date(2009, 6, 1), date(2009, 12, 31))
AS_OF = date(2009, 12, 31)
EVER = Period(date(2000, 1, 1), date(2019, 12, 31))
TODAY = date(2030, 1, 1)

LEDGERS = [
    "意见台账",
    "任务台账",
    "承诺台账",
    "责任清单",
    "措施覆盖",
    "督办台账",
    "催办提醒",
    "单位名册",
    "规则方案",
    "节假日安排",
]
YEARS = len(reference_years())
FIGURES = ["比率", "件数", "排名", "构成", "办理天数"]
DETAILS = ["意见明细", "措施明细", "任务明细", "承诺明细", "分办明细"]
Records = list[dict[str, str]]


def system(store: Store) -> System:
    return System(Settings(county="测试县"), store.database, store, store.clock)


def urge(county: System) -> None:
    """Urge a unit about its promise, after reminders; with the rules and holidays on record."""
    bring_reference_data(county.store)
    tick(county.store, date(2011, 12, 1))
    terms = NoticeTerms(
        number="DB-1",
        kind=NoticeKind.SUPERVISION_NOTICE,
        colour="红",
        trigger=WarningTrigger.OVERDUE,
        demand="限期兑现",
        reply_due=Due.by(date(2011, 12, 10)),
        signer="主任甲",
    )
    facts = {"unit": tasks.BUREAU, "competent_body": None}
    about = About(SubjectKind.COMMITMENT, Commitment.id_of(commitments.NUMBER))
    tasks.run(county.store, "2011-12-02", notices.issue, terms=terms, about=about, **facts)


def head(county: System) -> int:
    with county.database.reading() as connection:
        return known_until_now(connection)


def exported(
    county: System, period: Period = PERIOD, as_of: date = AS_OF, known_at: int | None = None
) -> bytes:
    return b"".join(export(county, period, as_of, known_at))


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def table(archive: bytes, path: str) -> Records:
    text = files(archive)[path].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def column(records: Records, header: str) -> list[str]:
    return [record[header] for record in records]
