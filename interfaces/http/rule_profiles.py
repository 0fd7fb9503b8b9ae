"""Rule profiles over HTTP: drafted, published in dated versions, and said in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, Field

from application.commands import moved_dues, rule_profiles
from application.projections.open_items import open_opinions
from application.projections.rule_profiles import governing_at, page_of_profiles
from application.reference.shipped_profiles import example_named, example_profiles
from domain.model import BusinessDate, ProfileRef
from domain.profile_rules import ProfileRules
from domain.profile_sentences import sentences_of
from domain.rule_profile import ProfileDraft, ProfileVersion, RuleProfile
from domain.text import Code, DocumentNumber, Reason, Title
from interfaces.bootstrap import System
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, ClocksDep, Listed
from interfaces.http.problems import problems

router = APIRouter(tags=["规则方案"], route_class=ActRoute)

CHANGES = {"reply": {"co_unit": {"length": 1, "unit": "month"}}}

Basis = Annotated[list[Title], Field(max_length=20)]


class DraftProfile(ActBody):
    """起草规则方案."""

    title: Title = Field(description="名称", examples=["某县人大常委会意见办理规则"])
    basis: Basis = Field(
        default=[], description="所依据的文件", examples=[["某县人大常委会意见办理办法"]]
    )
    example: str | None = Field(
        default=None, description="以哪个示例方案为起点", examples=["浙江"], max_length=100
    )
    rules: ProfileRules = Field(
        default=ProfileRules(),
        description="与起点不同的规则;起点是示例方案、最近一版,或者法定规则",
        examples=[CHANGES],
    )


class BeginProfile(DraftProfile):
    """起草一个机关的第一份规则方案."""

    congress: Code = Field(
        description="人大常委会或者主席团的单位代码;法定规则为STATUTORY", examples=["RDB"]
    )


class RedraftProfile(ActBody):
    """修改草案;未写明的不变."""

    title: Title | None = Field(default=None, description="新名称", examples=["某县意见办理规则"])
    basis: Basis | None = Field(
        default=None, description="所依据的文件", examples=[["某县人大常委会意见办理办法"]]
    )
    example: str | None = Field(
        default=None, description="改以哪个示例方案为起点", examples=["浙江"], max_length=100
    )
    rules: ProfileRules = Field(
        default=ProfileRules(), description="要改的规则", examples=[CHANGES]
    )


class DiscardDraft(ActBody):
    """放弃草案."""

    reason: Reason = Field(description="原因", examples=["主任会议未通过"])


class PublishProfile(ActBody):
    """公布草案;公布的就是草案."""

    basis_document: DocumentNumber = Field(
        description="公布文件的文号", examples=["某人常〔2026〕5号"]
    )
    valid_from: BusinessDate = Field(description="施行日期", examples=["2026-05-01"])
    valid_until: BusinessDate | None = Field(
        default=None, description="失效日期(含);缺省为长期有效", examples=["2027-12-31"]
    )
    migrate_open_items: bool = Field(
        default=False,
        description="未办结的意见是否改按新规则办理;须自公布当日起施行,可先试算",
        examples=[False],
    )


class EndProfile(ActBody):
    """废止最近一版."""

    valid_until: BusinessDate = Field(description="失效日期(含)", examples=["2027-12-31"])
    reason: Reason = Field(description="原因", examples=["另行制定新规则"])


class RuleInWords(BaseModel):
    """One rule, as people read it."""

    path: str = Field(description="规则在方案中的位置", examples=["reply.co_unit"])
    group: str = Field(description="环节", examples=["答复"])
    label: str = Field(description="事项", examples=["协办单位提出意见"])
    sentence: str = Field(
        description="规则", examples=["协办单位自交办之日起1个月内向主办单位提出意见"]
    )
    source: str = Field(description="出处", examples=["某县人大常委会意见办理办法"])
    local: bool = Field(description="是否不同于法定规则", examples=[True])


class RulesInWords(TypedDict):
    """What every state of rules shows."""

    title: str
    basis: list[str]
    rules: ProfileRules
    sentences: list[RuleInWords]


class RulesState(BaseModel):
    """Rules with their title and sources, in fields and in words."""

    title: str
    basis: list[str]
    rules: ProfileRules
    sentences: list[RuleInWords]


class DraftState(RulesState):
    """What is to be published next."""


class ExampleState(RulesState):
    """A local example to start a draft from."""

    name: str = Field(description="示例方案的名称", examples=["浙江"])


class VersionState(RulesState):
    """A published version."""

    version: int
    valid_from: date
    valid_until: date | None
    basis_document: str


class ProfileState(BaseModel):
    """The rules of a congress: every version, oldest first, and the draft if there is one."""

    congress: str
    versions: list[VersionState]
    draft: DraftState | None


class ProfileRow(BaseModel):
    """A profile, and its version in force on the day asked for."""

    congress: str
    draft_title: str | None = Field(description="草案名称;没有草案为空")
    versions: int = Field(description="已公布的版数")
    version: int | None = Field(description="当日施行的版次;当日没有施行的为空")
    title: str | None
    in_force_from: date | None
    in_force_until: date | None
    basis_document: str | None


class GoverningState(BaseModel):
    """The rules that govern a congress on a day, and whose they are."""

    congress: str
    as_of: date
    known_at: int
    ref: ProfileRef | None = Field(description="所适用的方案和版次;没有任何方案施行时为空")
    rules: ProfileRules
    sentences: list[RuleInWords]


@router.get("/rule-profiles", responses=problems())
def list_profiles(asking: AskingDep) -> Listed[ProfileRow]:
    """规则方案一览,附当日施行的版次."""
    return asking.answer(page_of_profiles, row_of, sort="congress")


@router.get("/rule-profile-examples", responses=problems())
def list_examples() -> list[ExampleState]:
    """可作起点的示例方案."""
    return [
        ExampleState(name=name, **_in_words(each.title, each.rules, each.basis))
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
        sentences=_sentences(rules, basis),
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
        with acting.system.database.reading() as connection:
            opinions = open_opinions(connection)
        command = partial(
            moved_dues.publish_rules, **command.keywords, opinions=opinions, moved=[]
        )
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


def state_of(profile: RuleProfile) -> ProfileState:
    """Present a profile."""
    return ProfileState(
        congress=profile.number,
        versions=[_version_state(each) for each in profile.versions],
        draft=None if profile.draft is None else _draft_state(profile.draft),
    )


def row_of(row: Mapping[str, Any]) -> ProfileRow:
    """Present a row of the list."""
    return ProfileRow.model_validate({name: row[name] for name in ProfileRow.model_fields})


def _version_state(version: ProfileVersion) -> VersionState:
    return VersionState(
        version=version.version,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        basis_document=version.basis_document,
        **_in_words(version.title, version.rules, version.basis),
    )


def _draft_state(draft: ProfileDraft) -> DraftState:
    return DraftState(**_in_words(draft.title, draft.rules, draft.basis))


def _in_words(title: str, rules: ProfileRules, basis: Sequence[str]) -> RulesInWords:
    return RulesInWords(
        title=title,
        basis=list(basis),
        rules=rules,
        sentences=_sentences(rules, basis),
    )


def _sentences(rules: ProfileRules, basis: Sequence[str]) -> list[RuleInWords]:
    return [RuleInWords.model_validate(each._asdict()) for each in sentences_of(rules, basis)]


def _start(example: str | None) -> ProfileRules | None:
    return None if example is None else example_named(example).rules


def _rules_of(system: System, ref: ProfileRef | None) -> tuple[ProfileRules, tuple[str, ...]]:
    """Return the rules a reference names, with the documents they are taken from."""
    if ref is None:
        return ProfileRules(), ()
    profile = system.store.read(RuleProfile, RuleProfile.id_of(ref.congress))
    version = profile.version_of(ref)
    return version.rules, version.basis
