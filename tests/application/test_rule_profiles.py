"""Rule profiles in a store: commands, which rules govern whom, and the list on any day."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pytest

from application.commands import rule_profiles, units
from application.commands.rule_profiles import Governing
from application.errors import NotFound, NumberTaken, StaleVersion, UnknownFact
from application.projections.audit_trail import known_at as sequence_known_at
from application.projections.pages import Ordering
from application.projections.rule_profiles import (
    every_profile,
    governing_at,
    page_of_profiles,
    profiles,
    versions,
)
from application.projections.versioned import Moment
from application.rebuild import rebuild
from application.reference.shipped_profiles import (
    bring_reference_profiles,
    example_named,
    example_profiles,
    statutory_profile,
)
from application.store import Store
from application.work import Work
from domain.model import ProfileRef
from domain.profile_consistency import LongerThanLawAllows, require_consistent
from domain.profile_rules import ProfileRules
from domain.rule_profile import STATUTORY, NoSuchVersion, NotACongress, RuleProfile
from domain.term import Term, TermUnit
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act

COUNTY, OFFICE, TOWN, ALONE = "RDCWH", "RDB", "SLZXT", "ZXT"
PAPER = "某人常〔2020〕1号"
NOTHING = ProfileRules()


def co_unit(days: int) -> ProfileRules:
    return ProfileRules.model_validate({"reply": {"co_unit": {"length": days, "unit": "day"}}})


def run(store: Store, on: str, command: Any, /, *place: Any, **facts: Any) -> Any:
    return store.run(act(on), lambda work: command(work, *place, **facts)).aggregate


def publish(store: Store, congress: str, since: str, days: int) -> RuleProfile:
    """Draft and publish rules that differ in one number."""

    def command(work: Work) -> RuleProfile:
        profile = work.find(RuleProfile, RuleProfile.id_of(congress))
        stated: dict[str, Any] = {"title": f"规则{days}", "rules": co_unit(days), "basis": ()}
        if profile is None:
            profile = rule_profiles.begin(work, congress=congress, **stated)
        else:
            rule_profiles.draft(work, congress, profile.version, **stated)
        profile.publish(PAPER, date.fromisoformat(since), None, work.act)
        return profile

    published: RuleProfile = store.run(act(since), command).aggregate
    return published


def governing(store: Store, congress: str, on: str) -> Governing:
    """Ask as a command would."""
    answers: list[Governing] = []

    def command(work: Work) -> Unit:
        answers.append(rule_profiles.governing(work, congress, date.fromisoformat(on)))
        return work.get(Unit, Unit.id_of(COUNTY))

    store.run(act("2029-12-31"), command)
    return answers[0]


def at(store: Store, on: str, known_at: int | None = None) -> Moment:
    with store.database.reading() as connection:
        return Moment(date.fromisoformat(on), sequence_known_at(connection, known_at))


def listed(store: Store, on: str, known_at: int | None = None) -> list[Mapping[Any, Any]]:
    with store.database.reading() as connection:
        return list(every_profile(connection, at(store, on, known_at)))


def ruling(store: Store, congress: str, on: str, known_at: int | None = None) -> ProfileRef | None:
    with store.database.reading() as connection:
        return governing_at(connection, at(store, on, known_at), congress)


@pytest.fixture
def settled(store: Store) -> Store:
    """Register the committee, its office, a presidium under it, and one under nobody."""

    def command(work: Work) -> Unit:
        kind, level = UnitKind.PRESIDIUM, UnitLevel.TOWNSHIP
        committee = (UnitKind.STANDING_COMMITTEE, UnitLevel.COUNTY)
        for code, (what, where), parent in (
            (COUNTY, committee, None),
            (OFFICE, (UnitKind.OFFICE, UnitLevel.COUNTY), COUNTY),
            (TOWN, (kind, level), COUNTY),
            (ALONE, (kind, level), None),
        ):
            units.register(work, code=code, name=code, kind=what, level=where, parent=parent)
        return work.get(Unit, Unit.id_of(COUNTY))

    store.run(act("2000-01-01"), command)
    return store


def begin(store: Store, congress: str = COUNTY, on: str = "2020-01-01", **facts: Any) -> Any:
    stated = {"title": "草案", "rules": co_unit(20), "basis": ("办法",), **facts}
    return run(store, on, rule_profiles.begin, congress=congress, **stated)


def test_what_a_first_draft_leaves_open_is_the_statutory_default(settled: Store) -> None:
    profile = begin(settled)
    assert profile.draft.rules == NOTHING.with_changes(co_unit(20))
    assert profile.draft.rules.reply.deputy_suggestion == NOTHING.reply.deputy_suggestion


def test_a_draft_of_an_unknown_unit_or_of_no_congress_is_refused(settled: Store) -> None:
    with pytest.raises(NotFound) as caught:
        begin(settled, "NOBODY")
    assert caught.value.field == "congress"
    with pytest.raises(NotACongress):
        begin(settled, OFFICE)


def test_a_second_profile_of_a_congress_is_refused(settled: Store) -> None:
    begin(settled)
    with pytest.raises(NumberTaken):
        begin(settled)


def test_the_next_draft_starts_from_the_last_version(settled: Store) -> None:
    profile = publish(settled, COUNTY, "2020-03-01", 20)
    changes = ProfileRules.model_validate({"closing": {"public_notice_days": 7}})
    facts = {"title": "第二版", "rules": changes, "basis": ()}
    drafted = run(settled, "2020-04-01", rule_profiles.draft, COUNTY, profile.version, **facts)
    assert drafted.draft.rules == co_unit(20).with_changes(changes)


def test_the_next_draft_starts_from_what_is_named_instead(settled: Store) -> None:
    profile = publish(settled, COUNTY, "2020-03-01", 20)
    facts = {"title": "第二版", "rules": co_unit(25), "basis": ()}
    start = ProfileRules.model_validate({"closing": {"public_notice_days": 7}})
    drafted = run(
        settled, "2020-04-01", rule_profiles.draft, COUNTY, profile.version, start=start, **facts
    )
    assert drafted.draft.rules == start.with_changes(co_unit(25))


def test_a_draft_after_a_discarded_first_one_starts_from_the_default(settled: Store) -> None:
    begin(settled)
    run(settled, "2020-01-02", rule_profiles.discard, COUNTY, 1, reason="重新起草")
    facts = {"title": "再起草", "rules": NOTHING, "basis": ()}
    drafted = run(settled, "2020-01-03", rule_profiles.draft, COUNTY, 2, **facts)
    assert drafted.draft.rules == NOTHING


def test_a_redraft_changes_what_it_states_and_keeps_the_rest(settled: Store) -> None:
    begin(settled)
    changes = ProfileRules.model_validate({"closing": {"public_notice_days": 7}})
    redraft = partial(run, settled, "2020-01-02", rule_profiles.redraft, COUNTY)
    kept = redraft(1, title=None, rules=changes, basis=None).draft
    assert (kept.title, kept.basis) == ("草案", ("办法",))
    assert kept.rules == co_unit(20).with_changes(changes)
    renamed = redraft(2, title="新名", rules=NOTHING, basis=(), start=co_unit(25)).draft
    assert (renamed.title, renamed.basis, renamed.rules) == ("新名", (), co_unit(25))


def test_a_contradiction_leaves_nothing_behind(settled: Store) -> None:
    broken = ProfileRules.model_validate({"reply": {"motion": {"length": 4, "unit": "month"}}})
    with pytest.raises(LongerThanLawAllows):
        begin(settled, rules=broken)
    with pytest.raises(NotFound):
        settled.read(RuleProfile, RuleProfile.id_of(COUNTY))


def test_acts_are_decided_on_the_version_that_was_read(settled: Store) -> None:
    begin(settled)
    run(settled, "2020-01-02", rule_profiles.discard, COUNTY, 1, reason="重新起草")
    day = date(2021, 1, 1)
    stale: list[tuple[Any, dict[str, Any]]] = [
        (rule_profiles.discard, {"reason": "再放弃"}),
        (rule_profiles.draft, {"title": "甲", "rules": NOTHING, "basis": ()}),
        (rule_profiles.redraft, {"title": None, "rules": NOTHING, "basis": None}),
        (
            rule_profiles.publish,
            {"basis_document": PAPER, "valid_from": day, "valid_until": None},
        ),
        (rule_profiles.end, {"valid_until": day, "reason": "另行规定"}),
    ]
    for command, facts in stale:
        with pytest.raises(StaleVersion):
            run(settled, "2020-01-03", command, COUNTY, 1, **facts)


def test_published_and_ended_rules_are_read_back(settled: Store) -> None:
    begin(settled)
    facts = {"basis_document": PAPER, "valid_from": date(2020, 3, 1), "valid_until": None}
    run(settled, "2020-02-01", rule_profiles.publish, COUNTY, 1, **facts)
    ended = {"valid_until": date(2020, 12, 31), "reason": "另行规定"}
    profile = run(settled, "2020-12-01", rule_profiles.end, COUNTY, 2, **ended)
    assert profile.__dict__ == settled.read(RuleProfile, profile.id).__dict__
    assert profile.in_force_on(date(2020, 12, 31)).rules == co_unit(20)
    assert listed(settled, "2020-12-01")[0]["in_force_until"] == date(2020, 12, 31)


def test_a_congress_is_governed_by_its_own_version_of_the_day(settled: Store) -> None:
    publish(settled, COUNTY, "2020-03-01", 20)
    publish(settled, COUNTY, "2021-01-01", 25)
    first, second = (ProfileRef(congress=COUNTY, version=n) for n in (1, 2))
    assert governing(settled, COUNTY, "2020-12-31") == (first, co_unit(20))
    assert governing(settled, COUNTY, "2021-01-01") == (second, co_unit(25))


def test_whoever_has_no_rules_is_governed_by_those_of_the_unit_above(settled: Store) -> None:
    publish(settled, COUNTY, "2020-03-01", 20)
    above = ProfileRef(congress=COUNTY, version=1)
    assert governing(settled, TOWN, "2020-03-01").ref == above
    assert governing(settled, OFFICE, "2020-03-01").ref == above
    publish(settled, TOWN, "2021-01-01", 15)
    assert governing(settled, TOWN, "2020-12-31").ref == above
    assert governing(settled, TOWN, "2021-01-01").ref == ProfileRef(congress=TOWN, version=1)


def test_where_nobody_has_rules_the_statutory_default_governs(settled: Store) -> None:
    publish(settled, COUNTY, "2020-03-01", 20)
    assert governing(settled, ALONE, "2020-03-01") == (None, NOTHING)
    bring_reference_profiles(settled)
    statutory = ProfileRef(congress=STATUTORY, version=1)
    assert governing(settled, ALONE, "2020-03-01") == (statutory, NOTHING)
    assert governing(settled, COUNTY, "2020-02-29") == (statutory, NOTHING)
    assert governing(settled, COUNTY, "2006-12-31") == (None, NOTHING)


def test_the_rules_of_an_unknown_unit_are_not_guessed(settled: Store) -> None:
    with pytest.raises(NotFound):
        governing(settled, "NOBODY", "2020-03-01")
    with pytest.raises(NotFound):
        ruling(settled, "NOBODY", "2020-03-01")


@pytest.mark.parametrize("on", ["2006-12-31", "2020-02-29", "2020-03-01", "2021-01-01"])
@pytest.mark.parametrize("congress", [COUNTY, OFFICE, TOWN, ALONE])
def test_the_list_and_the_commands_agree_on_who_is_governed_by_what(
    settled: Store, congress: str, on: str
) -> None:
    bring_reference_profiles(settled)
    publish(settled, COUNTY, "2020-03-01", 20)
    publish(settled, TOWN, "2021-01-01", 15)
    assert ruling(settled, congress, on) == governing(settled, congress, on).ref


def test_rules_that_governed_are_found_again(settled: Store) -> None:
    publish(settled, COUNTY, "2020-03-01", 20)
    publish(settled, COUNTY, "2021-01-01", 25)
    found: list[ProfileRules] = []

    def command(work: Work) -> Unit:
        first = ProfileRef(congress=COUNTY, version=1)
        found.extend([rule_profiles.rules_of(work, first), rule_profiles.rules_of(work, None)])
        with pytest.raises(NoSuchVersion):
            rule_profiles.rules_of(work, ProfileRef(congress=COUNTY, version=3))
        with pytest.raises(NotFound):
            rule_profiles.rules_of(work, ProfileRef(congress=TOWN, version=1))
        return work.get(Unit, Unit.id_of(COUNTY))

    settled.run(act("2022-01-01"), command)
    assert found == [co_unit(20), NOTHING]


def test_the_list_shows_the_version_in_force_on_the_day(settled: Store) -> None:
    publish(settled, COUNTY, "2020-03-01", 20)
    publish(settled, COUNTY, "2021-01-01", 25)
    assert listed(settled, "2020-02-29") == []
    [before] = listed(settled, "2020-12-31")
    [after] = listed(settled, "2021-01-01")
    assert (before["version"], before["title"], before["in_force_until"]) == (1, "规则20", None)
    assert (after["version"], after["title"], after["versions"]) == (2, "规则25", 2)


def test_the_list_shows_a_draft_until_it_is_published_or_discarded(settled: Store) -> None:
    begin(settled)
    facts = {"title": "改名", "rules": NOTHING, "basis": None}
    run(settled, "2020-01-02", rule_profiles.redraft, COUNTY, 1, **facts)
    run(settled, "2020-01-03", rule_profiles.discard, COUNTY, 2, reason="重新起草")
    stated = {"title": "再起草", "rules": NOTHING, "basis": ()}
    run(settled, "2020-01-04", rule_profiles.draft, COUNTY, 3, **stated)
    days = ("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04")
    assert [listed(settled, day)[0]["draft_title"] for day in days] == [
        "草案",
        "改名",
        None,
        "再起草",
    ]
    facts = {"basis_document": PAPER, "valid_from": date(2020, 3, 1), "valid_until": None}
    run(settled, "2020-02-01", rule_profiles.publish, COUNTY, 4, **facts)
    [published] = listed(settled, "2020-02-01")
    assert (published["draft_title"], published["version"]) == (None, None)
    assert (published["versions"], listed(settled, "2020-03-01")[0]["version"]) == (1, 1)


def test_what_was_known_before_a_publication_stays_as_it_was(settled: Store) -> None:
    publish(settled, COUNTY, "2020-03-01", 20)
    known = at(settled, "2021-01-01").known_at
    publish(settled, COUNTY, "2021-01-01", 25)
    assert listed(settled, "2021-01-01", known)[0]["version"] == 1
    assert ruling(settled, COUNTY, "2021-01-01", known) == ProfileRef(congress=COUNTY, version=1)
    assert ruling(settled, COUNTY, "2021-01-01") == ProfileRef(congress=COUNTY, version=2)


def test_the_list_comes_in_pages(settled: Store) -> None:
    for congress in (COUNTY, TOWN, ALONE):
        publish(settled, congress, "2020-03-01", 20)
    moment = at(settled, "2020-03-01")
    with settled.database.reading() as connection:
        ask = partial(page_of_profiles, connection, moment, order=Ordering("congress"), limit=2)
        first = ask(after=None)
        second = ask(after=first.last)
    shown = [row["congress"] for row in (*first.rows, *second.rows)]
    assert (shown, second.last) == ([COUNTY, TOWN, ALONE], None)


def test_a_rebuild_gives_the_same_rows(settled: Store) -> None:
    begin(settled)
    run(settled, "2020-01-02", rule_profiles.discard, COUNTY, 1, reason="重新起草")
    publish(settled, COUNTY, "2020-03-01", 20)
    publish(settled, COUNTY, "2021-01-01", 25)
    ended = {"valid_until": date(2021, 12, 31), "reason": "另行规定"}
    run(settled, "2021-12-01", rule_profiles.end, COUNTY, 6, **ended)

    def rows() -> list[list[Any]]:
        with settled.database.reading() as connection:
            return [
                sorted(map(str, connection.execute(table.select())))
                for table in (profiles, versions)
            ]

    live = rows()
    rebuild(settled)
    assert rows() == live


def test_the_shipped_statutory_rules_are_the_built_in_default() -> None:
    assert statutory_profile().rules == NOTHING


def test_the_statutory_rules_are_brought_once(store: Store) -> None:
    bring_reference_profiles(store)
    bring_reference_profiles(store)
    profile = store.read(RuleProfile, RuleProfile.id_of(STATUTORY))
    [version] = profile.versions
    assert (profile.version, version.valid_from, version.valid_until) == (
        2,
        date(2007, 1, 1),
        None,
    )
    assert (version.title, version.rules) == ("法定规则", NOTHING)


EXAMPLES = {
    "浙江",
    "河南",
    "上海",
    "重庆",
    "青岛",
    "山东",
    "北京",
    "西平",
    "连云港",
    "四色分类",
    "乡镇",
}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_example_is_valid_and_differs_from_the_default(name: str) -> None:
    example = example_named(name)
    require_consistent(example.rules)
    assert example.rules != NOTHING
    assert example.basis


def test_the_examples_are_offered_by_name_and_an_unknown_one_is_refused() -> None:
    assert set(example_profiles()) == EXAMPLES
    with pytest.raises(UnknownFact) as caught:
        example_named("法定")
    assert caught.value.field == "example"


def test_examples_state_the_numbers_of_their_sources() -> None:
    def of(name: str) -> ProfileRules:
        return example_named(name).rules

    assert of("河南").report.deliberation == Term(length=3, unit=TermUnit.MONTH)
    assert of("重庆").referral.first_contact == Term(length=20, unit=TermUnit.WORKING_DAY)
    assert of("青岛").referral.return_window == Term(length=5, unit=TermUnit.WORKING_DAY)
    assert of("连云港").evaluation.rehandling == Term(length=15, unit=TermUnit.DAY)
    assert of("上海").closing.result_classes.promising == ("年度解决", "计划解决")
    assert of("四色分类").closing.result_classes.resolved == ("绿",)
