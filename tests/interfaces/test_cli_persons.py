"""``zhuoluo person`` and ``zhuoluo erase``: what is listed, decided, and refused."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from io import StringIO
from uuid import UUID

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from application.audit.strict import to_base64
from application.commands import personal_records
from application.event_store.schema import events
from application.privacy.key_store import KeyStore
from application.store import Store
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import ProcessingBasis, Retention
from interfaces.cli.main import app
from interfaces.cli.personal_ledger import name_asked
from tests.aggregates import RECORDED_AT, act
from tests.application import tasks
from tests.domain.personal_records import AS_NEEDED, PERMANENT, PURPOSE
from tests.interfaces.test_cli import Zhuoluo, answer, lines, refused, zhuoluo
from tests.stores import keys_beside

Put = Callable[..., str]

NAME = "王伟(女)"
NUMBER = "YJ-2015-1"
BY = ("--actor", "经办人甲", "--unit", "RDB")
BY_ANOTHER = ("--actor", "负责人乙", "--unit", "RDB")
REQUEST = ("--ground", "purpose_met", "--document", "丹人办申〔2020〕3号", "--reason", "已经办结")


@pytest.fixture
def run(sqlite_store: Store) -> Zhuoluo:
    """Give the command line of a county."""
    return zhuoluo(str(sqlite_store.database.url))


@pytest.fixture
def keys(sqlite_store: Store) -> Iterator[KeyStore]:
    """Give the keys of the county."""
    with closing(keys_beside(sqlite_store.database)) as keys:
        yield keys


@pytest.fixture
def put(sqlite_store: Store, keys: KeyStore) -> Put:
    """Put persons on record; return their identities."""

    def on_record(name: str, retention: Retention = AS_NEEDED) -> str:
        keys.subject_of(name, RECORDED_AT)
        command = partial(
            personal_records.open_record,
            keys=keys,
            name=name,
            purpose=PURPOSE,
            basis=ProcessingBasis.CONSENT,
            retention=retention,
        )
        return str(sqlite_store.run(act("2015-03-25"), command).aggregate.subject)

    return on_record


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def typed(store: Store, line: str | bytes, *arguments: str) -> Result:
    """Run a command that reads a name from standard input."""
    environment = {"ZHUOLUO_DATABASE_URL": str(store.database.url)}
    return CliRunner(env=environment).invoke(app, list(arguments), input=line)


def test_a_name_is_typed_as_an_argument_or_on_standard_input(
    run: Zhuoluo, sqlite_store: Store, keys: KeyStore
) -> None:
    subject = str(keys.subject_of(NAME, RECORDED_AT))
    assert done(run("person", "find", NAME)) == f"{subject}:尚未建档"
    assert done(typed(sqlite_store, f"{NAME}\r\n", "person", "find")) == f"{subject}:尚未建档"
    facts = ("--purpose", PURPOSE, "--basis", "取得个人的同意", "--retention", "永久")
    assert done(typed(sqlite_store, f"{NAME}\n", "person", "open", *facts, *BY)).startswith(
        f"{subject}:正常处理,保管期限永久\n日志序号1,叶哈希"
    )
    assert done(run("person", "find", NAME)) == f"{subject}:正常处理"
    assert answer(run("person", "find", NAME, "--json"))["record"]["basis"] == "consent"
    refused(run("person", "open", NAME, *facts, *BY), 1, "已有个人信息档案")
    refused(typed(sqlite_store, "", "person", "find"), 2, "姓名", "不能为空")


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_name_that_notepad_wrote_is_read(sqlite_store: Store, keys: KeyStore, end: str) -> None:
    subject = str(keys.subject_of(NAME, RECORDED_AT))
    line = f"{NAME}{end}".encode("utf-8-sig")
    assert done(typed(sqlite_store, line, "person", "find")) == f"{subject}:尚未建档"


def test_a_name_in_another_encoding_is_called_so(run: Zhuoluo, sqlite_store: Store) -> None:
    for encoding in ("gb18030", "utf-16"):
        line = f"{NAME}\n".encode(encoding)
        refused(typed(sqlite_store, line, "person", "find"), 2, "姓名不是UTF-8编码")
    argument = NAME.encode("gb18030").decode(errors="surrogateescape")
    refused(run("person", "find", argument), 2, "姓名不是UTF-8编码")


def test_whoever_sits_at_a_terminal_is_asked_for_the_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(f"{NAME}\n"))
    assert name_asked(None) == NAME
    assert capsys.readouterr().err == "姓名:"


def test_decisions_are_carried_out_and_nobody_tells_the_name_any_more(
    run: Zhuoluo, sqlite_store: Store
) -> None:
    tasks.settle(sqlite_store)
    tasks.opinion(sqlite_store, NUMBER, lead_deputy=NAME)
    subject = done(run("person", "find", NAME)).partition(":")[0]
    facts = ("--purpose", PURPOSE, "--basis", "consent", "--retention", "as_needed")
    run("person", "open", NAME, *facts, "--until", "2031-12-31", *BY)
    run("erase", "request", subject, *REQUEST, *BY)
    run("erase", "approve", subject, *BY_ANOTHER)
    assert NAME in done(run("timeline", NUMBER))
    told = "登记的决定均已落实,本次删除{}人的个人信息"
    assert done(run("erase", "run")) == told.format(1)
    assert NAME not in done(run("timeline", NUMBER))
    assert NAME not in done(run("ledger", "--json"))
    assert "已删除" in done(run("person", "show", subject))
    refused(run("person", "find", NAME), 1, "已经删除")
    assert done(run("erase", "run")) == told.format(0)
    assert answer(run("erase", "run", "--json")) == {"erased": []}


def test_a_record_goes_through_restriction_and_erasure(
    run: Zhuoluo, put: Put, sqlite_store: Store
) -> None:
    subject = put(NAME)
    told = done(run("person", "restrict", subject, "--reason", "核实", "--on", "2016-03-01", *BY))
    kept = "保管期限实现处理目的所必需的最短时间(至2025-12-31)"
    assert told.startswith(f"{subject}:限制处理,{kept}\n日志序号2,叶哈希")
    assert "正常处理" in done(run("person", "lift", subject, "--reason", "已核实", *BY))
    assert "已申请删除" in done(run("erase", "request", subject, *REQUEST, *BY))
    refused(run("erase", "approve", subject, *BY), 1, "经办人甲", "他人审批")
    assert "已批准删除" in done(run("erase", "approve", subject, *BY_ANOTHER))
    record = sqlite_store.read(PersonalRecord, PersonalRecord.id_of(subject))
    assert [f"{day}" for day in record.dates[:2]] == ["2015-03-25", "2016-03-01"]
    labels = [line[4] for line in lines(run("timeline", subject))[1:]]
    assert labels[:3] == ["登记个人信息", "限制处理", "解除限制处理"]


def test_a_refusal_for_a_term_needs_a_term(run: Zhuoluo, put: Put) -> None:
    subject = put(NAME)
    run("erase", "request", subject, *REQUEST, *BY)
    because = ("--reason", "尚未届满")
    kept = run("erase", "refuse", subject, "--ground", "retention_not_over", *because, *BY_ANOTHER)
    refused(kept, 1, "保管期限")
    told = run("erase", "refuse", subject, "--ground", "unfounded", *because, *BY_ANOTHER)
    assert "正常处理" in done(told)


def test_another_term_is_set_by_its_chinese_name(run: Zhuoluo, put: Put) -> None:
    subject = put(NAME)
    asked = ("person", "reclassify", subject, "--reason", "列为永久保管", *BY)
    told = done(run(*asked, "--retention", "永久")).splitlines()
    assert told[0] == f"{subject}:正常处理,保管期限永久"
    refused(run(*asked, "--retention", "永久", "--until", "2035-12-31"), 2, "--until", "永久")
    refused(run(*asked, "--retention", "thirty_years"), 2, "--until")
    refused(run(*asked, "--retention", "一阵子"), 2, "--retention", "permanent")


def test_the_ledger_lists_persons_without_names(run: Zhuoluo, put: Put) -> None:
    first, second = put(NAME), put("李建国", PERMANENT)
    listed = lines(run("person", "list"))
    assert listed[0][:5] == ["个人标识", "处理目的", "处理依据", "保管期限", "状态"]
    assert {line[0] for line in listed[1:]} == {first, second}
    assert NAME not in str(listed)
    over = lines(run("person", "list", "--retention-over", "2026-01-01"))
    assert [line[0] for line in over] == ["个人标识", first]
    assert lines(run("person", "list", "--status", "限制处理")) == [listed[0]]
    assert lines(run("person", "list", "--as-of", "2015-03-24")) == [listed[0]]
    items = answer(run("person", "list", "--json"))["items"]
    assert {item["subject"] for item in items} == {first, second}


def test_the_ledger_is_read_to_its_end(
    run: Zhuoluo, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interfaces.cli.personal_ledger.AT_ONCE", 2)
    subjects = {put(f"代表{number}") for number in range(5)}
    assert {line[0] for line in lines(run("person", "list"))[1:]} == subjects


def test_a_record_is_shown_for_people_and_for_programs(run: Zhuoluo, put: Put) -> None:
    subject = put(NAME)
    shown = dict(lines(run("person", "show", subject)))
    assert (shown["个人标识"], shown["状态"], shown["申请人"]) == (subject, "正常处理", "")
    state = answer(run("person", "show", subject, "--json"))
    assert (state["subject"], state["version"], state["status"]) == (subject, 1, "held")
    told = answer(run("person", "restrict", subject, "--reason", "核实", *BY, "--json"))
    assert told["status"] == "restricted"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("person", "show", "王伟"), 2, ["个人标识", "UUID"]),
        (("person", "show", str(UUID(int=7))), 1, ["个人信息档案", str(UUID(int=7))]),
        (("person", "restrict", str(UUID(int=7)), "--reason", "核实", *BY), 1, ["个人信息档案"]),
        (("person", "restrict", str(UUID(int=7)), *BY), 2, ["--reason"]),
        (("erase", "approve", str(UUID(int=7)), "--unit", "RDB"), 2, ["--actor"]),
        (("person", "list", "--status", "gone"), 2, ["--status", "held"]),
        (("person", "list", "--retention-over", "明天"), 2, ["--retention-over"]),
        (("person", "find", NAME), 1, [NAME]),
        (("person", "find", ""), 2, ["姓名", "不能为空"]),
        (("erase", "burn"), 2, ["burn"]),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    run: Zhuoluo, arguments: tuple[str, ...], code: int, words: list[str]
) -> None:
    refused(run(*arguments), code, *words)


def test_wrong_signatures_and_days_are_named(run: Zhuoluo, put: Put) -> None:
    subject = put(NAME)
    asked = ("person", "restrict", subject, "--reason", "核实")
    refused(run(*asked, "--actor", " ", "--unit", "RDB"), 2, "--actor", "不能为空")
    refused(run(*asked, *BY, "--on", "某日"), 2, "--on")


@pytest.mark.parametrize("group", ["person", "erase"])
def test_help_is_in_chinese(group: str) -> None:
    shown = CliRunner().invoke(app, [group, "--help"])
    assert shown.exit_code == 0
    assert "用法" in shown.stdout
    assert "Usage" not in shown.stdout


def test_a_decision_is_answered_with_what_proves_it(
    run: Zhuoluo, put: Put, sqlite_store: Store
) -> None:
    subject = put(NAME)
    by = ("--reason", "核实", *BY)
    told = done(run("person", "restrict", subject, *by)).splitlines()[1]
    stated = answer(run("person", "lift", subject, *by, "--json"))
    with sqlite_store.database.reading() as connection:
        leaves = dict(connection.execute(select(events.c.sequence, events.c.leaf_hash)).all())
    assert told == f"日志序号2,叶哈希{to_base64(leaves[2])}"
    assert (stated["sequence"], stated["leaf_hash"]) == (3, to_base64(leaves[3]))
    assert stated["status"] == "held"


def test_what_the_system_does_is_the_systems_in_the_timeline(run: Zhuoluo, put: Put) -> None:
    subject = put(NAME)
    run("erase", "request", subject, *REQUEST, *BY)
    run("erase", "approve", subject, *BY_ANOTHER)
    run("erase", "run")
    last = lines(run("timeline", subject))[-1]
    assert "系统" in last
