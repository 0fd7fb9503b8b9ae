"""Carries out ``zhuoluo log-rotate``."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer

from application.audit.keys import KeyType
from application.log.rotation import rotate as begin_after
from application.log.signer import LogSigner
from interfaces.bootstrap import System
from interfaces.cli.opening import open_county
from interfaces.cli.policies import required_policy
from interfaces.cli.refusal import Refusal
from interfaces.head_in_words import words_of
from interfaces.log_keys import read_key
from interfaces.log_memory import SignerFile, alone


class Hand(NamedTuple):
    """What one key signs with."""

    key: Path
    memory: Path


def rotate(ending: Hand, beginning: Hand, policy_file: Path | None) -> None:
    """End the log of one key and begin that of the other; tell what others need to know."""
    with open_county() as system:
        policy = required_policy(policy_file, system.settings)
        with _at(system, ending) as old, _at(system, beginning) as new:
            log, last = begin_after(system.database, old, new, policy, system.clock())
        typer.echo(f"第{log.number}个日志{log.name}已经开始,自序号{log.first}之后接续")
        typer.echo(f"旧日志止于:{words_of(last)}")
        typer.echo("见证方和核验人员的策略文件都要有这两行,旧的一行不要删去:")
        typer.echo(f"log {old.key.vkey}\nlog {new.key.vkey}")
        typer.echo(f"见证方从此用--log {new.key.vkey}")
        typer.echo("旧私钥不再使用,请按规定销毁或者封存")


@contextmanager
def _at(system: System, hand: Hand) -> Generator[LogSigner]:
    with alone(hand.memory) as ours:
        if not ours:
            raise Refusal(f"另一个签署进程正在使用{hand.memory};请先停下签署进程")
        key = read_key(hand.key, KeyType.LOG)
        yield LogSigner(system.database, key.name, key, SignerFile(hand.memory), system.clock)
