"""Given-When-Then for aggregates: a fixture is Given, a method call is When, these are Then."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.model import Aggregate, DomainEvent, PlacedAct, Role
from domain.profile_rules import ProfileRules

ENVELOPE = {"originator_id", "originator_version", "act"}
RULES = ProfileRules()
"""The rules where a congress has none of its own."""
RECORDED_AT = datetime(2030, 1, 1, tzinfo=UTC)


def act(
    on: str = "2015-03-25",
    *,
    unit: str = "RDB",
    actor: str = "经办人甲",
    role: Role = Role.SUPERVISION_STAFF,
    recorded_at: datetime = RECORDED_AT,
    above: Sequence[str] = (),
) -> PlacedAct:
    """Build an act dated ``on``, of a unit under no other, recorded far later unless told so."""
    return PlacedAct(
        actor=actor,
        unit=unit,
        role=role,
        occurred_on=date.fromisoformat(on),
        recorded_at=recorded_at,
        correlation_id=UUID(int=1),
        causation_id=UUID(int=2),
        above=tuple(above),
    )


def recorded(aggregate: Aggregate) -> list[tuple[type[DomainEvent], dict[str, Any]]]:
    """Take the events the last decisions recorded, without their envelope."""
    return [(type(e), e.model_dump(exclude=ENVELOPE)) for e in aggregate.collect_events()]


@contextmanager
def refused(
    aggregate: Aggregate, error: type[Exception], field: str | None = None
) -> Generator[None]:
    """Expect the decision to raise ``error`` (about ``field``) and to record nothing."""
    before = dict(aggregate.__dict__)
    with pytest.raises(error) as caught:
        yield
    assert caught.type is error
    if field is not None:
        assert getattr(caught.value, "field", None) == field
    assert aggregate.__dict__ == before
