"""How a round of handling is shown: extensions, replies, promises, evaluations."""

from datetime import date

from pydantic import BaseModel, Field

from domain.due import Due
from domain.opinion import Opinion
from domain.opinion_handling import (
    Clarification,
    Evaluation,
    Extension,
    Lapse,
    Reply,
    Round,
    TrackedItem,
)
from domain.opinion_terms import ResultClass, Satisfaction

RECORD = "第几条记录,更正日期时引用"


class OpinionExtensionState(BaseModel):
    """More time that was asked for, and what was decided."""

    version: int = Field(description=RECORD, examples=[5])
    unit: str = Field(description="申请单位代码", examples=["JTJ"])
    asked: date = Field(description="申请书日期", examples=["2015-06-01"])
    received_on: date = Field(description="收到申请的日期", examples=["2015-06-03"])
    reason: str = Field(description="申请理由", examples=["工程尚需完成招标"])
    due_was: Due = Field(description="当时的期限", examples=[{"on": "2015-06-25"}])
    decided_on: date | None = Field(description="审批日期;尚未审批为空", examples=["2015-06-10"])
    until: date | None = Field(description="批准延至;未批准为空", examples=["2015-09-25"])
    deputy_told_on: date | None = Field(description="告知代表的日期", examples=["2015-06-11"])
    refused_because: str | None = Field(description="不同意的理由", examples=[None])


class ClarificationState(BaseModel):
    """A question what the opinion means, and its answer."""

    version: int = Field(description=RECORD, examples=[5])
    unit: str = Field(description="提出请求的单位代码", examples=["JTJ"])
    asked_on: date = Field(description="请求日期", examples=["2015-04-01"])
    question: str = Field(description="需要说明的问题", examples=["所指路段是哪一段"])
    pauses: bool = Field(description="答复之前期限是否停止计算", examples=[True])
    answered_on: date | None = Field(description="答复日期", examples=["2015-04-11"])
    answer: str | None = Field(description="说明", examples=["指县道三公里处至镇口"])
    due_was: Due | None = Field(description="停算之前的期限", examples=[{"on": "2015-06-25"}])
    due: Due | None = Field(description="停算之后的期限", examples=[{"on": "2015-07-05"}])


class ReplyState(BaseModel):
    """A lead unit's answer."""

    version: int = Field(description=RECORD, examples=[7])
    replied_on: date = Field(description="答复日期", examples=["2015-06-20"])
    unit: str = Field(description="答复单位代码", examples=["JTJ"])
    result_class: ResultClass = Field(description="办理结果类别", examples=["A"])
    result_class_label: str = Field(
        description="办理结果类别名称", examples=["已经解决或者基本解决"]
    )
    stated_class: str = Field(description="答复所写的类别,依当地分类", examples=["A"])
    signer: str = Field(description="签发人", examples=["局长"])
    document_number: str = Field(description="答复文号", examples=["农机函〔2015〕9号"])
    text: str = Field(description="答复内容", examples=["道路已经硬化。"])
    answered: list[str] = Field(description="已答复的提出人", examples=[["代表甲"]])
    co_opinions_noted: str | None = Field(description="协办意见未到齐的原因", examples=[None])


class PromisedItemState(BaseModel):
    """A promised item and what became of it."""

    number: int = Field(description="本轮第几项", examples=[1])
    text: str = Field(description="承诺事项", examples=["年底前完成道路硬化"])
    due: Due = Field(description="承诺期限", examples=[{"on": "2015-12-31"}])
    promised_on: date = Field(description="承诺日期", examples=["2015-06-20"])
    fulfilled_on: date | None = Field(description="兑现日期;未兑现为空", examples=["2015-12-20"])
    recorded_on: date | None = Field(description="登记兑现的日期", examples=["2015-12-25"])
    note: str | None = Field(description="兑现情况", examples=["道路已通车"])


class EvaluationState(BaseModel):
    """What one evaluator thought of the replies."""

    version: int = Field(description=RECORD, examples=[8])
    evaluated_on: date = Field(description="评价日期", examples=["2015-07-01"])
    evaluator: str = Field(description="评价人", examples=["代表甲"])
    satisfaction: Satisfaction = Field(description="满意度", examples=["satisfied"])
    satisfaction_label: str = Field(description="满意度名称", examples=["满意"])
    reasons: str | None = Field(description="理由", examples=[None])


class LapseState(BaseModel):
    """Those not heard did not answer after a reminder."""

    version: int = Field(description=RECORD, examples=[9])
    lapsed_on: date = Field(description="认定日期", examples=["2015-08-01"])
    reminded_on: date = Field(description="提醒日期", examples=["2015-07-20"])
    silence: str = Field(
        description="规则对未反馈的处理", examples=["经提醒仍未反馈的,不计入满意率"]
    )


class HandlingRoundState(BaseModel):
    """One pass from referral, rehandling or reopening to the evaluation of the reply."""

    number: int = Field(description="第几轮", examples=[1])
    version: int = Field(description=RECORD, examples=[3])
    begun_on: date = Field(description="本轮开始日期", examples=["2015-03-25"])
    due: Due = Field(description="本轮期限(含延期)", examples=[{"on": "2015-09-25"}])
    original_due: Due = Field(description="本轮最初的期限", examples=[{"on": "2015-06-25"}])
    extensions: list[OpinionExtensionState] = Field(description="历次延期申请")
    clarifications: list[ClarificationState] = Field(description="历次说明请求")
    replies: list[ReplyState] = Field(description="答复")
    evaluation_by: Due | None = Field(description="评价的期限;规则没有规定的为空", examples=[None])
    result_class: ResultClass | None = Field(
        description="办理结果类别;分办的取最不利的一类", examples=["A"]
    )
    promised_items: list[PromisedItemState] = Field(description="承诺事项")
    evaluations: list[EvaluationState] = Field(description="评价")
    lapse: LapseState | None = Field(description="逾期未反馈")


def round_of(opinion: Opinion, round_: Round) -> HandlingRoundState:
    """Present a round."""
    return HandlingRoundState(
        number=round_.number,
        version=round_.version,
        begun_on=opinion.date_of(round_),
        due=round_.due,
        original_due=round_.original_due,
        extensions=[_extension(opinion, each) for each in round_.extensions],
        clarifications=[_clarification(opinion, each) for each in round_.clarifications],
        replies=[_reply(opinion, each) for each in round_.replies],
        evaluation_by=round_.evaluation_by,
        result_class=round_.result_class,
        promised_items=[_promised_item(opinion, each) for each in round_.promised_items],
        evaluations=[_evaluation(opinion, each) for each in round_.evaluations],
        lapse=round_.lapse and _lapse(opinion, round_.lapse),
    )


def _extension(opinion: Opinion, extension: Extension) -> OpinionExtensionState:
    decision = extension.decision
    return OpinionExtensionState(
        version=extension.version,
        unit=extension.unit,
        asked=extension.asked,
        received_on=opinion.date_of(extension),
        reason=extension.reason,
        due_was=extension.due_was,
        decided_on=decision and opinion.date_of(decision),
        until=decision and decision.until,
        deputy_told_on=decision and decision.deputy_told_on,
        refused_because=decision and decision.reason,
    )


def _clarification(opinion: Opinion, asked: Clarification) -> ClarificationState:
    answer = asked.answer
    return ClarificationState(
        version=asked.version,
        unit=asked.unit,
        asked_on=opinion.date_of(asked),
        question=asked.question,
        pauses=asked.pauses,
        answered_on=answer and opinion.date_of(answer),
        answer=answer and answer.text,
        due_was=answer and answer.due_was,
        due=answer and answer.due,
    )


def _reply(opinion: Opinion, reply: Reply) -> ReplyState:
    return ReplyState(
        version=reply.version,
        replied_on=opinion.date_of(reply),
        unit=reply.unit,
        result_class=reply.result_class,
        result_class_label=reply.result_class.label,
        stated_class=reply.stated_class or reply.result_class,
        signer=reply.signer,
        document_number=reply.document_number,
        text=reply.text,
        answered=list(reply.answered),
        co_opinions_noted=reply.co_opinions_noted,
    )


def _promised_item(opinion: Opinion, item: TrackedItem) -> PromisedItemState:
    done = item.fulfilment
    return PromisedItemState(
        number=item.number,
        text=item.text,
        due=item.due,
        promised_on=opinion.dates[item.replied_in - 1],
        fulfilled_on=done and done.fulfilled_on,
        recorded_on=done and opinion.date_of(done),
        note=done and done.note,
    )


def _evaluation(opinion: Opinion, evaluation: Evaluation) -> EvaluationState:
    return EvaluationState(
        version=evaluation.version,
        evaluated_on=opinion.date_of(evaluation),
        evaluator=evaluation.evaluator,
        satisfaction=evaluation.satisfaction,
        satisfaction_label=evaluation.satisfaction.label,
        reasons=evaluation.reasons,
    )


def _lapse(opinion: Opinion, lapse: Lapse) -> LapseState:
    return LapseState(
        version=lapse.version,
        lapsed_on=opinion.date_of(lapse),
        reminded_on=lapse.reminded_on,
        silence=lapse.silence.label,
    )
