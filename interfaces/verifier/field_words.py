"""How the rule for each kind of fact is told, in Chinese and in English."""

from __future__ import annotations

from interfaces.verifier.event_fields import DEADLINES, EVENT_FIELDS, SHAPES
from interfaces.verifier.field_kinds import LINES_OF_TEXT, PARAGRAPHS, WORDS

Said = tuple[str, str]

_SAID_OF_TEXTS = (
    "{longest}个字以内的文字,不能为空,不含控制字符",
    "text of at most {longest} characters, none of them a control character",
)
_SAID_OF_LINES = (
    "{longest}个字以内的一行文字,不能为空,不含控制字符和看不见的字",
    "one line of at most {longest} characters, none of them unseen",
)
_SAID_OF_FACTS: dict[str, Said] = {
    "text": ("文字", "text"),
    "flag": ("是或者否(true、false)", "true or false"),
    "number": ("整数", "a whole number"),
    "id": ("小写的UUID标识", "a UUID in lower case"),
    "day": ("1949-10-01至2199-12-31之间的日期", "a day from 1949-10-01 to 2199-12-31"),
    "amount": (
        "小于100万亿、至多6位小数的数量,按规范写法",
        "an amount below 10^14 with at most six decimal places, written in its one form",
    ),
    "digest": ("64位小写十六进制的SHA-256摘要值", "64 lowercase hexadecimal digits"),
    "media_type": ("小写的媒体类型,如application/pdf", "a media type in lower case"),
}
_SAID_OF_SHAPES: dict[str, Said] = {
    "due": ("办理期限,或者明确标注未定时限,二者择一", "either a day or that it is undated"),
    "term": (
        "期限长度,1至3660日、2500个工作日或者120个月",
        "a term of 1 to 3660 days, 2500 working days or 120 months",
    ),
    "target": (
        "量化目标,至少有下限或者上限,且下限不大于上限",
        "a target with a lower or an upper bound, the lower one not above the other",
    ),
    "phase": ("阶段,结束不早于开始", "a phase that does not end before it starts"),
    "recurring": ("定期,止日不早于起日", "what recurs, its last day not before the first"),
    "measure": (
        "措施,子措施序号不重复,长期整改写明复查日期",
        "a measure whose sub-actions have numbers of their own, and a review if long-term",
    ),
    "level": (
        "预警等级,天数按日或者工作日计,只有进度滞后的不写天数",
        "a level in days or working days, and in none only if it is about work behind",
    ),
    "scale": ("预警等级,条件不重复", "levels, each on a condition of its own"),
    "retention": (
        "保管期限,只有永久的不写截止日期",
        "a retention, and without a last day only if it is permanent",
    ),
    "deadline": (
        "期限的写法,起止不颠倒,所指的期间确有其事,应有的日期写明",
        "a deadline that does not run backwards, names a period there is, and days as it needs",
    ),
}


def _of_kind(kind: str) -> Said:
    if kind.endswith("?"):
        chinese, english = _of_kind(kind[:-1])
        return f"{chinese},或者为空", f"{english}, or null"
    if kind.endswith(("*", "]", "!")):
        return _of_list(kind)
    if kind.startswith("="):
        words = kind[1:].split("|")
        return "、".join(words), " or ".join(words)
    if ".." in kind:
        low, _, high = kind.partition("..")
        if not high:
            return f"不小于{low}的整数", f"a whole number from {low} on"
        return f"{low}至{high}的整数", f"a whole number from {low} to {high}"
    return _of_simple(kind)


def _of_simple(kind: str) -> Said:
    for texts, (chinese, english) in (
        (LINES_OF_TEXT, _SAID_OF_LINES),
        (PARAGRAPHS, _SAID_OF_TEXTS),
    ):
        if kind in texts:
            longest = texts[kind]
            told = chinese.format(longest=longest), english.format(longest=longest)
            return _as_code(told) if kind == "code" else told
    if kind in WORDS:
        return "规定的用语之一", "one of the words laid down"
    return (
        _SAID_OF_FACTS.get(kind)
        or _SAID_OF_SHAPES.get(kind)
        or ("规定的各项内容", "what belongs there")
    )


def _as_code(told: Said) -> Said:
    chinese, english = told
    return (
        f"{chinese},只由汉字、字母、数字和 - _ . 〔〕() 组成",
        f"{english}, only letters, digits and - _ . 〔〕()",
    )


def _of_list(kind: str) -> Said:
    once = kind.endswith("!")
    each, _, bounds = kind.rstrip("!*]").partition("[")
    low, _, high = bounds.partition("..")
    chinese, english = _of_kind(each)
    number = (f"至少{low}项" if low else "") + (f"至多{high}项" if high else "")
    count = (f", {low} or more" if low else "") + (f", at most {high}" if high else "")
    return (
        f"清单{number}{'、不重复' if once else ''},每项为{chinese}",
        f"a list{count}{', none of them twice' if once else ''}, each {english}",
    )


def _kinds() -> set[str]:
    """Return every kind that is declared, and what stands inside of lists and beside nulls."""
    found: set[str] = set()
    for text in (*EVENT_FIELDS.values(), *SHAPES.values(), *DEADLINES.values(), "act:act"):
        for field in text.split():
            kind = field.partition(":")[2].lstrip("~")
            found |= {kind, kind.rstrip("?"), kind.rstrip("?!*]").partition("[")[0]}
    return found


FIELD_WORDS = {kind: _of_kind(kind) for kind in sorted(_kinds())}
"""The rule for each kind that is declared."""
