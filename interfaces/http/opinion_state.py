"""How an opinion is shown as it stands: where it came from, whom it went to, each round."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from domain.due import Due
from domain.model import ProfileRef
from domain.opinion import Opinion
from domain.opinion_handling import (
    Formation,
    Merger,
    Referral,
    ReturnRequest,
    Withdrawal,
)
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    OpinionStatus,
    ResultClass,
    SourceChannel,
    WorkKind,
)
from domain.referral_terms import ReferralTerms
from interfaces.http.handovers import HandoverState, handover_state
from interfaces.http.opinion_round_state import RECORD, HandlingRoundState, round_of


class SourceState(BaseModel):
    """Where an opinion came from."""

    document_number: str | None = Field(
        description="来源文件文号", examples=["丹竹人发〔2015〕4号"]
    )
    issuer: str = Field(description="提出或者制发意见的单位代码", examples=["RDB"])
    channel: SourceChannel = Field(description="来源渠道", examples=["meeting"])
    channel_label: str = Field(description="来源渠道名称", examples=["会议"])
    occasion: str | None = Field(description="来源会议或者活动", examples=["第三次会议"])
    raised_on: date = Field(description="提出日期", examples=["2015-01-20"])


class FormationState(BaseModel):
    """How the opinion was formed."""

    version: int = Field(description=RECORD, examples=[2])
    formed_on: date = Field(description="形成日期", examples=["2015-03-01"])
    type: FormationType = Field(description="形成方式", examples=["presidium"])
    type_label: str = Field(description="形成方式名称", examples=["主席团会议讨论"])
    flagged: bool = Field(description="是否未经表决或者会议讨论", examples=[False])
    carrier: Carrier = Field(description="载体", examples=["formal_document"])
    carrier_label: str = Field(description="载体名称", examples=["正式文书"])
    approver: str = Field(description="签发人", examples=["主席团主席"])
    compiled_by: str = Field(description="整理人", examples=["秘书甲"])
    document_number: str | None = Field(description="意见书文号", examples=["丹竹人发〔2015〕6号"])


class ReferralState(BaseModel):
    """To whom the opinion was referred."""

    version: int = Field(description=RECORD, examples=[3])
    referred_on: date = Field(description="交办日期", examples=["2015-03-25"])
    lead: list[str] = Field(description="主办单位代码;已经移交的为承接单位", examples=[["JTJ"]])
    co_units: list[str] = Field(
        description="协办单位代码;已经移交的为承接单位", examples=[["JYJ"]]
    )
    split_handling: bool = Field(description="是否分办", examples=[False])
    letter_number: str = Field(description="交办函文号", examples=["丹竹人交〔2015〕1号"])
    meeting_on: date | None = Field(description="交办会日期", examples=["2015-03-25"])
    demand: str | None = Field(description="办理要求", examples=["三个月内答复代表"])
    due: Due = Field(description="交办时的期限", examples=[{"on": "2015-06-25"}])
    difficult: bool = Field(description="是否涉及面广、处理难度大", examples=[False])
    terms: ReferralTerms = Field(
        description="退办申请、协办意见、首次联系代表的期限;规则没有规定的没有"
    )
    handovers: list[HandoverState] = Field(description="历次移交承接单位")
    returned: bool = Field(description="是否已经退办或者分案", examples=[False])


class ReturnRequestState(BaseModel):
    """A unit's word that the opinion is not its own to handle, and the decision."""

    version: int = Field(description=RECORD, examples=[4])
    requested_on: date = Field(description="申请日期", examples=["2015-03-27"])
    unit: str = Field(description="申请单位代码", examples=["JTJ"])
    reason: str = Field(description="申请理由", examples=["该路段属乡镇管养"])
    suggested_unit: str | None = Field(description="建议的承办单位代码", examples=["ZZF"])
    accepted: bool | None = Field(description="是否同意;尚未决定为空", examples=[True])
    decision_reason: str | None = Field(description="决定理由", examples=["情况属实"])


class CoOpinionState(BaseModel):
    """What a co-unit gave the lead unit for its reply."""

    version: int = Field(description=RECORD, examples=[5])
    submitted_on: date = Field(description="提交日期", examples=["2015-05-10"])
    unit: str = Field(description="协办单位代码", examples=["JYJ"])
    text: str = Field(description="协办意见", examples=["同意安排补助资金"])


class ConsultationState(BaseModel):
    """A meeting or talk with a deputy."""

    version: int = Field(description=RECORD, examples=[6])
    consulted_on: date = Field(description="面商日期", examples=["2015-05-20"])
    deputy: str = Field(description="面商的代表", examples=["代表甲"])
    manner: str = Field(description="方式", examples=["上门走访"])


class ClosingState(BaseModel):
    """A closing; it stays when the opinion is reopened."""

    version: int = Field(description=RECORD, examples=[10])
    closed_on: date = Field(description="办结日期", examples=["2015-07-20"])
    round: int = Field(description="第几轮", examples=[1])
    completed_on: date = Field(description="办理完成日期", examples=["2015-06-18"])
    ground: str = Field(description="办结依据", examples=["代表满意,问题已经解决"])


class OpinionLookBackState(BaseModel):
    """Whether the closed opinion was still settled."""

    version: int = Field(description=RECORD, examples=[11])
    looked_back_on: date = Field(description="回头看日期", examples=["2016-06-01"])
    passed: bool = Field(description="问题是否仍属已经解决", examples=[True])
    note: str = Field(description="情况", examples=["路面完好"])


class MergerState(BaseModel):
    """The opinion together with which this one is handled."""

    version: int = Field(description=RECORD, examples=[4])
    merged_on: date = Field(description="合并日期", examples=["2015-04-01"])
    into: UUID = Field(description="并入的意见")
    into_number: str = Field(description="并入的意见编号", examples=["2015-02"])


class WithdrawalState(BaseModel):
    """The request by which the opinion was taken back."""

    version: int = Field(description=RECORD, examples=[4])
    withdrawn_on: date = Field(description="撤回日期", examples=["2015-04-01"])
    document: str = Field(description="书面撤回申请", examples=["关于撤回建议的申请"])
    by: str = Field(description="申请人", examples=["代表甲"])


class LinkedWorkState(BaseModel):
    """A plan, task or commitment that answers the opinion."""

    kind: WorkKind = Field(description="工作类别", examples=["task"])
    kind_label: str = Field(description="工作类别名称", examples=["整改任务"])
    id: UUID = Field(description="标识")
    number: str = Field(description="编号", examples=["RW-2015-1"])
    linked_on: date = Field(description="关联日期", examples=["2015-04-10"])


class OpinionState(BaseModel):
    """An opinion as it stands."""

    id: UUID = Field(description="意见标识")
    version: int = Field(description="版本,即ETag", examples=[8])
    number: str = Field(description="意见编号", examples=["2015-01"])
    kind: OpinionKind = Field(description="类别", examples=["deputy_suggestion"])
    kind_label: str = Field(description="类别名称", examples=["代表建议、批评和意见"])
    title: str = Field(description="标题", examples=["关于硬化通村道路的建议"])
    wording: str = Field(description="原文", examples=["通村道路坑洼不平,建议尽快硬化。"])
    source: SourceState = Field(description="来源")
    lead_deputy: str | None = Field(description="领衔代表", examples=["代表甲"])
    co_signers: list[str] = Field(description="附议代表", examples=[["代表乙"]])
    is_key: bool = Field(description="是否重点督办", examples=[False])
    registered_on: date = Field(description="登记日期", examples=["2015-01-21"])
    status: OpinionStatus = Field(description="状态", examples=["in_handling"])
    status_label: str = Field(description="状态名称", examples=["办理中"])
    is_open: bool = Field(description="是否尚未了结", examples=[True])
    due: Due | None = Field(
        description="现行期限,或者未定时限;未交办的为空", examples=[{"on": "2015-06-25"}]
    )
    profile: ProfileRef | None = Field(
        description="所依的规则方案及其版本", examples=[{"congress": "RDB", "version": 1}]
    )
    formation: FormationState | None = Field(description="形成情况")
    referrals: list[ReferralState] = Field(description="历次交办,包括已经退办、分案的")
    acknowledged: list[str] = Field(
        description="已签收的主办单位;签收后移交的为承接单位", examples=[["JTJ"]]
    )
    return_requests: list[ReturnRequestState] = Field(description="历次退办申请")
    co_opinions: list[CoOpinionState] = Field(description="协办意见")
    missing_co_opinions: list[str] = Field(
        description="尚未提交协办意见的协办单位", examples=[["JYJ"]]
    )
    consultations: list[ConsultationState] = Field(description="历次面商")
    rounds: list[HandlingRoundState] = Field(description="各轮办理")
    first_replied_on: date | None = Field(description="首次答复日期", examples=["2015-06-20"])
    first_reply_days_late: int | None = Field(description="首次答复逾期天数", examples=[0])
    current_class: ResultClass | None = Field(description="现办理结果类别", examples=["A"])
    evaluation_pending: bool = Field(description="是否等待评价", examples=[True])
    unheard: list[str] = Field(description="本轮尚未评价的提出人", examples=[["代表乙"]])
    closings: list[ClosingState] = Field(description="历次办结")
    closed_on: date | None = Field(description="现行办结日期", examples=[None])
    look_backs: list[OpinionLookBackState] = Field(description="历次回头看")
    linked_work: list[LinkedWorkState] = Field(description="关联的整改工作")
    merged_into: MergerState | None = Field(description="合并办理")
    withdrawal: WithdrawalState | None = Field(description="撤回")


def state_of(opinion: Opinion) -> OpinionState:
    """Present an opinion."""
    return OpinionState(
        id=opinion.id,
        version=opinion.version,
        number=opinion.number,
        kind=opinion.kind,
        kind_label=opinion.kind.label,
        title=opinion.title,
        wording=opinion.wording,
        source=_source(opinion),
        lead_deputy=opinion.lead_deputy,
        co_signers=list(opinion.co_signers),
        is_key=opinion.key,
        registered_on=opinion.dates[0],
        status=opinion.status,
        status_label=opinion.status.label,
        is_open=opinion.is_open,
        due=opinion.due,
        profile=opinion.profile,
        formation=opinion.formation and _formation(opinion, opinion.formation),
        referrals=[_referral(opinion, each) for each in opinion.referrals],
        acknowledged=list(opinion.acknowledged),
        return_requests=[_return_request(opinion, each) for each in opinion.return_requests],
        co_opinions=_co_opinions(opinion),
        missing_co_opinions=list(opinion.missing_co_opinions) if opinion.referrals else [],
        consultations=_consultations(opinion),
        rounds=[round_of(opinion, each) for each in opinion.rounds],
        first_replied_on=opinion.first_replied_on,
        first_reply_days_late=opinion.first_reply_days_late,
        current_class=opinion.current_class,
        evaluation_pending=opinion.evaluation_pending,
        unheard=list(opinion.unheard),
        closings=_closings(opinion),
        closed_on=opinion.closed_on,
        look_backs=_look_backs(opinion),
        linked_work=_linked_work(opinion),
        merged_into=opinion.merged_into and _merger(opinion, opinion.merged_into),
        withdrawal=opinion.withdrawal and _withdrawal(opinion, opinion.withdrawal),
    )


def _source(opinion: Opinion) -> SourceState:
    source = opinion.source
    return SourceState(
        document_number=source.document_number,
        issuer=source.issuer,
        channel=source.channel,
        channel_label=source.channel.label,
        occasion=source.occasion,
        raised_on=source.raised_on,
    )


def _formation(opinion: Opinion, formation: Formation) -> FormationState:
    return FormationState(
        version=formation.version,
        formed_on=opinion.date_of(formation),
        type=formation.type,
        type_label=formation.type.label,
        flagged=formation.flagged,
        carrier=formation.carrier,
        carrier_label=formation.carrier.label,
        approver=formation.approver,
        compiled_by=formation.compiled_by,
        document_number=formation.document_number,
    )


def _referral(opinion: Opinion, referral: Referral) -> ReferralState:
    return ReferralState(
        version=referral.version,
        referred_on=opinion.date_of(referral),
        lead=list(referral.lead),
        co_units=list(referral.co_units),
        split_handling=referral.split_handling,
        letter_number=referral.letter_number,
        meeting_on=referral.meeting_on,
        demand=referral.demand,
        due=referral.due,
        difficult=referral.difficult,
        terms=referral.terms,
        handovers=[handover_state(opinion, each) for each in referral.handovers],
        returned=referral.returned,
    )


def _return_request(opinion: Opinion, request: ReturnRequest) -> ReturnRequestState:
    return ReturnRequestState(
        version=request.version,
        requested_on=opinion.date_of(request),
        unit=request.unit,
        reason=request.reason,
        suggested_unit=request.suggested_unit,
        accepted=request.accepted,
        decision_reason=request.decision_reason,
    )


def _co_opinions(opinion: Opinion) -> list[CoOpinionState]:
    return [
        CoOpinionState(
            version=each.version,
            submitted_on=opinion.date_of(each),
            unit=each.unit,
            text=each.text,
        )
        for each in opinion.co_opinions
    ]


def _consultations(opinion: Opinion) -> list[ConsultationState]:
    return [
        ConsultationState(
            version=each.version,
            consulted_on=opinion.date_of(each),
            deputy=each.deputy,
            manner=each.manner,
        )
        for each in opinion.consultations
    ]


def _closings(opinion: Opinion) -> list[ClosingState]:
    return [
        ClosingState(
            version=each.version,
            closed_on=opinion.date_of(each),
            round=each.round,
            completed_on=each.completed_on,
            ground=each.ground,
        )
        for each in opinion.closings
    ]


def _look_backs(opinion: Opinion) -> list[OpinionLookBackState]:
    return [
        OpinionLookBackState(
            version=each.version,
            looked_back_on=opinion.date_of(each),
            passed=each.passed,
            note=each.note,
        )
        for each in opinion.look_backs
    ]


def _linked_work(opinion: Opinion) -> list[LinkedWorkState]:
    return [
        LinkedWorkState(
            kind=each.kind,
            kind_label=each.kind.label,
            id=each.work_id,
            number=each.work_number,
            linked_on=opinion.date_of(each),
        )
        for each in opinion.linked_work
    ]


def _merger(opinion: Opinion, merger: Merger) -> MergerState:
    return MergerState(
        version=merger.version,
        merged_on=opinion.date_of(merger),
        into=merger.into,
        into_number=merger.into_number,
    )


def _withdrawal(opinion: Opinion, withdrawal: Withdrawal) -> WithdrawalState:
    return WithdrawalState(
        version=withdrawal.version,
        withdrawn_on=opinion.date_of(withdrawal),
        document=withdrawal.document,
        by=withdrawal.by,
    )
