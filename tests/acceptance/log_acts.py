"""Sentences about the log: signed and witnessed, exported, proven by receipts."""

from datetime import date
from pathlib import Path

import pytest
from pytest_bdd import given, step, then, when

from application.audit.policy import parse_policy
from application.audit.refusal import Problem, Refused
from application.log.receipts import check_receipt
from tests.acceptance.desk import Desk
from tests.acceptance.log_office import REPLIED, LogOffice, asked_for, exported, sequence_of
from tests.acceptance.words import Sentence
from tests.unpacked import unpacked


@pytest.fixture
def office(tmp_path: Path) -> LogOffice:
    """Give out the keys."""
    folder = tmp_path / "office"
    folder.mkdir()
    return LogOffice(folder)


@given("日志由县人大常委会签署,由档案馆见证")
def _(desk: Desk, office: LogOffice) -> None:
    office.serve(desk, desk.county.store)


@step("日志已经签署并且见证")
def _(desk: Desk, office: LogOffice) -> None:
    desk.settle()
    office.sign(desk.county.store)
    office.witness(desk.county.store)


@when(Sentence("索取{since:Day}至{until:Day}的审计包"))
def _(desk: Desk, since: date, until: date) -> None:
    desk.settle()
    desk.answer = asked_for(desk, since, until)


@when(Sentence("导出{since:Day}至{until:Day}的审计包"))
def _(desk: Desk, office: LogOffice, since: date, until: date) -> None:
    desk.settle()
    office.bundle = exported(desk, since, until)


@when(Sentence("导出{since:Day}至{until:Day}的审计包,只到开始实施“{number:No}”的第一条记录"))
def _(desk: Desk, office: LogOffice, since: date, until: date, number: str) -> None:
    desk.settle()
    office.asked_up_to = sequence_of(desk, number, "plan.put-in-force")
    desk.answer = asked_for(desk, since, until, office.asked_up_to)
    assert desk.answer.status_code == 200, desk.answer.text
    office.bundle = desk.answer.content


@then("应答写明导出到该次办理之前的一条记录为止")
def _(desk: Desk, office: LogOffice) -> None:
    assert desk.answer is not None
    assert int(desk.answer.headers["X-Sequence"]) == office.asked_up_to - 1


@when(Sentence("有人把包内的“{old:Text}”都改成“{new:Text}”,并且重新编制了清单"))
def _(office: LogOffice, old: str, new: str) -> None:
    office.forge(old, new)


@then(Sentence("核验的结论里有“{words:Text}”"))
def _(office: LogOffice, words: str) -> None:
    assert words in office.verdict, office.verdict


@then(Sentence("导出包里没有“{words:Text}”"))
def _(office: LogOffice, words: str) -> None:
    assert words.encode() not in unpacked(office.bundle)


@then(Sentence("导出包的“{table:Text}”列明:"))
def _(office: LogOffice, table: str, datatable: list[list[str]]) -> None:
    records = office.table(f"比率/{table}.csv")
    assert [[each[header] for header in datatable[0]] for each in records] == datatable[1:]


@step(Sentence("县教育局保存答复“{number:No}”的回执"))
def _(desk: Desk, office: LogOffice, number: str) -> None:
    sequence = sequence_of(desk, number, REPLIED)
    desk.settle()
    desk.answer = desk.county.client.get(f"/log/proof/{sequence}")
    office.receipt = desk.answer.content


@then("这份回执写明尚未达到法定数")
def _(desk: Desk, office: LogOffice) -> None:
    assert desk.answer is not None
    assert desk.answer.headers["X-Quorum"] == "missing"
    policy = parse_policy(office.path("policy").read_bytes())
    with pytest.raises(Refused) as refused:
        check_receipt(office.receipt, policy)
    assert refused.value.problem is Problem.QUORUM_NOT_REACHED


@then("核验这份回执,结论为“回执有效”")
def _(desk: Desk, office: LogOffice) -> None:
    policy = parse_policy(office.path("policy").read_bytes())
    proven = check_receipt(office.receipt, policy)
    assert proven.index + 1 == sequence_of(desk, "校园安全", REPLIED)


@then(Sentence("用包内的程序离线核验,结论为“{verdict:Text}”"))
def _(office: LogOffice, verdict: str) -> None:
    office.verify()
    assert office.verdict.startswith(f"{verdict}:"), office.verdict
