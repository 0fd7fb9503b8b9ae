"""An opinion of a people's congress, from its registration until it comes to rest.

drafted → formed → referred → in handling → replied → closed; a reply that promises something is
tracked until it is fulfilled, a reply that leaves somebody dissatisfied is given again in another
round, and a closed opinion may be reopened without losing its first closing (requirements R1 to
R3, R9, R10). The parts of its life lie in modules of their own, each building on the one before:
``opinion_referral``, ``opinion_handover``, ``opinion_extension``, ``opinion_deadline``,
``opinion_reply``, ``opinion_promises``, ``opinion_closing``; here are its beginning, the work and
the other opinions it is tied to, its withdrawal and its corrections.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from domain.errors import RuleViolation
from domain.model import Act, BusinessDate, Correction, DomainEvent
from domain.opinion_closing import OpinionClosing
from domain.opinion_dates import date_orders
from domain.opinion_handling import LinkedWork, Merger, Source, Withdrawal
from domain.opinion_state import OPEN, DateOutOfSpan
from domain.opinion_terms import (
    OpinionKind,
    OpinionStatus,
    SourceChannel,
    WorkKind,
)
from domain.text import Code, DocumentNumber, PersonName, Reason, Title, Wording, as_known
from domain.unit import Unit, UnitLevel, require_unit_active
from domain.work_calendar import WorkCalendar


class TownshipDoesNotDeliberate(RuleViolation):
    """A township has no standing committee, so it issues no deliberation opinion (§2.1)."""

    title = "乡镇不制发审议意见"


class LeadDeputyMissing(RuleViolation):
    """Co-signers sign what a lead deputy proposes."""

    title = "缺少领衔代表"


class SignerRepeated(RuleViolation):
    """A deputy signs an opinion once."""

    title = "提出人重复"


class MergedWithItself(RuleViolation):
    """An opinion is handled together with another one."""

    title = "不能与自身合并办理"


class MergeTargetNotInHandling(RuleViolation):
    """An opinion is merged into one that is referred or in handling."""

    title = "并入的意见不在办理之中"


class LeadUnitsDiffer(RuleViolation):
    """Opinions handled together have the same lead units."""

    title = "合并办理的意见主办单位不同"


class AnsweredBefore(RuleViolation):
    """An opinion whose units have answered it is not taken from them to be referred anew."""

    title = "已经答复过的意见不能分案"


class WorkAlreadyLinked(RuleViolation):
    """A plan, task or commitment is linked to an opinion once."""

    title = "已经关联"


class CorrectionContradicts(RuleViolation):
    """A corrected date agrees with the dates stated beside it."""

    title = "更正后的日期与其他日期矛盾"


class Opinion(OpinionClosing):
    """Methods decide and may refuse; events apply and never do.

    Merged handling (合并办理, 分别答复; Zhejiang 2016 art. 18): opinions referred to the same lead
    units may be handled together. From then on the other opinion is acknowledged and consulted
    about on behalf of both, and this one has the status ``merged`` until it gets a reply of its
    own, to its own proposers, by its own due date; each may be extended, since each proposer is
    told. After its reply it is evaluated, handled again and closed like any other. Until it was
    answered it may be separated again (分案), to be referred anew: the other one may have gone to
    other units since, or the two prove not to be the same matter.
    """

    KIND: ClassVar[str] = "opinion"
    LABEL: ClassVar[str] = "意见"

    class Registered(DomainEvent):
        TOPIC = "opinion.registered"
        LABEL = "登记意见"

        number: Code
        kind: OpinionKind
        title: Title
        wording: Wording
        document_number: DocumentNumber | None
        issuer: Code
        channel: SourceChannel
        occasion: Title | None
        raised_on: BusinessDate
        lead_deputy: PersonName | None
        co_signers: tuple[PersonName, ...]
        key: bool

        def apply(self, aggregate: "Opinion") -> None:
            aggregate.number = self.number
            aggregate.kind = self.kind
            aggregate.title = self.title
            aggregate.wording = self.wording
            aggregate.source = Source(
                document_number=self.document_number,
                issuer=self.issuer,
                channel=self.channel,
                occasion=self.occasion,
                raised_on=self.raised_on,
            )
            aggregate.lead_deputy = self.lead_deputy
            aggregate.co_signers = self.co_signers
            aggregate.key = self.key
            aggregate.begin_blank()

    class MergedInto(DomainEvent):
        TOPIC = "opinion.merged-into"
        LABEL = "合并办理"

        into: UUID
        into_number: Code
        reason: Reason

        def apply(self, aggregate: "Opinion") -> None:
            aggregate.status = OpinionStatus.MERGED
            aggregate.merged_into = Merger(
                version=self.originator_version, into=self.into, into_number=self.into_number
            )

    class Separated(DomainEvent):
        TOPIC = "opinion.separated"
        LABEL = "分案"

        reason: Reason

        def apply(self, aggregate: "Opinion") -> None:
            aggregate.end_referral()
            aggregate.merged_into = None

    class Withdrawn(DomainEvent):
        TOPIC = "opinion.withdrawn"
        LABEL = "撤回"

        document: Title
        by: PersonName

        def apply(self, aggregate: "Opinion") -> None:
            aggregate.status = OpinionStatus.WITHDRAWN
            aggregate.withdrawal = Withdrawal(
                version=self.originator_version, document=self.document, by=self.by
            )

    class WorkLinked(DomainEvent):
        TOPIC = "opinion.work-linked"
        LABEL = "关联整改工作"
        STEP = False

        kind: WorkKind
        work_id: UUID
        work_number: Code

        def apply(self, aggregate: "Opinion") -> None:
            work = LinkedWork(
                version=self.originator_version,
                kind=self.kind,
                work_id=self.work_id,
                work_number=self.work_number,
            )
            aggregate.linked_work = (*aggregate.linked_work, work)

    class Corrected(Correction):
        TOPIC = "opinion.corrected"

    @classmethod
    def register(
        cls,
        number: str,
        kind: OpinionKind,
        title: str,
        wording: str,
        issuer: Unit,
        document_number: str | None,
        channel: SourceChannel,
        occasion: str | None,
        raised_on: date,
        lead_deputy: str | None,
        co_signers: Sequence[str],
        key: bool,
        act: Act,
    ) -> Self:
        """Register one opinion with its source, its proposers and its original wording."""
        _require_may_issue(issuer, kind, act)
        if raised_on > act.occurred_on:
            raise DateOutOfSpan(f"提出日期{raised_on}晚于登记日期{act.occurred_on}", "raised_on")
        _require_signers(lead_deputy, co_signers)
        return cls.begin(
            number,
            cls.Registered,
            act,
            number=number,
            kind=kind,
            title=title,
            wording=wording,
            document_number=document_number,
            issuer=issuer.code,
            channel=channel,
            occasion=occasion,
            raised_on=raised_on,
            lead_deputy=lead_deputy,
            co_signers=tuple(co_signers),
            key=key,
        )

    def merge_into(self, other: "Opinion", reason: str, act: Act) -> None:
        """Handle this opinion together with ``other``; it still gets a reply of its own.

        The units that handle it do not decide that themselves.
        """
        mergeable = (OpinionStatus.REFERRED, OpinionStatus.IN_HANDLING)
        self._require(self.MergedInto, *mergeable)
        self._require_independent(act)
        if other.id == self.id:
            raise MergedWithItself(f"意见{self.number}不能与自身合并办理", "other")
        if other.status not in mergeable:
            raise MergeTargetNotInHandling(
                f"意见{other.number}现为“{other.status.label}”,不能并入", "other"
            )
        if set(self.referrals[-1].lead) != set(other.referrals[-1].lead):
            raise LeadUnitsDiffer(
                f"意见{self.number}与意见{other.number}的主办单位不同,不能合并办理", "other"
            )
        self.record(self.MergedInto, act, into=other.id, into_number=other.number, reason=reason)

    def separate(self, reason: str, act: Act) -> None:
        """Take the opinion out of its merger; it is to be referred anew, as others decide."""
        self._require(self.Separated, OpinionStatus.MERGED)
        self._require_independent(act)
        if any(round_.replies for round_ in self.rounds):
            raise AnsweredBefore(f"意见{self.number}的承办单位已经答复过,不能分案")
        self.record(self.Separated, act, reason=reason)

    def withdraw(self, document: str, by: str, act: Act) -> None:
        """Take the opinion back by a written request; its handling ends (Qingdao 2021 art. 12).

        The request is entered by others than the units that handle the opinion.
        """
        self._require(self.Withdrawn, *OPEN)
        self._require_independent(act)
        self._require_proposer(by, "by")
        self.record(self.Withdrawn, act, document=document, by=by)

    def link_work(self, kind: WorkKind, work_id: UUID, work_number: str, act: Act) -> None:
        """Note a plan, task or commitment that answers this opinion."""
        self._require(self.WorkLinked, *OPEN)
        if any(work.work_id == work_id for work in self.linked_work):
            raise WorkAlreadyLinked(f"{work_number}已经关联到意见{self.number}", "work_id")
        facts = {"kind": kind, "work_id": work_id, "work_number": work_number}
        self.record(self.WorkLinked, act, **facts)

    def correct(
        self,
        corrects: int,
        now: date,
        reason: str,
        act: Act,
        calendar: WorkCalendar,
    ) -> None:
        """Correct the business date of an earlier event, in any status.

        A due date that rests on it is counted anew. When a reply was given, and on what a due
        date rests, is not for the units that handle the opinion to correct.
        """
        if any(reply.version == corrects for round_ in self.rounds for reply in round_.replies):
            self._require_independent(act)
        trial = self.fork()
        trial.redate(corrects, now, reason, act, calendar)
        broken = next((order for order in date_orders(trial) if order.broken), None)
        if broken:
            raise CorrectionContradicts(
                f"{broken.rule};更正后分别为{broken.first}和{broken.second}", "now"
            )
        self.redate(corrects, now, reason, act, calendar)

    def redate(
        self, corrects: int, now: date, reason: str, act: Act, calendar: WorkCalendar
    ) -> None:
        """Record a corrected date and the due date that follows, whatever the other dates say."""
        self.record_correction(self.Corrected, corrects, now, reason, act)
        self.recount_due(corrects, calendar, act)


def _require_may_issue(issuer: Unit, kind: OpinionKind, act: Act) -> None:
    if kind is OpinionKind.DELIBERATION and issuer.level is UnitLevel.TOWNSHIP:
        raise TownshipDoesNotDeliberate(
            f"“{issuer.name_on(act.occurred_on)}”是乡级单位,不制发审议意见,应当登记为讨论意见或者评议意见",
            "kind",
        )
    require_unit_active(issuer, "issuer", act)


def _require_signers(lead_deputy: str | None, co_signers: Sequence[str]) -> None:
    if co_signers and not lead_deputy:
        raise LeadDeputyMissing("有附议代表而没有领衔代表", "lead_deputy")
    known = [as_known(each) for each in (lead_deputy or "", *co_signers)]
    repeated = [s for s in dict.fromkeys(co_signers) if known.count(as_known(s)) > 1]
    if repeated:
        raise SignerRepeated(f"{'、'.join(repeated)}重复署名", "co_signers")
