"""Acts on rule profiles, and the question which rules govern a congress on a day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from application.commands.units import lineage_on, unit_with_code
from application.work import Work
from domain.model import Act, ProfileRef
from domain.opinion import Opinion
from domain.profile_rules import ProfileRules
from domain.rule_profile import STATUTORY, RuleProfile
from domain.text import Title


class Governing(NamedTuple):
    """The rules that govern, and the version they stand in; ``None``: the built-in default."""

    ref: ProfileRef | None
    rules: ProfileRules


def begin(
    work: Work, *, congress: str, title: Title, rules: ProfileRules, basis: Sequence[Title]
) -> RuleProfile:
    """Draft the first rules of a congress; what ``rules`` leaves open is the default."""
    owner = None if congress == STATUTORY else unit_with_code(work, congress, "congress")
    full = ProfileRules().with_changes(rules)
    begun = RuleProfile.begin_with(congress, owner, title, full, tuple(basis), work.act)
    return work.add(begun)


def draft(
    work: Work,
    congress: str,
    expected: int,
    *,
    title: Title,
    rules: ProfileRules,
    basis: Sequence[Title],
    start: ProfileRules | None = None,
) -> RuleProfile:
    """Draft the next version: ``start``, or else the last version, changed as ``rules`` states."""
    profile = _profile(work, congress, expected)
    if start is None:
        start = profile.versions[-1].rules if profile.versions else ProfileRules()
    profile.draft_next(title, start.with_changes(rules), tuple(basis), work.act)
    return profile


def redraft(
    work: Work,
    congress: str,
    expected: int,
    *,
    title: Title | None,
    rules: ProfileRules,
    basis: Sequence[Title] | None,
    start: ProfileRules | None = None,
) -> RuleProfile:
    """Change the draft as stated; what is not stated stays."""
    profile = _profile(work, congress, expected)
    drafted = profile.require_draft()
    profile.redraft(
        drafted.title if title is None else title,
        (start or drafted.rules).with_changes(rules),
        drafted.basis if basis is None else tuple(basis),
        work.act,
    )
    return profile


def discard(work: Work, congress: str, expected: int, *, reason: str) -> RuleProfile:
    """Give the draft up."""
    profile = _profile(work, congress, expected)
    profile.discard_draft(reason, work.act)
    return profile


def publish(
    work: Work,
    congress: str,
    expected: int,
    *,
    basis_document: str,
    valid_from: date,
    valid_until: date | None,
) -> RuleProfile:
    """Put the draft in force."""
    profile = _profile(work, congress, expected)
    profile.publish(basis_document, valid_from, valid_until, work.act)
    return profile


def end(
    work: Work, congress: str, expected: int, *, valid_until: date, reason: str
) -> RuleProfile:
    """Let the last version end."""
    profile = _profile(work, congress, expected)
    profile.end(valid_until, reason, work.act)
    return profile


def governing(work: Work, congress: str, on: date, field: str = "congress") -> Governing:
    """Return the rules that govern a congress on a day.

    They are its own, else those of the nearest unit above it that has some in force on that day,
    else the statutory default.
    """
    for code in (*lineage_on(work, congress, on, field), STATUTORY):
        profile = work.find(RuleProfile, RuleProfile.id_of(code))
        version = profile and profile.in_force_on(on)
        if profile and version:
            return Governing(profile.ref_to(version), version.rules)
    return Governing(None, ProfileRules())


def begun_under(work: Work, opinion_ids: Sequence[UUID]) -> Act:
    """Return the act of the command with the rules that govern what it begins.

    They are those of the congress that raised the first opinion answered, if there is one, else
    those that govern the unit acting.
    """
    act = work.act
    opinion = work.peek(Opinion, opinion_ids[0]) if opinion_ids else None
    congress, field = (opinion.source.issuer, "opinion_ids") if opinion else (act.unit, "X-Unit")
    ref = governing(work, congress, act.occurred_on, field).ref
    return act.model_copy(update={"profile": ref})


def rules_of(work: Work, ref: ProfileRef | None) -> ProfileRules:
    """Return the rules of a version that governed something."""
    if ref is None:
        return ProfileRules()
    profile = work.get(RuleProfile, RuleProfile.id_of(ref.congress))
    return profile.version_of(ref).rules


def _profile(work: Work, congress: str, expected: int) -> RuleProfile:
    return work.get(RuleProfile, RuleProfile.id_of(congress), expected)
