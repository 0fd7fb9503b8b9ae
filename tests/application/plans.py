"""A county whose school has to answer opinions by a plan; the tests of plans start from here.

The opinions and measures are those of a primary school under appraisal (process P22), the
figures those of a middle school's responsibility matrix (scenario E2).
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from application.commands import plans
from application.store import Store
from application.work import Work
from domain.due import UNDATED, Due
from domain.measure import HandlingType, Measure, Responsibility, SubAction
from domain.model import Act
from domain.opinion import Opinion
from domain.opinion_terms import Carrier, FormationType, OpinionKind, SourceChannel
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act

SCHOOL, BUREAU, OFFICE = "GQXX", "GQJYJ", "GQRDB"
NUMBER = "GQ-2009-1"
PLAN = RectificationPlan.id_of(NUMBER)
SOURCE = "沙人发〔2009〕4号"
DUE = Due.by(date(2009, 12, 31))
OPINIONS = (
    "提高办学质量,改善学校硬件设施",
    "努力改善校园环境",
    "改善学生伙食,科学搭配、营养就餐",
    "解决部分教师的住房问题",
    "实行账目公开制,接受群众监督",
    "排查校内安全隐患,创建平安校园",
)


def opinion_id(no: int) -> UUID:
    return Opinion.id_of(f"GQ-{no}")


def run(
    store: Store, on: str, command: Callable[..., Any], by: str = OFFICE, /, **facts: Any
) -> Any:
    """Run a command on behalf of a unit; return the aggregate it is about."""
    return store.run(act(on, unit=by, actor=f"{by}经办人"), partial(command, **facts)).aggregate


def change(
    store: Store, on: str, command: Callable[..., Any], by: str = OFFICE, /, **facts: Any
) -> RectificationPlan:
    """Run a command on the plan as it stands."""
    expected = store.read(RectificationPlan, PLAN).version
    changed: RectificationPlan = run(
        store, on, command, by, plan_id=PLAN, expected=expected, **facts
    )
    return changed


def settle(store: Store) -> None:
    """Register the units, and the six opinions, which the school has taken on."""
    run(store, "2000-01-01", _register_units)
    run(store, "2009-06-10", _refer_opinions)


def _register_units(work: Work) -> Unit:
    kinds = {
        OFFICE: UnitKind.COMMITTEE,
        BUREAU: UnitKind.DEPARTMENT,
        SCHOOL: UnitKind.INSTITUTION,
    }
    units = [
        work.add(Unit.register(code, f"单位{code}", kind, UnitLevel.COUNTY, None, work.act))
        for code, kind in kinds.items()
    ]
    return units[0]


def _refer_opinions(work: Work) -> Opinion:
    opinions = [refer_opinion(work, no, title) for no, title in enumerate(OPINIONS, 1)]
    return opinions[0]


def refer_opinion(work: Work, no: int, title: str) -> Opinion:
    """Register an opinion, refer it to the school, and let the school sign for it."""
    office, school = (work.get(Unit, Unit.id_of(code)) for code in (OFFICE, SCHOOL))
    opinion = work.add(
        Opinion.register(
            f"GQ-{no}",
            OpinionKind.PUBLIC,
            title,
            title,
            office,
            SOURCE,
            SourceChannel.SUGGESTION_BOX,
            None,
            work.act.occurred_on,
            None,
            (),
            key=False,
            act=work.act,
        )
    )
    kind, carrier = FormationType.CHAIRPERSONS_MEETING, Carrier.LETTER
    opinion.form(kind, carrier, "主任会议", "教科文卫工委", None, work.act)
    opinion.refer(
        [school],
        [],
        DUE,
        split_handling=False,
        letter_number="沙人办函〔2009〕7号",
        meeting_on=None,
        demand=None,
        act=work.act,
    )
    opinion.acknowledge(work.act.model_copy(update={"unit": SCHOOL}))
    return opinion


def withdraw_opinion(work: Work, no: int) -> Opinion:
    opinion = work.get(Opinion, opinion_id(no))
    opinion.withdraw("撤回函", "意见提出人", work.act)
    return opinion


def measure(no: int, *answers: int, **facts: Any) -> Measure:
    """Build a measure with all five elements that answers opinions given by their numbers."""
    given: dict[str, Any] = {
        "text": f"措施{no}",
        "responsibility": Responsibility(leaders=("校长",), offices=("教务处",)),
        "fund": "财政拨款",
        "due": DUE,
        "handling": HandlingType.PHASED,
        "answers": tuple(opinion_id(each) for each in answers),
    }
    return Measure(no=no, **(given | facts))


def draft(store: Store, on: str = "2009-06-15", *measures: Measure) -> RectificationPlan:
    """Draft the plan for all six opinions, with these measures."""
    plan: RectificationPlan = run(
        store,
        on,
        plans.draft,
        SCHOOL,
        number=NUMBER,
        title="高桥小学迎评整改方案",
        unit=SCHOOL,
        opinion_ids=[opinion_id(no) for no in range(1, 7)],
        document_number=None,
        phases=[],
    )
    for each in measures:
        plan = change(store, on, plans.add_measure, SCHOOL, measure=each)
    return plan


def agreed(store: Store, *measures: Measure) -> RectificationPlan:
    """Draft, submit and approve a plan of these measures, waiving what they do not answer."""
    plan = draft(store, "2009-06-15", *measures)
    for no in range(1, 7):
        if not plan.coverage(opinion_id(no)):
            facts = {"opinion_id": opinion_id(no), "reason": "另行答复"}
            change(store, "2009-06-15", plans.waive_opinion, SCHOOL, **facts)
    change(store, "2009-06-16", plans.submit, SCHOOL)
    return change(store, "2009-06-18", plans.approve, approver="主任会议")


def in_force(store: Store, *measures: Measure) -> RectificationPlan:
    """Put a plan of these measures in force on 20 June 2009."""
    agreed(store, *measures)
    return change(store, "2009-06-20", plans.put_in_force)


def task(store: Store, no: int) -> RectificationTask:
    """Return the task of a measure as it stands."""
    return store.read(RectificationTask, RectificationTask.id_of(f"{NUMBER}-{no}"))


def act_on_task(
    store: Store, on: str, no: int, decide: Callable[[RectificationTask, Act], None], unit: str
) -> None:
    """Let the task of a measure decide something by itself."""

    def command(work: Work) -> RectificationTask:
        found = work.get(RectificationTask, RectificationTask.id_of(f"{NUMBER}-{no}"))
        decide(found, work.act)
        return found

    run(store, on, command, unit)


def three_measures() -> tuple[Measure, ...]:
    """Return the school's three measures, which leave the fifth opinion unanswered."""
    return (
        measure(1, 1, 2, 3, 4, text="改善办学条件"),
        measure(2, 6, text="创建平安校园", safety_hazard=True),
        measure(3, 1, text="提升教学质量"),
    )


def responsibility_matrix() -> Iterable[Measure]:
    """Return the measures of E2: 19 sub-actions, neither funds nor deadlines."""
    matrix = (
        (1, 9, "甲乙", ("教务处",)),
        (2, 4, "丙丁戊", ("政教处", "团委")),
        (3, 6, "丙丁己庚", ("政教处", "保卫处", "总务处")),
    )
    for no, actions, leaders, offices in matrix:
        yield measure(
            no,
            no,
            sub_actions=tuple(SubAction(no=i, text=f"子措施{i}") for i in range(1, actions + 1)),
            responsibility=Responsibility(
                leaders=tuple(f"责任领导{name}" for name in leaders), offices=offices
            ),
            fund=None,
            due=UNDATED,
        )
