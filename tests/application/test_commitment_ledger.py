"""The commitment ledger says of every promise what the promise itself says, on any day."""

from datetime import date
from typing import Any

import pytest

from application.commands import commitments
from application.errors import UnknownFact
from application.projections.commitment_ledger import Keeping, keeping
from application.rebuild import rebuild
from application.store import Store
from domain.commitment import Commitment
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.due import UNDATED, Due
from domain.opinion_terms import Satisfaction
from tests.application.commitments import (
    COMMITMENT,
    NUMBER,
    TARGET,
    as_ledger,
    change,
    claim,
    column,
    correct,
    draft,
    follow_up,
    listed,
    publish,
    row,
    verify,
)
from tests.application.tasks import BUREAU, POLICE, TODAY, head, opinion, settle

UNFULFILLED = FulfilmentResult.UNFULFILLED
PARTLY = FulfilmentResult.PARTLY
FULFILLED = FulfilmentResult.FULFILLED
WINTER = Due.by(date(2012, 1, 31))


@pytest.fixture
def county(store: Store) -> Store:
    """Give a county with its units."""
    settle(store)
    return store


def require_agreement(store: Store) -> None:
    """Assert that the ledger says what the promise says, and says it again when rebuilt."""
    expected = as_ledger(store.read(Commitment, COMMITMENT))
    found = row(store)
    assert found is not None
    assert {name: found[name] for name in found.keys() - {"filed_on"}} == expected
    rebuild(store)
    assert row(store) == found


def kept_again(store: Store) -> None:
    """Let the promise be kept partly, then fully, overturned by a follow-up, and kept again."""
    publish(store)
    claim(store, "2011-11-18", "2011-11-14")
    verify(store, "2011-11-25", PARTLY)
    claim(store, "2011-12-01", "2011-11-28")
    verify(store, "2011-12-10")
    follow_up(store, "2011-12-12", Satisfaction.BASICALLY_SATISFIED)
    follow_up(store, "2011-12-20", Satisfaction.DISSATISFIED)
    claim(store, "2012-01-10", "2012-01-08")
    verify(store, "2012-01-20")
    follow_up(store, "2012-02-01", Satisfaction.SATISFIED)
    change(store, "2012-03-01", commitments.archive)


def test_a_drafted_promise_stands_with_what_was_drafted(county: Store) -> None:
    opinion_id = opinion(county, on="2011-03-01")
    draft(county, opinion_ids=(opinion_id,))
    require_agreement(county)
    assert column(county, "quantified") is True
    assert column(county, "opinion_ids") == (str(opinion_id),)
    assert row(county, "2011-03-31") is None


def test_a_long_history_agrees_with_the_promise(county: Store) -> None:
    kept_again(county)
    require_agreement(county)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2011-04-10", {"status": CommitmentStatus.REVIEWED, "filed_on": None}),
        ("2011-04-21", {"filed_on": date(2011, 4, 21), "filing_number": "建监备〔2011〕3号"}),
        ("2011-04-28", {"published_on": date(2011, 4, 28), "channel": "区电视台"}),
        ("2011-11-18", {"claimed_on": date(2011, 11, 18), "fulfilled_on": None}),
        (
            "2011-11-25",
            {"result": PARTLY, "fulfilled_on": None, "verified_on": date(2011, 11, 25)},
        ),
        ("2011-12-01", {"result": PARTLY, "status": CommitmentStatus.CLAIMED}),
        ("2011-12-10", {"result": FULFILLED, "fulfilled_on": date(2011, 11, 28)}),
        ("2011-12-12", {"followed_up_on": date(2011, 12, 12), "result": FULFILLED}),
        ("2011-12-20", {"result": None, "fulfilled_on": None, "verified_on": date(2011, 12, 10)}),
        ("2011-12-21", {"follow_up_satisfaction": Satisfaction.DISSATISFIED}),
        ("2012-01-10", {"followed_up_on": date(2011, 12, 20), "result": None}),
        ("2012-01-20", {"followed_up_on": None, "result_published_on": date(2012, 1, 20)}),
        ("2012-02-01", {"follow_up_satisfaction": Satisfaction.SATISFIED}),
        ("2012-03-01", {"status": CommitmentStatus.ARCHIVED, "fulfilled_on": date(2012, 1, 8)}),
    ],
)
def test_the_ledger_answers_for_every_day(
    sqlite_store: Store, as_of: str, expected: dict[str, Any]
) -> None:
    settle(sqlite_store)
    kept_again(sqlite_store)
    found = row(sqlite_store, as_of)
    assert found is not None
    assert {name: found[name] for name in expected} == expected


def test_a_result_waits_for_its_publication(county: Store) -> None:
    publish(county)
    claim(county, "2011-11-18", "2011-11-15")
    found: dict[str, Any] = {"result": FULFILLED, "note": "抽测20户"}
    change(county, "2011-11-25", commitments.verify, **found)
    assert column(county, "result_published_on") is None
    assert column(county, "status") == CommitmentStatus.VERIFIED
    change(county, "2011-12-01", commitments.publish_result, channel="网站")
    assert column(county, "result_published_on") == date(2011, 12, 1)
    assert column(county, "status") == CommitmentStatus.FULFILMENT_PUBLISHED


def test_a_corrected_day_of_fulfilment_decides(county: Store) -> None:
    publish(county)
    claim(county, "2011-11-18", "2011-11-17")
    verify(county, "2011-11-25")
    before = head(county)
    correct(county, 5, "2011-11-14", "fulfilled_on")
    require_agreement(county)
    assert column(county, "fulfilled_on", "2011-11-24") is None
    assert column(county, "fulfilled_on", "2011-11-25") == date(2011, 11, 14)
    assert column(county, "fulfilled_on", known_at=before) == date(2011, 11, 17)


def test_a_corrected_publication_counts_from_its_corrected_day(county: Store) -> None:
    publish(county)
    before = head(county)
    correct(county, 4, "2011-04-25")
    require_agreement(county)
    assert column(county, "published_on", "2011-04-25") == date(2011, 4, 25)
    assert column(county, "published_on", "2011-04-25", known_at=before) is None


def test_amendments_keep_the_first_due_date(county: Store) -> None:
    draft(county, quantified=None)
    facts: dict[str, Any] = {"text": None, "due": None, "reason": "补充"}
    change(county, "2011-04-05", commitments.amend, quantified=TARGET, channel=None, **facts)
    require_agreement(county)
    assert column(county, "quantified", "2011-04-04") is False
    again: dict[str, Any] = {"text": "室温达标", "due": UNDATED, "reason": "调整"}
    change(county, "2011-04-06", commitments.amend, quantified=None, channel=None, **again)
    require_agreement(county)
    assert (column(county, "due"), column(county, "undated")) == (None, True)
    assert column(county, "original_due") == date(2011, 11, 15)


def test_an_amendment_of_a_published_promise_names_its_channel(county: Store) -> None:
    publish(county)
    facts: dict[str, Any] = {"text": None, "due": WINTER, "quantified": None, "reason": "检修"}
    change(county, "2011-05-01", commitments.amend, channel="公示栏", **facts)
    require_agreement(county)
    assert column(county, "channel") == "公示栏"
    assert column(county, "due") == WINTER.on


def withdrawn(store: Store) -> None:
    """Withdraw one promise after and one before its publication, both past their due dates."""
    publish(store)
    change(store, "2011-06-01", commitments.withdraw, reason="职责划转")
    early = draft(store, "CN-2011-2").id
    change(store, "2011-06-01", commitments.withdraw, commitment_id=early, reason="重复")


def test_a_promise_withdrawn_after_its_publication_was_not_kept(county: Store) -> None:
    withdrawn(county)
    require_agreement(county)
    assert column(county, "result") == UNFULFILLED
    assert column(county, "withdrawn_on") == date(2011, 6, 1)
    early = row(county, commitment_id=Commitment.id_of("CN-2011-2"))
    assert early is not None
    assert (early["result"], early["status"]) == (None, CommitmentStatus.WITHDRAWN)
    assert listed(county, breached=True) == [NUMBER]
    assert listed(county, breached=False) == ["CN-2011-2"]


@pytest.mark.parametrize(
    "day",
    [
        "2011-11-15",
        "2011-11-16",
        "2011-12-09",
        "2011-12-10",
        "2011-12-19",
        "2011-12-20",
        "2012-01-19",
        "2012-01-20",
    ],
)
def test_a_breach_is_what_the_promise_says_it_is(sqlite_store: Store, day: str) -> None:
    settle(sqlite_store)
    kept_again(sqlite_store)
    on = date.fromisoformat(day)
    commitment = sqlite_store.read(Commitment, COMMITMENT)
    breached = commitment.breached_on(on)
    assert listed(sqlite_store, on, breached=True) == ([NUMBER] if breached else [])
    assert listed(sqlite_store, on, breached=False) == ([] if breached else [NUMBER])
    found = row(sqlite_store, day)
    assert found is not None
    assert keeping({**found, "as_of": on}).is_breached is breached


def test_days_late_of_promises(county: Store) -> None:
    withdrawn(county)
    late = publish(county, "CN-2011-3").id
    claim(county, "2011-11-20", "2011-11-18", late)
    verify(county, "2011-11-25", commitment_id=late)
    draft(county, "CN-2011-4", due=UNDATED)
    expected = {
        NUMBER: Keeping(is_breached=True, days_late=16),
        "CN-2011-2": Keeping(is_breached=False, days_late=0),
        "CN-2011-3": Keeping(is_breached=False, days_late=3),
        "CN-2011-4": Keeping(is_breached=False, days_late=0),
    }
    day = date(2011, 12, 1)
    for number, stands in expected.items():
        commitment = county.read(Commitment, Commitment.id_of(number))
        found = row(county, day, commitment_id=commitment.id)
        assert found is not None
        assert keeping({**found, "as_of": day}) == stands
        assert commitment.days_late(day) == stands.days_late
        assert commitment.breached_on(day) is stands.is_breached


def test_filters_and_orders_of_the_list(county: Store) -> None:
    opinion_id = opinion(county, on="2011-03-01")
    publish(county)
    draft(county, "CN-2011-2", unit=POLICE, due=UNDATED, opinion_ids=(opinion_id,))
    draft(county, "CN-2011-3", due=Due.by(date(2011, 6, 30)))
    everybody = [NUMBER, "CN-2011-2", "CN-2011-3"]
    assert listed(county) == everybody
    assert listed(county, unit=POLICE) == ["CN-2011-2"]
    assert listed(county, status=CommitmentStatus.PUBLISHED) == [NUMBER]
    assert listed(county, opinion=opinion_id) == ["CN-2011-2"]
    assert listed(county, opinion=COMMITMENT) == []
    assert listed(county, date(2011, 7, 1), breached=True, unit=BUREAU) == ["CN-2011-3"]
    assert listed(county, date(2011, 6, 30), breached=True) == []
    for limit in (1, 2, 100):
        by_due = ["CN-2011-3", NUMBER, "CN-2011-2"]
        assert listed(county, TODAY, "due", limit) == by_due
        assert listed(county, TODAY, "-due", limit) == by_due[::-1]
        assert listed(county, TODAY, "-number", limit) == everybody[::-1]
        assert listed(county, TODAY, "-unit", limit)[0] == "CN-2011-2"
    with pytest.raises(UnknownFact):
        listed(county, TODAY, "text")
