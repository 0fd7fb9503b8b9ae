"""What moves due dates and stops clocks leaves rows, rates and the aggregate in agreement."""

from datetime import date

import pytest

from application.metrics.definitions import COUNTS, DEFINITIONS
from application.metrics.rates import EVERYTHING, Cohort, count_rates
from application.projections.opinion_list import OpinionFilter, lateness, page_of_opinions
from application.projections.pages import Ordering
from application.rebuild import rebuild
from application.store import Store
from domain.opinion import Opinion
from tests.application.moved_opinions import OTHER, STORIES, begin, happen, live
from tests.application.opinions import NUMBER, OPINION, TOWN, day, moment, row, rows
from tests.application.told_opinions import agrees

FAR = "2016-12-31"


@pytest.fixture
def county(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.mark.parametrize("name", STORIES)
def test_the_row_is_after_everything_entered_what_the_aggregate_says(
    county: Store, name: str
) -> None:
    begin(county)
    for number, happening in enumerate(STORIES[name]):
        happen(county, happening)
        opinion = county.read(Opinion, OPINION)
        agrees(county, opinion)
        if number:
            late = lateness(row(county, FAR), day(FAR)).days_overdue
            assert late == opinion.days_late(day(FAR))
    before = rows(county, moment(county))
    rebuild(county)
    assert rows(county, moment(county)) == before


def overdue(store: Store, as_of: str, wanted: bool) -> list[str]:
    with store.database.reading() as connection:
        page = page_of_opinions(
            connection,
            moment(store, as_of),
            wanted=OpinionFilter(overdue=wanted),
            order=Ordering("number"),
            after=None,
            limit=9,
        )
    return [each["number"] for each in page.rows]


def figure(
    store: Store, code: str, as_of: str = FAR, cohort: Cohort = EVERYTHING
) -> tuple[int, int]:
    definition = (DEFINITIONS | COUNTS)[code]
    with store.database.reading() as connection:
        [rate] = count_rates(connection, moment(store, as_of), [definition], cohort)
    return rate.ratio.numerator, rate.ratio.denominator


@pytest.mark.parametrize(
    ("name", "due", "original"),
    [
        ("settled", "2015-06-26", "2015-06-26"),
        ("settled twice", "2015-06-29", "2015-06-29"),
        ("extended before a notice, entered after it", "2015-09-30", "2015-06-26"),
        ("rehandled before a notice, entered after it", "2015-08-31", "2015-06-26"),
        ("returned before a notice, entered after it", None, None),
        ("referred again before a notice, entered after it", "2015-08-31", "2015-08-31"),
        (
            "referred again by the same day before a notice, entered after it",
            "2015-06-25",
            "2015-06-25",
        ),
        (
            "extended to the day a notice moved again, entered after it",
            "2015-06-26",
            "2015-05-25",
        ),
        ("answered before a notice, entered after it", "2015-07-07", "2015-06-26"),
        ("extended before other rules, entered after them", "2015-09-30", "2015-05-25"),
        ("extended to the day there was, before other rules", "2015-06-25", "2015-05-25"),
    ],
)
def test_what_was_decided_before_a_note_stays(
    county: Store, name: str, due: str | None, original: str | None
) -> None:
    live(county, name)
    told = row(county, FAR)
    assert (told["due"], told["original_due"]) == (due and day(due), original and day(original))


@pytest.mark.parametrize(
    ("name", "due", "original"),
    [
        ("referred on another day", "2015-06-22", "2015-06-22"),
        ("referred on another day, which was not so", "2015-06-25", "2015-06-25"),
        ("referred on another day, then settled twice", "2015-06-29", "2015-06-29"),
        ("settled, then referred on another day", "2015-06-24", "2015-06-24"),
        (
            "settled, then referred on another day by a note dated before that",
            "2015-06-24",
            "2015-06-24",
        ),
        ("put off and referred on another day", "2015-09-30", "2015-06-22"),
        ("paused and referred on another day", "2015-07-03", "2015-06-22"),
        ("told on another day", "2015-07-03", "2015-06-25"),
        ("asked on another day", "2015-07-16", "2015-06-25"),
        ("put off, then told on another day", "2015-10-08", "2015-06-25"),
        ("told on another day, then put off", "2015-09-30", "2015-06-25"),
        ("rehandled, and referred on another day", "2015-08-31", "2015-06-22"),
        ("returned, and referred on another day", None, None),
        ("referred again, and at first on another day", "2015-08-31", "2015-08-31"),
    ],
)
def test_a_due_date_is_counted_from_the_day_as_corrected(
    county: Store, name: str, due: str | None, original: str | None
) -> None:
    live(county, name)
    told = row(county, FAR)
    assert (told["due"], told["original_due"]) == (due and day(due), original and day(original))


@pytest.mark.parametrize("name", [name for name in STORIES if name.endswith("another day")])
def test_what_was_known_before_a_correction_stays(county: Store, name: str) -> None:
    begin(county)
    for happening in STORIES[name][:-1]:
        happen(county, happening)
    known = moment(county, FAR)
    told = {**rows(county, known)[OPINION], "known_until": None}
    happen(county, STORIES[name][-1])
    assert {**rows(county, known)[OPINION], "known_until": None} == told


@pytest.mark.parametrize(
    "name",
    [
        "replied, and referred on another day",
        "closed, and referred on another day",
        "rehandled, and referred on another day",
    ],
)
def test_a_reply_is_measured_by_the_due_date_as_counted_anew(county: Store, name: str) -> None:
    live(county, name)
    opinion = county.read(Opinion, OPINION)
    assert row(county, FAR)["first_reply_due"] == day("2015-06-22")
    assert opinion.first_reply_days_late == 2
    for code in ("on-time-reply-rate", "on-time-reply-rate-original"):
        assert figure(county, code) == (0, 1), code


@pytest.mark.parametrize(
    ("name", "due", "late"),
    [
        ("replied on the day a notice puts off to", "2015-06-26", 0),
        ("replied before a notice, entered after it", "2015-06-26", 0),
        ("extended to the day a notice moved again, and replied", "2015-06-26", 0),
        ("replied before other rules", "2015-06-25", 0),
        ("replied before other rules, entered after them", "2015-06-25", 0),
        ("replied before other rules, then settled", "2015-06-26", 0),
    ],
)
def test_a_reply_has_the_due_date_of_its_day_or_what_a_notice_made_of_it(
    county: Store, name: str, due: str, late: int
) -> None:
    live(county, name)
    assert row(county, FAR)["first_reply_due"] == day(due)
    assert county.read(Opinion, OPINION).first_reply_days_late == late
    assert figure(county, "on-time-reply-rate") == (1, 1)


def test_while_the_clock_stands_still_nothing_is_late(county: Store) -> None:
    live(county, "paused")
    assert (overdue(county, "2015-07-10", True), overdue(county, "2015-07-10", False)) == (
        [],
        [NUMBER],
    )
    for code in (
        "overdue-open-days",
        "on-time-reply-rate",
        "on-time-reply-rate-original",
        "on-time-closing-rate",
    ):
        assert figure(county, code, "2015-07-10") == (0, 0), code


def test_what_was_late_when_the_clock_stopped_is_as_late_as_then(county: Store) -> None:
    begin(county)
    for happening in STORIES["paused"][:-1]:
        happen(county, happening)
    late = STORIES["paused"][-1]
    assert isinstance(late, tuple)
    happen(county, late._replace(on="2015-06-27"))
    assert overdue(county, "2015-07-10", True) == [NUMBER]
    assert figure(county, "overdue-open-days", "2015-07-10") == (2, 1)
    assert figure(county, "on-time-reply-rate", "2015-07-10") == (0, 1)
    assert lateness(row(county, "2015-07-10"), day("2015-07-10")).days_overdue == 2


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("replied though the question was never answered", 555),
        ("rehandled though the question was never answered", 488),
        ("reopened though the question was never answered", 305),
    ],
)
def test_a_question_never_answered_hides_nothing_later(
    county: Store, name: str, days: int
) -> None:
    live(county, name)
    assert row(county, FAR)["paused_since"] is None
    assert overdue(county, FAR, True) == [NUMBER]
    assert figure(county, "overdue-open-days") == (days, 1)


def test_a_withdrawn_opinion_becomes_no_later(county: Store) -> None:
    live(county, "withdrawn")
    opinion = county.read(Opinion, OPINION)
    assert (opinion.days_late(date(2015, 6, 27)), opinion.days_late(day(FAR))) == (2, 3)


def test_a_merged_opinion_is_counted_as_late_with_the_other_alone(county: Store) -> None:
    live(county, "another merged into it and closed late")
    assert figure(county, "overdue-open-days", "2015-12-29") == (0, 0)
    assert figure(county, "closed-late-days") == (0, 0)
    assert figure(county, "closing-rate") == (1, 1)
    late = rows(county, moment(county, FAR))[Opinion.id_of(OTHER)]
    assert lateness(late, day(FAR)).days_overdue == 188


def test_who_was_handled_again_was_evaluated_in_some_round(county: Store) -> None:
    live(county, "evaluated in the second round alone")
    assert figure(county, "rehandling-rate") == (1, 1)


def test_the_next_unit_is_not_credited_with_what_the_former_did(county: Store) -> None:
    live(county, "met by the unit that returned it")
    assert row(county, "2015-03-27")["consulted_on"] == day("2015-03-26")
    assert row(county, FAR)["consulted_on"] is None
    assert figure(county, "consultation-rate", cohort=Cohort(unit=TOWN)) == (0, 1)
