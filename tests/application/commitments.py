"""A county whose bureau promises heating; the tests of commitments start from here."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from application.commands import commitments
from application.projections.commitment_ledger import (
    CommitmentFilter,
    commitment_ledger,
    page_of_commitments,
)
from application.projections.pages import Ordering
from application.projections.versioned import Moment, holding
from application.store import Store
from domain.commitment import Commitment
from domain.commitment_state import FulfilmentResult
from domain.due import Due
from domain.measure import Target
from domain.opinion_terms import Satisfaction
from tests.application.tasks import BUREAU, OFFICE, TODAY, evidence, head, run

NUMBER = "CN-2011-1"
COMMITMENT = Commitment.id_of(NUMBER)
DUE = Due.by(date(2011, 11, 15))
TARGET = Target(text="室温不低于18度", unit_of_measure="度", minimum=Decimal(18))


def draft(store: Store, number: str = NUMBER, on: str = "2011-04-01", **facts: Any) -> Commitment:
    """Draft a promise of the bureau, quantified and dated unless told otherwise."""
    given: dict[str, Any] = {
        "unit": BUREAU,
        "text": "供暖期内集中供暖达标",
        "quantified": TARGET,
        "due": DUE,
        "opinion_ids": (),
        "plan_id": None,
    }
    drafted: Commitment = run(
        store, on, commitments.draft, BUREAU, number=number, **(given | facts)
    )
    return drafted


def change(
    store: Store,
    on: str,
    command: Callable[..., Any],
    unit: str = OFFICE,
    /,
    commitment_id: UUID = COMMITMENT,
    **facts: Any,
) -> Commitment:
    """Run a command on a commitment as it stands."""
    expected = store.read(Commitment, commitment_id).version
    changed: Commitment = run(
        store, on, command, unit, commitment_id=commitment_id, expected=expected, **facts
    )
    return changed


def publish(store: Store, number: str = NUMBER, **facts: Any) -> Commitment:
    """Take a promise from its draft to its publication on 2011-04-28."""
    place: dict[str, Any] = {"commitment_id": draft(store, number, **facts).id}
    change(store, "2011-04-10", commitments.review, waiver=None, **place)
    change(store, "2011-04-21", commitments.file, filing_number="建监备〔2011〕3号", **place)
    return change(store, "2011-04-28", commitments.publish, channel="区电视台", **place)


def claim(
    store: Store, on: str, fulfilled_on: str, commitment_id: UUID = COMMITMENT
) -> Commitment:
    """Claim as the bureau that the promise was kept."""
    facts: dict[str, Any] = {
        "fulfilled_on": date.fromisoformat(fulfilled_on),
        "evidence": (evidence(),),
    }
    return change(store, on, commitments.claim_fulfilment, BUREAU, commitment_id, **facts)


def verify(
    store: Store,
    on: str,
    result: FulfilmentResult = FulfilmentResult.FULFILLED,
    commitment_id: UUID = COMMITMENT,
) -> Commitment:
    """Verify the claim as the committee's office, and publish the result on the same day."""
    place: dict[str, Any] = {"commitment_id": commitment_id}
    change(store, on, commitments.verify, result=result, note="抽测20户", **place)
    return change(store, on, commitments.publish_result, channel="区政府网站", **place)


def follow_up(
    store: Store, on: str, satisfaction: Satisfaction, reopen_due: Due | None = None
) -> Commitment:
    """Record what somebody concerned says."""
    facts: dict[str, Any] = {
        "satisfaction": satisfaction,
        "note": "室温情况",
        "reopen_due": reopen_due,
    }
    return change(store, on, commitments.record_follow_up, **facts)


def correct(store: Store, corrects: int, now: str, field: str = "occurred_on") -> Commitment:
    """Correct a date, on the last day there is."""
    day = date.fromisoformat(now)
    facts: dict[str, Any] = {
        "corrects": corrects,
        "field": field,
        "now": day,
        "reason": "登记有误",
    }
    return change(store, "2016-12-30", commitments.correct, **facts)


def row(
    store: Store,
    as_of: str | date = TODAY,
    known_at: int | None = None,
    commitment_id: UUID = COMMITMENT,
) -> dict[str, Any] | None:
    """Return a commitment's row of the ledger at a moment, without the moment."""
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    moment = Moment(day, head(store) if known_at is None else known_at)
    query = select(commitment_ledger).where(
        commitment_ledger.c.commitment_id == commitment_id, holding(commitment_ledger, moment)
    )
    with store.database.reading() as connection:
        found = connection.execute(query).mappings().one_or_none()
    clocks = {"due_or_never", "valid_from", "valid_until", "known_from", "known_until"}
    return {name: found[name] for name in found.keys() - clocks} if found else None


def column(store: Store, name: str, as_of: str | date = TODAY, **moment: Any) -> Any:
    """Return one fact of the commitment at a moment."""
    found = row(store, as_of, **moment)
    assert found is not None
    return found[name]


def listed(
    store: Store, as_of: date = TODAY, sort: str = "number", limit: int = 100, **wanted: Any
) -> list[str]:
    """Return the numbers of the commitments a filter selects, reading page after page."""
    moment = Moment(as_of, head(store))
    numbers: list[str] = []
    after: tuple[Any, ...] | None = None
    with store.database.reading() as connection:
        while True:
            page = page_of_commitments(
                connection,
                moment,
                wanted=CommitmentFilter(**wanted),
                order=Ordering.parse(sort),
                after=after,
                limit=limit,
            )
            numbers += [each["number"] for each in page.rows]
            if page.last is None:
                return numbers
            after = page.last


def as_ledger(commitment: Commitment) -> dict[str, Any]:
    """Return what the ledger should say of a commitment, as the aggregate has it.

    The day of filing is no part of the aggregate and is left out.
    """
    claims = commitment.fulfilments
    verified = [each for each in claims if each.verified_in]
    latest = verified[-1] if verified else None
    follow_up = latest.follow_ups[-1] if latest and latest.follow_ups else None
    return {
        "commitment_id": commitment.id,
        "number": commitment.number,
        "unit": commitment.unit,
        "text": commitment.text,
        "quantified": commitment.quantified is not None,
        "due": commitment.due.on,
        "undated": commitment.due.undated,
        "due_provisional": commitment.due.provisional,
        "original_due": commitment.original_due.on,
        "opinion_ids": tuple(map(str, commitment.opinion_ids)),
        "plan_id": commitment.plan_id,
        "status": commitment.status,
        "drafted_on": commitment.dates[0],
        "filing_number": commitment.filing_number,
        "published_on": _day(commitment, commitment.published_in),
        "channel": commitment.channel,
        "claimed_on": _day(commitment, claims[-1].claimed_in if claims else None),
        "claimed_fulfilment": claims[-1].fulfilled_on if claims else None,
        "fulfilled_on": commitment.fulfilled_on,
        "verified_on": _day(commitment, latest.verified_in if latest else None),
        "result": commitment.result,
        "result_published_on": _day(commitment, latest.published_in if latest else None),
        "followed_up_on": _day(commitment, follow_up.made_in if follow_up else None),
        "follow_up_satisfaction": follow_up and follow_up.satisfaction,
        "withdrawn_on": _day(commitment, commitment.withdrawn_in),
    }


def _day(commitment: Commitment, version: int | None) -> date | None:
    return None if version is None else commitment.date_of(version)
