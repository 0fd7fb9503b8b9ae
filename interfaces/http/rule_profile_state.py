"""Rule profiles as they are answered: in fields and in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from pydantic import BaseModel, Field

from domain.model import ProfileRef
from domain.profile_rules import ProfileRules
from domain.profile_sentences import sentences_of
from domain.rule_profile import ProfileDraft, ProfileVersion, RuleProfile


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
        **in_words(version.title, version.rules, version.basis),
    )


def _draft_state(draft: ProfileDraft) -> DraftState:
    return DraftState(**in_words(draft.title, draft.rules, draft.basis))


def in_words(title: str, rules: ProfileRules, basis: Sequence[str]) -> RulesInWords:
    """Present rules in fields and in words."""
    return RulesInWords(
        title=title,
        basis=list(basis),
        rules=rules,
        sentences=said(rules, basis),
    )


def said(rules: ProfileRules, basis: Sequence[str]) -> list[RuleInWords]:
    """Say each rule in words, with its source."""
    return [RuleInWords.model_validate(each._asdict()) for each in sentences_of(rules, basis)]
