"""Whoever is refused is told where and why, in whole sentences."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from application.audit.keys import KeyType, VerifierKey
from application.audit.proof_file import parse_proof_file
from application.audit.refusal import Refused, Sentences
from application.errors import CommandRefused
from application.event_store.logs import FIRST
from application.event_store.schema import events
from application.log.heads import log_named
from application.log.receipts import check_receipt, receipt_of
from application.log.rotation import rotate
from application.log.signer import Signed
from application.log.witnessing import keep_answer, request_to
from tests.application.boxes import BEGINNING
from tests.application.log.desk import (
    LOG_KEYS,
    NAMES,
    WITNESS_KEYS,
    LogDesk,
    SignersMemory,
    policy,
)
from tests.application.log.rotating import newest, witnessed
from tests.stores import fresh_sqlite, unguarded


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[LogDesk]:
    with closing(fresh_sqlite(template, tmp_path)) as database:
        yield witnessed(database)


def _sign_with_the_old_key(desk: LogDesk) -> None:
    desk.rotate()
    desk.signer(NAMES[0], desk.ended[0]).sign()


def _sign_with_a_key_to_come(desk: LogDesk) -> None:
    desk.signer(NAMES[1], SignersMemory()).sign()


def _sign_less_than_before(desk: LogDesk) -> None:
    desk.wipe()
    desk.record(9)
    desk.sign()


def _end_without_quorum(desk: LogDesk) -> None:
    desk.sign()
    desk.witness(0)
    desk.rotate()


def _end_for_an_unknown_key(desk: LogDesk) -> None:
    desk.rotate(known=policy(logs=LOG_KEYS[:1]))


def _end_under_a_name_used_before(desk: LogDesk) -> None:
    desk.rotate()
    desk.witness(0, 1)
    key = VerifierKey(NAMES[0], KeyType.LOG, LOG_KEYS[2].public)
    beginning = desk.signer(NAMES[2], SignersMemory())
    beginning.key = key
    rotate(desk.database, desk.memory, beginning, policy(logs=(LOG_KEYS[1], key)), BEGINNING)


def _continue_from_elsewhere(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        request = request_to(connection, WITNESS_KEYS[0], 0)
    desk.witnesses[0].countersign(request)


def _end_it_for_another_key_too(desk: LogDesk) -> None:
    desk.rotate()
    beginning = desk.signer(NAMES[2], SignersMemory())
    rotate(desk.database, desk.ended[0], beginning, policy(), BEGINNING)


def _end_with_a_head_that_is_not_the_newest(desk: LogDesk) -> None:
    earlier = desk.memory.latest
    desk.sign()
    desk.witness(0, 1)
    desk.memory.latest = earlier
    desk.rotate()


def _begin_with_a_memory_of_something_else(desk: LogDesk) -> None:
    desk.rotate(SignersMemory(Signed(b"", (), 7)))


def _sign_with_a_memory_cut_short(desk: LogDesk) -> None:
    assert desk.memory.latest
    desk.memory.latest = desk.memory.latest._replace(peaks=())
    desk.sign()


def _sign_over_an_altered_event(desk: LogDesk) -> None:
    with unguarded(desk.database) as connection:
        connection.execute(update(events).where(events.c.sequence == 260).values(state=b"{}"))
    desk.sign()


def _countersign_what_the_log_did_not_sign(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        request = request_to(connection, WITNESS_KEYS[0])
    desk.witnesses[0].countersign(request.replace(b"\n250\n", b"\n251\n"))


def _keep_an_answer_for_another_store(desk: LogDesk) -> None:
    answer = newest(desk, FIRST).note
    desk.wipe()
    keep_answer(desk.database, policy(), answer, BEGINNING)


def _check_a_receipt_without_its_event(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        file = parse_proof_file(receipt_of(connection, 5, None).data)
    check_receipt(replace(file, extra=None).data, policy())


REFUSALS: dict[Callable[[LogDesk], None], Sentences] = {
    _sign_with_the_old_key: Sentences(
        f"上次签署的记录:该日志已经结束,不再签署:由{LOG_KEYS[1].vkey}接续。",
        f"memory: this log has ended and is not signed any more: {LOG_KEYS[1].vkey} goes on.",
    ),
    _sign_with_a_key_to_come: Sentences(
        f"日志:不是数据库现用的日志:现用的是{NAMES[0]}。",
        f"log: this is not the log the store has in use: {NAMES[0]} is.",
    ),
    _sign_less_than_before: Sentences(
        "记录总数:后一棵树比前一棵小:现有9条,上次签署时有250条。",
        "size: the later tree is the smaller one: 9 < 250.",
    ),
    _sign_with_a_memory_cut_short: Sentences(
        "上次签署的记录:算出的较早根哈希与所给的不同,历史已被改动。",
        "memory: the earlier root comes out differently: history was altered.",
    ),
    _sign_over_an_altered_event: Sentences(
        "库内的哈希树:算出的根哈希与所给的不同。", "tree: the root comes out differently."
    ),
    _end_without_quorum: Sentences(
        "法定数:见证不够:“见证”要求2个中至少2个见证,实有1个(档案馆),未达到法定数;缺审计局。",
        "quorum: too few witnesses cosigned: "
        "见证 asks for 2 of 2 witnesses, 1 cosigned (档案馆); missing 审计局.",
    ),
    _end_for_an_unknown_key: Sentences(
        f"策略文件:不是策略所列的日志:{NAMES[1]}。",
        f"policy: the log is not one the policy names: {NAMES[1]}.",
    ),
    _end_under_a_name_used_before: Sentences(
        f"日志:名称重复或为保留名称:{NAMES[0]}。",
        f"log: the name is taken or reserved: {NAMES[0]}.",
    ),
    _end_it_for_another_key_too: Sentences(
        "上次签署的记录:该日志已经结束,不再签署。",
        "memory: this log has ended and is not signed any more.",
    ),
    _end_with_a_head_that_is_not_the_newest: Sentences(
        "上次签署的记录:本库没有签署过这个检查点。",
        "memory: this store has signed no such checkpoint.",
    ),
    _begin_with_a_memory_of_something_else: Sentences(
        "上次签署的记录:不是数据库现用的日志。",
        "memory: this is not the log the store has in use.",
    ),
    _continue_from_elsewhere: Sentences(
        "第1行的较早的记录总数:请求不是从见证方上次见过的记录总数接续的:上次见过250条。",
        "line 1, earlier-size: the request does not continue from the size the witness saw last: "
        "it last saw 250.",
    ),
    _countersign_what_the_log_did_not_sign: Sentences(
        "第7行的签名:签名与内容或公钥不符。",
        "line 7, signature: the signature is not of this text by this key.",
    ),
    _keep_an_answer_for_another_store: Sentences(
        "检查点:本库没有签署过这个检查点。",
        "checkpoint: this store has signed no such checkpoint.",
    ),
    _check_a_receipt_without_its_event: Sentences(
        "第2行的附带内容:缺少应有的行。", "line 2, extra: lacks a line it must have."
    ),
}


@pytest.mark.parametrize("act", REFUSALS)
def test_a_refusal_says_where_and_why(desk: LogDesk, act: Callable[[LogDesk], None]) -> None:
    with pytest.raises(Refused) as refused:
        act(desk)
    assert Sentences(refused.value.chinese, refused.value.english) == REFUSALS[act]


def _receipt_of(desk: LogDesk, sequence: int) -> None:
    with desk.database.reading() as connection:
        receipt_of(connection, sequence, None)


def _log_named(desk: LogDesk, name: str) -> None:
    with desk.database.reading() as connection:
        log_named(connection, name)


def _request_before_anything_is_signed(desk: LogDesk) -> None:
    desk.wipe()
    with desk.database.reading() as connection:
        request_to(connection, WITNESS_KEYS[0])


NOT_THERE: dict[Callable[[LogDesk], None], tuple[str, str | None]] = {
    partial(_receipt_of, sequence=271): ("没有编号或标识为271的日志序号", "sequence"),
    partial(_receipt_of, sequence=260): (
        "序号260的事件已经记录,尚未被签署的检查点覆盖;请稍后再取",
        "sequence",
    ),
    partial(_log_named, name=NAMES[1]): (f"没有编号或标识为{NAMES[1]}的日志", "log"),
    _request_before_anything_is_signed: (
        "日志尚未签署过检查点;请先运行zhuoluo signer",
        None,
    ),
}


@pytest.mark.parametrize("ask", NOT_THERE)
def test_what_is_not_there_is_named(desk: LogDesk, ask: Callable[[LogDesk], None]) -> None:
    with pytest.raises(CommandRefused) as refused:
        ask(desk)
    assert (refused.value.detail, refused.value.field) == NOT_THERE[ask]
