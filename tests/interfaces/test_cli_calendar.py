"""``zhuoluo calendar``: what is on record, and a notice from a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import Result

from application.commands.calendars import bring_reference_calendars
from application.projections.audit_trail import audit_trail, known_until_now
from application.reference.shipped_calendars import reference_years
from application.store import Store
from domain.calendar_year import CalendarYear
from tests.interfaces.test_cli import Zhuoluo, lines, refused, zhuoluo

NEXT_YEAR = """\
年度: 2027
文号: 国办发明电〔2026〕9号
日期: 2026-11-10
出处: 中国政府网
放假:
  - 2027-01-01 至 2027-01-03
  - 2027-02-08
  - 2027-05-01至2027-05-05
  - 2027-10-01 至 2027-10-07
上班:
  - 2027-02-20
"""
WHO = ("--actor", "经办人甲", "--unit", "RDB")

Record = Callable[..., Result]


@pytest.fixture
def run(sqlite_store: Store) -> Zhuoluo:
    """Give the command line of an empty county."""
    return zhuoluo(str(sqlite_store.database.url))


@pytest.fixture
def record(run: Zhuoluo, tmp_path: Path) -> Record:
    """Write a file and have it recorded."""

    def written(text: str, *who: str) -> Result:
        file = tmp_path / "安排.yaml"
        file.write_text(text, encoding="utf-8")
        return run("calendar", "publish", str(file), *(who or WHO))

    return written


def test_years_on_record_are_listed(run: Zhuoluo, sqlite_store: Store) -> None:
    bring_reference_calendars(sqlite_store)
    listed = lines(run("calendar"))
    assert listed[0] == [
        "年度",
        "第几次通知",
        "文号",
        "日期",
        "放假天数",
        "调休上班天数",
        "出处",
    ]
    assert len(listed) == 1 + len(reference_years())
    assert listed[-1][:6] == ["2026", "1", "国办发明电〔2025〕7号", "2025-11-04", "33", "6"]
    assert lines(run("calendar", "list")) == listed


def test_a_notice_is_recorded_from_a_file(record: Record, sqlite_store: Store) -> None:
    told = record(NEXT_YEAR)
    assert told.exit_code == 0
    assert told.stdout.startswith("已登记2027年节假日安排(第1次通知)\n日志序号1,叶哈希")
    year = sqlite_store.read(CalendarYear, CalendarYear.id_of("2027"))
    assert len(year.notice.days_off) == 16
    assert [day.isoformat() for day in year.notice.working_days] == ["2027-02-20"]
    with sqlite_store.database.reading() as connection:
        (row,) = connection.execute(select(audit_trail)).mappings().all()
    assert (row["actor"], row["unit"]) == ("经办人甲", "RDB")


def test_a_file_with_a_reason_amends_the_year(
    record: Record, run: Zhuoluo, sqlite_store: Store
) -> None:
    refused(record(f"{NEXT_YEAR}原因: 延长春节假期\n"), 1, "2027")
    record(NEXT_YEAR)
    refused(record(NEXT_YEAR), 1, "已经公布")
    changed = NEXT_YEAR.replace("2027-02-08", "2027-02-09")
    told = record(f"{changed}原因: 延长春节假期\n")
    assert told.exit_code == 0
    assert told.stdout.startswith("已登记2027年节假日安排(第2次通知)\n日志序号2,叶哈希")
    year = sqlite_store.read(CalendarYear, CalendarYear.id_of("2027"))
    assert [each.reason for each in year.editions] == [None, "延长春节假期"]
    assert lines(run("calendar"))[1][:2] == ["2027", "2"]


def test_a_file_that_notepad_wrote_is_read_and_one_in_another_encoding_named(
    record: Record, run: Zhuoluo, tmp_path: Path
) -> None:
    file = tmp_path / "国标码.yaml"
    file.write_bytes(NEXT_YEAR.encode("gb18030"))
    refused(run("calendar", "publish", str(file), *WHO), 1, "国标码.yaml:不是UTF-8编码")
    assert record(f"\ufeff{NEXT_YEAR}").exit_code == 0


def test_a_notice_without_make_up_days_number_or_date_is_taken(record: Record) -> None:
    text = NEXT_YEAR.replace("  - 2027-02-20\n", "")
    text = text.replace("文号: 国办发明电〔2026〕9号\n日期: 2026-11-10\n", "日期:\n")
    assert record(text).exit_code == 0


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("年度: 2027\n", "", ("缺少", "年度")),
        ("年度: 2027", "年度: 明年", ("年度", "四位数字")),
        ("出处: 中国政府网", "出处: ''", ("出处", "不能为空")),
        ("出处: 中国政府网", "出处: [1]", ("出处", "不符合要求")),
        ("日期: 2026-11-10", "日期: 某日", ("日期", "不符合要求")),
        ("出处", "备注: 无\n出处", ("没有“备注”",)),
        ("  - 2027-02-08", "  - 2027-02-30", ("放假", "2027-02-30")),
        ("  - 2027-02-08", "  - 1900-02-08", ("放假", "1900-02-08")),
        ("2027-01-01 至 2027-01-03", "2027-01-03 至 2027-01-01", ("放假", "颠倒")),
        ("2027-01-01 至 2027-01-03", "2027-01-01 至 2027-12-31", ("放假", "31天")),
        ("上班:\n  - 2027-02-20", "上班: 2027-02-20", ("上班", "列表")),
        ("  - 2027-02-20", "  - 2027-02-22", ("2027-02-22", "不是星期六")),
        (NEXT_YEAR, "- 2027", ("逐项写明",)),
        (NEXT_YEAR, "年度: [", ("YAML",)),
        ("日期: 2026-11-10", "日期: 2026-11-31", ("日期",)),
        ("  - 2027-02-20", "  - [2027-02-20]", ("上班", "应为日期")),
        (NEXT_YEAR, "#" * 100_001, ("文件过大",)),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_one_sentence(
    record: Record, sqlite_store: Store, was: str, now: str, words: tuple[str, ...]
) -> None:
    assert was in NEXT_YEAR
    refused(record(NEXT_YEAR.replace(was, now, 1)), 1, *words)
    with sqlite_store.database.reading() as connection:
        assert known_until_now(connection) == 0


def test_a_file_that_is_not_there_or_not_text_is_refused(run: Zhuoluo, tmp_path: Path) -> None:
    refused(run("calendar", "publish", str(tmp_path / "无.yaml"), *WHO), 1, "不能读取")
    file = tmp_path / "图.yaml"
    file.write_bytes(b"\xff\xd8\xff")
    refused(run("calendar", "publish", str(file), *WHO), 1, "不是UTF-8编码")


def test_publishing_needs_a_file_and_a_person(run: Zhuoluo, record: Record) -> None:
    refused(run("calendar", "publish"), 2, "文件")
    refused(run("calendar", "erase"), 2, "list", "publish")
    refused(record(NEXT_YEAR, "--actor", "经办人甲"), 2, "--unit")
    refused(record(NEXT_YEAR, "--unit", "RDB"), 2, "--actor")
    refused(record(NEXT_YEAR, "--actor", " ", "--unit", "RDB"), 2, "--actor", "不能为空")
