"""How the sentences of the specification are read: days, units, names, words of the trade."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pytest_bdd import parsers

DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
UNIT = r"[^,:;“”、\d]+?"

KINDS = {
    "审议意见": "deliberation",
    "讨论意见": "discussion",
    "评议意见": "appraisal",
    "代表建议": "deputy_suggestion",
    "议案": "motion",
    "群众意见": "public",
    "自查问题": "self_found",
    "视察发现问题": "inspection_finding",
}
GRADES = {"基本满意": "basically_satisfied", "不满意": "dissatisfied", "满意": "satisfied"}
RESULTS = {"部分兑现": "partly", "未兑现": "unfulfilled", "兑现": "fulfilled"}
GROUNDS = {"回头看": "look_back", "回访": "follow_up", "投诉": "complaint"}
HANDLING = {"立行立改": "immediate", "分阶段整改": "phased", "长期整改": "long_term"}
ELEMENTS = {
    "措施": "measure",
    "责任": "duty",
    "人员": "person",
    "资金": "fund",
    "时限": "deadline",
}

TERM_UNITS = {"个工作日": "working_day", "个月": "month", "日": "day"}
MONTH_PARTS = {"上旬": "early", "中旬": "mid", "下旬": "late"}
PERIODS = {"周": "week", "月": "month", "季度": "quarter", "半年": "half_year", "年": "year"}
PERIOD_ENDS: dict[str, dict[str, Any]] = {
    "一季度": {"period": "quarter", "ordinal": 1},
    "上半年": {"period": "half_year", "ordinal": 1},
    "年底": {"period": "year"},
}


class Who(NamedTuple):
    """A unit, and the person of it who acts; ``县教育局的联络员甲`` names both."""

    unit: str
    person: str

    @classmethod
    def read(cls, words: str) -> "Who":
        """Read a unit, alone or with a person of it."""
        unit, _, person = words.partition("的")
        return cls(unit, person or f"{unit}经办人")


REGISTRAR = Who("县人大常委会", "机构编制登记人员")


def day(words: str) -> date:
    """Read a day, written 2015年6月25日 in a sentence and 2015-06-25 in a table."""
    return date(*map(int, re.findall(r"\d+", words)))


def due(words: str) -> dict[str, Any]:
    """Read a due date, or that none was set."""
    return {"undated": True} if words == "未定时限" else {"on": day(words).isoformat()}


def names(words: str) -> list[str]:
    """Read names joined by 、."""
    return [name for name in words.split("、") if name]


class Word(NamedTuple):
    """What a part of a sentence looks like, and what it is read as."""

    pattern: str
    read: Callable[[str], Any]


def _one_of(words: Mapping[str, Any]) -> Word:
    return Word("|".join(words), words.__getitem__)


WORDS = {
    "Who": Word(UNIT, Who.read),
    "Unit": Word(UNIT, str),
    "Names": Word(r"[^,:;“”\d]+?", names),
    "Day": Word(DAY, day),
    "Due": Word(f"{DAY}|未定时限", due),
    "No": Word(r"[^“”]+", str),
    "Nos": Word("“[^“”]+”(?:、“[^“”]+”)*", lambda words: re.findall("“([^“”]+)”", words)),
    "Text": Word(r"[^“”]+", str),
    "Clause": Word(r"[^,“”]+", str),
    "Rest": Word(r".+", str),
    "Numbers": Word(r"\d+(?:、\d+)*", lambda words: [int(no) for no in words.split("、")]),
    "Ledger": Word("意见台账|整改台账|承诺台账", str),
    "Capacity": Word("责任领导|责任处室", str),
    "Act": Word("登记意见|交办|签收|同意延期|答复说明请求|答复|面商|报告进展|申请销号|销号", str),
    "Upheld": Word("不成立|成立", str),
    "Side": Word("分子|分母|另列", str),
    "Count": Word(r"\d+", int),
    "Kind": _one_of(KINDS),
    "Grade": _one_of(GRADES),
    "Ground": _one_of(GROUNDS),
    "Handling": _one_of(HANDLING),
    "TermUnit": _one_of(TERM_UNITS),
    "MonthPart": _one_of(MONTH_PARTS),
    "Period": _one_of(PERIODS),
    "PeriodEnd": _one_of(PERIOD_ENDS),
    "Mood": Word("|".join(GRADES), str),
    "Result": Word("|".join(RESULTS), str),
    "Class": Word("[ABCD]", str),
}


class Sentence(parsers.StepParser):
    """A step as staff say it: ``{name:Word}`` is read, what stands in ``[…]`` may be left out."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._read: dict[str, Callable[[str], Any]] = {}
        pattern = re.escape(name).replace(r"\[", "(?:").replace(r"\]", ")?")
        self._pattern = re.compile(re.sub(r"\\{(\w+):(\w+)\\}", self._part, pattern))

    def _part(self, found: re.Match[str]) -> str:
        word = WORDS[found[2]]
        self._read[found[1]] = word.read
        return f"(?P<{found[1]}>{word.pattern})"

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """Read what the sentence says; what was left out is ``None``."""
        found = self._pattern.fullmatch(name)
        if found is None:
            return None
        said = found.groupdict()
        return {
            part: None if said[part] is None else read(said[part])
            for part, read in self._read.items()
        }

    def is_matching(self, name: str) -> bool:
        """Say whether this is the sentence."""
        return self._pattern.fullmatch(name) is not None


def rows_of(datatable: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Read a table with headings."""
    headings, *lines = datatable
    return [dict(zip(headings, line, strict=True)) for line in lines]
