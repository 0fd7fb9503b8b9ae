"""What every route refuses before it looks at the content.

Nothing that was sent is passed over in silence: a condition nobody knows, one stated twice and a
field written twice would each lead to an answer to another question than was asked.
"""

import json
from email.message import Message
from typing import Any, NamedTuple, get_args, get_origin

from fastapi import Depends, HTTPException, Request, status
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute


class KeyRepeated(ValueError):
    """An object in JSON has a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        raise KeyRepeated(next(name for name in names if names.count(name) > 1))
    return fields


def require_single_keys(body: bytes) -> None:
    """Refuse JSON with a key twice in one object; ``KeyRepeated`` names it."""
    json.loads(body, object_pairs_hook=_object)


async def require_well_formed(request: Request) -> None:
    """Refuse a request that says something the route would pass over."""
    route: APIRoute = request.scope["route"]
    if request.url.query:
        _require_known(request, _conditions_of(route))
    if route.body_field is not None:
        _require_readable(await request.body(), request.headers.get("content-type", ""))


WELL_FORMED = [Depends(require_well_formed)]


class _Conditions(NamedTuple):
    """The names of the conditions a route takes, and which of them it takes several times."""

    names: frozenset[str]
    lists: frozenset[str]


def _conditions_of(route: APIRoute) -> _Conditions:
    taken = get_flat_params(route.dependant)
    queries = [each for each in taken if isinstance(each.field_info, Query)]
    lists = (each for each in queries if _is_list(each.field_info.annotation))
    return _Conditions(frozenset(q.alias for q in queries), frozenset(q.alias for q in lists))


def _is_list(kind: Any) -> bool:
    return any(get_origin(each) is list for each in (kind, *get_args(kind)))


def _require_known(request: Request, conditions: _Conditions) -> None:
    stated = request.query_params
    for name in stated:
        if name not in conditions.names:
            _refuse("query", name, "condition_unknown", "不是这项查询的条件")
        if name not in conditions.lists and len(stated.getlist(name)) > 1:
            _refuse("query", name, "condition_repeated", "只能填写一次")


def _require_readable(body: bytes, media_type: str) -> None:
    if body and not _is_json(media_type):
        raise HTTPException(status.HTTP_415_UNSUPPORTED_MEDIA_TYPE)
    try:
        if body:
            require_single_keys(body)
    except KeyRepeated as repeated:
        _refuse("body", repeated.key, "key_repeated", "只能填写一次")


def _is_json(media_type: str) -> bool:
    """Read a media type as FastAPI does, which reads such a body as JSON and no other."""
    message = Message()
    message["content-type"] = media_type
    kind = message.get_content_type()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


def _refuse(place: str, name: str, rule: str, message: str) -> None:
    wrong = {"type": rule, "loc": (place, name), "msg": message}
    raise RequestValidationError([wrong], body={name: None})
