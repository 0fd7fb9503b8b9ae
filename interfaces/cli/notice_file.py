"""Reads a holiday notice that staff wrote down in a YAML file."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import TypeAdapter, ValidationError

from domain.calendar_year import Notice
from domain.model import BusinessDate
from interfaces.causes import cause_of
from interfaces.cli.refusal import Refusal

NEEDED = ("年度", "出处", "放假", "上班")
ALLOWED = (*NEEDED, "文号", "日期", "原因")
FIELDS = {
    "notice_number": "文号",
    "notice_date": "日期",
    "source": "出处",
    "days_off": "放假",
    "working_days": "上班",
}
SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\s*至\s*(\d{4}-\d{2}-\d{2})")
YEAR = re.compile(r"[0-9]{4}")
LONGEST_SPAN = 31
LARGEST_FILE = 100_000

_DAY: TypeAdapter[date] = TypeAdapter(BusinessDate)


class WrittenNotice(NamedTuple):
    """What a file says."""

    year: int
    notice: Notice
    reason: str | None
    """Only a notice that changes a year on record has one."""


def read_notice(path: Path) -> WrittenNotice:
    """Read the file, or refuse it with the field and the rule it breaks."""
    said = _mapping_in(path)
    for name in NEEDED:
        if name not in said:
            raise Refusal(f"{path}:缺少“{name}”")
    for name in said:
        if name not in ALLOWED:
            raise Refusal(f"{path}:没有“{name}”这一项,可写:{'、'.join(ALLOWED)}")
    if not YEAR.fullmatch(str(said["年度"])):
        raise Refusal(f"{path}:年度应为四位数字,如2027")
    facts: dict[str, Any] = {
        "notice_number": said.get("文号") or None,
        "notice_date": said.get("日期") or None,
        "source": said["出处"],
        "days_off": _days(path, "放假", said["放假"]),
        "working_days": _days(path, "上班", said["上班"]),
    }
    try:
        notice = Notice.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        rule = "不符合要求" if first["msg"].isascii() else first["msg"]
        raise Refusal(f"{path}:{FIELDS[str(first['loc'][0])]}{rule}") from None
    return WrittenNotice(int(said["年度"]), notice, said.get("原因"))


def _mapping_in(path: Path) -> dict[Any, Any]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refusal(f"{path}:文件过大,不是节假日安排")
        text = path.read_text(encoding="utf-8-sig")
        said = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  it makes nothing but text
    except OSError as error:
        raise Refusal(f"不能读取{path}:{cause_of(error)}") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path}:不是UTF-8编码;用记事本写的,请另存为UTF-8") from error
    except yaml.YAMLError as error:
        raise Refusal(f"{path}:不是有效的YAML文件") from error
    if not isinstance(said, dict):
        raise Refusal(f"{path}:应逐项写明{'、'.join(NEEDED)}")
    return said


def _days(path: Path, name: str, said: Any) -> list[date]:
    """Read single days and spans such as 2027-02-05 至 2027-02-11."""
    if said == "":
        return []
    if not isinstance(said, list):
        raise Refusal(f"{path}:{name}应为日期的列表,每行一个“- 2027-01-01”")
    days: list[date] = []
    for each in said:
        days += _span(path, name, each)
    return days


def _span(path: Path, name: str, said: Any) -> list[date]:
    span = SPAN.fullmatch(str(said).strip())
    first, last = (_day(path, name, part) for part in (span.groups() if span else (said, said)))
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_SPAN:
        raise Refusal(f"{path}:{name}“{said}”的起止颠倒,或者超过{LONGEST_SPAN}天")
    return [first + timedelta(days=number) for number in range(length)]


def _day(path: Path, name: str, said: Any) -> date:
    try:
        return _DAY.validate_python(date.fromisoformat(str(said)))
    except ValueError:
        raise Refusal(f"{path}:{name}应为日期,如2027-01-01,不能是“{said}”") from None
