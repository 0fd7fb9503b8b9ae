"""Rule profiles over HTTP: drafted, published in dated versions, and said in words."""

from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response, status

from application.commands import moved_dues, rule_profiles
from application.projections.rule_profiles import governing_at, page_of_profiles
from application.reference.shipped_profiles import example_named, example_profiles
from domain.model import ProfileRef
from domain.profile_rules import ProfileRules
from domain.rule_profile import RuleProfile
from domain.text import Code
from interfaces.bootstrap import System
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, ClocksDep, Listed
from interfaces.http.problems import problems
from interfaces.http.rule_profile_bodies import (
    BeginProfile,
    DiscardDraft,
    DraftProfile,
    EndProfile,
    PublishProfile,
    RedraftProfile,
)
from interfaces.http.rule_profile_state import (
    ExampleState,
    GoverningState,
    ProfileRow,
    ProfileState,
    in_words,
    row_of,
    said,
    state_of,
)
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(tags=["规则方案"], route_class=ActRoute, dependencies=WELL_FORMED)


@router.get("/rule-profiles", responses=problems())
def list_profiles(asking: AskingDep) -> Listed[ProfileRow]:
    """规则方案一览,附当日施行的版次."""
    return asking.answer(page_of_profiles, row_of, sort="congress")


@router.get("/rule-profile-examples", responses=problems())
def list_examples() -> list[ExampleState]:
    """可作起点的示例方案."""
    return [
        ExampleState(name=name, **in_words(each.title, each.rules, each.basis))
        for name, each in example_profiles().items()
    ]


@router.get("/governing-rules", responses=problems(404))
def read_governing(
    clocks: ClocksDep,
    congress: Annotated[
        Code, Query(description="人大常委会、主席团或者其下属机构的单位代码", examples=["RDB"])
    ],
) -> GoverningState:
    """某日适用哪一版规则:本机关的,否则上级单位的,再否则法定的."""
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        ref = governing_at(connection, moment, congress)
    rules, basis = _rules_of(clocks.system, ref)
    return GoverningState(
        congress=congress,
        as_of=moment.as_of,
        known_at=moment.known_at,
        ref=ref,
        rules=rules,
        sentences=said(rules, basis),
    )


@router.get("/rule-profiles/{congress}", responses=problems(404))
def read_profile(congress: Code, system: SystemDep, response: Response) -> ProfileState:
    """读取规则方案的各版和草案."""
    profile = system.store.read(RuleProfile, RuleProfile.id_of(congress))
    response.headers["ETag"] = etag(profile)
    return state_of(profile)


@router.post("/rule-profiles", status_code=status.HTTP_201_CREATED, responses=problems(404, 409))
async def begin_profile(body: BeginProfile, acting: ActingDep) -> ProfileState:
    """起草一个机关的第一份规则方案;未写明的规则与起点相同."""
    command = partial(
        rule_profiles.begin,
        congress=body.congress,
        title=body.title,
        rules=(_start(body.example) or ProfileRules()).with_changes(body.rules),
        basis=body.basis,
    )
    profile = await acting.perform(body.occurred_on, command)
    acting.response.headers["Location"] = f"/rule-profiles/{quote(profile.number)}"
    return state_of(profile)


@router.post("/rule-profiles/{congress}/drafts", responses=problems(404, 409, 412, 428))
async def draft_profile(
    congress: Code, body: DraftProfile, acting: ActingDep, expected: ExpectedVersion
) -> ProfileState:
    """起草下一版;未写明的规则与示例方案或者最近一版相同."""
    command = partial(
        rule_profiles.draft,
        congress=congress,
        expected=expected,
        title=body.title,
        rules=body.rules,
        basis=body.basis,
        start=_start(body.example),
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/rule-profiles/{congress}/redrafts", responses=problems(404, 409, 412, 428))
async def redraft_profile(
    congress: Code, body: RedraftProfile, acting: ActingDep, expected: ExpectedVersion
) -> ProfileState:
    """修改草案."""
    command = partial(
        rule_profiles.redraft,
        congress=congress,
        expected=expected,
        title=body.title,
        rules=body.rules,
        basis=body.basis,
        start=_start(body.example),
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/rule-profiles/{congress}/discards", responses=problems(404, 409, 412, 428))
async def discard_draft(
    congress: Code, body: DiscardDraft, acting: ActingDep, expected: ExpectedVersion
) -> ProfileState:
    """放弃草案."""
    command = partial(
        rule_profiles.discard, congress=congress, expected=expected, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/rule-profiles/{congress}/publications", responses=problems(404, 409, 412, 428))
async def publish_profile(
    congress: Code, body: PublishProfile, acting: ActingDep, expected: ExpectedVersion
) -> ProfileState:
    """公布草案,自施行日期起适用;未办结的意见仍按原规则,除非写明改按新规则办理."""
    command = partial(
        rule_profiles.publish,
        congress=congress,
        expected=expected,
        basis_document=body.basis_document,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
    )
    if body.migrate_open_items:
        command = partial(moved_dues.publish_rules, **command.keywords)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/rule-profiles/{congress}/endings", responses=problems(404, 409, 412, 428))
async def end_profile(
    congress: Code, body: EndProfile, acting: ActingDep, expected: ExpectedVersion
) -> ProfileState:
    """废止最近一版."""
    command = partial(
        rule_profiles.end,
        congress=congress,
        expected=expected,
        valid_until=body.valid_until,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


def _start(example: str | None) -> ProfileRules | None:
    return None if example is None else example_named(example).rules


def _rules_of(system: System, ref: ProfileRef | None) -> tuple[ProfileRules, tuple[str, ...]]:
    """Return the rules a reference names, with the documents they are taken from."""
    if ref is None:
        return ProfileRules(), ()
    profile = system.store.read(RuleProfile, RuleProfile.id_of(ref.congress))
    version = profile.version_of(ref)
    return version.rules, version.basis
