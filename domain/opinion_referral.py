"""An opinion is formed and referred: to whom, by when; acknowledged, or returned.

Sources: requirements R2 and R3; return, co-unit opinions and consultation as in the local rules of
§2.2 of the domain reference.
"""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from domain.due import Due
from domain.errors import RuleViolation
from domain.model import Act, BusinessDate, DomainEvent
from domain.opinion_handling import Consultation, CoOpinion, Formation, Referral, ReturnRequest
from domain.opinion_state import ANSWERED, ANSWERING, OpinionState
from domain.opinion_terms import Carrier, FormationType, OpinionStatus
from domain.referral_terms import NO_TERMS, ReferralTerms
from domain.text import Code, DocumentNumber, Name, PersonName, Reason, Wording
from domain.unit import Unit, require_unit_active


class LeadUnitNotSingle(RuleViolation):
    """An opinion has exactly one lead unit; only split handling has several."""

    title = "主办单位应当只有一个"


class UnitNamedTwice(RuleViolation):
    """A unit takes part in a referral once, as lead unit or as co-unit."""

    title = "承办单位重复"


class DueBeforeReferral(RuleViolation):
    """The due date is not before the day of the referral."""

    title = "办理期限早于交办日期"


class ReturnWindowClosed(RuleViolation):
    """A lead unit asks to be relieved of an opinion within the window the rules leave."""

    title = "已过退办期限"


class AlreadyAcknowledged(RuleViolation):
    """A lead unit signs for a referral once, and keeps what it signed for."""

    title = "已经签收"


class ReplyAlreadyGiven(RuleViolation):
    """What a lead unit replied is not undone because another one wants to be relieved."""

    title = "已有主办单位答复"


class NotCoUnit(RuleViolation):
    """Only a co-unit of the referral gives a co-unit's opinion."""

    title = "不是该意见的协办单位"


class OpinionReferral(OpinionState):
    """What may happen from the formation of an opinion until a unit takes it on."""

    class Formed(DomainEvent):
        TOPIC = "opinion.formed"
        LABEL = "形成意见"

        formation_type: FormationType
        carrier: Carrier
        approver: PersonName
        compiled_by: PersonName
        document_number: DocumentNumber | None

        def apply(self, aggregate: "OpinionReferral") -> None:
            aggregate.status = OpinionStatus.FORMED
            aggregate.formation = Formation(
                version=self.originator_version,
                type=self.formation_type,
                carrier=self.carrier,
                approver=self.approver,
                compiled_by=self.compiled_by,
                document_number=self.document_number,
            )

    class NotAdmitted(DomainEvent):
        TOPIC = "opinion.not-admitted"
        LABEL = "不予受理"

        reason: Reason

        def apply(self, aggregate: "OpinionReferral") -> None:
            aggregate.status = OpinionStatus.NOT_ADMITTED

    class Referred(DomainEvent):
        TOPIC = "opinion.referred"
        LABEL = "交办"

        lead: tuple[Code, ...]
        co_units: tuple[Code, ...]
        split_handling: bool
        letter_number: DocumentNumber
        meeting_on: BusinessDate | None
        demand: Wording | None
        due: Due
        difficult: bool = Field(default=False, exclude_if=lambda difficult: not difficult)
        terms: ReferralTerms = Field(default=NO_TERMS, exclude_if=lambda terms: terms == NO_TERMS)

        def apply(self, aggregate: "OpinionReferral") -> None:
            referral = Referral(
                version=self.originator_version,
                lead=self.lead,
                co_units=self.co_units,
                split_handling=self.split_handling,
                letter_number=self.letter_number,
                meeting_on=self.meeting_on,
                demand=self.demand,
                due=self.due,
                terms=self.terms,
                difficult=self.difficult,
            )
            aggregate.profile = self.act.profile
            aggregate.status = OpinionStatus.REFERRED
            aggregate.referrals = (*aggregate.referrals, referral)
            aggregate.co_given = ()
            aggregate.open_round(1, self.due, self.originator_version)

    class ReReferred(Referred):
        """Referred anew after a return or a separation; the earlier referral stays on record."""

        TOPIC = "opinion.re-referred"
        LABEL = "重新交办"

    class Acknowledged(DomainEvent):
        TOPIC = "opinion.acknowledged"
        LABEL = "签收"

        def apply(self, aggregate: "OpinionReferral") -> None:
            aggregate.status = OpinionStatus.IN_HANDLING
            aggregate.acknowledged = (*aggregate.acknowledged, self.act.unit)

    class ReturnRequested(DomainEvent):
        TOPIC = "opinion.return-requested"
        LABEL = "申请退办"

        reason: Reason
        suggested_unit: Code | None

        def apply(self, aggregate: "OpinionReferral") -> None:
            request = ReturnRequest(
                version=self.originator_version,
                unit=self.act.unit,
                reason=self.reason,
                suggested_unit=self.suggested_unit,
            )
            aggregate.status = OpinionStatus.RETURN_REQUESTED
            aggregate.return_requests = (*aggregate.return_requests, request)

    class ReturnAccepted(DomainEvent):
        TOPIC = "opinion.return-accepted"
        LABEL = "同意退办"

        reason: Reason

        def apply(self, aggregate: "OpinionReferral") -> None:
            aggregate.end_referral()
            aggregate.settle_return(accepted=True, reason=self.reason)

    class ReturnRefused(DomainEvent):
        TOPIC = "opinion.return-refused"
        LABEL = "不同意退办"

        reason: Reason
        signed: bool = Field(default=False, exclude_if=lambda signed: not signed)
        """Whether a lead unit has signed for the referral, so that its handling goes on."""

        def apply(self, aggregate: "OpinionReferral") -> None:
            underway = OpinionStatus.IN_HANDLING if self.signed else OpinionStatus.REFERRED
            aggregate.status = underway
            aggregate.settle_return(accepted=False, reason=self.reason)

    class CoOpinionSubmitted(DomainEvent):
        TOPIC = "opinion.co-opinion-submitted"
        LABEL = "提交协办意见"
        STEP = False

        text: Wording

        def apply(self, aggregate: "OpinionReferral") -> None:
            opinion = CoOpinion(
                version=self.originator_version, unit=self.act.unit, text=self.text
            )
            aggregate.co_opinions = (*aggregate.co_opinions, opinion)
            aggregate.co_given = (*aggregate.co_given, self.act.unit)

    class Consulted(DomainEvent):
        TOPIC = "opinion.consulted"
        LABEL = "面商"
        STEP = False

        with_deputy: PersonName
        manner: Name

        def apply(self, aggregate: "OpinionReferral") -> None:
            consultation = Consultation(
                version=self.originator_version, deputy=self.with_deputy, manner=self.manner
            )
            aggregate.consultations = (*aggregate.consultations, consultation)

    def form(
        self,
        formation_type: FormationType,
        carrier: Carrier,
        approver: str,
        compiled_by: str,
        document_number: str | None,
        act: Act,
    ) -> None:
        """Settle how the opinion was formed, carried, compiled and approved."""
        self._require(self.Formed, OpinionStatus.DRAFTED)
        self.record(
            self.Formed,
            act,
            formation_type=formation_type,
            carrier=carrier,
            approver=approver,
            compiled_by=compiled_by,
            document_number=document_number,
        )

    def refuse_admission(self, reason: str, act: Act) -> None:
        """Decline to take the matter up as an opinion."""
        self._require(self.NotAdmitted, OpinionStatus.DRAFTED)
        self.record(self.NotAdmitted, act, reason=reason)

    def refer(
        self,
        lead: Sequence[Unit],
        co: Sequence[Unit],
        due: Due,
        split_handling: bool,
        letter_number: str,
        meeting_on: date | None,
        demand: str | None,
        act: Act,
        terms: ReferralTerms = NO_TERMS,
        *,
        difficult: bool = False,
    ) -> None:
        """Refer the opinion to its units; after a return or a separation, refer it anew.

        The rules that ``act`` is under govern the handling from here on.
        """
        event = self.ReReferred if self.past_referrals else self.Referred
        self._require(event, OpinionStatus.FORMED)
        _require_lead_units(lead, split_handling=split_handling)
        _require_named_once([*lead, *co])
        for unit in (*lead, *co):
            require_unit_active(unit, "lead" if unit in lead else "co", act)
        if due.on and due.on < act.occurred_on:
            raise DueBeforeReferral(f"办理期限{due.on}早于交办日期{act.occurred_on}", "due")
        self.record(
            event,
            act,
            lead=tuple(unit.code for unit in lead),
            co_units=tuple(unit.code for unit in co),
            split_handling=split_handling,
            letter_number=letter_number,
            meeting_on=meeting_on,
            demand=demand,
            due=due,
            terms=terms,
            difficult=difficult,
        )

    def acknowledge(self, act: Act) -> None:
        """Sign, as a lead unit, for the referral; the first signature begins the handling."""
        self._require(self.Acknowledged, OpinionStatus.REFERRED, OpinionStatus.IN_HANDLING)
        self._require_lead(act)
        if act.unit in self.acknowledged:
            raise AlreadyAcknowledged(f"{act.unit}已经签收意见{self.number}", "unit")
        self.record(self.Acknowledged, act)

    def request_return(self, reason: str, suggested_unit: Unit | None, act: Act) -> None:
        """Ask, as a lead unit that has not yet signed, for another unit to handle the opinion.

        Under split handling one unit's signature is none of another's.
        """
        self._require_returnable(act)
        last = self.referrals[-1].terms.return_by
        if last and last.days_late(act.occurred_on):
            raise ReturnWindowClosed(
                f"意见{self.number}的退办申请应当在{last.on}前提出", "occurred_on"
            )
        if suggested_unit:
            require_unit_active(suggested_unit, "suggested_unit", act)
        suggested = suggested_unit and suggested_unit.code
        self.record(self.ReturnRequested, act, reason=reason, suggested_unit=suggested)

    def accept_return(self, reason: str, act: Act) -> None:
        """End the referral, for every lead unit; the opinion is to be referred anew."""
        self._require(self.ReturnAccepted, OpinionStatus.RETURN_REQUESTED)
        self._require_independent(act)
        self.record(self.ReturnAccepted, act, reason=reason)

    def refuse_return(self, reason: str, act: Act) -> None:
        """Leave the opinion with its units."""
        self._require(self.ReturnRefused, OpinionStatus.RETURN_REQUESTED)
        self._require_independent(act)
        self.record(self.ReturnRefused, act, reason=reason, signed=bool(self.acknowledged))

    def submit_co_opinion(self, text: str, act: Act) -> None:
        """Give, as a co-unit, an opinion for the lead unit's reply."""
        self._require(self.CoOpinionSubmitted, OpinionStatus.REFERRED, *ANSWERING, *ANSWERED)
        if act.unit not in self.referrals[-1].co_units:
            raise NotCoUnit(f"{act.unit}不是意见{self.number}的协办单位", "unit")
        self.record(self.CoOpinionSubmitted, act, text=text)

    def consult(self, with_deputy: str, manner: str, act: Act) -> None:
        """Note that a deputy was met about the opinion; a late entry is welcome."""
        underway = (OpinionStatus.REFERRED, *ANSWERING, *ANSWERED, OpinionStatus.CLOSED)
        self._require(self.Consulted, *underway)
        self._require_proposer(with_deputy, "with_deputy")
        self.record(self.Consulted, act, with_deputy=with_deputy, manner=manner)

    def end_referral(self) -> None:
        """Leave the opinion to be referred anew; for events to apply."""
        self.status = OpinionStatus.FORMED
        self.acknowledged = ()
        self.amend_referral(returned=True)

    def amend_referral(self, **changes: object) -> None:
        """Put a changed copy of the latest referral in its place; for events to apply."""
        amended = self.referrals[-1].model_copy(update=changes)
        self.referrals = (*self.referrals[:-1], amended)

    def settle_return(self, *, accepted: bool, reason: str) -> None:
        """Put the decision beside the latest request; for events to apply."""
        decision = {"accepted": accepted, "decision_reason": reason}
        decided = self.return_requests[-1].model_copy(update=decision)
        self.return_requests = (*self.return_requests[:-1], decided)

    def _require_returnable(self, act: Act) -> None:
        is_split = bool(self.referrals) and self.referrals[-1].split_handling
        signed_by_others = (OpinionStatus.IN_HANDLING,) if is_split else ()
        self._require(self.ReturnRequested, OpinionStatus.REFERRED, *signed_by_others)
        self._require_lead(act)
        if act.unit in self.acknowledged:
            raise AlreadyAcknowledged(f"{act.unit}已经签收意见{self.number}", "unit")
        replied = [reply.unit for round_ in self.rounds for reply in round_.replies]
        if replied:
            raise ReplyAlreadyGiven(f"{replied[0]}已经答复意见{self.number}", "unit")


def _require_lead_units(lead: Sequence[Unit], *, split_handling: bool) -> None:
    if not split_handling and len(lead) != 1:
        raise LeadUnitNotSingle(
            f"填报了{len(lead)}个主办单位;只有分办的意见才可以有多个主办单位", "lead"
        )
    if split_handling and len(lead) <= 1:
        raise LeadUnitNotSingle(
            f"填报了{len(lead)}个主办单位;分办的意见应当有两个以上主办单位", "lead"
        )


def _require_named_once(units: Sequence[Unit]) -> None:
    codes = [unit.code for unit in units]
    repeated = [code for code in dict.fromkeys(codes) if codes.count(code) > 1]
    if repeated:
        raise UnitNamedTwice(f"{'、'.join(repeated)}被列为承办单位不止一次", "co")
