"""What every county begins with: the holiday arrangements and the statutory rules."""

from collections.abc import Callable
from functools import partial

from application.commands.calendars import bring_calendars, bring_reference_calendars
from application.reference.shipped_profiles import (
    SUPERVISION_LAW_IN_FORCE,
    bring_reference_profiles,
    bring_statutory_profile,
)
from application.store import Store
from application.system_acts import act_of_the_system, act_of_the_system_today
from application.work import Work
from domain.model import Act, Aggregate


def bring_reference_data(store: Store) -> int:
    """Record what is missing of it; return how many holiday arrangements were.

    What a county has on record already stays as it is, whatever this version of the program knows.
    """
    bring_reference_profiles(store)
    return bring_reference_calendars(store)


def reference_commands(store: Store) -> list[tuple[Act, Callable[[Work], Aggregate]]]:
    """Return the same as commands, to run in one transaction with others."""
    now = store.clock()
    return [
        (act_of_the_system(SUPERVISION_LAW_IN_FORCE, now), bring_statutory_profile),
        (act_of_the_system_today(now), partial(bring_calendars, brought=[])),
    ]
