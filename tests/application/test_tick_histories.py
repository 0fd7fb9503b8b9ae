"""Whatever happens to tasks, and whenever the tick is run, it raises what a plain diary says."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from application.commands import tasks as task_acts
from application.store import Store
from application.work import Work
from domain.due import Due
from domain.errors import RuleViolation
from domain.rectification_task import RectificationTask
from tests.application import tasks
from tests.application.tasks import BUREAU, OFFICE
from tests.application.urging import Raised, raised, run_tick, task
from tests.stores import fresh_sqlite, opened

BEGINNING = date(2015, 6, 1)
LEVELS = (("蓝", 10), ("红", 1), ("红", 10))
NUMBERS = ("A", "B")


class Entry(NamedTuple):
    """How a task stands from a day on."""

    since: date
    round: int
    due: date
    owed: bool


class Diary:
    """Keeps by hand what the store keeps in events, and goes through it day by day."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self.told: list[Raised] = []
        self._seen: dict[tuple[str, int, date], int] = {}

    def note(self, number: str, since: date, **changes: object) -> None:
        before = self.entries[number][-1]
        self.entries[number].append(before._replace(since=since, **changes))  # type: ignore[arg-type]  # named as in Entry

    def go_through(self, day: date) -> None:
        for number, entries in self.entries.items():
            now = entries[-1]
            then = [each for each in entries if each.since <= day][-1:]
            if not then or not now.owed or now._replace(since=day) != then[0]._replace(since=day):
                continue
            reached = _level(now.due, day)
            seen = (number, now.round, now.due)
            if reached > self._seen.get(seen, -1):
                self._seen[seen] = reached
                colour, days = LEVELS[reached]
                self.told.append(
                    Raised(day.isoformat(), number, colour, days, now.due.isoformat())
                )


def _level(due: date, day: date) -> int:
    """Count by hand; from June to September no day off falls on a weekday of its own."""
    if day <= due:
        return 0 if (due - day).days <= 10 else -1
    late = [due + timedelta(days=n + 1) for n in range((day - due).days)]
    working = [each for each in late if each.isoweekday() <= 5]
    return 2 if len(working) >= 10 else 1


class Told(NamedTuple):
    """One thing that happens: after so many days, to which task, by how many days."""

    after: int
    name: str
    number: str
    days: int


histories = st.lists(
    st.builds(
        Told,
        st.integers(0, 7),
        st.sampled_from(["plan", "amend", "claim", "fail", "cancel", "tick", "tick", "tick"]),
        st.sampled_from(NUMBERS),
        st.integers(0, 25),
    ),
    max_size=14,
)


def _happen(store: Store, diary: Diary, told: Told, day: date) -> None:
    """Let it happen in the store, and note it in the diary unless a rule refuses it."""
    number, on = told.number, day.isoformat()
    task_id = RectificationTask.id_of(number)
    due = day + timedelta(days=told.days)
    if told.name == "plan":
        if number not in diary.entries:
            task(store, number, due.isoformat(), on)
            diary.entries[number] = [Entry(day, 1, due, owed=True)]
        return
    if number not in diary.entries:
        return
    change = partial(tasks.change, store, on)
    before = diary.entries[number][-1]
    try:
        if told.name == "amend":
            _amend(store, number, due, on)
            diary.note(number, day, due=due)
        elif told.name == "claim":
            if before.owed:
                tasks.report(store, on, 100, task_id)
            tasks.claim(store, on, on, task_id)
            diary.note(number, day, owed=False)
        elif told.name == "fail":
            facts = {"reasons": "未到位", "new_due": Due.by(due)}
            change(task_acts.fail_verification, OFFICE, task_id, **facts)
            diary.note(number, day, round=before.round + 1, due=due, owed=True)
        else:
            change(task_acts.cancel, OFFICE, task_id, reason="重复")
            diary.note(number, day, owed=False)
    except RuleViolation:
        return


def _amend(store: Store, number: str, due: date, on: str) -> None:
    def amend(work: Work) -> RectificationTask:
        found = work.get(RectificationTask, RectificationTask.id_of(number))
        found.amend(None, Due.by(due), None, "调整", work.act)
        return found

    store.run(tasks.by(on, BUREAU), amend)


def _days(after: date, until: date) -> Iterator[date]:
    for n in range((until - after).days):
        yield after + timedelta(days=n + 1)


@settings(max_examples=10, deadline=None)
@given(histories)
def test_the_tick_raises_what_a_plain_diary_says(template: Path, history: list[Told]) -> None:
    with TemporaryDirectory() as folder, opened(fresh_sqlite(template, Path(folder))) as store:
        tasks.settle(store)
        run_tick(store, BEGINNING.isoformat())
        diary, day, done = Diary(), BEGINNING, BEGINNING
        for told in (*history, Told(9, "tick", "A", 0)):
            day += timedelta(days=told.after)
            if told.name != "tick":
                _happen(store, diary, told, day)
                continue
            run_tick(store, day.isoformat())
            for each in _days(done, day):
                diary.go_through(each)
            done = max(done, day)
        assert sorted(raised(store)) == sorted(diary.told)
