"""Notices in the store: whole or not at all, and the ledger says of each what it says itself."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from application.commands import notices
from application.commands.notices import About
from application.errors import NotFound, NumberTaken, StaleVersion
from application.projections.notice_ledger import ReplyStanding, reply_standing
from application.projections.timeline import items_linked_to
from application.rebuild import rebuild
from application.store import Store
from domain.commitment import Commitment
from domain.due import UNDATED, Due
from domain.notice_terms import (
    ColourNotInScale,
    NoticeKind,
    NoticeReference,
    NoticeStatus,
    NoticeTerms,
    UnitNotAnswerable,
)
from domain.rule_profile import STATUTORY
from domain.supervision_notice import SupervisionNotice
from domain.unit import Unit
from domain.urged_item import Subject, SubjectKind
from domain.warning_scale import WarningLevel, WarningScale, WarningTrigger
from tests.application import commitments, opinions, tasks
from tests.application.tasks import BUREAU, GOVERNMENT, OFFICE, POLICE, TASK, TEAM, head
from tests.application.urging import notice_rows, notices_listed, publish_rules

TERMS = NoticeTerms(
    number="DB-1",
    kind=NoticeKind.SUPERVISION_NOTICE,
    colour="红",
    trigger=WarningTrigger.OVERDUE,
    demand="十日内报送办理情况",
    reply_due=Due.by(date(2015, 7, 10)),
    signer="主任甲",
)
STRONGER = TERMS._replace(number="DB-2", kind=NoticeKind.KEY_SUPERVISION, reply_due=UNDATED)
NOTICE, LATER = SupervisionNotice.id_of("DB-1"), SupervisionNotice.id_of("DB-2")
ABOUT_TASK = About(SubjectKind.TASK, TASK)


@pytest.fixture
def county(store: Store) -> Store:
    """Give a county whose bureau has a task due on 2015-06-25."""
    tasks.settle(store)
    tasks.plan(store)
    tasks.assign(store)
    return store


def issue(
    store: Store, on: str = "2015-06-30", by: str = OFFICE, **facts: Any
) -> SupervisionNotice:
    given: dict[str, Any] = {
        "terms": TERMS,
        "about": ABOUT_TASK,
        "unit": BUREAU,
        "competent_body": None,
    }
    issued: SupervisionNotice = tasks.run(store, on, notices.issue, by, **(given | facts))
    return issued


def change(
    store: Store, on: str, command: Any, by: str = OFFICE, **facts: Any
) -> SupervisionNotice:
    place = {"notice_id": NOTICE, "expected": store.read(SupervisionNotice, NOTICE).version}
    changed: SupervisionNotice = tasks.run(store, on, command, by, **(place | facts))
    return changed


def escalate(store: Store, on: str = "2015-07-05", **facts: Any) -> SupervisionNotice:
    given: dict[str, Any] = {
        "terms": STRONGER,
        "unit": BUREAU,
        "competent_body": None,
    }
    return change(store, on, notices.escalate, **(given | facts))


def answered(store: Store) -> None:
    issue(store)
    change(store, "2015-07-01", notices.acknowledge, TEAM)
    change(store, "2015-07-03", notices.respond, BUREAU, response="七月底前完成")


# Issuing


def test_a_notice_may_be_about_any_item_or_a_unit(store: Store) -> None:
    opinions.settle(store)
    opinions.tell(store, opinions.REPLIED[:-1])
    tasks.settle(store)
    commitments.publish(store)
    number = opinions.NUMBER
    about = About(SubjectKind.OPINION, opinions.OPINION)
    assert issue(store, about=about, unit=opinions.ROADS).subject.number == number
    promised = About(SubjectKind.COMMITMENT, Commitment.id_of(commitments.NUMBER))
    second = issue(store, terms=TERMS._replace(number="DB-3"), about=promised)
    assert second.subject == Subject(
        kind=SubjectKind.COMMITMENT,
        id=promised.id,
        number=commitments.NUMBER,
        due=commitments.DUE,
    )
    third = issue(store, terms=TERMS._replace(number="DB-4"), about=None)
    assert (third.subject.kind, third.subject.number) == (SubjectKind.UNIT, BUREAU)


def test_a_notice_keeps_to_the_scale_of_the_rules_in_force(county: Store) -> None:
    """An item goes by the rules over it; a unit's work as such by those over the issuer."""
    scale = WarningScale(
        levels=(WarningLevel(colour="紫", trigger=WarningTrigger.OVERDUE, days=3),)
    )
    publish_rules(county, STATUTORY, scale, "2015-01-01")
    for about in (ABOUT_TASK, None):
        with pytest.raises(ColourNotInScale):
            issue(county, about=about)
    purple = TERMS._replace(colour="紫")
    assert issue(county, terms=purple).colour == "紫"
    assert issue(county, terms=purple._replace(number="DB-3"), about=None).colour == "紫"
    with pytest.raises(ColourNotInScale):
        escalate(county)


def test_the_government_above_may_be_urged_and_a_stranger_not(county: Store) -> None:
    assert issue(county, unit=GOVERNMENT).unit == GOVERNMENT
    with pytest.raises(UnitNotAnswerable):
        issue(county, terms=TERMS._replace(number="DB-9"), unit=POLICE)
    assert notices_listed(county) == ["DB-1"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"unit": "XX"}, "unit"),
        (
            {"terms": TERMS._replace(kind=NoticeKind.INTERVIEW), "competent_body": "XX"},
            "competent_body",
        ),
        ({"about": About(SubjectKind.TASK, UUID(int=9))}, "subject"),
        ({"about": About(SubjectKind.OPINION, TASK)}, "subject"),
    ],
)
def test_what_is_named_must_exist(county: Store, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(NotFound) as caught:
        issue(county, **facts)
    assert caught.value.field == field
    assert notices_listed(county) == []


def test_numbers_are_used_once(county: Store) -> None:
    issue(county)
    with pytest.raises(NumberTaken):
        issue(county)


# Escalating


def test_an_escalation_ends_the_earlier_and_begins_the_later_in_one_command(
    county: Store,
) -> None:
    answered(county)
    before = head(county)
    earlier = escalate(county)
    assert head(county) == before + 2
    later = county.read(SupervisionNotice, LATER)
    assert earlier.escalated_to == NoticeReference(id=later.id, number="DB-2")
    assert later.refers_to == NoticeReference(id=earlier.id, number="DB-1")


def test_an_escalation_that_fails_leaves_the_earlier_in_force(county: Store) -> None:
    answered(county)
    before = head(county)
    with pytest.raises(NumberTaken):
        escalate(county, terms=STRONGER._replace(number="DB-1"))
    with pytest.raises(StaleVersion):
        escalate(county, expected=1)
    assert head(county) == before
    assert county.read(SupervisionNotice, NOTICE).status is NoticeStatus.RESPONDED


def test_an_escalation_about_a_unit_may_go_to_the_unit_above(county: Store) -> None:
    issue(county, about=None)
    escalate(county, unit=GOVERNMENT)
    later = county.read(SupervisionNotice, LATER)
    assert (later.unit, later.subject.id) == (GOVERNMENT, Unit.id_of(BUREAU))


# The ledger


def as_ledger(notice: SupervisionNotice) -> dict[str, Any]:
    """Say of a notice what the ledger should."""
    ended = notice.date_of(notice.ended_in)
    lifted = notice.status is NoticeStatus.LIFTED
    return {
        "notice_id": notice.id,
        "number": notice.number,
        "kind": notice.kind,
        "colour": notice.colour,
        "trigger": notice.trigger,
        "subject_kind": notice.subject.kind,
        "subject_id": notice.subject.id,
        "subject_number": notice.subject.number,
        "subject_due": notice.subject.due and notice.subject.due.on,
        "unit": notice.unit,
        "competent_body": notice.competent_body,
        "issued_by": notice.issued_by,
        "issued_on": notice.issued_on,
        "demand": notice.demand,
        "reply_due": notice.reply_due.on,
        "signer": notice.signer,
        "refers_to": notice.refers_to and notice.refers_to.id,
        "refers_to_number": notice.refers_to and notice.refers_to.number,
        "status": notice.status,
        "acknowledged_on": notice.date_of(notice.acknowledged_in),
        "responded_on": notice.date_of(notice.responded_in),
        "response": notice.response,
        "lifted_on": ended if lifted else None,
        "lifted_because": notice.lifted_because,
        "escalated_on": None if lifted else ended,
        "escalated_to": notice.escalated_to and notice.escalated_to.id,
        "escalated_to_number": notice.escalated_to and notice.escalated_to.number,
    }


def require_agreement(store: Store) -> None:
    """Assert that the ledger says what each notice says, and says it again when rebuilt."""
    found = list(notice_rows(store))
    for row in found:
        expected = as_ledger(store.read(SupervisionNotice, row["notice_id"]))
        assert {name: row[name] for name in expected} == expected
    rebuild(store)
    assert list(notice_rows(store)) == found


def test_the_ledger_agrees_with_an_escalated_notice(county: Store) -> None:
    answered(county)
    escalate(county, terms=STRONGER._replace(kind=NoticeKind.CIRCULAR), competent_body=GOVERNMENT)
    assert len(notices_listed(county)) == 2
    require_agreement(county)


def test_the_ledger_agrees_with_a_lifted_notice_whose_dates_were_corrected(county: Store) -> None:
    answered(county)
    change(county, "2015-07-08", notices.lift, reason="已经完成")
    wrong: dict[str, Any] = {"corrects": 4, "now": date(2015, 7, 6), "reason": "日期登错"}
    change(county, "2015-07-09", notices.correct, **wrong)
    first: dict[str, Any] = {"corrects": 1, "now": date(2015, 6, 29), "reason": "日期登错"}
    change(county, "2015-07-09", notices.correct, **first)
    assert notices_listed(county, as_of="2015-06-29") == ["DB-1"]
    assert notices_listed(county, as_of="2015-07-06", status=NoticeStatus.LIFTED) == ["DB-1"]
    require_agreement(county)


def test_the_list_narrows_and_answers_for_any_moment(county: Store) -> None:
    issue(county)
    known = head(county)
    change(county, "2015-07-01", notices.acknowledge, TEAM)
    escalate(county, "2015-07-12")
    listed = notices_listed
    assert listed(county) == ["DB-1", "DB-2"]
    assert listed(county, as_of="2015-06-29") == []
    assert listed(county, as_of="2015-07-11") == ["DB-1"]
    assert listed(county, known_at=known, status=NoticeStatus.ISSUED) == ["DB-1"]
    assert listed(county, unit=BUREAU, colour="红", subject=TASK) == ["DB-1", "DB-2"]
    assert listed(county, unit=POLICE) == listed(county, colour="蓝") == []
    assert listed(county, kind=NoticeKind.KEY_SUPERVISION) == ["DB-2"]
    assert listed(county, status=NoticeStatus.ESCALATED) == ["DB-1"]


def test_a_reply_is_overdue_after_its_due_date_until_it_is_given(county: Store) -> None:
    issue(county)
    late: dict[str, Any] = {"reply_overdue": True}
    assert notices_listed(county, "2015-07-10", **late) == []
    assert notices_listed(county, "2015-07-11", **late) == ["DB-1"]
    assert notices_listed(county, "2015-07-11", reply_overdue=False) == []
    [row] = notice_rows(county, "2015-07-12")
    assert reply_standing(row) == ReplyStanding(2, 5)
    change(county, "2015-07-13", notices.acknowledge, TEAM)
    change(county, "2015-07-13", notices.respond, BUREAU, response="七月底前完成")
    assert notices_listed(county, "2015-08-01", **late) == []
    [row] = notice_rows(county, "2015-08-01")
    assert reply_standing(row) == ReplyStanding(3, 5)


def test_without_due_dates_nothing_is_overdue(county: Store) -> None:
    issue(county, terms=TERMS._replace(reply_due=UNDATED), about=None)
    [row] = notice_rows(county, "2016-01-01")
    assert reply_standing(row) == ReplyStanding(0, None)


def test_notices_are_in_the_story_of_their_subject(county: Store) -> None:
    issue(county)
    escalate(county)
    with county.database.reading() as connection:
        assert items_linked_to(connection, TASK, head(county)) == [TASK, NOTICE, LATER]
