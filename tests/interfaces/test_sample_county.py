"""The sample county tells of real cases, and its figures are those worked out by hand."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from application.event_store.schema import events
from application.event_store.topics import Stored
from application.metrics.definitions import DEFINITIONS
from application.metrics.rates import Cohort, count_rates
from application.projections.audit_trail import audit_trail, known_until_now, recorded_by_people
from application.projections.opinion_ledger import opinion_ledger
from application.projections.pages import Ordering
from application.projections.plan_ledger import coverage, measure_ledger
from application.projections.responsibilities import Capacity, responsibilities
from application.projections.task_ledger import task_ledger
from application.projections.task_list import TaskFilter, page_of_tasks, standing
from application.projections.versioned import Moment, holding
from application.reference.shipped_calendars import reference_years
from application.store import Store
from application.system_acts import SYSTEM_UNIT
from domain.opinion import Opinion
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus
from interfaces.sample_county import SampleFileBroken, SampleRefused, load_sample_county
from interfaces.sample_county.acts import DEEDS
from interfaces.sample_county.loader import FOLDER
from tests.stores import fresh_sqlite, opened

CASES = ["农机办", "国土局", "石练镇", "竹林关中学", "高桥小学"]


@pytest.fixture(scope="module")
def county(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Load the sample county once, for tests that only read it."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("county"))) as store:
        load_sample_county(store)
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder that holds the units and one case, for tests that break them."""
    made = tmp_path / "示例县"
    made.mkdir()
    for name in ("单位", "农机办"):
        shutil.copy(FOLDER / f"{name}.yaml", made)
    return made


def events_in(store: Store) -> int:
    with store.database.reading() as connection:
        return known_until_now(connection)


def told_by_people(store: Store) -> int:
    with store.database.reading() as connection:
        return recorded_by_people(connection)


def at(store: Store, day: str) -> Moment:
    return Moment(date.fromisoformat(day), events_in(store))


def rates(store: Store, day: str, codes: list[str], **cohort: Any) -> list[tuple[int, int, int]]:
    wanted = [DEFINITIONS[code] for code in codes]
    with store.database.reading() as connection:
        counted = count_rates(connection, at(store, day), wanted, Cohort(**cohort))
    return [(r.ratio.numerator, r.ratio.denominator, r.left_out) for r in counted]


def log_of(store: Store) -> list[dict[str, Any]]:
    """Return every event people recorded, without what differs from load to load."""
    recorded = select(audit_trail.c.sequence).where(audit_trail.c.unit != SYSTEM_UNIT)
    query = select(events).where(events.c.sequence.in_(recorded)).order_by(events.c.sequence)
    with store.database.reading() as connection:
        rows = [Stored(row.topic, row.state) for row in connection.execute(query)]
    told = [store.topics.decode(row).model_dump(mode="json") for row in rows]
    for event in told:
        del event["act"]["causation_id"]
    return told


def test_every_case_is_loaded(store: Store) -> None:
    told: list[str] = []
    loaded = load_sample_county(store, told.append)
    assert loaded.cases == len(CASES)
    assert loaded.events == len(log_of(store)) > 300
    assert len(reference_years()) < events_in(store) - loaded.events < 50
    assert len(told) == len(CASES) + 1
    assert told[0] == "示例县组织机构"


def test_files_are_those_of_the_cases() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted([*CASES, "单位"])


def test_loading_twice_tells_the_same(county: Store, sqlite_store: Store) -> None:
    load_sample_county(sqlite_store)
    assert log_of(sqlite_store) == log_of(county)


def test_acts_of_one_case_share_a_correlation(county: Store) -> None:
    together = {event["act"]["correlation_id"] for event in log_of(county)}
    assert len(together) == len(CASES) + 1


def test_store_that_holds_events_is_refused(sqlite_store: Store) -> None:
    load_sample_county(sqlite_store)
    before = events_in(sqlite_store)
    with pytest.raises(SampleRefused, match="数据库中已有记录"):
        load_sample_county(sqlite_store)
    assert events_in(sqlite_store) == before


def test_six_measures_close_out_half_and_half_of_the_due_ones_in_time(county: Store) -> None:
    day = "2010-12-31"
    assert rates(county, day, ["close-out-rate", "on-time-close-out-rate"], unit="NJB") == [
        (3, 6, 0),
        (2, 4, 1),
    ]
    everywhere = rates(county, day, ["close-out-rate", "on-time-close-out-rate"])
    assert everywhere == [(3, 6, 0), (2, 4, 1)]


def test_six_measures_stand_to_their_six_due_dates(county: Store) -> None:
    with county.database.reading() as connection:
        tasks = page_of_tasks(
            connection,
            at(county, "2010-12-31"),
            wanted=TaskFilter(unit="NJB"),
            order=Ordering("number"),
            after=None,
            limit=10,
        ).rows
    assert [tuple(standing(task)) for task in tasks] == [
        (None, None, 0),
        (None, None, 0),
        (None, None, 3),
        (1, None, None),
        (None, 30, None),
        (None, None, None),
    ]


def test_school_names_seven_leaders_in_nine_assignments(county: Store) -> None:
    plan = county.read(RectificationPlan, RectificationPlan.id_of("竹林关整改-2014"))
    assert [len(measure.sub_actions) for measure in plan.measures] == [9, 4, 6]
    assert plan.five_elements() == (9, 15)
    moment = at(county, "2014-12-31")
    named = responsibilities.c
    query = (
        select(named.capacity, func.count(), func.count(named.name.distinct()))
        .join(task_ledger, task_ledger.c.task_id == named.task_id)
        .where(
            holding(responsibilities, moment),
            holding(task_ledger, moment),
            task_ledger.c.plan_id == plan.id,
        )
        .group_by(named.capacity)
    )
    with county.database.reading() as connection:
        counted = {row[0]: tuple(row[1:]) for row in connection.execute(query)}
    assert counted[Capacity.LEADER] == (9, 7)
    assert counted[Capacity.OFFICE] == (6, 5)
    assert rates(county, "2014-12-31", ["five-elements-rate"], unit="ZLGZX") == [(9, 15, 0)]


def test_land_bureau_works_in_phases_towards_a_counted_target(county: Store) -> None:
    plan = county.read(RectificationPlan, RectificationPlan.id_of("国土整改-2014"))
    assert [(phase.starts_on, phase.ends_on) for phase in plan.phases[1:]] == [
        (date(2014, 7, 1), date(2014, 8, 20)),
        (date(2014, 8, 20), date(2014, 8, 31)),
    ]
    assert any("重叠" in warning for warning in plan.warnings)
    target = plan.measures[1].target
    assert target is not None
    assert target.text == "收回3—5宗闲置用地"
    assert (target.minimum, target.maximum) == (Decimal(3), Decimal(5))
    task = county.read(RectificationTask, RectificationTask.id_of("国土整改-2014-2"))
    assert task.status is TaskStatus.CLOSED_OUT
    opinion = county.read(Opinion, Opinion.id_of("国土-2014-1"))
    assert opinion.source.document_number == "*常办函2014〔7〕号"


def test_six_motions_and_suggestions_are_all_answered_in_time(county: Store) -> None:
    codes = [
        "reply-rate",
        "on-time-reply-rate",
        "on-time-reply-rate-original",
        "satisfaction-rate",
        "satisfaction-rate-with-basic",
    ]
    referred = {"since": date(2015, 3, 25), "until": date(2015, 3, 25)}
    assert rates(county, "2015-12-31", codes, **referred) == [
        (6, 6, 0),
        (6, 6, 0),
        (5, 6, 0),
        (5, 6, 0),
        (6, 6, 0),
    ]
    key = county.read(Opinion, Opinion.id_of("石练-2015-1"))
    assert key.key
    assert key.referred_on == date(2015, 3, 25)
    assert key.due is not None
    assert key.due.on == date(2015, 9, 25)


def test_fourteen_problems_are_found_and_eight_of_them_answered(county: Store) -> None:
    found = {"since": date(2015, 8, 15), "until": date(2015, 8, 15), "kind": "inspection_finding"}
    assert rates(county, "2015-12-31", ["coverage-rate"], **found) == [(8, 14, 0)]


def test_school_answers_five_of_six_opinions_by_three_measures(county: Store) -> None:
    moment = at(county, "2009-12-31")
    query = (
        select(opinion_ledger.c.number, coverage.c.measures, coverage.c.waived_because)
        .join(opinion_ledger, opinion_ledger.c.opinion_id == coverage.c.opinion_id)
        .where(holding(coverage, moment), holding(opinion_ledger, moment))
        .order_by(opinion_ledger.c.number)
    )
    with county.database.reading() as connection:
        answers = [(row.measures, bool(row.waived_because)) for row in connection.execute(query)]
        measures = connection.scalar(
            select(func.count()).select_from(measure_ledger).where(holding(measure_ledger, moment))
        )
    assert answers == [
        (("1", "3"), False),
        (("1",), False),
        (("1",), False),
        (("1",), False),
        ((), True),
        (("2",), False),
    ]
    assert measures == 3


BROKEN = [
    ("农机办", "意见: [农机-2010-1]", "意见: [[农机-1]]", "的“针对意见”:“['农机-1']”应为文字"),
    ("农机办", "原文: 农机", "正文: 农机", "第14行第1步“登记意见”的“正文”:没有这个填写项"),
    ("农机办", "    提出机关: RDCWH\n", "", "第1步“登记意见”:缺少“提出机关”"),
    ("农机办", "办理: 签收", "办理: 收下", "第4步的“办理”:没有“收下”这种办理"),
    ("农机办", "渠道: 其他", "渠道: 电话", "的“渠道”:没有“电话”这一项,可填写:会议、"),
    ("农机办", "期限: 2010-11-10", "期限: 十一月", "的“措施”的“期限”:“十一月”不是日期"),
    ("农机办", "进度: 60", "进度: 六成", "的“进度”:“六成”应为整数"),
    ("农机办", "序号: 4\n      内容", "序号: 0\n      内容", "序号应为不小于1的整数"),
    ("农机办", "主办: [NJB]", "主办: NJB", "第3步“交办”的“主办”:应为列表"),
    ("农机办", "主办: [NJB]", "主办: [NJX]", "第3步“交办”的“主办”:没有编号或标识为NJX的单位"),
    (
        "农机办",
        "提出日期: 2010-10-20",
        "提出日期: 2010-10-21",
        "的“提出日期”:提出日期2010-10-21晚于",
    ),
    (
        "农机办",
        "针对意见: [农机-2010-1]",
        "针对意见: [农机-1]",
        "此前没有登记编号为“农机-1”的意见",
    ),
    (
        "农机办",
        "意见: 农机-2010-1\n    形成",
        "意见: 农机-9\n    形成",
        "没有编号或标识为农机-9的意见",
    ),
    ("农机办", "日期: 2010-10-27", "日期: 2010-10-07", "2010-10-07早于上一步的日期2010-10-26"),
    ("农机办", "日期: 2010-10-20\n    办理", "日期: 1900-01-01\n    办理", "日期应在1949-10-01至"),
    ("农机办", "经办: 产业办联络员, 意见", "经办: 路人, 意见", "“人员”中没有“路人”"),
    (
        "农机办",
        "{单位: NJB, 身份: 单位联络员}",
        "{单位: NJX, 身份: 单位联络员}",
        "没有代码为“NJX”的单位",
    ),
    (
        "农机办",
        "身份: 核查人员",
        "身份: 路人",
        "第10行“人员”中的“财经工委核查人员”的“身份”:没有“路人”",
    ),
    ("农机办", "标题: 产业整合", "标题: 2010\n    标题: 产业整合", "“标题”填写了两次"),
    ("农机办", "标题: 产业整合不力,步伐缓慢", "标题: 2010", "的“标题”:“2010”应为文字,请加引号"),
    ("农机办", "案例: 农机", "案例: [农机", "不是正确的YAML"),
    ("农机办", "案例: 农机", "1: x\n案例: 农机", "“1”应为文字"),
    ("农机办", "案例: 农机", "题目: 农机", "的“题目”:没有这个填写项"),
    ("农机办", "经过:", "经过: \u0007", "可能含有控制字符"),
    (
        "国土局",
        "    任务: 国土整改-2014-3\n    申请延至",
        "    申请延至",
        "写明是哪一件意见或者任务",
    ),
    (
        "国土局",
        "下限: 3",
        "下限: 三",
        "第134行第10步“列入措施”的“措施”的“目标”的“下限”:“三”应为数字",
    ),
    ("国土局", "下限: 3, 上限: 5", "下限: 6, 上限: 5", "量化目标的下限不能大于上限"),
    ("国土局", "完成值: 4", "完成值: 6", "的“完成值”:完成值6宗未达到量化目标"),
    ("石练镇", "重点: 是", "重点: 对", "的“重点”:没有“对”这一项,可填写:是、否"),
    ("石练镇", "延至: 2015-09-25", "延至: 2016-01-25", "的“延至”:延期至2016-01-25超过"),
    ("石练镇", "内容: 关心母亲河溪", "正文: 关心母亲河溪", "的“佐证”的“正文”:没有这个填写项"),
    ("单位", "上级: SLX}", "上级: SLY}", "第2步“登记单位”的“上级”:没有编号或标识为SLY的单位"),
]


@pytest.mark.parametrize(("case", "right", "wrong", "sentence"), BROKEN, ids=lambda v: v[:24])
def test_broken_file_is_refused_at_the_place_named(
    sqlite_store: Store, folder: Path, case: str, right: str, wrong: str, sentence: str
) -> None:
    told = (FOLDER / f"{case}.yaml").read_text(encoding="utf-8")
    assert right in told
    path = folder / f"{case}.yaml"
    path.write_text(told.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(SampleFileBroken) as refusal:
        load_sample_county(sqlite_store, folder=folder)
    assert str(refusal.value).startswith(f"{case}.yaml第")
    assert sentence in str(refusal.value)
    assert told_by_people(sqlite_store) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff", "UTF-8"),
        ("- 案例".encode(), "最外层"),
        ("案例: x\n人员: {}\n经过: [x]".encode(), "第1步:应为“键: 值”的形式"),
        ("案例: x\n人员: {}\n经过: x".encode(), "的“经过”:应为列表"),
    ],
    ids=["encoding", "list", "step", "steps"],
)
def test_file_of_another_kind_is_refused(
    sqlite_store: Store, folder: Path, content: bytes, sentence: str
) -> None:
    (folder / "农机办.yaml").rename(folder / "别的.yaml")
    (folder / "别的.yaml").write_bytes(content)
    with pytest.raises(SampleFileBroken, match=f"别的.yaml第1行.*{sentence}"):
        load_sample_county(sqlite_store, folder=folder)
    assert told_by_people(sqlite_store) == 0


def test_folder_without_units_or_cases_is_refused(sqlite_store: Store, folder: Path) -> None:
    (folder / "单位.yaml").unlink()
    with pytest.raises(SampleRefused, match="文件不全"):
        load_sample_county(sqlite_store, folder=folder)


def test_every_act_a_file_may_state_has_a_name_and_keys_of_its_own() -> None:
    assert len({(deed.name, deed.item_key) for deed in DEEDS}) == len(DEEDS)
    for deed in DEEDS:
        keys = [one.key for one in deed.wanted.values()]
        assert len(keys) == len(set(keys))
        assert not {*deed.COMMON, deed.item_key} & set(keys)
