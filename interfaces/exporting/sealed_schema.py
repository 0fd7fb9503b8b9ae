"""How the schemas of a bundle say that a name of a person stands as text or sealed."""

from typing import Any

from domain.text import PERSON_NAME_FORMAT

BASE64 = "^[A-Za-z0-9+/]+={0,2}$"
SEALED_VALUE = {
    "title": "SealedValue",
    "description": "密封的个人信息;原文在personal/openings.jsonl中,不再提供的没有原文",
    "type": "object",
    "properties": {
        "subject": {"type": "string", "format": "uuid"},
        "salted": {"type": "string", "pattern": BASE64},
        "sealed": {"type": "string", "pattern": BASE64},
    },
    "required": ["subject", "salted", "sealed"],
    "additionalProperties": False,
}
REFERENCE = {"$ref": "#/$defs/SealedValue"}


def with_sealed_values(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an event with a sealed value allowed wherever a person is named."""
    told = _allowing(schema)
    if told == schema:
        return schema
    return {**told, "$defs": {**told.get("$defs", {}), "SealedValue": SEALED_VALUE}}


def _allowing(part: Any) -> Any:
    match part:
        case {"format": form} if form == PERSON_NAME_FORMAT:
            return {"anyOf": [part, REFERENCE]}
        case dict():
            return {name: _allowing(each) for name, each in part.items()}
        case list():
            return [_allowing(each) for each in part]
        case _:
            return part
