"""Rules are drafted, then published in dated versions that leave no gap and never overlap."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from domain.errors import ActInFuture, InvalidFact, WrongStatus
from domain.model import ProfileRef
from domain.profile_consistency import NoResolvedClass
from domain.profile_rules import ProfileRules
from domain.result_classes import ResultClassRule, ResultScheme
from domain.rule_profile import (
    STATUTORY,
    AlreadyEnding,
    CongressNotActive,
    EndsBeforeItBegins,
    GapBetweenVersions,
    NoSuchVersion,
    NotACongress,
    ProfileDraft,
    RuleProfile,
    RulesNotPrior,
    VersionNotLater,
    VersionsOverlap,
)
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act, recorded, refused

TITLE = "某县意见办理规则"
BASIS = ("某县意见办理办法",)
PAPER = "某人常〔2020〕1号"
RULES = ProfileRules.model_validate({"reply": {"co_unit": {"length": 1, "unit": "month"}}})
OTHER = ProfileRules.model_validate({"reply": {"co_unit": {"length": 20, "unit": "day"}}})
BROKEN = ProfileRules.model_validate(
    {
        "closing": {
            "result_classes": ResultScheme(
                name="甲乙",
                classes=(
                    ResultClassRule(code="甲", label="甲"),
                    ResultClassRule(code="乙", label="乙"),
                ),
            )
        }
    }
)


def unit(kind: UnitKind = UnitKind.STANDING_COMMITTEE) -> Unit:
    registered = Unit.register(
        "RDCWH", "县人大常委会", kind, UnitLevel.COUNTY, None, act("2010-01-01")
    )
    registered.collect_events()
    return registered


def drafted(rules: ProfileRules = RULES, on: str = "2020-01-01") -> RuleProfile:
    profile = RuleProfile.begin_with("RDCWH", unit(), TITLE, rules, BASIS, act(on))
    profile.collect_events()
    return profile


def publish(
    profile: RuleProfile, since: str, until: str | None = None, on: str | None = None
) -> None:
    last = None if until is None else date.fromisoformat(until)
    profile.publish(PAPER, date.fromisoformat(since), last, act(on or since))


@pytest.fixture
def draft() -> RuleProfile:
    return drafted()


@pytest.fixture
def open_ended(draft: RuleProfile) -> RuleProfile:
    """In force from 2020-03-01, with the next version drafted."""
    publish(draft, "2020-03-01")
    draft.draft_next("第二版", OTHER, (), act("2020-04-01"))
    draft.collect_events()
    return draft


@pytest.fixture
def ending(draft: RuleProfile) -> RuleProfile:
    """In force from 2020-03-01 to 2022-12-31, with the next version drafted."""
    publish(draft, "2020-03-01", "2022-12-31")
    draft.draft_next("第二版", OTHER, (), act("2020-04-01"))
    draft.collect_events()
    return draft


def test_a_first_draft_states_congress_title_rules_and_basis() -> None:
    profile = RuleProfile.begin_with("RDCWH", unit(), TITLE, RULES, BASIS, act("2020-01-01"))
    assert profile.id == RuleProfile.id_of("RDCWH")
    assert (profile.number, profile.versions) == ("RDCWH", ())
    assert profile.draft == ProfileDraft(TITLE, RULES, BASIS)
    facts = {"title": TITLE, "rules": RULES.model_dump(), "basis": BASIS}
    assert recorded(profile) == [(RuleProfile.Drafted, {"congress": "RDCWH", **facts})]


def test_the_presidium_of_a_township_has_rules_of_its_own_too() -> None:
    profile = RuleProfile.begin_with(
        "ZXT", unit(UnitKind.PRESIDIUM), TITLE, RULES, BASIS, act("2020-01-01")
    )
    assert profile.number == "ZXT"


def test_the_statutory_default_belongs_to_no_unit() -> None:
    profile = RuleProfile.begin_with(STATUTORY, None, TITLE, RULES, (), act("2007-01-01"))
    assert profile.number == STATUTORY


def test_only_a_congress_has_rules() -> None:
    with pytest.raises(NotACongress) as caught:
        RuleProfile.begin_with(
            "JYJ", unit(UnitKind.DEPARTMENT), TITLE, RULES, (), act("2020-01-01")
        )
    assert caught.value.field == "congress"
    assert caught.value.detail == "“县人大常委会”是政府部门,不是人大常委会或者主席团"


def test_a_congress_drafts_rules_while_it_exists() -> None:
    with pytest.raises(CongressNotActive) as caught:
        RuleProfile.begin_with("RDCWH", unit(), TITLE, RULES, (), act("2009-12-31"))
    assert caught.value.field == "congress"


def test_rules_that_contradict_one_another_are_never_drafted(open_ended: RuleProfile) -> None:
    with pytest.raises(NoResolvedClass):
        drafted(BROKEN)
    with refused(open_ended, NoResolvedClass):
        open_ended.redraft(TITLE, BROKEN, (), act("2020-04-01"))
    open_ended.discard_draft("不再需要", act("2020-04-02"))
    with refused(open_ended, NoResolvedClass):
        open_ended.draft_next(TITLE, BROKEN, (), act("2020-04-02"))


def test_a_draft_needs_a_title(draft: RuleProfile) -> None:
    with refused(draft, InvalidFact, "title"):
        draft.redraft(" ", OTHER, BASIS, act("2020-01-02"))


def test_a_draft_is_put_differently(draft: RuleProfile) -> None:
    draft.redraft("另一名称", OTHER, (), act("2020-01-02"))
    assert draft.draft == ProfileDraft("另一名称", OTHER, ())
    facts = {"title": "另一名称", "rules": OTHER.model_dump(), "basis": ()}
    assert recorded(draft) == [(RuleProfile.Redrafted, facts)]


def test_a_second_draft_beside_the_first_is_refused(draft: RuleProfile) -> None:
    with refused(draft, WrongStatus):
        draft.draft_next("第二版", OTHER, (), act("2020-01-02"))


def test_a_discarded_draft_is_gone_and_cannot_be_published(draft: RuleProfile) -> None:
    draft.discard_draft("主任会议未通过", act("2020-01-02"))
    assert draft.draft is None
    assert recorded(draft) == [(RuleProfile.DraftDiscarded, {"reason": "主任会议未通过"})]
    with refused(draft, WrongStatus):
        publish(draft, "2020-03-01")
    with refused(draft, WrongStatus):
        draft.discard_draft("再放弃一次", act("2020-01-03"))
    with refused(draft, WrongStatus):
        draft.redraft(TITLE, OTHER, (), act("2020-01-03"))


def test_what_is_published_is_the_draft(draft: RuleProfile) -> None:
    publish(draft, "2020-03-01", "2022-12-31", on="2020-02-01")
    facts = {
        "version": 1,
        "title": TITLE,
        "rules": RULES.model_dump(),
        "basis": BASIS,
        "valid_from": date(2020, 3, 1),
        "valid_until": date(2022, 12, 31),
        "basis_document": PAPER,
    }
    assert recorded(draft) == [(RuleProfile.Published, facts)]
    assert draft.draft is None
    [version] = draft.versions
    assert version._asdict() == {**facts, "rules": RULES}


def test_a_version_is_in_force_from_its_first_to_its_last_day(draft: RuleProfile) -> None:
    publish(draft, "2020-03-01", "2022-12-31")
    [version] = draft.versions
    assert draft.in_force_on(date(2020, 2, 29)) is None
    assert draft.in_force_on(date(2020, 3, 1)) == version
    assert draft.in_force_on(date(2022, 12, 31)) == version
    assert draft.in_force_on(date(2023, 1, 1)) is None


def test_a_next_version_ends_an_open_one_on_the_day_before(open_ended: RuleProfile) -> None:
    publish(open_ended, "2021-01-01")
    first, second = open_ended.versions
    assert (first.valid_until, second.valid_until) == (date(2020, 12, 31), None)
    assert (first.rules, second.rules) == (RULES, OTHER)
    assert (first.version, second.version) == (1, 2)
    assert open_ended.in_force_on(date(2020, 12, 31)) == first
    assert open_ended.in_force_on(date(2021, 1, 1)) == second


@pytest.mark.parametrize("since", ["2021-02-28", "2021-03-01"])
def test_a_version_that_does_not_begin_later_is_refused(draft: RuleProfile, since: str) -> None:
    publish(draft, "2021-03-01", on="2020-01-01")
    draft.draft_next("第二版", OTHER, (), act("2020-04-01"))
    with refused(draft, VersionNotLater, "valid_from"):
        publish(draft, since, on="2020-04-01")
    publish(draft, "2021-03-02", on="2020-04-01")
    assert draft.versions[0].valid_until == date(2021, 3, 1)


def test_a_version_that_overlaps_the_last_one_is_refused(ending: RuleProfile) -> None:
    with refused(ending, VersionsOverlap, "valid_from"):
        publish(ending, "2022-12-31")


def test_a_day_without_rules_between_two_versions_is_refused(ending: RuleProfile) -> None:
    with refused(ending, GapBetweenVersions, "valid_from"):
        publish(ending, "2023-01-02")


def test_a_version_that_follows_on_the_next_day_is_published(ending: RuleProfile) -> None:
    publish(ending, "2023-01-01")
    assert ending.versions[0].valid_until == date(2022, 12, 31)
    assert ending.versions[1].valid_from == date(2023, 1, 1)


def test_rules_come_into_force_no_earlier_than_they_are_published(draft: RuleProfile) -> None:
    with refused(draft, RulesNotPrior, "valid_from"):
        publish(draft, "2020-02-29", on="2020-03-01")
    publish(draft, "2020-03-01", on="2020-03-01")
    assert draft.versions[0].valid_from == date(2020, 3, 1)


def test_a_version_is_in_force_for_a_day_at_least(draft: RuleProfile) -> None:
    with refused(draft, EndsBeforeItBegins, "valid_until"):
        publish(draft, "2020-03-02", "2020-03-01", on="2020-03-01")
    publish(draft, "2020-03-02", "2020-03-02", on="2020-03-01")
    assert draft.in_force_on(date(2020, 3, 2)) == draft.versions[0]


def test_an_open_version_is_ended(open_ended: RuleProfile) -> None:
    open_ended.end(date(2020, 12, 31), "另行规定", act("2020-12-31"))
    assert open_ended.versions[0].valid_until == date(2020, 12, 31)
    assert recorded(open_ended) == [
        (
            RuleProfile.Ended,
            {"version": 1, "valid_until": date(2020, 12, 31), "reason": "另行规定"},
        )
    ]


def test_a_version_that_ends_already_is_not_ended_again(ending: RuleProfile) -> None:
    with refused(ending, AlreadyEnding):
        ending.end(date(2021, 12, 31), "另行规定", act("2020-12-01"))


def test_an_end_in_the_past_or_before_the_beginning_is_refused(open_ended: RuleProfile) -> None:
    with refused(open_ended, RulesNotPrior, "valid_until"):
        open_ended.end(date(2020, 11, 30), "另行规定", act("2020-12-01"))
    publish(open_ended, "2021-01-01", on="2020-12-01")
    with refused(open_ended, EndsBeforeItBegins, "valid_until"):
        open_ended.end(date(2020, 12, 31), "另行规定", act("2020-12-01"))
    open_ended.end(date(2021, 1, 1), "另行规定", act("2020-12-01"))
    assert [each.valid_until for each in open_ended.versions] == [
        date(2020, 12, 31),
        date(2021, 1, 1),
    ]


def test_without_a_published_version_there_is_nothing_to_end(draft: RuleProfile) -> None:
    with refused(draft, WrongStatus):
        draft.end(date(2020, 12, 31), "另行规定", act("2020-12-01"))


def test_a_version_is_found_again_by_its_reference(open_ended: RuleProfile) -> None:
    publish(open_ended, "2021-01-01")
    first, second = open_ended.versions
    assert open_ended.ref_to(second) == ProfileRef(congress="RDCWH", version=2)
    assert open_ended.ref_to(second).label == "RDCWH第2版"
    assert open_ended.version_of(ProfileRef(congress="RDCWH", version=1)) == first
    assert open_ended.version_of(open_ended.ref_to(second)) == second


@pytest.mark.parametrize(("congress", "version"), [("RDCWH", 2), ("ZXT", 1)])
def test_a_reference_to_a_version_never_published_is_refused(
    draft: RuleProfile, congress: str, version: int
) -> None:
    publish(draft, "2020-03-01")
    with refused(draft, NoSuchVersion, "version"):
        draft.version_of(ProfileRef(congress=congress, version=version))


def test_a_publication_dated_in_the_future_is_refused(draft: RuleProfile) -> None:
    today = datetime(2020, 2, 1, tzinfo=UTC)
    with refused(draft, ActInFuture):
        draft.publish(PAPER, date(2020, 3, 1), None, act("2020-02-02", recorded_at=today))


@pytest.fixture
def lived() -> Callable[[], RuleProfile]:
    """Give a profile that has seen every kind of event, its events not yet collected."""

    def live() -> RuleProfile:
        profile = RuleProfile.begin_with("RDCWH", unit(), TITLE, RULES, BASIS, act("2020-01-01"))
        profile.redraft(TITLE, OTHER, BASIS, act("2020-01-02"))
        publish(profile, "2020-03-01")
        profile.draft_next("第二版", RULES, (), act("2020-04-01"))
        publish(profile, "2021-01-01")
        profile.draft_next("第三版", OTHER, (), act("2021-04-01"))
        profile.discard_draft("不再需要", act("2021-04-02"))
        profile.end(date(2021, 12, 31), "另行规定", act("2021-05-01"))
        return profile

    return live


def test_folding_the_events_gives_the_live_state(lived: Callable[[], RuleProfile]) -> None:
    profile = lived()
    events = profile.collect_events()
    folded = RuleProfile.fold(type(e).model_validate_json(e.model_dump_json()) for e in events)
    assert folded is not None
    assert folded.__dict__ == profile.__dict__


def test_deciding_on_a_fork_leaves_the_original_unchanged(open_ended: RuleProfile) -> None:
    before = dict(open_ended.__dict__)
    fork = open_ended.fork()
    publish(fork, "2021-01-01")
    fork.end(date(2021, 12, 31), "另行规定", act("2021-05-01"))
    assert open_ended.__dict__ == before
