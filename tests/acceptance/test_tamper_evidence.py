"""Steps of ``features/tamper_evidence.feature``."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_bdd import given, scenarios, then, when

from application.audit.merkle import SHA256
from application.audit.proof_file import parse_proof_file
from application.audit.refusal import Problem, Refused
from application.audit.strict import to_base64
from application.rebuild import rebuild
from application.store import Store
from tests.acceptance.desk import Desk
from tests.acceptance.log_office import COPIED, REPLIED, LogOffice, sequence_of
from tests.acceptance.words import Sentence, Who
from tests.stores import fresh_sqlite, keys_beside, opened

scenarios("tamper_evidence.feature")


@pytest.fixture
def elsewhere() -> Iterator[ExitStack]:
    """Close at the end what a scenario opened."""
    with ExitStack() as stack:
        yield stack


@given("签署日志时另载SM3根哈希")
def _(office: LogOffice) -> None:
    office.with_sm3 = True


@given("日志已经签署")
def _(desk: Desk, office: LogOffice) -> None:
    desk.settle()
    office.sign(desk.county.store)


@when(Sentence("导出“{number:No}”一件意见的记录"))
def _(desk: Desk, office: LogOffice, number: str) -> None:
    asked = {"kind": "opinion", "key": number}
    answer = desk.county.client.get("/exports/audit-part", params=asked)
    assert answer.status_code == 200, answer.text
    office.bundle = answer.content


@when(Sentence("有人把它说成“{number:No}”的记录,并且重新编制了清单"))
def _(office: LogOffice, number: str) -> None:
    office.rename(number)


@when(Sentence("有人把回执里的“{old:Text}”改成“{new:Text}”"))
def _(office: LogOffice, old: str, new: str) -> None:
    file = parse_proof_file(office.receipt)
    office.receipt = replace(file, extra=file.event.replace(old.encode(), new.encode())).data
    assert office.receipt != file.data


@when("有人往包内夹带一份附件,并且重新编制了清单")
def _(office: LogOffice) -> None:
    office.attach("验收合格".encode())


@then(Sentence("不看见证,用包内的程序离线核验,结论为“{verdict:Text}”"))
def _(office: LogOffice, verdict: str) -> None:
    office.verify("--policy", str(office.path("lenient")))
    assert office.verdict.startswith(f"{verdict}:"), office.verdict


@then(Sentence("不看见证,带上县教育局的回执离线核验,结论为“{verdict:Text}”"))
def _(office: LogOffice, verdict: str) -> None:
    office.path("receipt").write_bytes(office.receipt)
    kept = ("--receipt", str(office.path("receipt")))
    office.verify("--policy", str(office.path("lenient")), *kept)
    assert office.verdict.startswith(f"{verdict}:"), office.verdict


@given(Sentence("县教育局只记下答复“{number:No}”的序号和叶哈希"), target_fixture="written_down")
def _(desk: Desk, number: str) -> str:
    desk.settle()
    sequence = sequence_of(desk, number, REPLIED)
    proof = parse_proof_file(desk.county.client.get(f"/log/proof/{sequence}").content)
    return f"{sequence}:{to_base64(SHA256.leaf(proof.extra or b''))}"


@then(Sentence("带上所记的叶哈希离线核验,结论为“{verdict:Text}”"))
def _(office: LogOffice, written_down: str, verdict: str) -> None:
    office.verify("--leaf", written_down)
    assert office.verdict.startswith(f"{verdict}:"), office.verdict


@then(Sentence("不看见证,带上所记的叶哈希离线核验,结论为“{verdict:Text}”"))
def _(office: LogOffice, written_down: str, verdict: str) -> None:
    office.verify("--policy", str(office.path("lenient")), "--leaf", written_down)
    assert office.verdict.startswith(f"{verdict}:"), office.verdict


@when(Sentence("县教育局索取答复“{number:No}”的回执"))
def _(desk: Desk, number: str) -> None:
    desk.settle()
    sequence = sequence_of(desk, number, REPLIED)
    desk.answer = desk.county.client.get(f"/log/proof/{sequence}")


@then(Sentence("带上县教育局的回执离线核验,结论为“{verdict:Text}”"))
def _(office: LogOffice, verdict: str) -> None:
    office.path("receipt").write_bytes(office.receipt)
    office.verify("--receipt", str(office.path("receipt")))
    assert office.verdict.startswith(f"{verdict}:"), office.verdict


@when("县人大常委会更换签署密钥")
def _(desk: Desk, office: LogOffice) -> None:
    desk.settle()
    office.rotate(desk.county.store)


@then("旧密钥不能再签署,新密钥接着签署")
def _(desk: Desk, office: LogOffice) -> None:
    store = desk.county.store
    office.log, later = "log", office.log
    assert office.path(COPIED).exists()
    refusals = {
        "log.memory": Problem.LOG_ENDED,
        COPIED: Problem.LOG_NOT_IN_USE,
        "none": Problem.LOG_NOT_IN_USE,
    }
    for memory, problem in refusals.items():
        with pytest.raises(Refused) as refused:
            office.signer(store, memory).sign()
        assert refused.value.problem is problem
    office.log = later
    office.sign(store)


@when("有人抹去这次答复,补记别的事情凑足条数,用签署密钥重新签署了日志")
def _(desk: Desk, office: LogOffice, elsewhere: ExitStack, template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rewritten"
    folder.mkdir()
    told = desk.county.store.recorder
    kept = told.select_notifications(1, sequence_of(desk, "校园安全", REPLIED) - 1)
    keys = elsewhere.enter_context(closing(keys_beside(desk.county.store.database)))
    rewritten = opened(fresh_sqlite(template, folder), desk.calendar, keys)
    store: Store = elsewhere.enter_context(rewritten)
    moment = store.mapper.to_domain_event(kept[-1]).act.recorded_at  # type: ignore[attr-defined]
    store.recorder.insert_events(kept, recorded_at=moment)
    rebuild(store)
    office.serve(desk, store)
    desk.county.store = store
    for name in ("县公安局", "县司法局"):
        facts = {"code": name, "name": name, "kind": "department", "level": "county"}
        desk.begin("/units", facts, Who(name, "机构编制登记人员"), desk.calendar.now.date())
    desk.settle()
    office.sign(store, "rewritten.memory")


@then("档案馆拒绝为这套日志见证")
def _(desk: Desk, office: LogOffice) -> None:
    with pytest.raises(Refused) as refused:
        office.witness(desk.county.store)
    assert refused.value.problem in {Problem.EARLIER_ROOT_DIFFERS, Problem.ROOT_DIFFERS}
