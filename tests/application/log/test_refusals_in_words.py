"""Whoever is refused is told the reason in both languages."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.audit.keys import KeyType, VerifierKey
from application.audit.refusal import Refused, Sentences
from application.event_store.logs import FIRST
from application.log.heads import latest_head
from application.log.rotation import rotate
from application.log.signer import Signed
from application.log.witnessing import keep_answer, request_to
from tests.application.boxes import BEGINNING
from tests.application.log.attacks import change
from tests.application.log.desk import (
    LOG_KEYS,
    NAMES,
    WITNESS_KEYS,
    LogDesk,
    SignersMemory,
    policy,
)
from tests.application.log.rotating import witnessed
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


def _sign_what_was_altered(desk: LogDesk) -> None:
    with unguarded(desk.database) as connection:
        change(260, state=b"{}")(connection)
    desk.sign()


def _end_for_another_key_than_before(desk: LogDesk) -> None:
    desk.rotate()
    beginning = desk.signer(NAMES[2], SignersMemory())
    rotate(desk.database, desk.ended[0], beginning, policy(), BEGINNING)


def _end_on_an_older_head(desk: LogDesk) -> None:
    kept_aside = desk.memory.latest
    desk.sign()
    desk.witness(0, 1)
    desk.memory.latest = kept_aside
    desk.rotate()


def _begin_with_a_memory_of_something_else(desk: LogDesk) -> None:
    desk.rotate(SignersMemory(Signed(b"", (), 7)))


def _keep_the_answer_about_another_store(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        head = latest_head(connection, FIRST)
    assert head is not None
    desk.wipe()
    keep_answer(desk.database, policy(), head.note, BEGINNING)


def _ask_with_a_broken_checkpoint(desk: LogDesk) -> None:
    desk.sign()
    with desk.database.reading() as connection:
        request = request_to(connection, WITNESS_KEYS[0])
    desk.witnesses[0].countersign(request.replace(b"\n270\n", b"\n270x\n"))


WITNESSED_BY_ONE = Sentences(
    "法定数:见证没有达到法定数:“见证”要求2个中至少2个见证,实有1个(档案馆),未达到法定数;缺审计局。",
    "quorum: too few witnesses cosigned: 见证 asks for 2 of 2 witnesses, 1 cosigned (档案馆); "
    "missing 审计局.",
)
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
    _sign_what_was_altered: Sentences(
        "库内的哈希树:算出的根哈希与所给的不同。", "tree: the root comes out differently."
    ),
    _end_without_quorum: WITNESSED_BY_ONE,
    _end_for_an_unknown_key: Sentences(
        f"策略文件:不是策略所列的日志:{NAMES[1]}。",
        f"policy: the log is not one the policy names: {NAMES[1]}.",
    ),
    _end_under_a_name_used_before: Sentences(
        f"日志:名称重复或为保留名称:{NAMES[0]}。",
        f"log: the name is taken or reserved: {NAMES[0]}.",
    ),
    _end_for_another_key_than_before: Sentences(
        "上次签署的记录:该日志已经结束,不再签署。",
        "memory: this log has ended and is not signed any more.",
    ),
    _end_on_an_older_head: Sentences(
        "上次签署的记录:本库没有签署过这个检查点。",
        "memory: this store has signed no such checkpoint.",
    ),
    _begin_with_a_memory_of_something_else: Sentences(
        "上次签署的记录:不是数据库现用的日志。",
        "memory: this is not the log the store has in use.",
    ),
    _keep_the_answer_about_another_store: Sentences(
        "检查点:本库没有签署过这个检查点。",
        "checkpoint: this store has signed no such checkpoint.",
    ),
    _continue_from_elsewhere: Sentences(
        "第1行的较早的记录总数:请求不是从见证方上次见过的记录总数接续的:上次见过250条。",
        "line 1, earlier-size: the request does not continue from the size the witness saw last: "
        "it last saw 250.",
    ),
    _ask_with_a_broken_checkpoint: Sentences(
        "第13行的记录总数:不是没有前导零的十进制数。",
        "line 13, size: is not a decimal number without leading zeroes.",
    ),
}


@pytest.mark.parametrize("act", REFUSALS)
def test_a_refusal_says_what_is_wrong_and_why(
    desk: LogDesk, act: Callable[[LogDesk], None]
) -> None:
    with pytest.raises(Refused) as refused:
        act(desk)
    assert (refused.value.chinese, refused.value.english) == REFUSALS[act]
