"""A table that does not follow from the events is refused, with the cell and both values."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from interfaces.verifier.details import DETAILS, PART
from interfaces.verifier.finding import Finding
from interfaces.verifier.ledgers import LEDGERS, REMINDERS
from interfaces.verifier.rate_check import RATES_JSON
from interfaces.verifier.table_check import LONGEST_RECORD
from interfaces.verifier.tables import FIGURE_TABLES, RECOMPUTED, check_tables
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier.sentences import SENTENCES, said

OPINIONS, TASKS = "台账/意见台账.csv", "台账/任务台账.csv"
PROMISES, NOTICES = "台账/承诺台账.csv", "台账/督办台账.csv"
UNITS, DUTIES = "台账/单位名册.csv", "台账/责任清单.csv"
COVERAGE, REMINDED = "台账/措施覆盖.csv", "台账/催办提醒.csv"
RULES, HOLIDAYS = "台账/规则方案.csv", "台账/节假日安排.csv"
RATES_CSV, COUNTS_CSV = "比率/比率.csv", "比率/件数.csv"
RANKING, SHARES, DAYS = "比率/排名.csv", "比率/构成.csv", "比率/办理天数.csv"
OPINION_DETAIL, TASK_DETAIL = "比率/意见明细.csv", "比率/任务明细.csv"
PROMISE_DETAIL, MEASURE_DETAIL = "比率/承诺明细.csv", "比率/措施明细.csv"
LISTINGS = [
    *(ledger.path for ledger in (*LEDGERS, REMINDERS)),
    *(detail.listing.path for kind, detail in DETAILS.items() if kind != PART),
]
"""The tables that tell of items, each row of one; nothing is split here."""
Records = list[list[str]]
Alter = Callable[[Records], object]


def altered(bundle: Bundle, path: str, alter: Alter) -> Bundle:
    text = bundle.files[path].decode("utf-8-sig")
    records = list(csv.reader(io.StringIO(text, newline="")))
    alter(records)
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(records)
    content = b"\xef\xbb\xbf" + written.getvalue().encode()
    return bundle._replace(files={**bundle.files, path: content})


def code_of(path: str) -> str:
    """Return the code by which a table that differs is refused."""
    return "ledger-differs" if path.startswith("台账") else "rates-differ"


def refused(bundle: Bundle) -> Finding:
    with pytest.raises(Finding) as caught:
        check_tables(bundle.replayed().county, bundle.scope, bundle.lend)
    return caught.value


CELLS = [
    (OPINIONS, "标题", "另一件事"),
    (OPINIONS, "提出单位", "别的单位"),
    (OPINIONS, "状态", "已办结"),
    (OPINIONS, "办理期限", "2015-07-02"),
    (OPINIONS, "首次答复日期", "2015-08-19"),
    (OPINIONS, "最近满意度", "满意"),
    (OPINIONS, "现类别", "A"),
    (OPINIONS, "轮次", "1"),
    (OPINIONS, "重办次数", "0"),
    (OPINIONS, "首次办结日期", "2016-09-20"),
    (OPINIONS, "逾期天数", "1"),
    (OPINIONS, "反弹次数", "0"),
    (TASKS, "状态", "已销号"),
    (TASKS, "期限", "2029-01-01"),
    (TASKS, "延期次数", "3"),
    (TASKS, "完成率(%)", "99"),
    (TASKS, "完成日期", "2016-01-01"),
    (TASKS, "轮次", "7"),
    (TASKS, "逾期天数", "9999"),
    (TASKS, "牵头单位", "别的单位"),
    (PROMISES, "兑现情况", "未兑现"),
    (PROMISES, "逾期天数", "1"),
    (PROMISES, "回访满意度", "不满意"),
    (NOTICES, "状态", "已签发"),
    (NOTICES, "回复日期", "2011-12-01"),
    (UNITS, "名称", "别的名称"),
    (DUTIES, "责任类别", "责任处室"),
    (DUTIES, "责任人", "别人"),
    (DUTIES, "牵头单位", "别的单位"),
    (DUTIES, "完成率(%)", "99"),
    (DUTIES, "逾期天数", "9999"),
    (COVERAGE, "主办单位", "别的单位"),
    (COVERAGE, "意见状态", "已答复"),
    (COVERAGE, "回应情况", "已说明不予回应"),
    (COVERAGE, "整改方案", "别的方案"),
    (COVERAGE, "回应措施", "别的措施"),
    (COVERAGE, "不予回应理由", "没有理由"),
    (REMINDED, "提醒日期", "2011-12-09"),
    (REMINDED, "单位", "别的单位"),
    (REMINDED, "一并提醒的上级单位", "别的单位"),
    (REMINDED, "期限", "2011-12-09"),
    (REMINDED, "事由", "临近期限"),
    (REMINDED, "预警等级", "99日"),
    (REMINDED, "逾期天数", "99"),
    (RULES, "机关", "别的机关"),
    (RULES, "版次", "9"),
    (RULES, "施行日期", "2016-03-01"),
    (RULES, "失效日期", "2016-03-01"),
    (RULES, "公布文号", "人常〔2016〕9号"),
    (HOLIDAYS, "版次", "9"),
    (HOLIDAYS, "文号", "国办发明电〔2016〕9号"),
    (HOLIDAYS, "放假天数", "1"),
    (HOLIDAYS, "放假", "2015-01-01"),
    (HOLIDAYS, "调休上班", "2015-01-01"),
    (OPINION_DETAIL, "编号", "别的编号"),
    (OPINION_DETAIL, "内容", "另一件事"),
    (OPINION_DETAIL, "单位代码", "别的代码"),
    (OPINION_DETAIL, "单位", "别的单位"),
    (OPINION_DETAIL, "办结率分子", "9"),
    (OPINION_DETAIL, "办结率分母", "9"),
    (OPINION_DETAIL, "按期答复率未定时限", "9"),
    (OPINION_DETAIL, "督办率分母", "9"),
    (TASK_DETAIL, "按期销号率未定时限", "9"),
    (TASK_DETAIL, "单位", "别的单位"),
    (PROMISE_DETAIL, "兑现率(部分兑现折半)分子", "9"),
    (MEASURE_DETAIL, "五落实完备率分子", "9"),
    (MEASURE_DETAIL, "内容", "别的措施"),
]


@pytest.mark.parametrize(("path", "header", "now"), CELLS)
def test_an_altered_cell_is_named_with_both_values(
    told: Bundle, path: str, header: str, now: str
) -> None:
    was: list[str] = []

    def alter(records: Records) -> None:
        column = records[0].index(header)
        record = next(each for each in records[1:][::-1] if each[column] != now)
        was.append(record[column])
        record[column] = now

    finding = refused(altered(told, path, alter))
    assert (finding.code, finding.path) == (code_of(path), path)
    for part in (header, now, was[0]):
        assert part in finding.chinese
        assert part in finding.english


def counted_anew(records: Records, rows: Records) -> None:
    records[1:] = [[str(number), *row[1:]] for number, row in enumerate(rows, 1)]


SHAPES: dict[str, Alter] = {
    "a row left out": lambda records: records.pop(),
    "the first row left out": lambda records: counted_anew(records, records[2:]),
    "a row twice": lambda records: records.append(records[-1]),
    "rows in another order": lambda records: records.append(records.pop(1)),
    "a column left out": lambda records: [record.pop(3) for record in records],
    "a row cut short": lambda records: records[-1].pop(),
    "a row of nobody": lambda records: records[-1].__setitem__(-1, "0" * 36),
    "a row twice, counted anew": lambda records: counted_anew(
        records, [*records[1:], records[-1]]
    ),
    "a header altered": lambda records: records[0].__setitem__(1, "别的"),
    "nothing but headers": lambda records: records.__delitem__(slice(1, None)),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("path", LISTINGS)
def test_a_table_of_another_shape_is_refused(told: Bundle, path: str, name: str) -> None:
    finding = refused(altered(told, path, SHAPES[name]))
    assert finding.code == code_of(path)
    assert said(finding) == SENTENCES["tables"][f"{path}: {name}"]


@pytest.mark.parametrize("path", [DUTIES, REMINDED, MEASURE_DETAIL])
def test_rows_that_change_places_are_refused(told: Bundle, path: str) -> None:
    def alter(records: Records) -> None:
        counted_anew(records, [*records[1:-2], records[-1], records[-2]])

    assert refused(altered(told, path, alter)).code == code_of(path)


def test_somebody_left_out_of_a_task_is_missed(told: Bundle) -> None:
    left_out: list[str] = []

    def alter(records: Records) -> None:
        left_out.extend(records.pop())
        counted_anew(records, records[1:])

    finding = refused(altered(told, DUTIES, alter))
    assert f"{left_out[-1]}的行数" in finding.chinese


BROKEN = {"no text": b"\xff\xfe", "no end": b'"', "nothing": b"", "something else": b"a,b\r\n"}


@pytest.mark.parametrize("path", [OPINIONS, RATES_CSV])
def test_half_a_character_behind_a_table_is_refused(told: Bundle, path: str) -> None:
    finding = refused(told._replace(files={**told.files, path: told.files[path] + b"\xe5"}))
    assert said(finding)[0] == f"{path}:不是规定格式的表格"


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("path", RECOMPUTED)
def test_what_is_no_table_is_refused(told: Bundle, path: str, name: str) -> None:
    finding = refused(told._replace(files={**told.files, path: BROKEN[name]}))
    assert finding.code == code_of(path)
    assert said(finding) == SENTENCES["tables"][f"{path}: {name}"]


def rates_with(bundle: Bundle, alter: Callable[[Any], object]) -> Bundle:
    stated = json.loads(bundle.files[RATES_JSON])
    alter(stated)
    return with_rates(bundle, f"{json.dumps(stated, ensure_ascii=False, indent=1)}\n".encode())


def with_rates(bundle: Bundle, content: bytes) -> Bundle:
    return bundle._replace(files={**bundle.files, RATES_JSON: content})


def rate(stated: Any, code: str) -> Any:
    return next(each for each in stated["rates"] if each["code"] == code)


RATE_EDITS: dict[str, Callable[[Any], object]] = {
    "numerator": lambda s: rate(s, "reply-rate").update(numerator=99),
    "denominator": lambda s: rate(s, "close-out-rate").update(denominator=1),
    "percent": lambda s: rate(s, "closing-rate").update(percent="100.00"),
    "left out": lambda s: rate(s, "on-time-close-out-rate").update(left_out=5),
    "title": lambda s: rate(s, "reply-rate").update(title="满意率"),
    "of a unit": lambda s: rate(s, "reply-rate")["by_unit"][0].update(numerator=99),
    "name of a unit": lambda s: rate(s, "reply-rate")["by_unit"][0].update(name="别的单位"),
    "a unit left out": lambda s: rate(s, "reply-rate")["by_unit"].pop(),
    "no units": lambda s: rate(s, "reply-rate").pop("by_unit"),
    "a rate left out": lambda s: s["rates"].pop(),
    "a rate twice": lambda s: s["rates"].append(s["rates"][0]),
    "an unknown rate": lambda s: s["rates"].append({"code": "best-rate"}),
    "no rates": lambda s: s.update(rates=None),
    "another period": lambda s: s.update(period_from="2010-01-01"),
    "another day": lambda s: s.update(as_of="2010-01-01"),
    "days of handling": lambda s: s["handling_days"]["open"].update(mean="1.00"),
    "no days of handling": lambda s: s.pop("handling_days"),
    "no number": lambda s: rate(s, "reply-rate").update(formula=float("nan")),
    "a number written otherwise": lambda s: rate(s, "reply-rate").update(
        numerator=float(rate(s, "reply-rate")["numerator"])
    ),
    "in another order": lambda s: s["rates"].reverse(),
    "more than is recomputed": lambda s: s.update(approved="100.00"),
    "less about the export": lambda s: s.pop("known_at"),
}


@pytest.mark.parametrize("name", RATE_EDITS)
def test_an_altered_rate_is_refused(told: Bundle, name: str) -> None:
    finding = refused(rates_with(told, RATE_EDITS[name]))
    assert finding.code == "rates-differ"
    assert said(finding) == SENTENCES["tables"][f"{RATES_JSON}: {name}"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"numerator": ', '"numerator": 99,\n   "numerator": '),
        ('"as_of": ', '"as_of": "2010-01-01",\n "as_of": '),
        (" ", "  "),
        ("\n}", "}"),
        ("率", "\\u7387"),
    ],
    ids=["a number twice", "a day twice", "a space more", "a line less", "escaped"],
)
def test_rates_have_one_form(told: Bundle, was: str, now: str) -> None:
    otherwise = told.files[RATES_JSON].decode().replace(was, now, 1)
    finding = refused(with_rates(told, otherwise.encode()))
    assert finding.code == "rates-differ"
    assert said(finding)[0] == "比率/比率.json:不是规定的格式"


@pytest.mark.parametrize("content", ["[]", "1", '{"rates":[1]}', '{"rates":{}}', "[" * 99_999])
def test_what_holds_no_rates_is_refused(told: Bundle, content: str) -> None:
    finding = refused(with_rates(told, content.encode()))
    assert said(finding)[0] == "比率/比率.json:不是规定的格式"


@pytest.mark.parametrize("path", [OPINIONS, RATES_CSV])
@pytest.mark.parametrize(
    ("begin", "more"),
    [("x", b"x"), ('"', b"x\n"), ('"', b'x\n","')],
    ids=["a line", "a cell", "a row"],
)
def test_what_has_no_end_is_refused_before_it_is_gathered(
    told: Bundle, path: str, begin: str, more: bytes
) -> None:
    endless = Endless(told, path, begin.encode(), more * 20_000)
    with pytest.raises(Finding) as caught:
        check_tables(told.replayed().county, told.scope, endless.lend)
    assert said(caught.value)[0] == f"{path}:不是规定格式的表格"
    assert endless.lent <= LONGEST_RECORD + 200_000


class Endless:
    """Lends a bundle in which one table goes on and on behind its headers."""

    def __init__(self, bundle: Bundle, path: str, begin: bytes, more: bytes) -> None:
        self.lent = 0
        self._bundle = bundle
        self._path = path
        self._begin = begin
        self._more = more

    def lend(self, path: str) -> Iterator[bytes]:
        if path != self._path:
            yield from self._bundle.lend(path)
            return
        yield self._bundle.files[path].splitlines(keepends=True)[0] + self._begin
        while True:
            self.lent += len(self._more)
            yield self._more


def test_an_altered_rate_is_named_with_both_counts(told: Bundle) -> None:
    finding = refused(rates_with(told, RATE_EDITS["of a unit"]))
    stated = rate(json.loads(told.files[RATES_JSON]), "reply-rate")["by_unit"][0]
    assert "reply-rate" in finding.chinese
    assert stated["unit"] in finding.chinese
    assert f"99/{stated['denominator']}" in finding.chinese
    assert f"{stated['numerator']}/{stated['denominator']}" in finding.english


FIGURE_CELLS = [
    (RATES_CSV, "分子", "99"),
    (RATES_CSV, "比率", "12.34%"),
    (RATES_CSV, "范围", "别的单位"),
    (COUNTS_CSV, "件数", "99"),
    (COUNTS_CSV, "未定时限不计入", "9"),
    (RANKING, "名次", "7"),
    (RANKING, "单位", "别的单位"),
    (RANKING, "分母", "99"),
    (RANKING, "参加排名的最小分母", "1"),
    (RANKING, "排名次序", "随意"),
    (SHARES, "件数", "99"),
    (SHARES, "占比", "12.34%"),
    (SHARES, "未列入", "99"),
    (SHARES, "范围", "全部承诺"),
    (DAYS, "件数", "99"),
    (DAYS, "平均天数", "9.99"),
    (DAYS, "中位天数", "9.99"),
    (DAYS, "九成办结天数", "9999"),
]


@pytest.mark.parametrize(("path", "header", "now"), FIGURE_CELLS)
def test_an_altered_figure_is_named(told: Bundle, path: str, header: str, now: str) -> None:
    def alter(records: Records) -> None:
        records[-1][records[0].index(header)] = now

    finding = refused(altered(told, path, alter))
    assert (finding.code, finding.path) == ("rates-differ", path)
    for part in (header, now):
        assert part in finding.chinese


FIGURE_SHAPES = [
    "a row left out",
    "a row twice",
    "rows in another order",
    "a row cut short",
    "a header altered",
]


@pytest.mark.parametrize("path", [table.path for table in FIGURE_TABLES])
@pytest.mark.parametrize("name", FIGURE_SHAPES)
def test_a_table_of_figures_of_another_shape_is_refused(
    told: Bundle, path: str, name: str
) -> None:
    finding = refused(altered(told, path, SHAPES[name]))
    assert finding.code == "rates-differ"
    assert said(finding) == SENTENCES["tables"][f"{path}: {name}"]
