"""What a corrected day moves: the due dates that are counted from it, or put off since.

That of an opinion rests on the day its round began, and on the days the clock stopped and went on;
that of other work on the day it was stated, unless a plan states it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from interfaces.verifier.county import County
from interfaces.verifier.due_derivation import Derivation
from interfaces.verifier.due_origins import Known, stated_in
from interfaces.verifier.items import Event
from interfaces.verifier.opinion_due_rules import due_following
from interfaces.verifier.opinion_record import OpinionRound
from interfaces.verifier.owed_recount import OwedRecount


def owed_recount(event: Event, county: County) -> OwedRecount | None:
    """Return the due date that a corrected day moves, if there is one."""
    item, corrects = event.item, event.state["corrects"]
    if item.kind == "opinion":
        rounds = item.rounds if item.referred else ()
        return next(filter(None, (_of_round(event, each, county) for each in rounds)), None)
    if item.kind == "task" and not (corrects == 1 and item.plan is not None):
        return _of_work(event, item.round.present, county)
    return _of_work(event, item.present, county) if item.kind == "commitment" else None


def _of_round(event: Event, round_: OpinionRound, county: County) -> OwedRecount | None:
    item, corrects = event.item, event.state["corrects"]
    original = now = round_.derived(round_.original)
    if corrects == round_.begun_in:
        now = _counted_anew(event, original, county)
    elif not any(corrects in pause for pause in round_.pauses):
        return None
    following = due_following(item, round_, now, county)
    if (now, following) == (original, round_.due):
        return None
    of_own = now.on != original.on and following == round_.due
    was, is_now = (original.on, now.on) if of_own else (round_.due, following)
    return _owed(event, was, is_now, (version for version, _ in round_.set_in))


def _of_work(event: Event, present: Known, county: County) -> OwedRecount | None:
    settled = event.item.settled
    now = _counted_anew(event, present, county)
    if event.state["corrects"] != stated_in(settled) or now == present:
        return None
    return _owed(event, present.on, now.on, (1, *(version for version, _ in settled)))


def _counted_anew(event: Event, due: Known, county: County) -> Known:
    """Return a due date counted from the corrected day; what is not counted from one stays."""
    start, origin = event.state["now"], due.origin
    if origin is None or origin.counting is None or not origin.awaits(start):
        return due
    basis = {"spec": json.loads(origin.counting), "start": start}
    day = Derivation(basis, county.book.work_days()).on
    return due._replace(on=day, origin=origin._replace(start=start))


def _owed(event: Event, was: str | None, now: str | None, set_in: Iterable[int]) -> OwedRecount:
    set_on = max(map(event.item.date_of, set_in))
    return OwedRecount(event, was, now, max(event.day, set_on))
