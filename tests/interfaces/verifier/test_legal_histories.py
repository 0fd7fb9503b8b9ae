"""Whatever the product records, the verifier's own replay allows, and it counts the same."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.commands import commitments as promises
from application.commands import notices, tasks, units
from application.commands.deadlines import StatedDeadline
from application.commands.notices import About
from application.commands.reference import bring_reference_data
from application.reactions.tick import tick
from application.store import Store
from application.work import Work
from domain.commitment import Commitment
from domain.deadline import Period as Cycle
from domain.deadline import Recurring, TermFromStart
from domain.due import UNDATED, Due
from domain.errors import RuleViolation
from domain.notice_terms import NoticeKind, NoticeTerms
from domain.opinion_terms import Satisfaction
from domain.rectification_task import RectificationTask
from domain.supervision_notice import SupervisionNotice
from domain.term import Term, TermUnit
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from interfaces.exporting import Period
from tests.application import commitments, opinions
from tests.application import tasks as bureau
from tests.application.histories import Entry, begin, enter, histories
from tests.interfaces import small_county
from tests.interfaces.verifier.replaying import EVER, exported
from tests.stores import fresh_sqlite, opened

WORKING_DAYS = TermFromStart(term=Term(length=20, unit=TermUnit.WORKING_DAY), roll=False)
DAYS = ("2009-12-31", "2010-12-31", "2015-06-30", "2016-01-01", "2029-12-31")
HALF_A_YEAR = Period(date(2015, 1, 1), date(2015, 6, 30))
TO_THE_RETURN = opinions.LONG_STORY[:4]
TO_THE_SECOND_ROUND = opinions.LONG_STORY[:-13]


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("period", [EVER, HALF_A_YEAR])
def test_sample_county_is_sound(sample_county: Store, period: Period, as_of: str) -> None:
    exported(sample_county, period, date.fromisoformat(as_of)).check()


def test_sample_county_is_sound_as_known_halfway(sample_county: Store) -> None:
    exported(sample_county, known_at=200).check()


def test_empty_county_is_sound(sqlite_store: Store) -> None:
    exported(sqlite_store).check()


def test_small_county_is_sound_also_after_late_entries(store: Store) -> None:
    small_county.fill(store)
    exported(store).check()
    small_county.change_what_was_exported(store)
    exported(store).check()
    exported(store, as_of=date(2009, 7, 1)).check()


def test_long_story_of_an_opinion_is_sound(sqlite_store: Store) -> None:
    opinions.settle(sqlite_store)
    opinions.tell(sqlite_store, opinions.LONG_STORY)
    for as_of in (date(2015, 9, 1), date(2016, 6, 4), date(2029, 12, 31)):
        exported(sqlite_store, as_of=as_of).check()


def _terms(number: str, kind: NoticeKind, trigger: WarningTrigger, colour: str) -> NoticeTerms:
    return NoticeTerms(
        number=number,
        kind=kind,
        colour=colour,
        trigger=trigger,
        demand="限期兑现",
        reply_due=Due.by(date(2011, 12, 20)),
        signer="主任甲",
    )


def test_urged_county_with_rules_on_record_is_sound(sqlite_store: Store) -> None:
    small_county.fill(sqlite_store)
    bring_reference_data(sqlite_store)
    tick(sqlite_store, date(2011, 12, 1))
    run = partial(bureau.run, sqlite_store, "2011-12-02")
    late = _terms("DB-1", NoticeKind.SUPERVISION_NOTICE, WarningTrigger.OVERDUE, "红")
    about = About(SubjectKind.COMMITMENT, Commitment.id_of(commitments.NUMBER))
    facts: dict[str, Any] = {"unit": bureau.BUREAU, "competent_body": None}
    issued = run(notices.issue, terms=late, about=about, **facts)
    later = _terms("DB-2", NoticeKind.KEY_SUPERVISION, WarningTrigger.OVERDUE, "红")
    run(notices.escalate, notice_id=issued.id, expected=1, terms=later, **facts)
    exported(sqlite_store).check()
    place: dict[str, Any] = {"notice_id": SupervisionNotice.id_of("DB-2")}
    run(notices.acknowledge, bureau.BUREAU, expected=1, **place)
    run(notices.respond, bureau.BUREAU, expected=2, response="正在整改", **place)
    exported(sqlite_store).check()


@pytest.mark.parametrize(
    ("story", "on", "round_"),
    [(TO_THE_RETURN, date(2015, 7, 10), 1), (TO_THE_SECOND_ROUND, date(2015, 11, 10), 2)],
)
def test_reminder_of_a_reply_that_is_owed_is_sound(
    sqlite_store: Store, story: Sequence[opinions.Step], on: date, round_: int
) -> None:
    opinions.settle(sqlite_store)
    opinions.tell(sqlite_store, story)
    bring_reference_data(sqlite_store)
    tick(sqlite_store, on)
    bundle = exported(sqlite_store)
    bundle.check()
    reminded = [line.state for line in bundle.lines if line.topic == "reminder.raised"]
    assert {state["round"] for state in reminded} == {round_}


def test_promise_is_told_as_it_stood_at_every_step(sqlite_store: Store) -> None:
    bureau.settle(sqlite_store)
    commitments.publish(sqlite_store)
    commitments.claim(sqlite_store, "2011-11-10", "2011-11-05")
    commitments.verify(sqlite_store, "2011-11-20")
    commitments.follow_up(sqlite_store, "2011-12-01", Satisfaction.SATISFIED)
    commitments.change(sqlite_store, "2011-12-20", promises.archive)
    for line in exported(sqlite_store).lines[-8:]:
        as_of = date.fromisoformat(line.state["act"]["occurred_on"])
        exported(sqlite_store, as_of=as_of).check()


def test_work_that_began_with_nothing_and_was_put_off_twice_is_sound(sqlite_store: Store) -> None:
    bureau.settle(sqlite_store)
    bureau.plan(sqlite_store)
    bureau.assign(sqlite_store)
    bureau.report(sqlite_store, "2015-04-01", 0)
    change = partial(bureau.change, sqlite_store)
    for on, until in (("2015-05-01", date(2015, 9, 30)), ("2015-08-01", date(2015, 12, 31))):
        change(on, tasks.request_extension, bureau.BUREAU, asked=until, reason="待批")
        change(on, tasks.grant_extension, bureau.OFFICE, until=until)
    exported(sqlite_store).check()


def test_reply_that_was_never_due_is_sound(sqlite_store: Store) -> None:
    opinions.settle(sqlite_store)
    referred = opinions.BEGINNING[-1]._replace(facts={"due": UNDATED})
    opinions.tell(sqlite_store, (*opinions.BEGINNING[:-1], referred, *opinions.REPLIED[3:]))
    exported(sqlite_store).check()


def test_promise_that_answers_an_opinion_is_sound(sqlite_store: Store) -> None:
    bureau.settle(sqlite_store)
    opinions.settle(sqlite_store)
    opinions.tell(sqlite_store, opinions.BEGINNING)
    commitments.draft(sqlite_store, on="2016-01-04", opinion_ids=(opinions.OPINION,))
    exported(sqlite_store).check()


def test_units_that_were_renamed_moved_and_merged_are_sound(sqlite_store: Store) -> None:
    bureau.settle(sqlite_store)
    run = partial(bureau.run, sqlite_store)
    run("2012-01-01", units.rename, code=bureau.TEAM, expected=1, name="执法大队", reason="更名")
    run("2013-01-01", units.move, code=bureau.TEAM, expected=2, parent=bureau.POLICE)
    run(
        "2014-01-01",
        units.merge,
        code=bureau.TEAM,
        expected=3,
        successor=bureau.POLICE,
        reason="并入",
    )
    exported(sqlite_store).check()
    exported(sqlite_store, as_of=date(2012, 6, 1)).check()


days = st.dates(min_value=date(2015, 1, 1), max_value=date(2016, 12, 31))


@settings(max_examples=3, deadline=None)
@given(history=histories, as_of=days)
def test_random_histories_are_sound(template: Path, history: list[Entry], as_of: date) -> None:
    with TemporaryDirectory() as folder, opened(fresh_sqlite(template, Path(folder))) as store:
        begin(store)
        enter(store, history)
        exported(store, as_of=as_of).check()
        exported(store, Period(date(2015, 2, 1), date(2015, 5, 31)), as_of).check()


Facts = Callable[[date, int], dict[str, Any]]


def _due(day: date, number: int) -> StatedDeadline:
    if number % 3 == 0:
        return WORKING_DAYS if number % 2 else Recurring(every=Cycle.MONTH, first=day)
    return Due.by(day + timedelta(days=number % 60)) if number % 5 else UNDATED


def _schedule(day: date, number: int) -> dict[str, Any]:
    every = (Cycle.WEEK, Cycle.MONTH)[number % 2]
    first = day + timedelta(days=number % 40 - 20)
    last = None if number % 3 else first + timedelta(days=90)
    return {"spec": Recurring(every=every, first=first, last=last), "reason": "调整"}


NEXT_ACTS: dict[Callable[..., Any], tuple[str, Facts]] = {
    tasks.report: (
        bureau.TEAM,
        lambda _, n: {
            "percent": n % 101,
            "text": "进展",
            "evidence": (bureau.evidence(),),
            "sub_actions_done": (),
            "reason_for_fall": "回潮",
        },
    ),
    tasks.claim: (
        bureau.BUREAU,
        lambda day, n: {
            "completed_on": day - timedelta(days=n % 9),
            "target_value": None,
            "evidence": (bureau.evidence(),),
            "collective_decision_on": None,
        },
    ),
    tasks.pass_verification: (bureau.OFFICE, lambda _, __: {"note": "到位"}),
    tasks.fail_verification: (
        bureau.OFFICE,
        lambda day, n: {"reasons": "不到位", "new_due": _due(day, n)},
    ),
    tasks.give_public_notice: (
        bureau.OFFICE,
        lambda day, n: {"start": day, "end": day + timedelta(days=n % 7), "channel": "网站"},
    ),
    tasks.record_objection: (bureau.OFFICE, lambda _, n: {"text": "异议", "upheld": n % 2 == 0}),
    tasks.close_out: (bureau.OFFICE, lambda _, __: {}),
    tasks.look_back: (bureau.OFFICE, lambda _, __: {"note": "未反弹"}),
    tasks.find_recurrence: (
        bureau.OFFICE,
        lambda day, n: {"note": "回潮", "due": _due(day, n)},
    ),
    tasks.request_extension: (
        bureau.BUREAU,
        lambda day, n: {"asked": day + timedelta(days=n + 30), "reason": "待批"},
    ),
    tasks.grant_extension: (
        bureau.OFFICE,
        lambda day, n: {"until": day + timedelta(days=n + 30)},
    ),
    tasks.convert_to_long_term: (
        bureau.OFFICE,
        lambda day, n: {
            "reason": "管网",
            "plan": "分三年",
            "review_on": day + timedelta(days=n + 1),
        },
    ),
    tasks.amend: (
        bureau.OFFICE,
        lambda day, n: {"text": f"内容{n}", "due": _due(day, n), "target": None, "reason": "调整"},
    ),
    tasks.schedule_reports: (bureau.BUREAU, _schedule),
}

task_acts = st.tuples(
    st.sampled_from([*NEXT_ACTS, tasks.report, tasks.claim, tasks.pass_verification]),
    st.integers(min_value=-6, max_value=20),
    st.integers(min_value=0, max_value=100),
)


task_lives = st.lists(task_acts, min_size=3, max_size=30)
task_corrections = st.lists(st.integers(0, 10_000), max_size=4)


def _act(store: Store, act: tuple[Callable[..., Any], int, int]) -> None:
    command, after, number = act
    task = store.read(RectificationTask, bureau.TASK)
    day = max(task.latest_step_on + timedelta(days=after), date(2015, 3, 26))
    unit, facts = NEXT_ACTS[command]
    with suppress(RuleViolation):
        bureau.change(store, day.isoformat(), command, unit, **facts(day, number))


def _correct(work: Work, number: int) -> RectificationTask:
    task = work.get(RectificationTask, bureau.TASK)
    corrects = number % task.version + 1
    now = task.date_of(corrects) + timedelta(days=number % 21 - 10)
    facts: dict[str, Any] = {
        "corrects": corrects,
        "field": "occurred_on",
        "now": now,
        "reason": "有误",
    }
    return tasks.correct(work, bureau.TASK, task.version, **facts)


def live_task(
    store: Store, acts: list[tuple[Callable[..., Any], int, int]], corrections: list[int]
) -> None:
    """Let a task go through acts as far as they are allowed, and correct some of their dates."""
    bureau.settle(store)
    bureau.plan(store)
    bureau.assign(store)
    for act in acts:
        _act(store, act)
    for number in corrections:
        with suppress(RuleViolation):
            store.run(bureau.by("2029-01-01", bureau.OFFICE), partial(_correct, number=number))


@settings(max_examples=5, deadline=None)
@given(
    task_lives,
    task_corrections,
    days,
)
def test_random_lives_of_a_task_are_sound(
    template: Path,
    acts: list[tuple[Callable[..., Any], int, int]],
    corrections: list[int],
    as_of: date,
) -> None:
    with TemporaryDirectory() as folder, opened(fresh_sqlite(template, Path(folder))) as store:
        live_task(store, acts, corrections)
        exported(store, as_of=as_of).check()
