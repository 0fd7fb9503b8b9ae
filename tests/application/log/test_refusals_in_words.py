"""Whoever is refused is told the reason in both languages."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.audit.keys import KeyType, VerifierKey
from application.audit.refusal import Refused, Sentences
from application.log.rotation import rotate
from application.log.witnessing import request_to
from tests.application.boxes import BEGINNING
from tests.application.log.desk import (
    LOG_KEYS,
    NAMES,
    WITNESS_KEYS,
    LogDesk,
    SignersMemory,
    policy,
)
from tests.application.log.rotating import witnessed
from tests.stores import fresh_sqlite


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


WITNESSED_BY_ONE = Sentences(
    "“见证”要求2个中至少2个见证,实有1个(档案馆),未达到法定数;缺审计局",
    "见证 asks for 2 of 2 witnesses, 1 cosigned (档案馆); missing 审计局",
)
REASONS: dict[Callable[[LogDesk], None], Sentences] = {
    _sign_with_the_old_key: Sentences(f"由{LOG_KEYS[1].vkey}接续", f"{LOG_KEYS[1].vkey} goes on"),
    _sign_with_a_key_to_come: Sentences(f"现用的是{NAMES[0]}", f"{NAMES[0]} is"),
    _sign_less_than_before: Sentences("现有9条,上次签署时有250条", "9 < 250"),
    _end_without_quorum: WITNESSED_BY_ONE,
    _end_for_an_unknown_key: Sentences(NAMES[1], NAMES[1]),
    _end_under_a_name_used_before: Sentences(NAMES[0], NAMES[0]),
    _continue_from_elsewhere: Sentences("上次见过250条", "it last saw 250"),
}


@pytest.mark.parametrize("act", REASONS)
def test_a_refusal_says_why(desk: LogDesk, act: Callable[[LogDesk], None]) -> None:
    with pytest.raises(Refused) as refused:
        act(desk)
    assert refused.value.reason == REASONS[act]
