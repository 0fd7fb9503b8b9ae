"""Units are renamed, moved, merged and closed without losing their past."""

from datetime import UTC, date, datetime

import pytest

from domain.errors import ActInFuture, ActOutOfOrder, InvalidFact
from domain.unit import (
    ParentNotActive,
    SuccessorNotActive,
    Unit,
    UnitEnded,
    UnitKind,
    UnitLevel,
    UnitUnchanged,
    UnitUnderItself,
)
from tests.aggregates import act, recorded, refused

SINCE = date(2010, 1, 1)


def registered(code: str, name: str, parent: Unit | None = None, on: str = "2010-01-01") -> Unit:
    unit = Unit.register(code, name, UnitKind.DEPARTMENT, UnitLevel.COUNTY, parent, act(on))
    unit.collect_events()
    return unit


@pytest.fixture
def county() -> Unit:
    return registered("ZF", "县人民政府")


@pytest.fixture
def bureau(county: Unit) -> Unit:
    return registered("NJJ", "农机局", county)


@pytest.fixture
def other() -> Unit:
    return registered("NYJ", "农业局")


@pytest.fixture
def closed() -> Unit:
    unit = registered("CYB", "产业办")
    unit.close("机构改革", act("2012-06-30"))
    unit.collect_events()
    return unit


def test_registration_states_code_name_kind_level_and_parent(county: Unit) -> None:
    school = Unit.register(
        "ZX", "某镇中学", UnitKind.INSTITUTION, UnitLevel.TOWNSHIP, county, act("2014-09-05")
    )
    assert school.id == Unit.id_of("ZX")
    assert (school.code, school.number, school.name) == ("ZX", "ZX", "某镇中学")
    assert (school.kind, school.level) == (UnitKind.INSTITUTION, UnitLevel.TOWNSHIP)
    assert school.names == ((date(2014, 9, 5), "某镇中学"),)
    assert school.parents == ((date(2014, 9, 5), "ZF"),)
    assert (school.ended_on, school.successor) == (None, None)
    assert recorded(school) == [
        (
            Unit.Registered,
            {
                "code": "ZX",
                "name": "某镇中学",
                "kind": UnitKind.INSTITUTION,
                "level": UnitLevel.TOWNSHIP,
                "parent": "ZF",
            },
        )
    ]


def test_a_root_has_no_parent(county: Unit) -> None:
    assert county.parent is None
    assert county.parents == ((SINCE, None),)


def test_a_parent_must_exist_on_the_day_of_registration(county: Unit, closed: Unit) -> None:
    with pytest.raises(ParentNotActive) as early:
        registered("A", "甲", county, on="2009-12-31")
    assert early.value.field == "parent"
    assert early.value.detail == "上级单位“县人民政府”在2009-12-31尚未设立或者已经撤并"
    with pytest.raises(ParentNotActive):
        registered("A", "甲", closed, on="2012-06-30")
    assert registered("A", "甲", closed, on="2012-06-29").parent == "CYB"


def test_a_code_with_a_space_is_refused() -> None:
    with pytest.raises(InvalidFact) as caught:
        registered("Z F", "县人民政府")
    assert caught.value.field == "code"


def test_renaming_keeps_the_former_name_for_earlier_days(bureau: Unit) -> None:
    bureau.rename("农业机械化服务中心", "机构改革", act("2015-03-01"))
    assert bureau.name == "农业机械化服务中心"
    assert bureau.name_on(date(2015, 2, 28)) == "农机局"
    assert bureau.name_on(date(2015, 3, 1)) == "农业机械化服务中心"
    assert bureau.names == ((SINCE, "农机局"), (date(2015, 3, 1), "农业机械化服务中心"))
    assert recorded(bureau) == [
        (Unit.Renamed, {"name": "农业机械化服务中心", "reason": "机构改革"})
    ]


def test_of_two_names_given_on_one_day_the_later_holds(bureau: Unit) -> None:
    bureau.rename("乙局", "误填", act("2015-03-01"))
    bureau.rename("丙局", "更改", act("2015-03-01"))
    assert bureau.name_on(date(2015, 3, 1)) == "丙局"


def test_before_the_registration_the_first_name_and_parent_stand(bureau: Unit) -> None:
    bureau.rename("乙局", "机构改革", act("2015-03-01"))
    assert bureau.name_on(date(1990, 1, 1)) == "农机局"
    assert bureau.parent_on(date(1990, 1, 1)) == "ZF"


def test_renaming_to_the_same_name_is_refused(bureau: Unit) -> None:
    with refused(bureau, UnitUnchanged, "name"):
        bureau.rename("农机局", "机构改革", act("2015-03-01"))


def test_renaming_needs_a_name_and_a_reason(bureau: Unit) -> None:
    with refused(bureau, InvalidFact, "reason"):
        bureau.rename("乙局", " ", act("2015-03-01"))
    with refused(bureau, InvalidFact, "name"):
        bureau.rename("", "机构改革", act("2015-03-01"))


def test_moving_keeps_the_former_parent_for_earlier_days(bureau: Unit, other: Unit) -> None:
    bureau.move(other, ["ZF"], act("2015-03-01"))
    assert bureau.parent == "NYJ"
    assert bureau.parent_on(date(2015, 2, 28)) == "ZF"
    assert bureau.parent_on(date(2015, 3, 1)) == "NYJ"
    assert bureau.parents == ((SINCE, "ZF"), (date(2015, 3, 1), "NYJ"))
    assert recorded(bureau) == [(Unit.Moved, {"parent": "NYJ"})]


def test_a_unit_cannot_be_put_under_itself(bureau: Unit) -> None:
    with refused(bureau, UnitUnderItself, "parent"):
        bureau.move(bureau, [], act("2015-03-01"))


def test_a_unit_cannot_be_put_under_a_unit_below_it(county: Unit, bureau: Unit) -> None:
    section = registered("NJJ-1", "推广科", bureau)
    with refused(county, UnitUnderItself, "parent"):
        county.move(section, ["NJJ", "ZF"], act("2015-03-01"))


def test_moving_to_the_present_parent_is_refused(bureau: Unit, county: Unit) -> None:
    with refused(bureau, UnitUnchanged, "parent"):
        bureau.move(county, [], act("2015-03-01"))


def test_moving_under_an_ended_unit_is_refused(bureau: Unit, closed: Unit) -> None:
    with refused(bureau, ParentNotActive, "parent"):
        bureau.move(closed, [], act("2012-06-30"))
    bureau.move(closed, [], act("2012-06-29"))
    assert bureau.parent == "CYB"


def test_merging_ends_the_unit_in_favour_of_its_successor(bureau: Unit, other: Unit) -> None:
    bureau.merge_into(other, "机构改革", act("2019-01-01"))
    assert (bureau.ended_on, bureau.successor) == (date(2019, 1, 1), "NYJ")
    assert recorded(bureau) == [(Unit.Merged, {"successor": "NYJ", "reason": "机构改革"})]


def test_a_unit_is_not_merged_into_itself(bureau: Unit) -> None:
    with refused(bureau, SuccessorNotActive, "successor"):
        bureau.merge_into(bureau, "机构改革", act("2019-01-01"))


def test_a_successor_that_has_ended_even_later_is_refused(bureau: Unit, closed: Unit) -> None:
    with refused(bureau, SuccessorNotActive, "successor"):
        bureau.merge_into(closed, "机构改革", act("2019-01-01"))
    with refused(bureau, SuccessorNotActive, "successor"):
        bureau.merge_into(closed, "机构改革", act("2011-01-01"))


def test_a_successor_not_yet_registered_is_refused(bureau: Unit) -> None:
    late = registered("NEW", "新局", on="2019-01-02")
    with refused(bureau, SuccessorNotActive, "successor"):
        bureau.merge_into(late, "机构改革", act("2019-01-01"))
    bureau.merge_into(late, "机构改革", act("2019-01-02"))
    assert bureau.successor == "NEW"


def test_closing_ends_the_unit_without_a_successor(bureau: Unit) -> None:
    bureau.close("机构改革", act("2019-01-01"))
    assert (bureau.ended_on, bureau.successor) == (date(2019, 1, 1), None)
    assert recorded(bureau) == [(Unit.Closed, {"reason": "机构改革"})]


def test_a_unit_is_active_from_its_registration_until_the_day_before_its_end(
    closed: Unit,
) -> None:
    assert not closed.active_on(date(2009, 12, 31))
    assert closed.active_on(SINCE)
    assert closed.active_on(date(2012, 6, 29))
    assert not closed.active_on(date(2012, 6, 30))


def test_a_living_unit_is_active_on_every_later_day(bureau: Unit) -> None:
    assert bureau.active_on(date(2199, 12, 31))


def test_acts_on_an_ended_unit_are_refused(closed: Unit, other: Unit) -> None:
    with refused(closed, UnitEnded):
        closed.rename("乙", "机构改革", act("2015-01-01"))
    with refused(closed, UnitEnded):
        closed.move(other, [], act("2015-01-01"))
    with refused(closed, UnitEnded):
        closed.merge_into(other, "机构改革", act("2015-01-01"))
    with refused(closed, UnitEnded):
        closed.close("机构改革", act("2015-01-01"))


def test_the_name_of_an_ended_unit_stays_known(closed: Unit) -> None:
    assert closed.name_on(date(2030, 1, 1)) == "产业办"


def test_a_corrected_date_moves_the_name_the_parent_and_the_end(bureau: Unit, other: Unit) -> None:
    bureau.rename("乙局", "机构改革", act("2015-03-01"))
    bureau.move(other, [], act("2016-03-01"))
    bureau.close("机构改革", act("2019-01-01"))
    bureau.collect_events()
    bureau.correct(2, date(2015, 4, 1), "公文日期看错", act("2020-01-01"))
    bureau.correct(3, date(2016, 4, 1), "公文日期看错", act("2020-01-01"))
    bureau.correct(4, date(2019, 2, 1), "公文日期看错", act("2020-01-01"))
    bureau.correct(1, date(2009, 6, 1), "公文日期看错", act("2020-01-01"))
    assert bureau.names == ((date(2009, 6, 1), "农机局"), (date(2015, 4, 1), "乙局"))
    assert bureau.parents == ((date(2009, 6, 1), "ZF"), (date(2016, 4, 1), "NYJ"))
    assert (bureau.registered_on, bureau.ended_on) == (date(2009, 6, 1), date(2019, 2, 1))
    first = recorded(bureau)[0]
    assert first == (
        Unit.Corrected,
        {
            "corrects": 2,
            "field": "occurred_on",
            "was": date(2015, 3, 1),
            "now": date(2015, 4, 1),
            "reason": "公文日期看错",
        },
    )


def test_a_correction_keeps_the_order_of_steps(closed: Unit) -> None:
    with refused(closed, ActOutOfOrder):
        closed.correct(1, date(2012, 7, 1), "公文日期看错", act("2020-01-01"))


def test_a_step_dated_before_the_last_one_or_in_the_future_is_refused(bureau: Unit) -> None:
    with refused(bureau, ActOutOfOrder):
        bureau.rename("乙局", "机构改革", act("2009-12-31"))
    now = datetime(2015, 3, 1, tzinfo=UTC)
    with refused(bureau, ActInFuture):
        bureau.rename("乙局", "机构改革", act("2015-03-02", recorded_at=now))


def test_every_kind_and_level_has_its_own_chinese_label() -> None:
    assert [kind.label for kind in UnitKind] == [
        "人大常委会",
        "人大主席团",
        "人大专(工)委",
        "人民政府",
        "监察委员会",
        "法院",
        "检察院",
        "政府部门",
        "乡镇(街道)",
        "内设机构(科室站所)",
        "事业单位(学校等)",
        "其他",
    ]
    assert [level.label for level in UnitLevel] == ["县级", "乡级"]


def test_folding_the_events_gives_the_live_state(county: Unit, other: Unit) -> None:
    unit = Unit.register("A", "甲", UnitKind.OFFICE, UnitLevel.TOWNSHIP, county, act("2010-01-01"))
    unit.rename("乙", "机构改革", act("2011-01-01"))
    unit.move(other, [], act("2012-01-01"))
    unit.merge_into(other, "机构改革", act("2013-01-01"))
    unit.correct(4, date(2013, 2, 1), "公文日期看错", act("2014-01-01"))
    events = unit.collect_events()
    folded = Unit.fold(type(e).model_validate_json(e.model_dump_json()) for e in events)
    assert folded is not None
    assert folded.__dict__ == unit.__dict__


def test_deciding_on_a_fork_leaves_the_original_unchanged(bureau: Unit, other: Unit) -> None:
    before = dict(bureau.__dict__)
    fork = bureau.fork()
    fork.rename("乙局", "机构改革", act("2011-01-01"))
    fork.move(other, [], act("2012-01-01"))
    fork.close("机构改革", act("2013-01-01"))
    assert bureau.__dict__ == before
