"""Carries out ``zhuoluo signer``."""

import signal
from pathlib import Path
from threading import Event
from time import monotonic
from typing import NamedTuple

import typer

from application.audit.keys import KeyType
from application.audit.policy import Policy
from application.errors import StoreUnavailable
from application.log.heads import Head
from application.log.signer import LogSigner
from application.projections.audit_trail import known_until_now
from interfaces.bootstrap import System, open_log
from interfaces.cli.opening import open_county
from interfaces.cli.policies import policy_of
from interfaces.cli.refusal import Refusal
from interfaces.cli.witnesses import send_to_all
from interfaces.head_in_words import words_of
from interfaces.log_keys import read_key
from interfaces.log_memory import SignerFile, alone

LOOK_EVERY = 1.0
"""Seconds between two looks at how many events are new."""


class Pace(NamedTuple):
    """How often to sign: after so many seconds, or after so many events."""

    every: int
    batch: int


def sign(key_file: Path, memory: Path, pace: Pace, *, once: bool, with_sm3: bool) -> None:
    """Sign what is new, once or until SIGINT or SIGTERM."""
    with open_county(opening=open_log) as system, alone(memory) as ours:
        if not ours:
            raise Refusal(f"另一个签署进程正在使用{memory}")
        key = read_key(key_file, KeyType.LOG)
        remembered = SignerFile(memory)
        signer = LogSigner(
            system.database, key.name, key, remembered, system.clock, with_sm3=with_sm3
        )
        policy = policy_of(None, system.settings)
        if once:
            head = _sign(system, signer, policy)
            if head is None:
                typer.echo("上次签署之后没有新的事件")
            return
        stop = Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stop.set())
        typer.echo(f"开始签署日志:每{pace.every}秒,或者满{pace.batch}条;按Ctrl+C停止")
        _keep_signing(system, signer, policy, pace, stop)


def _keep_signing(
    system: System, signer: LogSigner, policy: Policy | None, pace: Pace, stop: Event
) -> None:
    signed_at, signed_to = monotonic() - pace.every, -1
    is_away = False
    while not stop.is_set():
        try:
            size = _held(system)
            due = size - signed_to >= pace.batch or monotonic() - signed_at >= pace.every
            if size != signed_to and due:
                _sign(system, signer, policy)
                signed_at, signed_to = monotonic(), size
            is_away = False
        except StoreUnavailable as error:
            if not is_away:
                typer.echo(f"{error};恢复之后接着签署", err=True)
            is_away = True
        stop.wait(LOOK_EVERY)


def _held(system: System) -> int:
    with system.database.reading() as connection:
        return known_until_now(connection)


def _sign(system: System, signer: LogSigner, policy: Policy | None) -> Head | None:
    head = signer.sign()
    if head is not None:
        typer.echo(f"已签署:{words_of(head.note)}")
        if policy is not None:
            send_to_all(system, policy)
    return head
