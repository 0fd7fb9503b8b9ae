"""The one place where errors become HTTP answers: RFC 9457 problem details in Chinese.

``type`` is a stable path under ``/problems``, where the kinds are listed; ``title`` names the
rule, ``detail`` this case, ``field`` what was stated wrongly.
"""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from application.errors import (
    CommandRefused,
    ErasureOutstanding,
    EventTooLong,
    KeyReused,
    LedgersStale,
    NotFound,
    NumberTaken,
    PersonRestricted,
    PersonUnknown,
    StaleVersion,
    StillWaiting,
    StoreUnavailable,
    UnknownFact,
)
from application.log.heads import NothingSigned, NotYetSigned
from domain.errors import InvalidFact, RuleViolation
from interfaces.http.field_problems import FieldProblem, field_problem

MEDIA_TYPE = "application/problem+json"

STATUS_OF: dict[type[Exception], int] = {
    NotFound: 404,
    PersonUnknown: 404,
    NumberTaken: 409,
    StaleVersion: 412,
    StillWaiting: 409,
    EventTooLong: 422,
    PersonRestricted: 409,
    ErasureOutstanding: 409,
    LedgersStale: 409,
    NothingSigned: 404,
    NotYetSigned: 409,
    KeyReused: 422,
    UnknownFact: 422,
    InvalidFact: 422,
    RuleViolation: 409,
}

TITLES_OF_STATUS = {
    400: ("malformed-request", "请求无法解析"),
    403: ("forbidden", "不允许访问"),
    404: ("not-found", "事项不存在"),
    405: ("method-not-allowed", "该地址不支持这种操作"),
    411: ("length-required", "缺少内容长度"),
    413: ("body-too-large", "请求内容过大"),
    415: ("unsupported-media-type", "请求内容须为JSON"),
    422: ("invalid-request", "填报内容不符合要求"),
    428: ("precondition-required", "缺少If-Match"),
    500: ("internal-error", "系统内部错误"),
    503: ("store-unavailable", "系统暂时不可用"),
}
MALFORMED_PRECONDITION = ("malformed-precondition", "If-Match格式不符")
OTHER_PROBLEM = ("http-error", "请求未能完成")
METHOD_NOT_ALLOWED = 405


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(examples=["/problems/stale-version"])
    title: str = Field(examples=["事项已被他人更新"])
    status: int = Field(examples=[412])
    detail: str = Field(examples=["该意见现为第4版,您依据的是第3版;请重新读取后再办理"])
    field: str | None = Field(default=None, examples=["If-Match"])
    rule: str | None = Field(default=None, examples=["stale-version"])
    errors: list[FieldProblem] | None = None


def problem(
    code: str,
    title: str,
    status: int,
    detail: str,
    *,
    field: str | None = None,
    errors: list[FieldProblem] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Build the answer for one problem."""
    body = Problem(
        type=f"/problems/{code}",
        title=title,
        status=status,
        detail=detail,
        field=field,
        rule=code,
        errors=errors,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status, media_type=MEDIA_TYPE, headers=headers
    )


class PreconditionRequired(Exception):
    """An act on an existing item came without ``If-Match``."""


class MalformedPrecondition(Exception):
    """``If-Match`` is not the ETag of an item."""


def add_problem_handlers(app: FastAPI) -> None:
    """Map every error the application raises on purpose to its problem."""
    handlers: dict[Any, Any] = {
        RuleViolation: _rule_violated,
        CommandRefused: _command_refused,
        StoreUnavailable: _store_unavailable,
        RequestValidationError: _request_invalid,
        PreconditionRequired: _precondition_required,
        MalformedPrecondition: _precondition_malformed,
        HTTPException: _http_error,
        Exception: _unexpected,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)


def _status_of(error: Exception) -> int:
    return next(status for kind, status in STATUS_OF.items() if isinstance(error, kind))


def _rule_violated(_: Request, error: RuleViolation) -> JSONResponse:
    return problem(error.code(), error.title, _status_of(error), error.detail, field=error.field)


def _command_refused(_: Request, error: CommandRefused) -> JSONResponse:
    return problem(error.code, error.title, _status_of(error), error.detail, field=error.field)


def _store_unavailable(_: Request, error: StoreUnavailable) -> JSONResponse:
    code, title = TITLES_OF_STATUS[503]
    return problem(code, title, 503, str(error), headers={"Retry-After": "2"})


def _unexpected(_: Request, __: Exception) -> JSONResponse:
    """Answer for what nobody foresaw; the server logs it, and the caller learns nothing of it."""
    code, title = TITLES_OF_STATUS[500]
    detail = "系统发生意外错误,请求未能答复;原因记在服务器日志中,请联系管理人员"
    return problem(code, title, 500, detail)


def _precondition_required(_: Request, __: Exception) -> JSONResponse:
    code, title = TITLES_OF_STATUS[428]
    detail = "办理已有事项须在If-Match中写明所依据的版本,即读取该事项时得到的ETag"
    return problem(code, title, 428, detail, field="If-Match")


def _precondition_malformed(_: Request, __: Exception) -> JSONResponse:
    code, title = MALFORMED_PRECONDITION
    detail = 'If-Match应为一个ETag,如"3";不接受通配符或多个值'
    return problem(code, title, 400, detail, field="If-Match")


def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    code, title = TITLES_OF_STATUS.get(error.status_code, OTHER_PROBLEM)
    headers = dict(error.headers or {})
    if error.status_code == METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods_at(request))
    detail = title if error.detail.isascii() else error.detail
    return problem(code, title, error.status_code, detail, headers=headers)


def _methods_at(request: Request) -> list[str]:
    """Return every method of an address; each of its routes knows its own alone."""
    routes = (each for each in request.app.routes if isinstance(each, Route))
    here = (each for each in routes if each.matches(request.scope)[0] is not Match.NONE)
    return sorted({method for each in here for method in each.methods or ()})


def _request_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    errors = [field_problem(each, error.body) for each in error.errors()]
    first = errors[0]
    is_malformed = first.rule == "json_invalid"
    status = 400 if is_malformed else 422
    code, title = TITLES_OF_STATUS[status]
    detail = f"{first.field}:{first.message}" if first.field else first.message
    return problem(code, title, status, detail, field=first.field or None, errors=errors)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe in OpenAPI the problems a route may answer with."""
    stated = sorted({*statuses, 400, 403, 422, 500, 503})
    return {status: problem_of_status(status) for status in stated}


def problem_of_status(status: int) -> dict[str, Any]:
    """Describe in OpenAPI the problems of one status."""
    descriptions: dict[int, str] = {
        409: "不符合办理规则",
        412: "事项已被他人更新",
        **{status: title for status, (_, title) in TITLES_OF_STATUS.items()},
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": descriptions[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def kinds_of_problems(rules: Iterable[type[RuleViolation]]) -> dict[str, str]:
    """Return the title of every kind of problem by its code."""
    titles = dict((*TITLES_OF_STATUS.values(), OTHER_PROBLEM, MALFORMED_PRECONDITION))
    titles.update(
        {kind.code: kind.title for kind in STATUS_OF if issubclass(kind, CommandRefused)}
    )
    titles.update({rule.code(): rule.title for rule in rules})
    return dict(sorted(titles.items()))
