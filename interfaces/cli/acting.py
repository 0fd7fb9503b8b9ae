"""Who acts on the command line, for whom, and on which date."""

from typing import NamedTuple
from uuid import uuid4

from pydantic import ValidationError

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
