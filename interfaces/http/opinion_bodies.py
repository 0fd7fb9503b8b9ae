"""What an act on an opinion states."""

from collections.abc import Callable
from functools import partial
from typing import Literal
from uuid import UUID

from pydantic import Field

from application.commands import opinions
from application.commands.opinions import ReturnDecision
from application.work import Work
from domain.model import BusinessDate
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    ReopenGround,
    Satisfaction,
    SourceChannel,
)
from domain.text import Code, DocumentNumber, Name, Reason, Title, Wording
from interfaces.http.acting import ActBody
from interfaces.http.due_bodies import StatedDeadline
from interfaces.http.list_lengths import MOST_LISTED

Command = Callable[[Work], Opinion]

DUE_TEXT = '当日计入;未定时限的填{"undated": true}'
PROMISE = {"text": "年底前完成道路硬化", "due": {"on": "2015-12-31"}}


class RegisterOpinion(ActBody):
    """登记意见."""

    number: Code = Field(description="意见编号,不能重复", examples=["2015-01"])
    kind: OpinionKind = Field(description="类别", examples=["deputy_suggestion"])
    title: Title = Field(description="标题", examples=["关于硬化通村道路的建议"])
    wording: Wording = Field(description="原文", examples=["通村道路坑洼不平,建议尽快硬化。"])
    issuer: Code = Field(description="提出或者制发意见的单位代码", examples=["RDB"])
    document_number: DocumentNumber | None = Field(
        default=None, description="来源文件文号", examples=["丹竹人发〔2015〕4号"]
    )
    channel: SourceChannel = Field(description="来源渠道", examples=["meeting"])
    occasion: Title | None = Field(
        default=None, description="来源会议或者活动", examples=["第三次会议"]
    )
    raised_on: BusinessDate = Field(description="提出日期", examples=["2015-01-20"])
    lead_deputy: Name | None = Field(default=None, description="领衔代表", examples=["代表甲"])
    co_signers: tuple[Name, ...] = Field(
        default=(), description="附议代表", examples=[["代表乙"]], max_length=MOST_LISTED
    )
    is_key: bool = Field(default=False, description="是否重点督办", examples=[False])


class FormOpinion(ActBody):
    """形成意见."""

    formation_type: FormationType = Field(description="形成方式", examples=["presidium"])
    carrier: Carrier = Field(description="载体", examples=["formal_document"])
    approver: Name = Field(description="签发人", examples=["主席团主席"])
    compiled_by: Name = Field(description="整理人", examples=["秘书甲"])
    document_number: DocumentNumber | None = Field(
        default=None, description="意见书文号", examples=["丹竹人发〔2015〕6号"]
    )


class RefuseAdmission(ActBody):
    """不予受理."""

    reason: Reason = Field(description="理由", examples=["不属于本级人大监督事项"])


class ReferOpinion(ActBody):
    """交办,或者退办后重新交办."""

    lead: tuple[Code, ...] = Field(
        description="主办单位代码;分办的填写多个", examples=[["JTJ"]], max_length=MOST_LISTED
    )
    co: tuple[Code, ...] = Field(
        default=(), description="协办单位代码", examples=[["JYJ"]], max_length=MOST_LISTED
    )
    due: StatedDeadline | None = Field(
        default=None,
        description=f"办理期限,{DUE_TEXT};也可按期限种类填写;缺省按规则方案推算",
        examples=[{"on": "2015-06-25"}],
    )
    difficult: bool = Field(
        default=False, description="是否涉及面广、处理难度大,适用较长的期限", examples=[False]
    )
    split_handling: bool = Field(default=False, description="是否分办", examples=[False])
    letter_number: DocumentNumber = Field(
        description="交办函文号", examples=["丹竹人交〔2015〕1号"]
    )
    meeting_on: BusinessDate | None = Field(
        default=None, description="交办会日期", examples=["2015-03-25"]
    )
    demand: Wording | None = Field(
        default=None, description="办理要求", examples=["三个月内答复代表"]
    )


class AcknowledgeReferral(ActBody):
    """签收."""


class RequestReturn(ActBody):
    """申请退办."""

    reason: Reason = Field(description="理由", examples=["该路段属乡镇管养"])
    suggested_unit: Code | None = Field(
        default=None, description="建议改由哪个单位承办", examples=["ZZF"]
    )


class DecideReturn(ActBody):
    """决定是否同意退办."""

    decision: ReturnDecision = Field(
        description="accepted同意退办,refused不同意退办", examples=["accepted"]
    )
    reason: Reason = Field(description="理由", examples=["经核实,该路段属乡镇管养"])


class SubmitCoOpinion(ActBody):
    """提交协办意见."""

    text: Wording = Field(description="协办意见", examples=["同意安排补助资金"])


class ConsultDeputy(ActBody):
    """面商."""

    with_deputy: Name = Field(description="面商的代表", examples=["代表甲"])
    manner: Name = Field(description="方式", examples=["上门走访"])


class RequestOpinionExtension(ActBody):
    """申请延期;occurred_on为收到申请的日期."""

    asked: BusinessDate = Field(description="申请书日期", examples=["2015-06-01"])
    reason: Reason = Field(description="理由", examples=["工程尚需完成招标"])


class GrantOpinionExtension(ActBody):
    """同意延期."""

    decision: Literal["granted"] = Field(description="审批结论", examples=["granted"])
    until: BusinessDate = Field(description="延期至(含)", examples=["2015-09-25"])
    deputy_told_on: BusinessDate | None = Field(
        default=None, description="告知代表的日期;有提出人的必填", examples=["2015-06-11"]
    )

    def command(self, opinion_id: UUID, expected: int) -> Command:
        """Return the command that grants it."""
        return partial(
            opinions.grant_extension,
            opinion_id=opinion_id,
            expected=expected,
            until=self.until,
            deputy_told_on=self.deputy_told_on,
        )


class RefuseOpinionExtension(ActBody):
    """不同意延期."""

    decision: Literal["refused"] = Field(description="审批结论", examples=["refused"])
    reason: Reason = Field(description="理由", examples=["具备按期办结的条件"])

    def command(self, opinion_id: UUID, expected: int) -> Command:
        """Return the command that refuses it."""
        return partial(
            opinions.refuse_extension,
            opinion_id=opinion_id,
            expected=expected,
            reason=self.reason,
        )


class RequestClarification(ActBody):
    """请求说明."""

    question: Wording = Field(description="需要说明的问题", examples=["所指路段是哪一段"])


class GiveClarification(ActBody):
    """答复说明请求."""

    answer: Wording = Field(description="说明", examples=["指县道三公里处至镇口"])


class ReplyToOpinion(ActBody):
    """答复."""

    result_class: Code = Field(
        description="办理结果类别,依规则方案的分类;通用分类为"
        "A已经解决或者基本解决,B正在解决,C列入计划解决,D留作参考或者解释说明",
        examples=["A"],
    )
    signer: Name = Field(description="签发人", examples=["局长"])
    document_number: DocumentNumber = Field(description="答复文号", examples=["农机函〔2015〕9号"])
    text: Wording = Field(description="答复内容", examples=["道路已经硬化。"])
    answered: tuple[Name, ...] = Field(
        default=(),
        description="已答复的提出人",
        examples=[["代表甲", "代表乙"]],
        max_length=MOST_LISTED,
    )
    promised_items: tuple[PromisedItem, ...] = Field(
        default=(),
        description="承诺事项:内容、期限;B、C类答复至少一项",
        examples=[[PROMISE]],
        max_length=MOST_LISTED,
    )
    co_opinions_noted: Reason | None = Field(
        default=None, description="协办意见未到齐的原因", examples=["协办单位逾期未提交"]
    )


class EvaluateReply(ActBody):
    """评价答复."""

    evaluator: Name = Field(description="评价人", examples=["代表甲"])
    satisfaction: Satisfaction = Field(description="满意度", examples=["satisfied"])
    reasons: Reason | None = Field(
        default=None, description="理由;不满意的必填", examples=["路面仍有坑洼"]
    )


class RecordNoFeedback(ActBody):
    """逾期未反馈."""

    reminded_on: BusinessDate = Field(description="提醒日期", examples=["2015-07-20"])


class OrderRehandling(ActBody):
    """责成重新办理."""

    due: StatedDeadline | None = Field(
        default=None,
        description=f"新一轮期限,{DUE_TEXT};缺省按规则方案推算",
        examples=[{"on": "2015-08-10"}],
    )
    reason: Reason = Field(description="理由", examples=["代表不满意"])


class TrackPromises(ActBody):
    """转入跟踪办理."""


class FulfilPromisedItem(ActBody):
    """承诺事项兑现."""

    item: int = Field(description="本轮第几项承诺事项", examples=[1])
    fulfilled_on: BusinessDate = Field(description="兑现日期", examples=["2015-12-20"])
    note: Reason = Field(description="兑现情况", examples=["道路已通车"])


class CloseOpinion(ActBody):
    """办结."""

    completed_on: BusinessDate = Field(
        description="办理完成日期,据以判断是否按期", examples=["2015-06-18"]
    )
    ground: Reason = Field(description="办结依据", examples=["代表满意,问题已经解决"])


class LookBackAtOpinion(ActBody):
    """回头看."""

    passed: bool = Field(description="问题是否仍属已经解决", examples=[True])
    note: Reason = Field(description="情况", examples=["路面完好"])


class ReopenOpinion(ActBody):
    """重新启动办理."""

    ground: ReopenGround = Field(
        description="缘由;回头看须是办结后最近一次回头看发现了问题", examples=["look_back"]
    )
    reference: Title = Field(description="依据", examples=["2016年6月回头看记录"])
    due: StatedDeadline = Field(
        description=f"新一轮期限,{DUE_TEXT}", examples=[{"on": "2016-09-30"}]
    )
    reason: Reason = Field(description="理由", examples=["路面再次破损"])


class MergeOpinion(ActBody):
    """合并办理,分别答复."""

    other: UUID = Field(
        description="并入的意见", examples=["0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"]
    )
    reason: Reason = Field(description="理由", examples=["反映同一路段"])


class SeparateOpinion(ActBody):
    """分案."""

    reason: Reason = Field(description="理由", examples=["并入的意见已经改由其他单位承办"])


class WithdrawOpinion(ActBody):
    """撤回."""

    document: Title = Field(description="书面撤回申请", examples=["关于撤回第2015-01号建议的申请"])
    by: Name = Field(description="申请人", examples=["代表甲"])


class CorrectOpinion(ActBody):
    """更正日期;更正前后的读数都保留."""

    corrects: int = Field(description="该意见的第几条记录", examples=[7])
    now: BusinessDate = Field(description="更正后的日期", examples=["2015-06-19"])
    reason: Reason = Field(description="原因", examples=["答复函落款日期登错"])
