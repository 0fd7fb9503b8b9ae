"""The building blocks: dates in order, corrections that fit, states nobody else changes."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from domain.due import UNDATED, Due
from domain.errors import ActInFuture, ActOutOfOrder, InvalidFact, RuleViolation, WrongStatus
from domain.model import Role
from tests.aggregates import act, recorded, refused
from tests.application.boxes import Box

D = date.fromisoformat


@pytest.fixture
def box() -> Box:
    box = Box.begin("A", Box.Opened, act("2026-01-01"), number="A")
    box.record(Box.Filled, act("2026-02-01"), amount=1)
    box.record(Box.Filled, act("2026-03-01"), amount=2)
    recorded(box)
    return box


def test_a_rule_has_a_stable_code() -> None:
    assert (RuleViolation.code(), WrongStatus.code()) == ("rule-violation", "wrong-status")


def test_every_role_has_a_chinese_name_of_its_own() -> None:
    labels = [role.label for role in Role]
    assert len(set(labels)) == len(Role)
    assert all("\u4e00" <= label[0] <= "\u9fff" for label in labels)


def test_a_due_date_is_dated_or_undated_and_never_both() -> None:
    assert Due.by(D("2026-01-31")).days_late(D("2026-02-03")) == 3
    assert Due.by(D("2026-01-31")).days_late(D("2026-01-31")) == 0
    assert UNDATED.days_late(D("2199-01-01")) == 0
    for on, undated in ((None, False), (D("2026-01-31"), True)):
        with pytest.raises(ValidationError, match="二者择一"):
            Due(on=on, undated=undated)


def test_a_date_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValidationError, match="日期应在1949-10-01至2199-12-31之间"):
        Due.by(D("1911-10-10"))


def test_the_day_of_recording_is_the_day_in_china() -> None:
    late = act("2026-01-01", recorded_at=datetime(2026, 1, 1, 16, 30, tzinfo=UTC))
    assert late.recorded_on == D("2026-01-02")


def test_an_act_in_the_future_is_refused(box: Box) -> None:
    early = act("2026-03-02", recorded_at=datetime(2026, 3, 1, tzinfo=UTC))
    with refused(box, ActInFuture, "occurred_on"):
        box.record(Box.Filled, early, amount=1)


def test_a_step_is_not_dated_before_the_step_it_builds_on(box: Box) -> None:
    with refused(box, ActOutOfOrder, "occurred_on"):
        box.record(Box.Filled, act("2026-02-28"), amount=1)


def test_a_note_may_be_dated_back_as_far_as_the_first_step(box: Box) -> None:
    box.record(Box.Noticed, act("2026-01-01"), amount=1)
    with refused(box, ActOutOfOrder, "occurred_on"):
        box.record(Box.Noticed, act("2025-12-31"), amount=1)
    assert box.latest_step_on == D("2026-03-01")


def test_a_fact_that_breaks_its_rule_names_the_field(box: Box) -> None:
    with refused(box, InvalidFact, "amount"):
        box.record(Box.Filled, act("2026-03-01"), amount="许多")


def test_a_corrected_date_takes_the_place_of_the_wrong_one(box: Box) -> None:
    box.record_correction(Box.Corrected, 3, D("2026-02-15"), "登错", act("2026-04-01"))
    assert box.dates[2] == box.latest_step_on == D("2026-02-15")
    ((event, facts),) = recorded(box)
    assert event is Box.Corrected
    assert (facts["was"], facts["now"]) == (D("2026-03-01"), D("2026-02-15"))


@pytest.mark.parametrize(
    ("version", "now", "error"),
    [
        (0, "2026-02-15", InvalidFact),
        (9, "2026-02-15", InvalidFact),
        (2, "2026-02-01", InvalidFact),
        (2, "2025-12-31", ActOutOfOrder),
        (2, "2026-03-02", ActOutOfOrder),
        (1, "2026-02-02", ActOutOfOrder),
        (3, "2040-01-01", ActInFuture),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(
    box: Box, version: int, now: str, error: type[Exception]
) -> None:
    with refused(box, error):
        box.record_correction(Box.Corrected, version, D(now), "登错", act("2026-04-01"))


def test_a_corrected_note_is_bounded_from_below_only(box: Box) -> None:
    box.record(Box.Noticed, act("2026-03-01"), amount=1)
    box.record_correction(Box.Corrected, 4, D("2026-05-01"), "登错", act("2026-06-01"))
    assert box.dates[3] == D("2026-05-01")


def test_a_fork_decides_alone_and_a_fold_comes_to_the_same(box: Box) -> None:
    before = dict(box.__dict__)
    fork = box.fork()
    fork.fill(3, act("2026-03-02"))
    assert box.__dict__ == before
    opened = Box.begin("B", Box.Opened, act("2026-01-01"), number="B")
    opened.fill(3, act("2026-01-02"))
    told = opened.collect_events()
    again = Box.fold(told)
    assert again is not None
    assert again.__dict__ == opened.__dict__
    assert Box.fold([]) is None


def test_an_event_without_an_upcast_refuses_older_shapes() -> None:
    with pytest.raises(LookupError, match=r"box\.opened has no upcast"):
        Box.Opened.upcast({}, 1)
