"""Fills an empty store with the sample county: every act runs the command the API runs."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from application.commands.reference import reference_commands
from application.errors import CommandRefused
from application.projections.audit_trail import recorded_by_people
from application.store import Store
from application.work import Work
from domain.errors import RuleViolation
from domain.model import Act, Aggregate
from interfaces.sample_county.case_file import SampleRefused
from interfaces.sample_county.case_reader import Case, Step, read_sample

FOLDER = Path(__file__).parent


class SampleLoaded(NamedTuple):
    """What was loaded."""

    cases: int
    """Not counting the organisation tree."""
    events: int


def load_sample_county(
    store: Store, progress: Callable[[str], object] = lambda _: None, *, folder: Path = FOLDER
) -> SampleLoaded:
    """Replay the cases in ``folder``; tell ``progress`` the title of each as it begins.

    Everything is loaded or nothing, in one transaction: a store in which people recorded anything
    is refused, and so is a case that breaks a rule. The reference data comes first, as in every
    county. Not to be called while others use the store.
    """
    if _recorded_by_people(store):
        raise SampleRefused("数据库中已有记录;示例县只能载入空的数据库")
    tree, *cases = read_sample(folder, store.clock())
    store.run_together(chain(reference_commands(store), _commands([tree, *cases], progress)))
    return SampleLoaded(len(cases), _recorded_by_people(store))


def _commands(
    cases: Sequence[Case], progress: Callable[[str], object]
) -> Iterator[tuple[Act, Callable[[Work], Aggregate]]]:
    for case in cases:
        progress(case.title)
        for step in case.steps:
            yield step.act, partial(_carry_out, step)


def _carry_out(step: Step, work: Work) -> Aggregate:
    try:
        return step.carry_out(work)
    except (RuleViolation, CommandRefused) as refusal:
        raise step.refused(refusal.detail, refusal.field) from refusal


def _recorded_by_people(store: Store) -> int:
    with store.database.reading() as connection:
        return recorded_by_people(connection)
