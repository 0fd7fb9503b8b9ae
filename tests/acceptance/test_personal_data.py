"""Steps of ``features/personal_data.feature``."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import connect
from typing import Any
from uuid import UUID

import pytest
from pytest_bdd import given, scenarios, step, then, when

from application.backup import back_up
from application.privacy.key_store import KeyStore
from application.privacy.personal_values import marker_of
from application.reactions.carrying_out import carry_out
from domain.personal_data_terms import RefusalGround
from tests.acceptance.audit import timeline
from tests.acceptance.desk import Calendar, Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.words import Sentence, Who, rows_of
from tests.http_fixtures import open_to_callers
from tests.stores import fresh_sqlite, opened

scenarios("personal_data.feature")

RECORDS = "/personal-records"
BACKUP = "备份.db"
COLUMNS = {
    "处理目的": "purpose",
    "保管期限": "retention_label",
    "状态": "status_label",
    "建档日期": "opened_on",
    "申请人": "requested_by",
    "审批人": "decided_by",
    "删除日期": "erased_on",
}
REFUSALS = {ground.label: ground for ground in RefusalGround}


Persons = dict[str, UUID]
"""The identities of persons, as they were found while their names still led to them."""


@pytest.fixture
def persons() -> Persons:
    """Know nobody yet."""
    return {}


@pytest.fixture
def desk(template: Path, tmp_path: Path, calendar: Calendar, keys: KeyStore) -> Iterator[Desk]:
    """Open a county in which names are sealed and nothing has happened yet."""
    with (
        opened(fresh_sqlite(template, tmp_path), calendar, keys) as store,
        open_to_callers(store, keys) as county,
    ):
        each = Desk(county, calendar)
        yield each
        each.settle()


def found(desk: Desk, name: str) -> Any:
    """Look a person up by name."""
    desk.settle()
    return desk.county.client.post("/personal-record-searches", json={"name": name})


def open_record(desk: Desk, name: str, who: Who, on: date, retention: Any) -> None:
    facts = {
        "name": name,
        "purpose": "办理代表建议",
        "basis": "statutory_duty",
        "retention": retention,
    }
    desk.begin(RECORDS, facts, who, on)


@step(Sentence("{who:Who}{on:Day}为“{name:Text}”建立个人信息档案,只在需要时保管到{until:Day}"))
def _(desk: Desk, persons: Persons, who: Who, on: date, name: str, until: date) -> None:
    open_record(desk, name, who, on, {"kept_as": "as_needed", "until": until.isoformat()})
    if desk.answer is not None and desk.answer.status_code == 201:
        persons[name] = UUID(desk.answer.json()["subject"])
        desk.learn(name, desk.answer.headers["Location"])


@step(Sentence("{who:Who}{on:Day}将“{name:Text}”的保管期限调整为定期10年,到{until:Day}"))
def _(desk: Desk, who: Who, on: date, name: str, until: date) -> None:
    retention = {"kept_as": "ten_years", "until": until.isoformat()}
    facts = {"retention": retention, "reason": "列入定期保管的档案"}
    desk.act(name, "reclassifications", facts, who, on)


@step(Sentence("{who:Who}{on:Day}将“{name:Text}”的保管期限调整为只在需要时保管到{until:Day}"))
def _(desk: Desk, who: Who, on: date, name: str, until: date) -> None:
    retention = {"kept_as": "as_needed", "until": until.isoformat()}
    facts = {"retention": retention, "reason": "不列入归档范围"}
    desk.act(name, "reclassifications", facts, who, on)


@step(Sentence("{who:Who}{on:Day}限制处理“{name:Text}”的个人信息"))
def _(desk: Desk, who: Who, on: date, name: str) -> None:
    desk.act(name, "restrictions", {"reason": "本人提出异议,核实期间限制处理"}, who, on)


@step(Sentence("{who:Who}{on:Day}解除对“{name:Text}”的限制处理"))
def _(desk: Desk, who: Who, on: date, name: str) -> None:
    desk.act(name, "restriction-liftings", {"reason": "异议已经核实"}, who, on)


@step(Sentence("{who:Who}{on:Day}申请删除“{name:Text}”的个人信息"))
def _(desk: Desk, who: Who, on: date, name: str) -> None:
    facts = {
        "ground": "purpose_met",
        "document": "丹人办申〔2016〕3号",
        "reason": "建议已经办结,本人申请删除",
    }
    desk.act(name, "erasure-requests", facts, who, on)


@step(Sentence("{who:Who}{on:Day}批准删除“{name:Text}”的个人信息"))
def _(desk: Desk, who: Who, on: date, name: str) -> None:
    desk.act(name, "erasure-approvals", {}, who, on)


@step(Sentence("{who:Who}{on:Day}以“{ground:Text}”不批准删除“{name:Text}”的个人信息"))
def _(desk: Desk, who: Who, on: date, ground: str, name: str) -> None:
    facts = {"ground": REFUSALS[ground], "reason": "经核实,不予删除"}
    desk.act(name, "erasure-refusals", facts, who, on)


@step("系统落实对个人信息的决定")
def _(desk: Desk, keys: KeyStore) -> None:
    desk.settle()
    carry_out(desk.county.store, keys)


@given("删除以前备份了整个数据库")
def _(desk: Desk, tmp_path: Path) -> None:
    desk.settle()
    back_up(desk.county.store.database, tmp_path / BACKUP)


@when("恢复这份备份,密钥库留在原处")
def _(desk: Desk, tmp_path: Path) -> None:
    desk.settle()
    county = str(desk.county.store.database.url.database)
    with closing(connect(tmp_path / BACKUP)) as backup, closing(connect(county)) as target:
        backup.backup(target)
    desk.county.store.forget()


def warned(desk: Desk) -> str:
    desk.settle()
    return str(desk.read("/status")["warnings"])


@then(Sentence("运行状况提示“{warning:Text}”"))
def _(desk: Desk, warning: str) -> None:
    assert warning in warned(desk)


@then(Sentence("运行状况不再提示“{warning:Text}”"))
def _(desk: Desk, warning: str) -> None:
    assert warning not in warned(desk)


@then(Sentence("按姓名找到“{name:Text}”,档案的状态为“{status:Text}”"))
def _(desk: Desk, name: str, status: str) -> None:
    assert found(desk, name).json()["record"]["status_label"] == status


@then(Sentence("按姓名找不到“{name:Text}”"))
def _(desk: Desk, name: str) -> None:
    assert found(desk, name).status_code == 404


def listed(desk: Desk, headings: list[str], **query: Any) -> list[dict[str, str]]:
    """Read the ledger of personal records as a table with these headings."""
    rows = desk.read_all(RECORDS, **query)
    return [{each: shown(row[COLUMNS[each]]) for each in headings} for row in rows]


@then(Sentence("截至{as_of:Day},个人信息台账为:"))
def _(desk: Desk, as_of: date, datatable: list[list[str]]) -> None:
    assert listed(desk, datatable[0], as_of=as_of.isoformat()) == rows_of(datatable)


@then(Sentence("截至{as_of:Day},个人信息台账为空"))
def _(desk: Desk, as_of: date) -> None:
    assert listed(desk, [], as_of=as_of.isoformat()) == []


@then(Sentence("{on:Day}的到期清单为空"))
def _(desk: Desk, on: date) -> None:
    assert listed(desk, [], retention_over_on=on.isoformat()) == []


@then(Sentence("{on:Day}的到期清单有{persons_over:Count}人"))
def _(desk: Desk, on: date, persons_over: int) -> None:
    assert len(listed(desk, [], retention_over_on=on.isoformat())) == persons_over


def lead_deputy_in_ledger(desk: Desk, number: str) -> str:
    [row] = [each for each in desk.read_all("/opinions") if each["number"] == number]
    return str(row["lead_deputy"])


@then(Sentence("意见台账里“{number:No}”的领衔代表显示为“{name:Text}”"))
def _(desk: Desk, number: str, name: str) -> None:
    assert lead_deputy_in_ledger(desk, number) == name


@then(Sentence("意见台账里“{number:No}”的领衔代表显示为“{name:Text}”的标记"))
def _(desk: Desk, persons: Persons, number: str, name: str) -> None:
    assert lead_deputy_in_ledger(desk, number) == marker_of(persons[name])


@then(Sentence("“{number:No}”的领衔代表显示为“{name:Text}”"))
def _(desk: Desk, number: str, name: str) -> None:
    assert desk.state(number)["lead_deputy"] == name


@then(Sentence("“{number:No}”的领衔代表显示为“{name:Text}”的标记"))
def _(desk: Desk, persons: Persons, number: str, name: str) -> None:
    assert desk.state(number)["lead_deputy"] == marker_of(persons[name])


@then(Sentence("“{number:No}”的全过程里没有“{name:Text}”"))
def _(desk: Desk, persons: Persons, number: str, name: str) -> None:
    story = str(timeline(desk, number))
    assert name not in story
    assert marker_of(persons[name]) in story


@then(Sentence("按责任领导“{name:Text}”查不到整改任务"))
def _(desk: Desk, persons: Persons, name: str) -> None:
    assert desk.read_all("/tasks", leader=name) == []
    assert len(desk.read_all("/tasks", leader=marker_of(persons[name]))) == 1


@then(Sentence("审计轨迹的最后一条是“{label:Text}”,其中没有“{name:Text}”"))
def _(desk: Desk, label: str, name: str) -> None:
    [latest] = desk.read("/audit-trail", limit=1)["items"]
    assert latest["label"] == label
    assert name not in str(latest)
