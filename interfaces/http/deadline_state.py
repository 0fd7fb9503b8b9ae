"""How a due date is explained: from what it follows, what became of it, and how late it is."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from domain.derivation import Step
from domain.due import Due
from domain.due_basis import ConsultedYear
from domain.due_history import Extended, Happening, Paused, Restated, explain_since
from domain.model import ProfileRef

UNDATED_LABEL = "未定时限"
PROVISIONAL_LABEL = "暂定"


class StepState(BaseModel):
    """One step from what the paper says to the day."""

    kind: str = Field(
        description="rule依据、counted计算、rolled顺延、provisional暂定、restated另定、"
        "extended延期、paused停止计算、settled重算",
        examples=["counted"],
    )
    text: str = Field(examples=["自2026年3月25日起3个月,当日不计,应至2026年6月25日"])
    day: date | None = Field(description="这一步得出的日期", examples=["2026-06-25"])


class DerivationState(BaseModel):
    """From what a day was derived."""

    rule: str | None = Field(description="所依据的规定", examples=["代表法第五十一条"])
    profile: ProfileRef | None = Field(description="所依据的规则方案及版本")
    calendar: list[ConsultedYear] = Field(
        description="所依据的各年节假日安排及第几次通知;尚未公布的为空",
        examples=[[{"year": 2026, "version": 1}]],
    )
    start: date | None = Field(description="起算日期,当日不计", examples=["2026-03-25"])
    raw: date | None = Field(description="顺延之前的日期", examples=["2026-09-25"])
    rolled: bool = Field(description="是否因休息日顺延", examples=[True])


class ExtendedState(BaseModel):
    """A later day that was asked for."""

    asked_on: date = Field(description="申请日期", examples=["2026-06-10"])
    asked: date | None = Field(description="申请延至", examples=["2026-09-25"])
    decided_on: date | None = Field(description="审批日期", examples=["2026-06-15"])
    until: date | None = Field(
        description="批准延至;未批准或者尚未审批为空", examples=["2026-08-31"]
    )


class PausedState(BaseModel):
    """A span that does not count."""

    since: date = Field(description="停止计算的首日", examples=["2026-04-01"])
    until: date | None = Field(description="恢复计算的日期;尚未恢复为空", examples=["2026-04-10"])


class RestatedState(BaseModel):
    """A due date set anew."""

    on: date = Field(description="日期", examples=["2026-11-12"])
    why: str = Field(description="缘由", examples=["按已公布的节假日安排重算"])
    due_was: Due = Field(description="原期限")
    due: Due = Field(description="新期限")


class DeadlineState(BaseModel):
    """Why a due date is what it is."""

    due: Due = Field(description="现行期限及推算依据", examples=[{"on": "2026-08-31"}])
    due_label: str = Field(description="现行期限(文字)", examples=["2026-08-31"])
    provisional: bool = Field(
        description="是否暂定:所依据的年度节假日安排尚未公布", examples=[False]
    )
    original_due: Due = Field(description="最初的期限及推算依据", examples=[{"on": "2026-06-25"}])
    derivation: DerivationState | None = Field(description="最近一次推算的依据;直接写明日期的为空")
    extensions: list[ExtendedState] = Field(description="历次延期申请")
    pauses: list[PausedState] = Field(description="停止计算的期间")
    changes: list[RestatedState] = Field(description="历次另定、重算")
    steps: list[StepState] = Field(description="逐步说明")
    sentence: str = Field(
        description="说明",
        examples=["限2026年6月25日前(含当日);2026年6月10日申请延期至2026年9月25日,尚未审批"],
    )
    as_of: date = Field(description="截至的日期", examples=["2026-09-03"])
    days_late: int = Field(
        description="截至该日逾期的天数;已完成的为完成时逾期的天数", examples=[3]
    )


def due_label(due: date | None, *, provisional: bool) -> str:
    """Say a due date, that it is provisional, or that none was set."""
    if due is None:
        return UNDATED_LABEL
    return f"{due}({PROVISIONAL_LABEL})" if provisional else due.isoformat()


def deadline_state(
    due: Due, original: Due, happened: Sequence[Happening], as_of: date, days_late: int
) -> DeadlineState:
    """Explain a due date; ``happened`` is what became of it, in the order it was recorded."""
    explanation = explain_since(original, happened)
    changes = [each for each in happened if isinstance(each, Restated)]
    return DeadlineState(
        due=due,
        due_label=due_label(due.on, provisional=due.provisional),
        provisional=due.provisional,
        original_due=original,
        derivation=_derivation(changes[-1].due if changes else original),
        extensions=[
            ExtendedState(**each._asdict()) for each in happened if isinstance(each, Extended)
        ],
        pauses=[PausedState(**each._asdict()) for each in happened if isinstance(each, Paused)],
        changes=[
            RestatedState(on=each.on, why=each.kind.label, due_was=each.due_was, due=each.due)
            for each in changes
        ],
        steps=[step_state(each) for each in explanation.steps],
        sentence=explanation.sentence,
        as_of=as_of,
        days_late=days_late,
    )


def step_state(step: Step) -> StepState:
    """Present a step of an explanation."""
    return StepState(kind=step.kind, text=step.text, day=step.day)


def _derivation(due: Due) -> DerivationState | None:
    basis = due.basis
    if basis is None:
        return None
    return DerivationState(
        rule=basis.rule,
        profile=basis.profile,
        calendar=list(basis.calendar),
        start=basis.start,
        raw=basis.raw,
        rolled=due.on != basis.raw,
    )
