"""The rules of one congress, in dated versions: drafted, then published exactly as drafted.

Versions follow one another without gap or overlap. Whatever a version governed keeps referring to
it, so publishing another one moves nothing that was decided before.
"""

from datetime import date, timedelta
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import Field

from domain.errors import RuleViolation, WrongStatus
from domain.model import Act, Aggregate, BusinessDate, DomainEvent, ProfileRef
from domain.profile_consistency import require_consistent
from domain.profile_rules import ProfileRules
from domain.text import Code, DocumentNumber, Reason, Title
from domain.unit import Unit, UnitKind

STATUTORY = "STATUTORY"
"""The number of the profile that applies where a congress has published none."""

ONE_DAY = timedelta(days=1)

Basis = Annotated[tuple[Title, ...], Field(max_length=20)]
"""The documents the rules are taken from."""


class NotACongress(RuleViolation):
    """Only a standing committee or a presidium has rules of its own."""

    title = "不是人大常委会或者主席团"


class CongressNotActive(RuleViolation):
    """A congress drafts rules while it exists."""

    title = "该机关当日不存在"


class RulesNotPrior(RuleViolation):
    """Rules come into force, or end, no earlier than the day this is decided."""

    title = "规则不能溯及既往"


class VersionNotLater(RuleViolation):
    """A version begins after the one before it began."""

    title = "施行日期不晚于上一版"


class VersionsOverlap(RuleViolation):
    """On no day are two versions in force."""

    title = "与上一版的有效期重叠"


class GapBetweenVersions(RuleViolation):
    """Between two versions there is no day without rules."""

    title = "与上一版之间有空档"


class EndsBeforeItBegins(RuleViolation):
    """A version is in force for a day at least."""

    title = "失效日期早于施行日期"


class AlreadyEnding(RuleViolation):
    """The last version has a last day already."""

    title = "最近一版已有失效日期"


class NoSuchVersion(RuleViolation):
    """Only a published version can be referred to."""

    title = "没有这一版规则方案"


class ProfileDraft(NamedTuple):
    """What is to be published next."""

    title: str
    rules: ProfileRules
    basis: tuple[str, ...]


class ProfileVersion(NamedTuple):
    """Rules in force from one day on, up to and including another where that is known."""

    version: int
    title: str
    rules: ProfileRules
    basis: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    """The last day in force."""
    basis_document: str
    """The number of the document that put it in force."""

    def in_force_on(self, day: date) -> bool:
        """Return whether the version is in force on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class RuleProfile(Aggregate):
    """The rules of a standing committee, of a township's presidium, or the statutory default."""

    KIND: ClassVar[str] = "rule-profile"
    LABEL: ClassVar[str] = "规则方案"

    number: str
    """The code of the unit whose rules these are, or ``STATUTORY``."""
    draft: ProfileDraft | None
    versions: tuple[ProfileVersion, ...]
    """Oldest first."""

    class Drafted(DomainEvent):
        TOPIC = "rule-profile.drafted"
        LABEL = "起草规则方案"

        congress: Code
        title: Title
        rules: ProfileRules
        basis: Basis

        def apply(self, aggregate: "RuleProfile") -> None:
            if self.originator_version == 1:
                aggregate.number = self.congress
                aggregate.versions = ()
            aggregate.draft = ProfileDraft(self.title, self.rules, self.basis)

    class Redrafted(DomainEvent):
        TOPIC = "rule-profile.redrafted"
        LABEL = "修改规则方案草案"

        title: Title
        rules: ProfileRules
        basis: Basis

        def apply(self, aggregate: "RuleProfile") -> None:
            aggregate.draft = ProfileDraft(self.title, self.rules, self.basis)

    class DraftDiscarded(DomainEvent):
        TOPIC = "rule-profile.draft-discarded"
        LABEL = "放弃规则方案草案"

        reason: Reason

        def apply(self, aggregate: "RuleProfile") -> None:
            aggregate.draft = None

    class Published(DomainEvent):
        TOPIC = "rule-profile.published"
        LABEL = "公布规则方案"

        version: int
        title: Title
        rules: ProfileRules
        basis: Basis
        valid_from: BusinessDate
        valid_until: BusinessDate | None
        basis_document: DocumentNumber

        def apply(self, aggregate: "RuleProfile") -> None:
            earlier = aggregate.versions
            if earlier and earlier[-1].valid_until is None:
                ended = earlier[-1]._replace(valid_until=self.valid_from - ONE_DAY)
                earlier = (*earlier[:-1], ended)
            published = ProfileVersion(
                self.version,
                self.title,
                self.rules,
                self.basis,
                self.valid_from,
                self.valid_until,
                self.basis_document,
            )
            aggregate.versions = (*earlier, published)
            aggregate.draft = None

    class Ended(DomainEvent):
        TOPIC = "rule-profile.ended"
        LABEL = "废止规则方案"

        version: int
        valid_until: BusinessDate
        reason: Reason

        def apply(self, aggregate: "RuleProfile") -> None:
            *earlier, last = aggregate.versions
            aggregate.versions = (*earlier, last._replace(valid_until=self.valid_until))

    @classmethod
    def begin_with(
        cls,
        congress: str,
        owner: Unit | None,
        title: str,
        rules: ProfileRules,
        basis: tuple[str, ...],
        act: Act,
    ) -> Self:
        """Draft the first rules of ``owner``; the statutory default has no owner."""
        if owner:
            _require_congress(owner, act)
        require_consistent(rules)
        facts = {"title": title, "rules": rules, "basis": basis}
        return cls.begin(congress, cls.Drafted, act, congress=congress, **facts)

    def draft_next(
        self, title: str, rules: ProfileRules, basis: tuple[str, ...], act: Act
    ) -> None:
        """Draft what is to follow the last version."""
        if self.draft is not None:
            raise WrongStatus("已有尚未公布的草案,请修改、公布或者放弃该草案")
        require_consistent(rules)
        facts = {"title": title, "rules": rules, "basis": basis}
        self.record(self.Drafted, act, congress=self.number, **facts)

    def redraft(self, title: str, rules: ProfileRules, basis: tuple[str, ...], act: Act) -> None:
        """Put the draft differently."""
        self.require_draft()
        require_consistent(rules)
        self.record(self.Redrafted, act, title=title, rules=rules, basis=basis)

    def discard_draft(self, reason: str, act: Act) -> None:
        """Give the draft up; what was published stays as it is."""
        self.require_draft()
        self.record(self.DraftDiscarded, act, reason=reason)

    def publish(
        self, basis_document: str, valid_from: date, valid_until: date | None, act: Act
    ) -> None:
        """Put the draft in force, exactly as it was drafted."""
        draft = self.require_draft()
        if valid_from < act.occurred_on:
            raise RulesNotPrior(f"施行日期{valid_from}早于公布日期{act.occurred_on}", "valid_from")
        _require_day_in_force(valid_from, valid_until)
        if self.versions:
            _require_adjoining(self.versions[-1], valid_from)
        self.record(
            self.Published,
            act,
            version=len(self.versions) + 1,
            **draft._asdict(),
            valid_from=valid_from,
            valid_until=valid_until,
            basis_document=basis_document,
        )

    def end(self, valid_until: date, reason: str, act: Act) -> None:
        """Let the last version be in force up to and including ``valid_until``."""
        if not self.versions:
            raise WrongStatus("没有已公布的版本,不能废止")
        last = self.versions[-1]
        if last.valid_until is not None:
            raise AlreadyEnding(f"第{last.version}版已于{last.valid_until}失效或者将于该日失效")
        if valid_until < act.occurred_on:
            raise RulesNotPrior(
                f"失效日期{valid_until}早于决定日期{act.occurred_on}", "valid_until"
            )
        _require_day_in_force(last.valid_from, valid_until)
        self.record(self.Ended, act, version=last.version, valid_until=valid_until, reason=reason)

    def in_force_on(self, day: date) -> ProfileVersion | None:
        """Return the version in force on ``day``, if there is one."""
        return next((each for each in self.versions if each.in_force_on(day)), None)

    def version_of(self, ref: ProfileRef) -> ProfileVersion:
        """Return the version that ``ref`` names."""
        if ref.congress == self.number:
            for version in self.versions:
                if version.version == ref.version:
                    return version
        raise NoSuchVersion(f"没有公布过规则方案{ref.label}", "version")

    def ref_to(self, version: ProfileVersion) -> ProfileRef:
        """Return how others refer to a version of this profile."""
        return ProfileRef(congress=self.number, version=version.version)

    def require_draft(self) -> ProfileDraft:
        """Return the draft, or refuse because there is none."""
        if self.draft is None:
            raise WrongStatus("没有草案,请先起草")
        return self.draft


def _require_congress(owner: Unit, act: Act) -> None:
    if owner.kind not in (UnitKind.STANDING_COMMITTEE, UnitKind.PRESIDIUM):
        raise NotACongress(
            f"“{owner.name}”是{owner.kind.label},不是人大常委会或者主席团", "congress"
        )
    if not owner.active_on(act.occurred_on):
        raise CongressNotActive(
            f"“{owner.name}”在{act.occurred_on}尚未设立或者已经撤并", "congress"
        )


def _require_day_in_force(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise EndsBeforeItBegins(f"失效日期{valid_until}早于施行日期{valid_from}", "valid_until")


def _require_adjoining(last: ProfileVersion, valid_from: date) -> None:
    if valid_from <= last.valid_from:
        raise VersionNotLater(
            f"施行日期{valid_from}不晚于第{last.version}版的施行日期{last.valid_from}",
            "valid_from",
        )
    if last.valid_until is None:
        return
    following = last.valid_until + ONE_DAY
    if valid_from < following:
        raise VersionsOverlap(
            f"第{last.version}版到{last.valid_until}失效,新版应自{following}起施行", "valid_from"
        )
    if valid_from > following:
        raise GapBetweenVersions(
            f"第{last.version}版到{last.valid_until}失效,新版应自{following}起施行", "valid_from"
        )
