"""Routes of acts, which read what an act needs from the request in one pass.

FastAPI describes these routes and resolves their parameters one by one, which costs more than
the act itself. What is complete and valid is therefore read here directly; a request with
anything amiss goes through FastAPI, so its refusals are the only ones.
"""

from collections.abc import Awaitable, Callable, Mapping
from inspect import get_annotations
from typing import Any, NamedTuple

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interfaces.http.acting import (
    Acting,
    ActingDep,
    ExpectedVersion,
    RequestIncomplete,
    read_actor,
    read_expected_version,
    read_idempotency_key,
)
from interfaces.http.well_formed import KeyRepeated, require_single_keys

JSON = frozenset({"application/json", "application/json; charset=utf-8"})


class _Parameters(NamedTuple):
    """What the function of an act asks for, by the names of its parameters."""

    path: tuple[tuple[str, TypeAdapter[Any]], ...]
    body: tuple[str, TypeAdapter[Any]]
    acting: str
    expected: str | None

    def read(self, request: Request, body: bytes, answer: Response) -> dict[str, Any]:
        """Read them; ``RequestIncomplete`` or ``ValidationError`` says that anything is amiss."""
        headers = _headers_of(request.scope)
        if headers.get("content-type") not in JSON or request.scope["query_string"]:
            raise RequestIncomplete
        values = {
            name: kind.validate_python(request.path_params[name]) for name, kind in self.path
        }
        if self.expected:
            values[self.expected] = read_expected_version(headers.get("if-match"))
        name, kind = self.body
        values[name] = kind.validate_json(body)
        require_single_keys(body)
        values[self.acting] = Acting(
            request,
            answer,
            request.app.state.system,
            read_actor(headers),
            read_idempotency_key(headers),
        )
        return values


def _headers_of(scope: Scope) -> Mapping[str, str]:
    """Return the headers of a request by name; of one sent twice the first, as FastAPI does."""
    return {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in reversed(scope["headers"])
    }


class ActRoute(APIRoute):
    """The route class of routers that offer acts; other routes of theirs stay as they are."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        parameters = parameters_of(self)
        if parameters is not None:
            self.app = _Act(self.app, endpoint, parameters, self.status_code or 200)


class _Act:
    """Answers requests for one kind of act."""

    def __init__(
        self,
        usual: ASGIApp,
        endpoint: Callable[..., Awaitable[BaseModel]],
        parameters: _Parameters,
        status: int,
    ) -> None:
        self._usual = usual
        self._endpoint = endpoint
        self._parameters = parameters
        self._status = status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        answer = Response(status_code=self._status, media_type="application/json")
        try:
            values = self._parameters.read(request, body, answer)
        except (RequestIncomplete, ValidationError, KeyRepeated):
            await self._usual(scope, _received(body), send)
            return
        state = await self._endpoint(**values)
        answer.body = state.__pydantic_serializer__.to_json(state)
        answer.headers["content-length"] = str(len(answer.body))
        await answer(scope, receive, send)


def _received(body: bytes) -> Receive:
    """Let a body that was read be received once more."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


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
