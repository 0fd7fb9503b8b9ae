"""The tick warns by the rules over each item, and counts by the calendar on record."""

from application.commands.calendars import bring_reference_calendars
from application.commands.warning_scales import scale_of
from application.store import Store
from application.work import Work
from domain.model import Aggregate
from domain.rectification_task import RectificationTask
from domain.rule_profile import STATUTORY
from domain.warning_scale import DEFAULT_SCALE, WarningScale
from tests.application import opinions, tasks
from tests.application.tasks import OFFICE
from tests.application.urging import (
    DUE,
    EARLY,
    NEAR,
    OVERDUE,
    Raised,
    publish_rules,
    put_under_a_congress,
    raised,
    run_tick,
    task,
)


def test_each_item_follows_the_rules_over_the_congress_it_belongs_to(ticked: Store) -> None:
    """One task answers an opinion of the congress; the other was planned under no rules."""
    opinion_id = tasks.opinion(ticked)
    publish_rules(ticked, put_under_a_congress(ticked), EARLY, "2015-03-01")
    task(ticked, "A", DUE, on="2015-02-10")
    task(ticked, "B", DUE, opinion_ids=(opinion_id,))
    run_tick(ticked, "2015-06-29")
    assert raised(ticked) == [
        Raised("2015-06-05", "B", "绿", 20, DUE),
        NEAR,
        Raised("2015-06-20", "B", "橙", 5, DUE),
        OVERDUE,
        Raised("2015-06-28", "B", "紫", 3, DUE),
    ]


def test_an_opinion_follows_the_rules_over_its_issuer(store: Store) -> None:
    opinions.settle(store)
    publish_rules(store, STATUTORY, EARLY, "2015-01-01")
    run_tick(store, "2015-05-01")
    opinions.tell(store, opinions.REPLIED[:-1])
    run_tick(store, "2015-06-19")
    assert [each.colour for each in raised(store)] == ["绿"]


def test_what_no_unit_answers_for_and_nobody_raised_goes_by_the_built_in_rules(
    ticked: Store,
) -> None:
    publish_rules(ticked, STATUTORY, EARLY, "2015-03-01")
    tasks.plan(ticked, "A", on="2015-02-10")
    seen: list[WarningScale] = []

    def command(work: Work) -> Aggregate:
        planned = work.get(RectificationTask, RectificationTask.id_of("A"))
        seen.append(scale_of(work, planned))
        return planned

    ticked.run(tasks.by("2015-06-01", OFFICE), command)
    assert seen == [DEFAULT_SCALE]


def test_an_item_stays_under_the_rules_it_began_under(ticked: Store) -> None:
    """A later version moves nothing that refers to the earlier one."""
    publish_rules(ticked, STATUTORY, EARLY, "2015-01-01")
    publish_rules(ticked, STATUTORY, DEFAULT_SCALE, "2015-05-01")
    seen: list[WarningScale] = []

    def command(work: Work) -> Aggregate:
        item = work.get(RectificationTask, RectificationTask.id_of("A"))
        seen.append(scale_of(work, item))
        return item

    task(ticked, "A", DUE)
    ticked.run(tasks.by("2015-06-01", OFFICE), command)
    assert seen == [EARLY]


def test_working_days_are_counted_by_the_calendar_on_record(ticked: Store) -> None:
    """Of 2015 it says that 22 June is a day off, for the Dragon Boat Festival."""
    bring_reference_calendars(ticked)
    task(ticked, "A", "2015-06-19")
    run_tick(ticked, "2015-07-03")
    assert raised(ticked)[-1] == Raised("2015-06-20", "A", "红", 1, "2015-06-19")
    run_tick(ticked, "2015-07-06")
    assert raised(ticked)[-1] == Raised("2015-07-06", "A", "红", 10, "2015-06-19")
