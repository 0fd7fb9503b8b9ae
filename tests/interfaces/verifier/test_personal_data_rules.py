"""Erasure by two persons on a ground of law is sound; falsified, it is refused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import from_json

from application.event_store.mapper import EventMapper
from application.event_store.topics import TopicRegister
from application.register import AGGREGATES
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    RefusalGround,
    Retention,
    RetentionClass,
)
from interfaces.verifier.finding import Finding
from tests.aggregates import act
from tests.domain.personal_records import (
    AS_NEEDED,
    DOCUMENT,
    PERMANENT,
    PURPOSE,
    SUBJECT,
    TEN_YEARS,
    clerk,
    decider,
    third,
)
from tests.interfaces.verifier.falsified import Edit, by, copied, states, together, without
from tests.interfaces.verifier.replaying import Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_dependent, said

REQUESTED, REFUSED = "personal-record.erasure-requested", "personal-record.erasure-refused"
APPROVED, OPENED = "personal-record.erasure-approved", "personal-record.opened"
RECLASSIFIED, LIFTED = "personal-record.reclassified", "personal-record.restriction-lifted"

SHORTER = Retention(kept_as=RetentionClass.TEN_YEARS, until=date(2020, 1, 1))


def told() -> list[Line]:
    """Tell of an erasure refused for a term of the law and for others, approved in the end."""
    record = PersonalRecord.open(
        SUBJECT, PURPOSE, ProcessingBasis.CONSENT, AS_NEEDED, clerk("2015-03-25")
    )
    record.reclassify(TEN_YEARS, "归档", clerk("2015-04-01"))
    for ground in (RefusalGround.RETENTION_NOT_OVER, RefusalGround.UNFOUNDED):
        record.request_erasure(ErasureGround.CONSENT_WITHDRAWN, DOCUMENT, "撤回", clerk())
        record.refuse_erasure(ground, "见附件", decider("2020-03-02"))
    record.lift_restriction("核实完毕", third("2020-03-03"))
    record.restrict("保存期限届满", clerk("2026-01-05"))
    record.request_erasure(ErasureGround.RETENTION_OVER, DOCUMENT, "期限已满", clerk("2026-01-05"))
    record.refuse_erasure(RefusalGround.UNFOUNDED, "缺少材料", decider("2026-01-06"))
    record.request_erasure(ErasureGround.RETENTION_OVER, DOCUMENT, "补齐材料", clerk("2026-01-07"))
    record.approve_erasure(decider("2026-01-08"))
    record.complete_erasure(decider("2026-01-08"))
    return lines_of(record)


def told_of_a_shortened_term() -> list[Line]:
    """Tell of a term shortened by two persons, lengthened in part, and of an erasure after it."""
    record = PersonalRecord.open(
        SUBJECT, PURPOSE, ProcessingBasis.CONSENT, PERMANENT, clerk("2015-03-25")
    )
    record.reclassify(TEN_YEARS, "不列入永久", third("2019-01-01"))
    record.reclassify(AS_NEEDED, "不归档", act("2019-01-02", actor="丁"))
    record.reclassify(SHORTER, "又归档", clerk("2019-01-03"))
    record.request_erasure(ErasureGround.OTHER_LAW, DOCUMENT, "依法", clerk("2020-03-02"))
    record.approve_erasure(decider("2020-03-03"))
    return lines_of(record)


def lines_of(record: PersonalRecord) -> list[Line]:
    mapper = EventMapper(TopicRegister(AGGREGATES))
    stored = [mapper.to_stored_event(event) for event in record.collect_events()]
    return [
        Line(
            number,
            each.topic,
            str(each.originator_id),
            each.originator_version,
            _state(each.state),
        )
        for number, each in enumerate(stored, 1)
    ]


def _state(state: bytes) -> dict[str, Any]:
    parsed: dict[str, Any] = from_json(state)
    return parsed


def retention(kept_as: str, until: str | None) -> dict[str, Any]:
    return {"kept_as": kept_as, "until": until}


def test_what_the_product_allows_is_sound() -> None:
    replay = follow(told())
    key = str(PersonalRecord.id_of(str(SUBJECT)))
    assert replay.county.item(PersonalRecord.KIND, key).status == "erased"


def test_a_shortened_term_is_no_bar_for_others() -> None:
    replay = follow(told_of_a_shortened_term())
    key = str(PersonalRecord.id_of(str(SUBJECT)))
    assert replay.county.item(PersonalRecord.KIND, key).status == "erasure_approved"


ILLEGAL: dict[str, Edit] = {
    "held for a term that is over": states(OPENED, retention=retention("ten_years", "2015-01-01")),
    "another person's record": states(OPENED, subject=str(UUID(int=78))),
    "no consent to withdraw": states(OPENED, basis="published"),
    "reclassified from another term": states(
        RECLASSIFIED, retention_was=retention("ten_years", "2020-01-01")
    ),
    "reclassified to the same term": states(
        RECLASSIFIED, retention=retention("as_needed", "2025-12-31")
    ),
    "refused for a term that does not bind": without(RECLASSIFIED),
    "refused without the restriction": states(REFUSED, 0, restricted=False),
    "restriction lost by a refusal": states(REFUSED, 1, restricted=False),
    "approved while the term binds": states(
        RECLASSIFIED, retention=retention("ten_years", "2026-01-08")
    ),
    "approved though not asked for": without(REQUESTED, 3),
    "erased though not approved": without(APPROVED),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_the_law_does_not_allow_is_refused(name: str) -> None:
    with pytest.raises(Finding) as caught:
        follow(ILLEGAL[name](told()))
    assert caught.value.code == "illegal-transition"
    assert said(caught.value) == SENTENCES["personal"][name]


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["personal"]) == {*ILLEGAL, *NOT_INDEPENDENT, *BY_SHORTENERS}


NOT_INDEPENDENT: dict[str, Edit] = {
    "approved by whoever asked": by(APPROVED, 0, actor="经办人甲"),
    "refused by whoever asked": by(REFUSED, 0, actor="经办人甲"),
    "refused again by whoever asked": by(REFUSED, 1, actor="经办人甲"),
    "lifted by whoever asked": by(LIFTED, 0, actor="经办人甲"),
    "lifted by whoever refused": by(LIFTED, 0, actor="负责人乙"),
}


BY_SHORTENERS: dict[str, Edit] = {
    "asked for by whoever shortened the term": by(REQUESTED, 0, actor="负责人丙"),
    "asked for by whoever shortened it further": by(REQUESTED, 0, actor="丁"),
    "approved by whoever shortened the term": by(APPROVED, 0, actor="负责人丙"),
}
BACK = {"kept_as": "permanent", "until": None}
AT_THEIR_BOUNDS: dict[str, Edit] = {
    "as it was": copied,
    "as long again": together(
        states(RECLASSIFIED, 2, retention=BACK), by(REQUESTED, 0, actor="负责人丙")
    ),
    "shortened by nobody else": by(REQUESTED, 0, actor="负责人乙"),
    "the term of before is over that day": together(
        states(OPENED, retention=retention("ten_years", "2020-03-02")),
        states(RECLASSIFIED, 0, retention_was=retention("ten_years", "2020-03-02")),
        states(RECLASSIFIED, 0, retention=retention("as_needed", "2020-03-02")),
        states(RECLASSIFIED, 1, retention_was=retention("as_needed", "2020-03-02")),
        by(REQUESTED, 0, actor="负责人丙"),
    ),
    "the term of before was over the day before": together(
        states(OPENED, retention=retention("ten_years", "2020-03-01")),
        states(RECLASSIFIED, 0, retention_was=retention("ten_years", "2020-03-01")),
        states(RECLASSIFIED, 0, retention=retention("as_needed", "2020-03-02")),
        states(RECLASSIFIED, 1, retention_was=retention("as_needed", "2020-03-02")),
        by(REQUESTED, 0, actor="负责人丙"),
    ),
}


@pytest.mark.parametrize("name", BY_SHORTENERS)
def test_whoever_shortened_the_term_is_named(name: str) -> None:
    with pytest.raises(Finding) as caught:
        follow(BY_SHORTENERS[name](told_of_a_shortened_term()))
    require_dependent(caught.value, "personal", name)


@pytest.mark.parametrize("name", NOT_INDEPENDENT)
def test_whoever_asked_and_decided_is_named(name: str) -> None:
    with pytest.raises(Finding) as caught:
        follow(NOT_INDEPENDENT[name](told()))
    require_dependent(caught.value, "personal", name)


def test_what_is_opened_may_be_held_for_one_day() -> None:
    one_day = states(OPENED, retention=retention("as_needed", "2015-03-25"))
    follow(one_day(told()[:1]))


@pytest.mark.parametrize(
    ("topic", "field", "said"),
    [
        (OPENED, "basis", "habit"),
        (OPENED, "retention", retention("a_while", None)),
        (REQUESTED, "ground", "wish"),
        (REFUSED, "ground", "no"),
        (REFUSED, "restricted", "yes"),
    ],
)
def test_a_fact_of_another_kind_is_refused(topic: str, field: str, said: Any) -> None:
    with pytest.raises(Finding) as caught:
        follow(states(topic, **{field: said})(told()))
    assert caught.value.code == "malformed-event"
