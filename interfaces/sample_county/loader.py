"""Fills an empty store with the sample county: every act runs the command the API runs."""

import asyncio
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from application.commands.calendars import bring_reference_calendars
from application.errors import CommandRefused
from application.event_store.database import Database
from application.migrations import migrate
from application.projections.audit_trail import recorded_by_people
from application.store import Store
from domain.errors import RuleViolation
from interfaces.sample_county.case_file import SampleRefused
from interfaces.sample_county.case_reader import Case, Step, read_sample

FOLDER = Path(__file__).parent


class SampleLoaded(NamedTuple):
    """What was loaded."""

    cases: int
    """Not counting the organisation tree."""
    events: int
    """Not counting the holiday arrangements."""


def load_sample_county(
    store: Store, progress: Callable[[str], object] = lambda _: None, *, folder: Path = FOLDER
) -> SampleLoaded:
    """Replay the cases in ``folder``; tell ``progress`` the title of each as it begins.

    Everything is loaded or nothing: a store in which people recorded anything is refused, and
    the cases are carried out in a store of no consequence first, so that a case the rules refuse
    is found before anything is recorded. The holiday arrangements come first, as in every county.
    Not to be called from a running event loop: it runs its own.
    """
    if _recorded_by_people(store):
        raise SampleRefused("数据库中已有记录;示例县只能载入空的数据库")
    tree, *cases = read_sample(folder, store.clock())
    with _rehearsal(store) as rehearsal:
        bring_reference_calendars(rehearsal)
        _carry_out(rehearsal, [tree, *cases], lambda _: None)
    bring_reference_calendars(store)
    _carry_out(store, [tree, *cases], progress)
    return SampleLoaded(len(cases), _recorded_by_people(store))


def _carry_out(store: Store, cases: Sequence[Case], progress: Callable[[str], object]) -> None:
    for case in cases:
        progress(case.title)
        asyncio.run(_carry_out_case(store, case))


async def _carry_out_case(store: Store, case: Case) -> None:
    """Send every step, in order, without waiting for each flush; they share commits."""
    outcomes = await asyncio.gather(
        *(_send(store, step) for step in case.steps), return_exceptions=True
    )
    for outcome in outcomes:
        if outcome is not None:
            raise outcome


async def _send(store: Store, step: Step) -> None:
    try:
        await store.submit(step.act, step.carry_out)
    except (RuleViolation, CommandRefused) as refusal:
        raise step.refused(refusal.detail, refusal.field) from refusal


@contextmanager
def _rehearsal(store: Store) -> Generator[Store]:
    """Open an empty store without read models that is thrown away afterwards."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rehearsal.db")
        migrate(database)
        rehearsal = Store(database, (), topics=store.topics, clock=store.clock)
        try:
            yield rehearsal
        finally:
            rehearsal.close()


def _recorded_by_people(store: Store) -> int:
    with store.database.reading() as connection:
        return recorded_by_people(connection)
