"""Who acts on the command line, for whom, and on which date; and the receipt afterwards."""

from typing import Any, NamedTuple
from uuid import uuid4

from pydantic import ValidationError

from application.audit.strict import to_base64
from application.store import Done
from domain.model import Act, Role
from interfaces.bootstrap import System
from interfaces.cli.asking import optional_day
from interfaces.cli.refusal import wrong_usage


class Signed(NamedTuple):
    """The person who acts and the unit, as they were typed."""

    actor: str
    unit: str
    on: str | None = None
    """The business date; today when left out."""


def act_of(system: System, signed: Signed) -> Act:
    """Return the act of this person."""
    correlation = uuid4()
    try:
        return Act(
            actor=signed.actor,
            unit=signed.unit,
            role=Role.SUPERVISION_STAFF,
            occurred_on=optional_day("--on", signed.on) or system.today,
            recorded_at=system.clock(),
            correlation_id=correlation,
            causation_id=correlation,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise wrong_usage(f"--{first['loc'][0]}:{first['msg']}") from None


def receipt_facts(done: Done[Any]) -> dict[str, int | str]:
    """Return what an accepted command is proven with, as HTTP states it in its headers."""
    return {"sequence": done.sequence, "leaf_hash": to_base64(done.leaf_hash)}


def receipt_line(done: Done[Any]) -> str:
    """Say the same to people."""
    return f"日志序号{done.sequence},叶哈希{to_base64(done.leaf_hash)}"
