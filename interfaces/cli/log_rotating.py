"""Carries out ``zhuoluo log-rotate``."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer

from application.audit.keys import KeyType
from application.log.rotation import rotate as begin_after
from application.log.signer import LogSigner
from interfaces.bootstrap import open_log
from interfaces.cli.opening import open_county
from interfaces.cli.policies import required_policy
from interfaces.cli.refusal import Refusal
from interfaces.head_in_words import words_of
from interfaces.log_keys import read_key
from interfaces.log_memory import SignerFile, alone


class Hand(NamedTuple):
    """What the new key signs with."""

    key: Path
    memory: Path


def rotate(ending: Path, beginning: Hand, policy_file: Path | None) -> None:
    """End the log of one memory and begin that of the new key; tell what others need to know."""
    with open_county(opening=open_log) as system, _alone(ending), _alone(beginning.memory):
        policy = required_policy(policy_file, system.settings)
        key = read_key(beginning.key, KeyType.LOG)
        memory = SignerFile(beginning.memory)
        new = LogSigner(system.database, key.name, key, memory, system.clock)
        done = begin_after(system.database, SignerFile(ending), new, policy, system.clock())
    log = done.new
    typer.echo(f"第{log.number}个日志{log.name}已经开始,自序号{log.first}之后接续")
    typer.echo(f"旧日志止于:{words_of(done.last)}")
    typer.echo("见证方和核验人员的策略文件都要有这两行,旧的一行不要删去:")
    typer.echo(f"log {done.old.vkey}\nlog {new.key.vkey}")
    typer.echo(f"见证方核对旧日志止于何处之后,改用--log {new.key.vkey}")


@contextmanager
def _alone(memory: Path) -> Generator[None]:
    with alone(memory) as ours:
        if not ours:
            raise Refusal(f"另一个签署进程正在使用{memory};请先停下签署进程")
        yield
