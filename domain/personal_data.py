"""What is decided about one person's data: how long it is kept, when processing stops, its end.

held ⇄ restricted; erasure is requested by one person, approved or refused by another, and done by
destroying the key under which the values are sealed. The events name the person by an identity
that says nothing; who it is stands in the key store alone, and only until the erasure.
"""

from typing import ClassVar, Self
from uuid import UUID

from domain.errors import RuleViolation, WrongStatus
from domain.model import Act, Aggregate, DomainEvent
from domain.personal_data_terms import (
    STORAGE_ALONE,
    DecidedByRequester,
    ErasedByShortener,
    ErasureGround,
    LiftedByDecider,
    NoConsentToWithdraw,
    ProcessingBasis,
    RecordStatus,
    RefusalGround,
    Retention,
    RetentionAlreadyOver,
    RetentionNotBinding,
    RetentionNotOver,
    RetentionUnchanged,
)
from domain.text import DocumentNumber, Reason, Title


class PersonOnRecord(RuleViolation):
    """A person has one record."""

    title = "该人已有个人信息档案"


class PersonalRecord(Aggregate):
    """Methods decide and may refuse; events apply and never do."""

    KIND: ClassVar[str] = "personal-record"
    LABEL: ClassVar[str] = "个人信息档案"

    number: str
    """The subject's identity, as text."""
    subject: UUID
    """The person, as sealed values and the key store name them."""
    purpose: str
    basis: ProcessingBasis
    retention: Retention
    term_before: Retention | None
    """The term that was shortened, unless what followed lasts as long again."""
    shortened_by: tuple[str, ...]
    """Who shortened it, at once or by and by."""
    restricted: bool
    """Whether processing was restricted before any request still to be decided."""
    requested_by: str | None
    """Who asked for the latest erasure."""
    stored_alone_by: tuple[str, ...]
    """Who asked and who refused, while after that the data may be stored and secured alone."""
    ground: ErasureGround | None
    document: str | None
    """The number of the paper on which the latest request rests."""
    status: RecordStatus

    class Opened(DomainEvent):
        TOPIC = "personal-record.opened"
        LABEL = "登记个人信息"

        subject: UUID
        purpose: Title
        basis: ProcessingBasis
        retention: Retention

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.number = str(self.subject)
            aggregate.subject = self.subject
            aggregate.purpose = self.purpose
            aggregate.basis = self.basis
            aggregate.retention = self.retention
            aggregate.term_before = None
            aggregate.shortened_by = ()
            aggregate.restricted = False
            aggregate.requested_by = None
            aggregate.stored_alone_by = ()
            aggregate.ground = None
            aggregate.document = None
            aggregate.status = RecordStatus.HELD

    class Reclassified(DomainEvent):
        TOPIC = "personal-record.reclassified"
        LABEL = "调整保管期限"

        retention: Retention
        retention_was: Retention
        reason: Reason

        def apply(self, aggregate: "PersonalRecord") -> None:
            before = aggregate.term_before or self.retention_was
            if not before.outlasts(self.retention):
                aggregate.term_before, aggregate.shortened_by = None, ()
            elif self.retention_was.outlasts(self.retention):
                aggregate.term_before = before
                aggregate.shortened_by = (*aggregate.shortened_by, self.act.actor)
            aggregate.retention = self.retention

    class Restricted(DomainEvent):
        TOPIC = "personal-record.restricted"
        LABEL = "限制处理"

        reason: Reason

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.restricted = True
            aggregate.status = RecordStatus.RESTRICTED

    class RestrictionLifted(DomainEvent):
        TOPIC = "personal-record.restriction-lifted"
        LABEL = "解除限制处理"

        reason: Reason

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.restricted = False
            aggregate.stored_alone_by = ()
            aggregate.status = RecordStatus.HELD

    class ErasureRequested(DomainEvent):
        TOPIC = "personal-record.erasure-requested"
        LABEL = "申请删除个人信息"

        ground: ErasureGround
        document: DocumentNumber
        """The application of the person, or the paper by which the office acts of itself."""
        reason: Reason

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.requested_by = self.act.actor
            aggregate.ground = self.ground
            aggregate.document = self.document
            aggregate.status = RecordStatus.ERASURE_REQUESTED

    class ErasureApproved(DomainEvent):
        TOPIC = "personal-record.erasure-approved"
        LABEL = "批准删除个人信息"

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.status = RecordStatus.ERASURE_APPROVED

    class ErasureRefused(DomainEvent):
        TOPIC = "personal-record.erasure-refused"
        LABEL = "不批准删除个人信息"

        ground: RefusalGround
        restricted: bool
        """Whether the data is from now on stored and secured alone."""
        reason: Reason

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.restricted = self.restricted
            if self.ground in STORAGE_ALONE:
                aggregate.stored_alone_by = (aggregate.requested_by or "", self.act.actor)
            aggregate.status = RecordStatus.RESTRICTED if self.restricted else RecordStatus.HELD

    class Erased(DomainEvent):
        TOPIC = "personal-record.erased"
        LABEL = "删除个人信息"

        def apply(self, aggregate: "PersonalRecord") -> None:
            aggregate.status = RecordStatus.ERASED

    @classmethod
    def open(
        cls,
        subject: UUID,
        purpose: str,
        basis: ProcessingBasis,
        retention: Retention,
        act: Act,
    ) -> Self:
        """Put on record that a person's data is held, why, and for how long."""
        _require_ahead(retention, act)
        facts = {"purpose": purpose, "basis": basis, "retention": retention}
        return cls.begin(str(subject), cls.Opened, act, subject=subject, **facts)

    def reclassify(self, retention: Retention, reason: str, act: Act) -> None:
        """Keep the data for another term; not while an erasure is being decided."""
        self._require(RecordStatus.HELD, RecordStatus.RESTRICTED)
        if retention == self.retention:
            raise RetentionUnchanged(f"保管期限已经是{retention.label}", "retention")
        _require_ahead(retention, act)
        facts = {"retention": retention, "retention_was": self.retention}
        self.record(self.Reclassified, act, reason=reason, **facts)

    def restrict(self, reason: str, act: Act) -> None:
        """Stop all processing but storing and securing."""
        self._require(RecordStatus.HELD)
        self.record(self.Restricted, act, reason=reason)

    def lift_restriction(self, reason: str, act: Act) -> None:
        """Let processing go on; where the law left storage alone, as a third person decides."""
        self._require(RecordStatus.RESTRICTED)
        if act.actor in self.stored_alone_by:
            raise LiftedByDecider(
                f"{act.actor}提出或者审批过删除申请,该个人信息依法只能存储,应由他人解除限制",
                "actor",
            )
        self.record(self.RestrictionLifted, act, reason=reason)

    def request_erasure(self, ground: ErasureGround, document: str, reason: str, act: Act) -> None:
        """Ask that the data be erased; until that is decided, nobody works with it."""
        self._require(RecordStatus.HELD, RecordStatus.RESTRICTED)
        self._require_not_by_shortener(act)
        if ground is ErasureGround.CONSENT_WITHDRAWN and self.basis is not ProcessingBasis.CONSENT:
            raise NoConsentToWithdraw(
                f"该个人信息的处理依据是“{self.basis.label}”,不适用“{ground.label}”", "ground"
            )
        facts = {"ground": ground, "document": document}
        self.record(self.ErasureRequested, act, reason=reason, **facts)

    def approve_erasure(self, act: Act) -> None:
        """Decide, as somebody else than who asked, that the key is destroyed."""
        self._require_decided_by_other(act)
        self._require_not_by_shortener(act)
        if self.retention.binds(act.occurred_on):
            raise RetentionNotOver(
                f"该个人信息的保管期限是{self.retention.label},届满以前只能限制处理", "retention"
            )
        self.record(self.ErasureApproved, act)

    def refuse_erasure(self, ground: RefusalGround, reason: str, act: Act) -> None:
        """Decide, as somebody else than who asked, that the data stays.

        Where the law demands erasure and only its term or technology forbids it, the data is
        stored and secured alone from then on.
        """
        self._require_decided_by_other(act)
        retained = self.retention.binds(act.occurred_on)
        if ground is RefusalGround.RETENTION_NOT_OVER and not retained:
            raise RetentionNotBinding(
                f"该个人信息的保管期限是{self.retention.label},不妨碍在{act.occurred_on}删除",
                "ground",
            )
        restricted = self.restricted or ground in STORAGE_ALONE
        self.record(self.ErasureRefused, act, ground=ground, restricted=restricted, reason=reason)

    def complete_erasure(self, act: Act) -> None:
        """Note that the key has been destroyed."""
        self._require(RecordStatus.ERASURE_APPROVED)
        self.record(self.Erased, act)

    @property
    def may_be_processed(self) -> bool:
        """Whether more may be done with the data than storing and securing it."""
        return self.status is RecordStatus.HELD

    def _require(self, *allowed: RecordStatus) -> None:
        if self.status not in allowed:
            wanted = "、".join(status.label for status in allowed)
            raise WrongStatus(
                f"该个人信息现为“{self.status.label}”,只有“{wanted}”的可以这样办理", "status"
            )

    def _require_decided_by_other(self, act: Act) -> None:
        self._require(RecordStatus.ERASURE_REQUESTED)
        if act.actor == self.requested_by:
            raise DecidedByRequester(f"{act.actor}提出了该删除申请,应由他人审批", "actor")

    def _require_not_by_shortener(self, act: Act) -> None:
        """Erasing what the term of before would keep takes two others than who shortened it."""
        before = self.term_before
        if before and before.binds(act.occurred_on) and act.actor in self.shortened_by:
            raise ErasedByShortener(
                f"{act.actor}缩短过该个人信息的保管期限,原为{before.label},删除应由他人申请和批准",
                "actor",
            )


def _require_ahead(retention: Retention, act: Act) -> None:
    if retention.until is not None and retention.until < act.occurred_on:
        raise RetentionAlreadyOver(
            f"保管截止日期{retention.until}早于办理日期{act.occurred_on}", "retention"
        )
