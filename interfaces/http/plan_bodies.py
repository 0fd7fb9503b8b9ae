"""What an act on a rectification plan states."""

from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from application.commands.plans import StatedMeasure
from domain.measure import (
    HandlingType,
    OpinionIds,
    OrderNumber,
    Phase,
    Responsibility,
    SomeElements,
    SomeOpinionIds,
    SubAction,
    Target,
)
from domain.model import BusinessDate
from domain.text import Code, DocumentNumber, Name, Reason, Title, Wording
from interfaces.http.acting import ActBody
from interfaces.http.due_bodies import DUE_TEXT, StatedDeadline
from interfaces.http.list_lengths import MOST_LISTED

LARGEST_NO = 9_999

TARGET = {
    "text": "收回3—5宗闲置用地",
    "unit_of_measure": "宗",
    "minimum": "3",
    "maximum": "5",
}


class Draft(ActBody):
    """起草方案."""

    number: Code = Field(
        description="方案编号;其任务的编号由方案编号和措施序号组成",
        examples=["ZG-2014-1"],
        max_length=59,
    )
    title: Title = Field(description="方案名称", examples=["工作评议整改方案"])
    unit: Code = Field(description="责任单位代码", examples=["ZX"])
    opinion_ids: SomeOpinionIds = Field(
        description="应回应的意见",
        examples=[["0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"]],
        max_length=MOST_LISTED,
    )
    document_number: DocumentNumber | None = Field(
        default=None, description="发文字号", examples=["丹竹人发〔2014〕4号"]
    )
    phases: tuple[Phase, ...] = Field(
        default=(),
        description="实施阶段:名称、起止日期(首尾两日均计入)",
        examples=[[{"name": "整改", "starts_on": "2014-09-01", "ends_on": "2014-12-31"}]],
        max_length=MOST_LISTED,
    )


class StateMeasure(ActBody):
    """What a measure consists of, apart from its number."""

    text: Wording = Field(description="措施内容", examples=["完善教学常规管理制度"])
    sub_actions: tuple[SubAction, ...] = Field(
        default=(),
        description="子措施:序号、内容",
        examples=[[{"no": 1, "text": "修订教学常规检查办法"}]],
        max_length=MOST_LISTED,
    )
    responsibility: Responsibility = Field(
        default=Responsibility(),
        description="责任领导、责任处室、牵头单位代码、责任人员",
        examples=[{"leaders": ["责任领导甲"], "offices": ["教务处"]}],
    )
    target: Target | None = Field(
        default=None,
        description="量化目标:内容、计量单位、下限、上限(至少填写一个界限)",
        examples=[TARGET],
    )
    fund: Wording | None = Field(
        default=None, description="资金来源;不需要资金的写明", examples=["无需资金"]
    )
    due: StatedDeadline = Field(
        description=f"办理期限,{DUE_TEXT}",
        examples=[{"on": "2014-12-31"}],
    )
    handling: HandlingType = Field(
        description="整改类型:立行立改、分阶段整改或者长期整改", examples=["immediate"]
    )
    review_on: BusinessDate | None = Field(
        default=None, description="复查日期;长期整改必填", examples=["2015-06-30"]
    )
    answers: OpinionIds = Field(
        default=(),
        description="所回应的意见,应在方案范围内",
        examples=[["0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"]],
        max_length=MOST_LISTED,
    )
    safety_hazard: bool = Field(default=False, description="是否消除安全隐患", examples=[False])

    def measure(self, no: int) -> StatedMeasure:
        """Return the measure stated, under the number given."""
        facts = {name: getattr(self, name) for name in StatedMeasure.model_fields.keys() - {"no"}}
        try:
            return StatedMeasure(no=no, **facts)
        except ValidationError as error:
            raise RequestValidationError(error.errors()) from error


class AddMeasure(StateMeasure):
    """列入措施."""

    no: OrderNumber = Field(description="措施序号", examples=[1], le=LARGEST_NO)


class ReviseMeasure(StateMeasure):
    """修改措施."""


class WaiveOpinion(ActBody):
    """说明不予回应."""

    opinion_id: UUID = Field(
        description="不予回应的意见", examples=["0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"]
    )
    reason: Reason = Field(description="理由", examples=["不属于本单位职权范围"])


class WaiveElements(ActBody):
    """免除要素."""

    no: OrderNumber = Field(description="措施序号", examples=[1], le=LARGEST_NO)
    elements: SomeElements = Field(
        description="免除的要素", examples=[["fund"]], max_length=MOST_LISTED
    )
    reason: Reason = Field(description="理由", examples=["日常工作,无需资金"])


class Approve(ActBody):
    """审定方案."""

    approver: Name = Field(description="审定人或者审定机构", examples=["镇人大主席团"])


class AmendMeasure(ActBody):
    """调整措施;只填需要调整的内容."""

    text: Wording | None = Field(
        default=None, description="调整后的内容", examples=["完善教学常规管理制度和考核办法"]
    )
    due: StatedDeadline | None = Field(
        default=None, description=f"调整后的期限,{DUE_TEXT}", examples=[{"on": "2015-03-31"}]
    )
    target: Target | None = Field(default=None, description="调整后的量化目标", examples=[TARGET])
    reason: Reason = Field(description="调整原因", examples=["设备到货推迟"])


class GiveReason(ActBody):
    """An act that is done for a reason."""

    reason: Reason = Field(description="原因", examples=["与第1项措施重复"])


class Correct(ActBody):
    """更正日期."""

    corrects: int = Field(
        description="被更正的是该方案的第几条记录", examples=[1], ge=1, le=999_999_999
    )
    now: BusinessDate = Field(description="更正后的日期", examples=["2014-09-04"])
    reason: Reason = Field(description="更正原因", examples=["原登记日期有误"])
