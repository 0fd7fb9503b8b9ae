"""Personal data is kept its term, restricted, and erased only when two persons have agreed."""

from collections.abc import Callable
from datetime import date

import pytest
from pydantic import ValidationError

from domain import personal_data_terms
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.model import Act, Aggregate
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    DecidedByRequester,
    ErasedByShortener,
    ErasureGround,
    LiftedByDecider,
    NoConsentToWithdraw,
    ProcessingBasis,
    RecordStatus,
    RefusalGround,
    Retention,
    RetentionAlreadyOver,
    RetentionClass,
    RetentionNotBinding,
    RetentionNotOver,
    RetentionUnchanged,
)
from tests.aggregates import act, recorded, refused
from tests.domain.personal_records import (
    AS_NEEDED,
    DOCUMENT,
    PERMANENT,
    PURPOSE,
    SUBJECT,
    TEN_YEARS,
    approved,
    clerk,
    decider,
    erased,
    opened,
    requested,
    restricted,
    settled,
    third,
)

THIRTY_YEARS = Retention(kept_as=RetentionClass.THIRTY_YEARS, until=date(2025, 12, 31))

Stage = Callable[[], PersonalRecord]
Doing = Callable[[PersonalRecord], None]

STAGES: dict[RecordStatus, Stage] = {
    RecordStatus.HELD: opened,
    RecordStatus.RESTRICTED: restricted,
    RecordStatus.ERASURE_REQUESTED: requested,
    RecordStatus.ERASURE_APPROVED: approved,
    RecordStatus.ERASED: erased,
}
UNDECIDED = {RecordStatus.HELD, RecordStatus.RESTRICTED}
ACTS: dict[str, tuple[set[RecordStatus], Doing]] = {
    "reclassify": (UNDECIDED, lambda r: r.reclassify(TEN_YEARS, "归档", clerk("2020-04-01"))),
    "restrict": ({RecordStatus.HELD}, lambda r: r.restrict("核实", clerk("2020-04-01"))),
    "lift": (
        {RecordStatus.RESTRICTED},
        lambda r: r.lift_restriction("核实完毕", clerk("2020-04-01")),
    ),
    "request": (
        UNDECIDED,
        lambda r: r.request_erasure(
            ErasureGround.PURPOSE_MET, DOCUMENT, "已办结", clerk("2020-04-01")
        ),
    ),
    "approve": (
        {RecordStatus.ERASURE_REQUESTED},
        lambda r: r.approve_erasure(decider("2020-04-01")),
    ),
    "refuse": (
        {RecordStatus.ERASURE_REQUESTED},
        lambda r: r.refuse_erasure(RefusalGround.UNFOUNDED, "不符合", decider("2020-04-01")),
    ),
    "complete": (
        {RecordStatus.ERASURE_APPROVED},
        lambda r: r.complete_erasure(clerk("2020-04-01")),
    ),
}


# The life of a record


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", STAGES)
def test_each_act_is_allowed_in_its_statuses_alone(status: RecordStatus, act: str) -> None:
    allowed, do = ACTS[act]
    record = STAGES[status]()
    assert record.status is status
    if status in allowed:
        do(record)
        assert len(record.collect_events()) == 1
    else:
        with refused(record, WrongStatus, "status"):
            do(record)


@pytest.mark.parametrize("status", STAGES)
def test_only_held_data_is_processed(status: RecordStatus) -> None:
    assert STAGES[status]().may_be_processed is (status is RecordStatus.HELD)


def test_a_record_says_why_and_how_long_data_is_held_but_not_whose() -> None:
    record = PersonalRecord.open(
        SUBJECT, PURPOSE, ProcessingBasis.STATUTORY_DUTY, TEN_YEARS, clerk("2015-03-25")
    )
    assert record.id == PersonalRecord.id_of(str(SUBJECT))
    assert (record.number, record.subject) == (str(SUBJECT), SUBJECT)
    assert (record.purpose, record.basis) == (PURPOSE, ProcessingBasis.STATUTORY_DUTY)
    assert (record.retention, record.restricted) == (TEN_YEARS, False)
    assert (record.requested_by, record.ground, record.document) == (None, None, None)
    assert record.status is RecordStatus.HELD
    facts = {
        "subject": SUBJECT,
        "purpose": PURPOSE,
        "basis": ProcessingBasis.STATUTORY_DUTY,
        "retention": TEN_YEARS.model_dump(),
    }
    assert recorded(record) == [(PersonalRecord.Opened, facts)]


def test_restriction_stops_processing_until_it_is_lifted() -> None:
    record = opened()
    record.restrict("本人提出异议", clerk())
    assert (record.status, record.restricted) == (RecordStatus.RESTRICTED, True)
    assert recorded(record) == [(PersonalRecord.Restricted, {"reason": "本人提出异议"})]
    record.lift_restriction("核实无误", clerk())
    assert (record.status, record.restricted) == (RecordStatus.HELD, False)
    assert recorded(record) == [(PersonalRecord.RestrictionLifted, {"reason": "核实无误"})]


@pytest.mark.parametrize("who", [clerk, decider])
@pytest.mark.parametrize(
    ("retention", "ground"),
    [
        (PERMANENT, RefusalGround.RETENTION_NOT_OVER),
        (AS_NEEDED, RefusalGround.TECHNICALLY_HARD),
    ],
)
def test_storage_alone_is_ended_by_a_third_person(
    who: Callable[[str], Act], retention: Retention, ground: RefusalGround
) -> None:
    record = requested(opened(retention))
    record.refuse_erasure(ground, "依法保存", decider())
    with pytest.raises(LiftedByDecider) as caught:
        record.lift_restriction("想看", who("2020-03-07"))
    assert caught.value.field == "actor"
    record.lift_restriction("本人重新同意", third("2020-03-07"))
    assert record.status is RecordStatus.HELD
    record.restrict("核实", clerk("2020-03-08"))
    record.lift_restriction("核实完毕", clerk("2020-03-09"))


def test_a_refusal_for_want_of_grounds_leaves_who_stored_alone_as_it_was() -> None:
    record = requested(opened(PERMANENT))
    record.refuse_erasure(RefusalGround.RETENTION_NOT_OVER, "依法保存", decider())
    record.request_erasure(ErasureGround.PURPOSE_MET, DOCUMENT, "再次", third("2020-03-07"))
    record.refuse_erasure(RefusalGround.UNFOUNDED, "没有依据", act("2020-03-08", actor="丁"))
    with pytest.raises(LiftedByDecider):
        record.lift_restriction("想看", decider("2020-03-09"))


# Erasing


def test_erasure_is_asked_for_on_a_ground_and_a_paper() -> None:
    record = opened()
    record.request_erasure(ErasureGround.CONSENT_WITHDRAWN, DOCUMENT, "本人撤回", clerk())
    assert record.status is RecordStatus.ERASURE_REQUESTED
    assert (record.requested_by, record.document) == ("经办人甲", DOCUMENT)
    assert record.ground is ErasureGround.CONSENT_WITHDRAWN
    facts = {
        "ground": ErasureGround.CONSENT_WITHDRAWN,
        "document": DOCUMENT,
        "reason": "本人撤回",
    }
    assert recorded(record) == [(PersonalRecord.ErasureRequested, facts)]


def test_another_person_approves() -> None:
    record = requested()
    record.approve_erasure(decider())
    assert record.status is RecordStatus.ERASURE_APPROVED
    assert recorded(record) == [(PersonalRecord.ErasureApproved, {})]


def test_the_end_of_the_key_is_noted() -> None:
    record = approved()
    record.complete_erasure(decider())
    assert record.status is RecordStatus.ERASED
    assert recorded(record) == [(PersonalRecord.Erased, {})]


def test_whoever_asks_does_not_decide() -> None:
    record = requested()
    with refused(record, DecidedByRequester, "actor"):
        record.approve_erasure(clerk("2020-03-05"))
    with refused(record, DecidedByRequester, "actor"):
        record.refuse_erasure(RefusalGround.UNFOUNDED, "不符合", clerk("2020-03-05"))


def test_whoever_asked_before_may_decide_on_what_another_asks() -> None:
    record = requested()
    record.refuse_erasure(RefusalGround.UNFOUNDED, "不符合", decider())
    record.request_erasure(ErasureGround.OTHER_LAW, DOCUMENT, "依法", decider("2020-05-01"))
    record.approve_erasure(clerk("2020-05-02"))
    assert record.status is RecordStatus.ERASURE_APPROVED


@pytest.mark.parametrize("basis", [b for b in ProcessingBasis if b is not ProcessingBasis.CONSENT])
def test_consent_is_withdrawn_only_where_it_was_the_basis(basis: ProcessingBasis) -> None:
    record = opened(basis=basis)
    with refused(record, NoConsentToWithdraw, "ground"):
        record.request_erasure(ErasureGround.CONSENT_WITHDRAWN, DOCUMENT, "撤回", clerk())
    record.request_erasure(ErasureGround.UNLAWFUL_PROCESSING, DOCUMENT, "违法", clerk())
    assert record.ground is ErasureGround.UNLAWFUL_PROCESSING


@pytest.mark.parametrize(
    ("retention", "on", "binds"),
    [
        (PERMANENT, "2029-12-31", True),
        (TEN_YEARS, "2025-12-31", True),
        (TEN_YEARS, "2026-01-01", False),
        (AS_NEEDED, "2020-03-05", False),
    ],
)
def test_a_term_of_the_law_forbids_erasure_until_it_is_over(
    retention: Retention, on: str, binds: bool
) -> None:
    record = requested(opened(retention))
    if binds:
        with refused(record, RetentionNotOver, "retention"):
            record.approve_erasure(decider(on))
        record.refuse_erasure(RefusalGround.RETENTION_NOT_OVER, "未届满", decider(on))
        assert record.status is RecordStatus.RESTRICTED
    else:
        with refused(record, RetentionNotBinding, "ground"):
            record.refuse_erasure(RefusalGround.RETENTION_NOT_OVER, "未届满", decider(on))
        record.approve_erasure(decider(on))
        assert record.status is RecordStatus.ERASURE_APPROVED


@pytest.mark.parametrize(
    ("stage", "ground", "is_restricted"),
    [
        (opened, RefusalGround.UNFOUNDED, False),
        (opened, RefusalGround.TECHNICALLY_HARD, True),
        (restricted, RefusalGround.UNFOUNDED, True),
        (restricted, RefusalGround.TECHNICALLY_HARD, True),
    ],
)
def test_what_is_not_erased_may_be_stored_alone(
    stage: Stage, ground: RefusalGround, is_restricted: bool
) -> None:
    record = requested(stage())
    record.refuse_erasure(ground, "理由", decider())
    expected = RecordStatus.RESTRICTED if is_restricted else RecordStatus.HELD
    assert (record.status, record.restricted) == (expected, is_restricted)
    facts = {"ground": ground, "restricted": is_restricted, "reason": "理由"}
    assert recorded(record) == [(PersonalRecord.ErasureRefused, facts)]


# Retention


def test_another_term_is_recorded_with_the_former() -> None:
    record = opened()
    record.reclassify(PERMANENT, "列入重点件,永久保管", clerk())
    assert record.retention == PERMANENT
    facts = {
        "retention": PERMANENT.model_dump(),
        "retention_was": AS_NEEDED.model_dump(),
        "reason": "列入重点件,永久保管",
    }
    assert recorded(record) == [(PersonalRecord.Reclassified, facts)]


def test_a_term_changes_to_another_that_is_not_over() -> None:
    record = opened()
    with refused(record, RetentionUnchanged, "retention"):
        record.reclassify(AS_NEEDED, "归档", clerk())
    with refused(record, RetentionAlreadyOver, "retention"):
        record.reclassify(TEN_YEARS, "归档", clerk("2026-01-01"))
    record.reclassify(TEN_YEARS, "归档", clerk("2025-12-31"))
    assert record.retention == TEN_YEARS


def shortened(*terms: tuple[Retention, Act], of: Retention = PERMANENT) -> PersonalRecord:
    record = opened(of)
    for retention, act_ in terms:
        record.reclassify(retention, "不归档", act_)
    return settled(record)


def test_whoever_shortened_a_term_neither_asks_for_the_erasure_nor_approves_it() -> None:
    record = shortened((TEN_YEARS, clerk("2020-01-01")), (AS_NEEDED, decider("2020-01-02")))
    for who in (clerk(), decider("2020-03-02")):
        with refused(record, ErasedByShortener, "actor"):
            record.request_erasure(ErasureGround.PURPOSE_MET, DOCUMENT, "已办结", who)
    record.request_erasure(ErasureGround.PURPOSE_MET, DOCUMENT, "已办结", third())
    record.collect_events()
    for who in (clerk("2020-03-07"), decider("2020-03-07")):
        with refused(record, ErasedByShortener, "actor"):
            record.approve_erasure(who)
    record.approve_erasure(act("2020-03-07", actor="丁"))
    assert record.status is RecordStatus.ERASURE_APPROVED


def test_whoever_shortened_a_term_may_refuse() -> None:
    record = requested(shortened((AS_NEEDED, decider("2020-01-02"))))
    record.refuse_erasure(RefusalGround.UNFOUNDED, "没有依据", decider())
    assert record.status is RecordStatus.HELD


@pytest.mark.parametrize(
    ("of", "terms", "on"),
    [
        (AS_NEEDED, [TEN_YEARS], "2026-01-02"),  # made longer
        (TEN_YEARS, [AS_NEEDED], "2026-01-02"),  # the term of before would be over by now
        (TEN_YEARS, [AS_NEEDED, TEN_YEARS], "2026-01-02"),  # as long again
        (TEN_YEARS, [AS_NEEDED, PERMANENT], "2026-01-02"),
        (TEN_YEARS, [THIRTY_YEARS], "2026-01-02"),  # another class until the same day
    ],
)
def test_a_term_that_was_not_shortened_in_the_end_is_no_bar(
    of: Retention, terms: list[Retention], on: str
) -> None:
    record = shortened(*((each, clerk("2020-01-01")) for each in terms), of=of)
    record.request_erasure(ErasureGround.PURPOSE_MET, DOCUMENT, "已办结", clerk(on))
    assert record.status is RecordStatus.ERASURE_REQUESTED


def test_a_term_made_longer_in_part_is_shortened_still() -> None:
    record = shortened(
        (AS_NEEDED, clerk("2020-01-01")), (TEN_YEARS, decider("2020-01-02")), of=PERMANENT
    )
    assert (record.term_before, record.shortened_by) == (PERMANENT, ("经办人甲",))
    with refused(record, ErasedByShortener, "actor"):
        record.request_erasure(ErasureGround.PURPOSE_MET, DOCUMENT, "届满", clerk("2026-01-02"))
    record.request_erasure(ErasureGround.PURPOSE_MET, DOCUMENT, "届满", decider("2026-01-02"))


def test_data_is_not_taken_in_for_a_term_that_is_over() -> None:
    with pytest.raises(RetentionAlreadyOver):
        PersonalRecord.open(
            SUBJECT, PURPOSE, ProcessingBasis.CONSENT, TEN_YEARS, clerk("2026-01-01")
        )


@pytest.mark.parametrize("kept_as", RetentionClass)
def test_only_what_is_kept_for_ever_has_no_last_day(kept_as: RetentionClass) -> None:
    permanent = kept_as is RetentionClass.PERMANENT
    fitting, unfit = (None, date(2030, 1, 1)) if permanent else (date(2030, 1, 1), None)
    retention = Retention(kept_as=kept_as, until=fitting)
    assert ("2030-01-01" in retention.label) is not permanent
    with pytest.raises(ValidationError, match="保管截止日期"):
        Retention(kept_as=kept_as, until=unfit)


# What holds of every aggregate


def test_what_is_stated_keeps_to_the_rules_of_text() -> None:
    record = opened()
    with refused(record, InvalidFact, "reason"):
        record.restrict(" ", clerk())
    with refused(record, InvalidFact, "document"):
        record.request_erasure(ErasureGround.OTHER_LAW, "", "依法", clerk())


def test_nothing_precedes_the_step_before_it() -> None:
    record = requested()
    with refused(record, ActOutOfOrder):
        record.approve_erasure(decider("2020-03-01"))


def test_a_fold_of_its_events_is_the_record() -> None:
    record: Aggregate = PersonalRecord.open(
        SUBJECT, PURPOSE, ProcessingBasis.CONSENT, TEN_YEARS, clerk("2015-03-25")
    )
    assert isinstance(record, PersonalRecord)
    record.reclassify(AS_NEEDED, "不归档", third("2020-03-02"))
    record.restrict("核实", clerk())
    record.request_erasure(ErasureGround.CONSENT_WITHDRAWN, DOCUMENT, "撤回", clerk())
    record.approve_erasure(decider())
    record.complete_erasure(decider())
    folded = PersonalRecord.fold(record.collect_events())
    assert folded is not None
    assert folded.__dict__ == record.__dict__


def test_every_word_has_a_chinese_label() -> None:
    for words in (
        personal_data_terms.RecordStatus,
        ProcessingBasis,
        ErasureGround,
        RefusalGround,
        RetentionClass,
    ):
        labels = [word.label for word in words]
        assert not any(label.isascii() for label in labels)
        assert len(set(labels)) == len(labels)
