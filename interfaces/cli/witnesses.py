"""Carries out what the operator asks of witnesses: by file, by QR code, over HTTP."""

from pathlib import Path
from typing import NamedTuple

import typer

from application.audit.note import LONGEST_NOTE
from application.audit.policy import Policy, Witness
from application.log.witnessing import keep_answer, request_to
from interfaces.bootstrap import System, open_log
from interfaces.cli.files import read_file, require_foreign, write_file
from interfaces.cli.log_heads import draw
from interfaces.cli.opening import open_county
from interfaces.cli.policies import required_policy, witness_named
from interfaces.cli.refusal import Refusal
from interfaces.witness_http import WitnessUnreachable, ask


class Wanted(NamedTuple):
    """What a request is to be like, other than usual."""

    qr: Path | None
    """Where to draw it, too."""
    old: int | None
    """The size it continues from, where the witness named another than is kept here."""


def write_request(name: str, output: Path, policy_file: Path | None, wanted: Wanted) -> None:
    """Write the request for a witness to a file, and draw it if asked to."""
    with open_county(opening=open_log) as system:
        require_foreign(output, system.settings)
        witness = witness_named(required_policy(policy_file, system.settings), name)
        with system.database.reading() as connection:
            data = request_to(connection, witness.key, wanted.old)
    write_file(output, data)
    if wanted.qr is not None:
        draw(wanted.qr, data)
    typer.echo(f"见证请求已写入{output}({len(data)}字节),请交{name}")


def keep(file: Path, policy_file: Path | None) -> None:
    """Keep what a witness handed back."""
    note = read_file(file, LONGEST_NOTE)
    with open_county(opening=open_log) as system:
        policy = required_policy(policy_file, system.settings)
        added = keep_answer(system.database, policy, note, system.clock())
    if not added:
        raise Refusal("没有新的见证:文件里没有策略所列见证方的签名,或者早已登记")
    typer.echo(f"已登记{added}个见证")


def send(policy_file: Path | None) -> None:
    """Send the newest head to every witness that has an address."""
    with open_county(opening=open_log) as system:
        policy = required_policy(policy_file, system.settings)
        failed = send_to_all(system, policy)
    if failed:
        raise Refusal(f"{failed}个见证方没有答复")


def send_to_all(system: System, policy: Policy) -> int:
    """Ask every witness that has an address, telling of each; return how many failed."""
    failed = 0
    for witness in policy.witnesses:
        if witness.url is None:
            continue
        try:
            _send_to(system, policy, witness, witness.url)
        except WitnessUnreachable as error:
            failed += 1
            typer.echo(f"见证方{witness.name}:{error}", err=True)
        else:
            typer.echo(f"见证方{witness.name}已见证")
    return failed


def _send_to(system: System, policy: Policy, witness: Witness, url: str) -> None:
    with system.database.reading() as connection:
        note = ask(url, lambda old: request_to(connection, witness.key, old))
    keep_answer(system.database, policy, note, system.clock())
