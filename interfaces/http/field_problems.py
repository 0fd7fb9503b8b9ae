"""What is wrong with one field, in Chinese: which field it is, and which rule it breaks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

CHINESE_MESSAGES = {
    "missing": "必须填写",
    "extra_forbidden": "不是本接口的字段",
    "json_invalid": "不是有效的JSON",
    "uuid_parsing": "不是有效的标识(UUID)",
    "uuid_type": "不是有效的标识(UUID)",
    "date_from_datetime_parsing": "不是有效的日期,应如2015-06-25",
    "date_parsing": "不是有效的日期,应如2015-06-25",
    "date_type": "不是有效的日期,应如2015-06-25",
    "date_from_datetime_inexact": "应为日期,不含时间",
    "datetime_parsing": "不是有效的时间,应如2015-06-25T08:00:00+08:00",
    "datetime_from_date_parsing": "不是有效的时间,应如2015-06-25T08:00:00+08:00",
    "timezone_aware": "须注明时区,如2015-06-25T08:00:00+08:00",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_parsing": "应为true或false",
    "bool_type": "应为true或false",
    "string_type": "应为文字",
    "string_unicode": "含有无效的字符编码",
    "decimal_parsing": "应为数值",
    "decimal_type": "应为数值",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
}

MESSAGES_WITH_LIMITS = {
    "enum": "可选值:{expected}",
    "literal_error": "可选值:{expected}",
    "union_tag_not_found": "应写明{discriminator},即属于哪一种",
    "union_tag_invalid": "没有{tag}这一种,可选值:{expected_tags}",
    "union_tag_misshapen": "应写明{discriminator},可选值:{expected_tags}",
    "greater_than_equal": "不能小于{ge}",
    "greater_than": "应大于{gt}",
    "less_than_equal": "不能大于{le}",
    "less_than": "应小于{lt}",
    "too_short": "至少{min_length}项",
    "too_long": "至多{max_length}项",
    "string_too_short": "至少{min_length}个字",
    "string_too_long": "至多{max_length}个字",
    "string_pattern_mismatch": "格式应符合{pattern}",
}

CHOICES = frozenset({"expected", "expected_tags", "discriminator"})
QUOTED = re.compile(r"'([^']*)'")


class FieldProblem(BaseModel):
    """One field and the rule it breaks."""

    field: str
    rule: str
    message: str


def field_problem(error: Mapping[str, Any], sent: Any) -> FieldProblem:
    """Present what validation found; ``sent`` is the body the field stands in."""
    rule = str(error["type"])
    field = ".".join(map(str, _location(error, sent)))
    return FieldProblem(field=field, rule=rule, message=_message(error))


def _location(error: Mapping[str, Any], sent: Any) -> list[int | str]:
    """Return the names the sender wrote, without those of the kinds they might have meant."""
    steps: Sequence[int | str] = error["loc"]
    if error["type"] == "json_invalid" or not steps:
        return []
    if steps[0] in {"query", "path", "header"}:
        return [*steps[1:2], *(step for step in steps[2:] if isinstance(step, int))]
    if steps[0] != "body":
        return list(steps)
    return list(_found(steps[1:], sent, can_be_absent=error["type"] == "missing"))


def _found(steps: Sequence[int | str], sent: Any, *, can_be_absent: bool) -> Iterator[int | str]:
    """Walk through what was sent; a step that leads nowhere names one of several kinds."""
    for nth, step in enumerate(steps, 1):
        if isinstance(step, int):
            yield step
            sent = sent[step] if isinstance(sent, list) else None
        elif isinstance(sent, dict) and step in sent:
            yield step
            sent = sent[step]
        elif can_be_absent and nth == len(steps):
            yield step


def _message(error: Mapping[str, Any]) -> str:
    rule = str(error["type"])
    if rule in CHINESE_MESSAGES:
        return CHINESE_MESSAGES[rule]
    if rule in MESSAGES_WITH_LIMITS:
        limits = dict(error.get("ctx", {}))
        limits |= {name: _spelled(limits[name]) for name in CHOICES & limits.keys()}
        if rule == "union_tag_invalid" and not _is_text(error["input"], limits["discriminator"]):
            rule = "union_tag_misshapen"
        return MESSAGES_WITH_LIMITS[rule].format(**limits)
    message = str(error["msg"])
    return "内容不符合要求" if message.isascii() else message


def _spelled(choices: str) -> str:
    """Return choices as they are sent; validation names them as Python spells them."""
    return "、".join(QUOTED.findall(choices)) or choices


def _is_text(sent: Any, name: str) -> bool:
    return isinstance(sent, dict) and isinstance(sent.get(name), str)
