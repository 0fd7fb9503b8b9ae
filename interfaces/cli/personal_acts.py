"""Carries out the acts of ``zhuoluo person`` and ``zhuoluo erase``."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import typer
from pydantic import ValidationError

from application.commands import personal_records
from application.reactions.carrying_out import carry_out
from application.work import Work
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    RefusalGround,
    Retention,
    RetentionClass,
)
from interfaces.bootstrap import System
from interfaces.cli.acting import Signed, act_of, receipt_facts, receipt_line
from interfaces.cli.asking import optional_day, word
from interfaces.cli.opening import open_county
from interfaces.cli.personal_ledger import name_asked, record_about
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.tables import show_fact
from interfaces.http.personal_record_state import state_of

Decide = Callable[..., PersonalRecord]


class Term(NamedTuple):
    """How long data is kept, as it was typed."""

    kept_as: str
    until: str | None

    def read(self) -> Retention:
        """Read it."""
        kept_as = word("--retention", self.kept_as, RetentionClass)
        try:
            return Retention(kept_as=kept_as, until=optional_day("--until", self.until))
        except ValidationError as error:
            raise wrong_usage(f"--until:{error.errors()[0]['msg']}") from None


class Acting:
    """One act of one person; afterwards it says how the record stands."""

    def __init__(self, actor: str, unit: str, on: str | None, *, as_json: bool) -> None:
        self._signed = Signed(actor, unit, on)
        self._as_json = as_json

    def open_record(self, name: str | None, purpose: str, basis: str, term: Term) -> None:
        """Put on record that a person's data is held."""
        command = partial(
            personal_records.open_record,
            basis=word("--basis", basis, ProcessingBasis),
            retention=term.read(),
            purpose=purpose,
            name=name_asked(name),
        )
        with open_county() as system:
            self._run(system, partial(command, keys=system.keys))

    def reclassify(self, subject: str, term: Term, reason: str) -> None:
        """Keep the data for another term."""
        command = partial(personal_records.reclassify, retention=term.read(), reason=reason)
        self._decide(subject, command)

    def restrict(self, subject: str, reason: str) -> None:
        """Stop all processing but storing and securing."""
        self._decide(subject, partial(personal_records.restrict, reason=reason))

    def lift(self, subject: str, reason: str) -> None:
        """Let processing go on."""
        self._decide(subject, partial(personal_records.lift_restriction, reason=reason))

    def request_erasure(self, subject: str, ground: str, document: str, reason: str) -> None:
        """Ask that the data be erased."""
        command = partial(
            personal_records.request_erasure,
            ground=word("--ground", ground, ErasureGround),
            document=document,
            reason=reason,
        )
        self._decide(subject, command)

    def approve_erasure(self, subject: str) -> None:
        """Decide that the data is erased."""
        self._decide(subject, personal_records.approve_erasure)

    def refuse_erasure(self, subject: str, ground: str, reason: str) -> None:
        """Decide that the data stays."""
        command = partial(
            personal_records.refuse_erasure,
            ground=word("--ground", ground, RefusalGround),
            reason=reason,
        )
        self._decide(subject, command)

    def _decide(self, subject: str, decide: Decide) -> None:
        with open_county() as system:
            record = record_about(system, subject)
            self._run(system, partial(decide, record_id=record.id, expected=record.version))

    def _run(self, system: System, command: Callable[[Work], PersonalRecord]) -> None:
        done = system.store.run(act_of(system, self._signed), command)
        record = done.aggregate
        if self._as_json:
            show_fact(state_of(record).model_dump(mode="json") | receipt_facts(done))
            return
        typer.echo(f"{record.subject}:{record.status.label},保管期限{record.retention.label}")
        typer.echo(receipt_line(done))


def carry_out_decisions(*, as_json: bool) -> None:
    """Carry out what was decided about persons' data, and say how many were erased."""
    with open_county() as system:
        erased = carry_out(system.store, personal_records.require_keys(system.keys))
    if as_json:
        show_fact({"erased": [str(each) for each in erased]})
    else:
        typer.echo(f"登记的决定均已落实,本次删除{len(erased)}人的个人信息")
