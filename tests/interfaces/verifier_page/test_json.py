"""JSON is read and written as Python does it, integers exactly."""

import itertools
import json
import random
from typing import Any

import pytest

from interfaces.documents.json_text import DEEPEST, NotJson, read_json
from tests.interfaces.verifier_page.node import Answer, ask, call, integer, mapping

NOT_JSON = {"thrown": "NotJson"}
MOST_DIGITS = 4_300
JSON = [
    "{}", "[]", "[1,2]", "0", "-0", "-1", "01", "-01", "1.", ".5", "-", "1e5", "1E+2", "1.5e-3",
    "1e05", "0.50", "1.0", "-1.5", "1e", "1e+", "1.e1", "0x1", "1_0", '"a"', '"a', '"',
    '"\\u0041"', '"\\x"', '"\\"', '"\\\\"', '"\\""', '"\\\\\\""', '"\\/\\b\\f\\n\\r\\t"',
    '"\\u00"', '"\\ud83d"', '"\t"', '"\x7f\u2028"', '["\\', "tru", "true", "null", "nul", "false",
    "[true,false,null]", "NaN", "Infinity", "-Infinity", '{"a":1,}', '{"a" : [ {} , null ]}',
    ' \t\n\r{ "a" : 1 , "b" : [ 2 ] } \n', "{'a':1}", "[1 2]", "1 2", "", " ", "\ufeff1",
    "\u00a01", '"\U0001f600"', '"\\ud83d\\ude00"', '{"a":1,"a":2}', '{"b":1,"a":{"b":[]}}',
    '{"":{}}', '{"__proto__":1}', "[" * 100 + "]" * 100, "9" * MOST_DIGITS,
    "9" * (MOST_DIGITS + 1), "-" + "9" * MOST_DIGITS, "-" + "9" * (MOST_DIGITS + 1),
    f"[0.{'1' * 5_000}]", "/**/1", "[1,]", "[,1]", "[1,,2]", '{"a" 1}', '{"a":[1}', '[{"a":1]',
    '["a" "b"]', "[1,2", '{"a":1', '{1"', '{"a":1,2', '{"a":}', "{:1}", '{"a"}', '{"a",1}',
    '{"a":1 "b":2}', "{a:1}", "{1:1}", '{"a":1]', "[1}", "{", "[", "]", "}", ",", ":", "--1",
    "+1", "\x0c1", "1\x0b", "truefalse", "[tru]", "9007199254740993", "[-9007199254740993]", "1 ",
    "[] ]", "{}{}",
]  # fmt: skip


def said(value: Any) -> Answer:
    """Return what JSON says, as the page has it."""
    if isinstance(value, dict):
        return mapping({name: said(each) for name, each in value.items()})
    if isinstance(value, list):
        return [said(each) for each in value]
    return integer(value) if type(value) is int else value


def python_says(text: str) -> Answer:
    try:
        return said(read_json(text))
    except NotJson:
        return NOT_JSON


def test_json_is_read_as_python_reads_it() -> None:
    answers = dict(
        zip(JSON, ask([call("json.js", "parseJson", text) for text in JSON]), strict=True)
    )
    assert answers == {text: python_says(text) for text in JSON}
    refused = [answer for answer in answers.values() if answer == NOT_JSON]
    assert 0 < len(refused) < len(JSON)


@pytest.mark.parametrize("begins", ["[", '{"a":', '[0,"[{",', '["\\\\",', '["\\"[",1,', '["\\n",'])
def test_deeper_than_any_reader_must_read_is_no_json(begins: str) -> None:
    ends = "}" if begins.startswith("{") else "]"
    # what stands under a name twice is read and then forgotten
    texts = [f'{{"a":{begins * depth}1{ends * depth},"a":2}}' for depth in (DEEPEST - 1, DEEPEST)]
    told: dict[str, Any] = {"parseJson": mapping({"a": integer(2)}), "plainJson": {"a": 2}}
    answers = {name: ask([call("json.js", name, text) for text in texts]) for name in told}
    assert answers == {name: [value, NOT_JSON] for name, value in told.items()}
    assert [python_says(text) for text in texts] == [told["parseJson"], NOT_JSON]


@pytest.mark.parametrize("text", ["[" * DEEPEST + "]" * DEEPEST, "[" * 101, "]" * 101 + "[" * 101])
def test_json_as_deep_as_may_be_and_what_is_none(text: str) -> None:
    assert ask([call("json.js", "parseJson", text)]) == [python_says(text)]


def test_json_is_written_in_the_form_of_manifests() -> None:
    values: list[Any] = [
        {}, [], [{}], {"a": {}}, {"b": 1, "a": [1, "\u2028\x7f甲", None, True]}, [[], [[]]],
        '"\\\n\t\x1f',
        {"\uff5e": 1, "\U00010000": 2, "a": 3, "ab": 4, "A": 5, "": 6}, 2**70, -1,
        {"列": [{"a": [1, 2], "b": {"c": "d"}}, {"e": []}]},
    ]  # fmt: skip
    written = ask([call("json.js", "canonicalJson", said(value)) for value in values])
    assert written == [
        json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) for value in values
    ]


def test_texts_are_compared_by_their_code_points() -> None:
    chance = random.Random(6)  # noqa: S311 - repeatable on purpose
    letters = "ab\uff5e\U00010000\U0001f600\ue000"
    texts = ["", *("".join(chance.choices(letters, k=chance.randrange(1, 4))) for _ in range(40))]
    pairs = [*itertools.product(texts, repeat=2)]
    found = ask([call("json.js", "byCodePoint", *pair) for pair in pairs])
    assert [(each > 0) - (each < 0) for each in found] == [(a > b) - (a < b) for a, b in pairs]


def test_an_object_is_no_list_and_not_null() -> None:
    values: list[object] = [{}, {"a": 1}, [], [1], None, "", "a", 0, 1, True, False]
    found = ask([call("json.js", "isObject", value) for value in values])
    assert found == [isinstance(value, dict) for value in values]
