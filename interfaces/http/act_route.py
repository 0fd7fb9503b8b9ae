"""Routes of acts, which read what an act needs from the request in one pass.

FastAPI describes these routes and resolves their parameters one by one, which costs more than
the act itself. What is complete and valid is therefore read here directly; a request with
anything amiss goes through FastAPI, so its refusals are the only ones.
"""

from collections.abc import Callable, Coroutine
from inspect import get_annotations
from typing import Any, NamedTuple

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from interfaces.http.acting import (
    Acting,
    ActingDep,
    ExpectedVersion,
    RequestIncomplete,
    read_actor,
    read_expected_version,
    read_idempotency_key,
)

JSON = frozenset({"application/json", "application/json; charset=utf-8"})

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _Parameters(NamedTuple):
    """What the function of an act asks for, by the names of its parameters."""

    path: tuple[tuple[str, TypeAdapter[Any]], ...]
    body: tuple[str, TypeAdapter[Any]]
    acting: str
    expected: str | None

    async def read(self, request: Request, answer: Response) -> dict[str, Any]:
        """Read them; ``RequestIncomplete`` or ``ValidationError`` says that anything is amiss."""
        headers = request.headers
        if headers.get("content-type") not in JSON:
            raise RequestIncomplete
        values = {
            name: kind.validate_python(request.path_params[name]) for name, kind in self.path
        }
        if self.expected:
            values[self.expected] = read_expected_version(headers.get("if-match"))
        name, kind = self.body
        values[name] = kind.validate_json(await request.body())
        values[self.acting] = Acting(
            request,
            answer,
            request.app.state.system,
            read_actor(headers),
            read_idempotency_key(headers),
        )
        return values


class ActRoute(APIRoute):
    """The route class of routers that offer acts; other routes of theirs stay as they are."""

    def get_route_handler(self) -> Handler:
        usual = super().get_route_handler()
        parameters = parameters_of(self)
        if parameters is None:
            return usual
        status, endpoint = self.status_code or 200, self.endpoint

        async def handle(request: Request) -> Response:
            answer = Response(status_code=status, media_type="application/json")
            try:
                values = await parameters.read(request, answer)
            except (RequestIncomplete, ValidationError):
                return await usual(request)
            state: BaseModel = await endpoint(**values)
            answer.body = state.__pydantic_serializer__.to_json(state)
            answer.headers["content-length"] = str(len(answer.body))
            return answer

        return handle


def parameters_of(route: APIRoute) -> _Parameters | None:
    """Return what the function of an act asks for; ``None`` for any other function."""
    asked = get_annotations(route.endpoint, eval_str=True)
    state = asked.pop("return", None)
    acting = _named(asked, ActingDep)
    expected = _named(asked, ExpectedVersion)
    path = tuple((n, TypeAdapter(asked.pop(n))) for n in route.param_convertors if n in asked)
    is_act = (
        acting and len(asked) == 1 and isinstance(state, type) and issubclass(state, BaseModel)
    )
    if not acting or not is_act:
        return None
    name, kind = asked.popitem()
    return _Parameters(path, (name, TypeAdapter(kind)), acting, expected)


def _named(asked: dict[str, Any], kind: object) -> str | None:
    """Take out the parameter of this kind and return its name."""
    found = next((name for name, each in asked.items() if each == kind), None)
    if found:
        del asked[found]
    return found
