"""A notice is issued for cause, answered by whom it is sent to, and lifted or escalated."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.due import UNDATED, Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.notice_terms import (
    ColourNotInScale,
    ColourOfOtherTrigger,
    CompetentBodyMissing,
    CompetentBodyUncalledFor,
    IssuedToOneself,
    NotAddressed,
    NoticeKind,
    NoticeReference,
    NoticeStatus,
    NoticeTerms,
    NotIssuer,
    NotStronger,
    ReplyDueBeforeIssue,
    SubjectDiffers,
    SubjectEnded,
    TriggerNotMet,
    UnitNotAnswerable,
)
from domain.supervision_notice import Addressing, SupervisionNotice
from domain.unit import UnitNotActive
from domain.urged_item import Subject, SubjectKind
from domain.warning_scale import DEFAULT_SCALE, WarningLevel, WarningScale, WarningTrigger
from tests.aggregates import act, recorded, refused
from tests.domain.notices import (
    BUREAU,
    DISCIPLINE,
    DUE,
    GOVERNMENT,
    ITEM,
    LINEAGE,
    REPLY_DUE,
    STRONGER,
    TERMS,
    acknowledged,
    bureau,
    escalated,
    issue,
    issued,
    item,
    lifted,
    office,
    responded,
    to,
    unit,
)

SUBJECT = Subject(kind=SubjectKind.TASK, id=ITEM, number="RW-1", due=DUE)
BEHIND = TERMS._replace(colour="黄", trigger=WarningTrigger.BEHIND)
NEAR = TERMS._replace(colour="蓝", trigger=WarningTrigger.NEAR_DUE)
INTERVIEW = TERMS._replace(kind=NoticeKind.INTERVIEW)


def not_issued(
    rule: type[Exception],
    field: str | None,
    terms: NoticeTerms = TERMS,
    about: Addressing | None = None,
    on: str = "2015-06-30",
) -> None:
    with pytest.raises(rule) as caught:
        issue(terms, about, on)
    assert caught.type is rule
    assert getattr(caught.value, "field", None) == field


# Issuing


def test_a_notice_states_what_whom_why_and_until_when() -> None:
    notice = issue()
    assert notice.id == SupervisionNotice.id_of("DB-2015-1")
    assert (notice.number, notice.kind) == ("DB-2015-1", NoticeKind.SUPERVISION_NOTICE)
    assert (notice.colour, notice.trigger) == ("红", WarningTrigger.OVERDUE)
    assert (notice.subject, notice.unit, notice.recipient) == (SUBJECT, "SLJ", "SLJ")
    assert (notice.issued_by, notice.issued_on) == ("RDB", date(2015, 6, 30))
    assert (notice.demand, notice.reply_due) == (TERMS.demand, REPLY_DUE)
    assert (notice.signer, notice.competent_body, notice.refers_to) == ("主任甲", None, None)
    assert notice.status is NoticeStatus.ISSUED
    nothing = (notice.acknowledged_in, notice.responded_in, notice.response, notice.ended_in)
    assert nothing == (None, None, None, None)
    assert (notice.lifted_because, notice.escalated_to) == (None, None)
    assert notice.date_of(notice.ended_in) is None
    [(event, facts)] = recorded(notice)
    assert event is SupervisionNotice.Issued
    assert facts == {
        **TERMS._asdict(),
        "reply_due": REPLY_DUE.model_dump(),
        "subject": SUBJECT.model_dump(),
        "unit": "SLJ",
        "competent_body": None,
        "refers_to": None,
    }


def test_a_unit_may_be_urged_about_its_work_as_such() -> None:
    notice = issue(BEHIND, to(BUREAU, answerable=("SLJ", "XZF")))
    assert notice.subject == Subject(kind=SubjectKind.UNIT, id=BUREAU.id, number="SLJ")
    assert issue(TERMS, to(BUREAU, answerable=("SLJ", "XZF"))).colour == "红"


def test_the_unit_above_a_responsible_one_may_be_urged() -> None:
    assert issue(about=to(named=GOVERNMENT)).unit == "XZF"


@pytest.mark.parametrize("kind", [NoticeKind.INTERVIEW, NoticeKind.CIRCULAR])
def test_interview_and_circular_go_to_the_competent_body(kind: NoticeKind) -> None:
    notice = issue(TERMS._replace(kind=kind), to(body=DISCIPLINE))
    assert (notice.unit, notice.competent_body, notice.recipient) == ("SLJ", "JWJ", "JWJ")


@pytest.mark.parametrize(
    ("terms", "on"),
    [(NEAR, "2015-06-25"), (NEAR, "2015-06-15"), (TERMS, "2015-06-26"), (BEHIND, "2015-05-01")],
)
def test_the_due_date_bears_the_trigger_out(terms: NoticeTerms, on: str) -> None:
    assert issue(terms, on=on).colour == terms.colour


@pytest.mark.parametrize(
    ("terms", "about", "on"),
    [
        (NEAR, to(), "2015-06-26"),
        (TERMS, to(), "2015-06-25"),
        (TERMS, to(item(due=UNDATED)), "2015-06-30"),
        (NEAR, to(item(due=None)), "2015-06-01"),
    ],
)
def test_a_trigger_the_due_date_belies_is_refused(
    terms: NoticeTerms, about: Addressing, on: str
) -> None:
    not_issued(TriggerNotMet, "trigger", terms, about, on)


@pytest.mark.parametrize(
    ("rule", "field", "terms", "about"),
    [
        (ColourNotInScale, "colour", TERMS._replace(colour="橙"), to()),
        (ColourOfOtherTrigger, "colour", TERMS._replace(colour="蓝"), to()),
        (SubjectEnded, "subject", TERMS, to(item(is_open=False))),
        (UnitNotAnswerable, "unit", TERMS, to(named=DISCIPLINE)),
        (CompetentBodyMissing, "competent_body", INTERVIEW, to()),
        (CompetentBodyUncalledFor, "competent_body", TERMS, to(body=DISCIPLINE)),
        (CompetentBodyUncalledFor, "competent_body", INTERVIEW, to(body=BUREAU)),
        (IssuedToOneself, "unit", TERMS, to(named=unit("RDB"), answerable=("RDB",))),
        (IssuedToOneself, "competent_body", INTERVIEW, to(body=unit("RDB"))),
        (UnitNotActive, "unit", TERMS, to(named=unit("SLJ", "2015-07-01"))),
        (UnitNotActive, "competent_body", INTERVIEW, to(body=unit("JWJ", "2015-07-01"))),
        (
            ReplyDueBeforeIssue,
            "reply_due",
            TERMS._replace(reply_due=Due.by(date(2015, 6, 29))),
            to(),
        ),
        (InvalidFact, "demand", TERMS._replace(demand=" "), to()),
        (InvalidFact, "signer", TERMS._replace(signer=""), to()),
        (InvalidFact, "number", TERMS._replace(number="DB 1"), to()),
    ],
)
def test_a_notice_without_cause_or_address_is_refused(
    rule: type[Exception], field: str, terms: NoticeTerms, about: Addressing
) -> None:
    not_issued(rule, field, terms, about)


def test_a_reply_may_be_due_on_the_day_of_issue_or_on_no_day() -> None:
    assert issue(TERMS._replace(reply_due=Due.by(date(2015, 6, 30)))).reply_due.on
    assert issue(TERMS._replace(reply_due=UNDATED)).reply_due.undated


def test_a_scale_without_colours_for_the_trigger_names_none() -> None:
    only_red = WarningScale(
        levels=(WarningLevel(colour="红", trigger=WarningTrigger.OVERDUE, days=1),)
    )
    with pytest.raises(ColourOfOtherTrigger, match="颜色:无"):
        SupervisionNotice.issue(BEHIND._replace(colour="红"), to(), only_red, office())


# Acknowledging and responding


@pytest.mark.parametrize("lineage", [LINEAGE, ("SLZ", "SLJ", "XZF")])
def test_the_addressed_unit_or_one_under_it_acknowledges(lineage: tuple[str, ...]) -> None:
    notice = issued()
    notice.acknowledge(lineage, bureau(unit=lineage[0]))
    assert notice.status is NoticeStatus.ACKNOWLEDGED
    assert notice.date_of(notice.acknowledged_in) == date(2015, 7, 1)
    assert recorded(notice) == [(SupervisionNotice.Acknowledged, {})]


def test_the_addressed_unit_responds() -> None:
    notice = acknowledged()
    notice.respond("七月底前完成", LINEAGE, bureau("2015-07-08"))
    assert (notice.status, notice.response) == (NoticeStatus.RESPONDED, "七月底前完成")
    assert notice.date_of(notice.responded_in) == date(2015, 7, 8)
    assert recorded(notice) == [(SupervisionNotice.Responded, {"response": "七月底前完成"})]


def test_the_competent_body_answers_for_an_interview() -> None:
    notice = issue(INTERVIEW, to(body=DISCIPLINE))
    with refused(notice, NotAddressed, "unit"):
        notice.acknowledge(LINEAGE, bureau())
    notice.acknowledge(["JWJ"], bureau(unit="JWJ"))
    notice.respond("已约谈", ["JWJ"], bureau("2015-07-08", unit="JWJ"))
    assert notice.status is NoticeStatus.RESPONDED


@pytest.mark.parametrize("lineage", [("XZF",), ("JTJ", "XZF"), ("RDB",)])
def test_other_units_neither_acknowledge_nor_respond(lineage: tuple[str, ...]) -> None:
    fresh, signed = issued(), acknowledged()
    with refused(fresh, NotAddressed, "unit"):
        fresh.acknowledge(lineage, bureau(unit=lineage[0]))
    with refused(signed, NotAddressed, "unit"):
        signed.respond("已办", lineage, bureau("2015-07-08", unit=lineage[0]))


def test_the_lineage_must_be_the_acting_units_own() -> None:
    notice = issued()
    with refused(notice, InvalidFact, "lineage"):
        notice.acknowledge(LINEAGE, office("2015-07-01"))


def test_a_response_needs_an_acknowledgement_and_is_given_once() -> None:
    fresh, answered = issued(), responded()
    with refused(fresh, WrongStatus, "status"):
        fresh.respond("已办", LINEAGE, bureau())
    with refused(answered, WrongStatus, "status"):
        answered.respond("又办", LINEAGE, bureau("2015-07-09"))
    with refused(answered, WrongStatus, "status"):
        answered.acknowledge(LINEAGE, bureau("2015-07-09"))


def test_nothing_precedes_the_step_before_it() -> None:
    notice = issued()
    with refused(notice, ActOutOfOrder):
        notice.acknowledge(LINEAGE, bureau("2015-06-29"))


# Lifting


@pytest.mark.parametrize("stage", [issued, acknowledged, responded])
def test_the_issuing_unit_lifts_a_notice_in_force(
    stage: Callable[[], SupervisionNotice],
) -> None:
    notice = stage()
    notice.lift("已经完成", office("2015-07-20"))
    assert (notice.status, notice.lifted_because) == (NoticeStatus.LIFTED, "已经完成")
    assert notice.date_of(notice.ended_in) == date(2015, 7, 20)
    assert recorded(notice) == [(SupervisionNotice.Lifted, {"reason": "已经完成"})]


@pytest.mark.parametrize("other", ["SLJ", "XZF"])
def test_no_other_unit_lifts_it(other: str) -> None:
    notice = responded()
    with refused(notice, NotIssuer, "unit"):
        notice.lift("已经完成", act("2015-07-20", unit=other))


# Escalating


def test_an_escalation_puts_a_stronger_notice_in_place_of_the_earlier() -> None:
    earlier = responded()
    later = earlier.escalate(STRONGER, to(), DEFAULT_SCALE, office("2015-07-10"))
    assert later.refers_to == NoticeReference(id=earlier.id, number="DB-2015-1")
    assert (later.subject, later.status) == (SUBJECT, NoticeStatus.ISSUED)
    assert (earlier.status, earlier.escalated_to) == (
        NoticeStatus.ESCALATED,
        NoticeReference(id=later.id, number="DB-2015-2"),
    )
    assert earlier.date_of(earlier.ended_in) == later.issued_on == date(2015, 7, 10)
    reference = {"id": later.id, "number": "DB-2015-2"}
    assert recorded(earlier) == [(SupervisionNotice.Escalated, {"to": reference})]
    assert [event for event, _ in recorded(later)] == [SupervisionNotice.Issued]


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        (NEAR, BEHIND),
        (NEAR, TERMS),
        (BEHIND, TERMS),
        (TERMS, TERMS._replace(kind=NoticeKind.KEY_SUPERVISION)),
        (BEHIND, TERMS._replace(kind=NoticeKind.KEY_SUPERVISION)),
    ],
)
def test_stronger_is_later_in_the_scale_or_a_stronger_kind(
    was: NoticeTerms, is_now: NoticeTerms
) -> None:
    earlier = issue(was, on="2015-06-20" if was is not TERMS else "2015-06-26")
    later = earlier.escalate(
        is_now._replace(number="DB-2015-9"), to(), DEFAULT_SCALE, office("2015-06-30")
    )
    assert later.status is NoticeStatus.ISSUED


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        (TERMS, TERMS),
        (TERMS, BEHIND),
        (BEHIND._replace(kind=NoticeKind.KEY_SUPERVISION), TERMS),
        (TERMS, BEHIND._replace(kind=NoticeKind.KEY_SUPERVISION)),
    ],
)
def test_an_escalation_that_is_milder_or_the_same_is_refused(
    was: NoticeTerms, is_now: NoticeTerms
) -> None:
    earlier = issue(was)
    with refused(earlier, NotStronger, "colour"):
        earlier.escalate(
            is_now._replace(number="DB-2015-9"), to(), DEFAULT_SCALE, office("2015-07-01")
        )


def test_a_notice_under_another_scale_counts_as_the_mildest() -> None:
    orange = WarningScale(
        levels=(WarningLevel(colour="橙", trigger=WarningTrigger.OVERDUE, days=1),)
    )
    terms = TERMS._replace(colour="橙")
    earlier = SupervisionNotice.issue(terms, to(), orange, office())
    later = earlier.escalate(
        TERMS._replace(number="DB-2015-9"), to(), DEFAULT_SCALE, office("2015-07-01")
    )
    assert later.colour == "红"


def test_an_escalation_keeps_to_the_subject() -> None:
    earlier = responded()
    with refused(earlier, SubjectDiffers, "subject"):
        earlier.escalate(
            STRONGER, to(BUREAU, answerable=("SLJ",)), DEFAULT_SCALE, office("2015-07-10")
        )


def test_an_escalation_obeys_the_rules_of_issuing() -> None:
    earlier = responded()
    colourless = STRONGER._replace(colour="橙")
    for terms, about, on, rule in (
        (colourless, to(), "2015-07-10", ColourNotInScale),
        (STRONGER, to(), "2015-07-11", ReplyDueBeforeIssue),
        (STRONGER, to(item(is_open=False)), "2015-07-10", SubjectEnded),
        (STRONGER, to(), "2015-07-01", ActOutOfOrder),
    ):
        with refused(earlier, rule):
            earlier.escalate(terms, about, DEFAULT_SCALE, office(on))


@pytest.mark.parametrize("stage", [lifted, escalated])
def test_an_ended_notice_takes_no_more_acts(stage: Callable[[], SupervisionNotice]) -> None:
    ended = stage()
    with refused(ended, WrongStatus, "status"):
        ended.acknowledge(LINEAGE, bureau("2015-08-01"))
    with refused(ended, WrongStatus, "status"):
        ended.respond("已办", LINEAGE, bureau("2015-08-01"))
    with refused(ended, WrongStatus, "status"):
        ended.lift("已办", office("2015-08-01"))
    with refused(ended, WrongStatus, "status"):
        ended.escalate(STRONGER, to(), DEFAULT_SCALE, office("2015-07-10"))


# Correcting


def test_a_wrong_date_is_corrected_even_after_the_end() -> None:
    notice = lifted()
    notice.correct(4, date(2015, 7, 18), "日期登错", office("2015-08-01"))
    assert notice.date_of(notice.ended_in) == date(2015, 7, 18)
    [(event, facts)] = recorded(notice)
    assert event is SupervisionNotice.Corrected
    assert (facts["corrects"], facts["was"]) == (4, date(2015, 7, 20))


def test_the_issue_is_not_corrected_past_the_reply_due_date() -> None:
    notice = issued()
    with refused(notice, ReplyDueBeforeIssue, "now"):
        notice.correct(1, date(2015, 7, 11), "日期登错", office("2015-08-01"))
    notice.correct(1, date(2015, 7, 10), "日期登错", office("2015-08-01"))
    assert notice.issued_on == date(2015, 7, 10)


def test_every_word_has_a_chinese_label() -> None:
    for words in (NoticeKind, NoticeStatus, SubjectKind):
        labels = [word.label for word in words]
        assert not any(label.isascii() for label in labels)
        assert len(set(labels)) == len(labels)
