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

from application.errors import (
    CommandRefused,
    ErasureOutstanding,
    KeyReused,
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
from interfaces.http.due_bodies import DAY, RULE

MEDIA_TYPE = "application/problem+json"

STATUS_OF: dict[type[Exception], int] = {
    NotFound: 404,
    PersonUnknown: 404,
    NumberTaken: 409,
    StaleVersion: 412,
    StillWaiting: 409,
    PersonRestricted: 409,
    ErasureOutstanding: 409,
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
    503: ("store-unavailable", "系统暂时不可用"),
}

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
    "int_parsing": "应为整数",
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


NOT_FIELDS = frozenset({"body", "query", "path", "header", DAY, RULE})
"""Parts of a location that are no field: where it was sent, and how a due date was stated."""


class FieldProblem(BaseModel):
    """One field and the rule it breaks."""

    field: str
    rule: str
    message: str


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


def _precondition_required(_: Request, __: Exception) -> JSONResponse:
    code, title = TITLES_OF_STATUS[428]
    detail = "办理已有事项须在If-Match中写明所依据的版本,即读取该事项时得到的ETag"
    return problem(code, title, 428, detail, field="If-Match")


def _precondition_malformed(_: Request, __: Exception) -> JSONResponse:
    detail = 'If-Match应为一个ETag,如"3";不接受通配符或多个值'
    return problem("malformed-precondition", "If-Match格式不符", 400, detail, field="If-Match")


def _http_error(_: Request, error: HTTPException) -> JSONResponse:
    code, title = TITLES_OF_STATUS.get(error.status_code, ("http-error", "请求未能完成"))
    headers = dict(error.headers) if error.headers else None
    detail = title if error.detail.isascii() else error.detail
    return problem(code, title, error.status_code, detail, headers=headers)


def _request_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    errors = [_field_problem(each) for each in error.errors()]
    first = errors[0]
    is_malformed = first.rule == "json_invalid"
    status = 400 if is_malformed else 422
    code, title = TITLES_OF_STATUS[status]
    detail = f"{first.field}:{first.message}" if first.field else first.message
    return problem(code, title, status, detail, field=first.field or None, errors=errors)


def _field_problem(error: dict[str, Any]) -> FieldProblem:
    rule = str(error["type"])
    location = [part for part in error["loc"] if part not in NOT_FIELDS]
    if rule == "json_invalid":
        location = []
    return FieldProblem(field=".".join(map(str, location)), rule=rule, message=_message(error))


def _message(error: dict[str, Any]) -> str:
    rule = str(error["type"])
    if rule in CHINESE_MESSAGES:
        return CHINESE_MESSAGES[rule]
    if rule in MESSAGES_WITH_LIMITS:
        limits = error.get("ctx", {})
        named = str(limits.get("discriminator", "")).strip("'")
        return MESSAGES_WITH_LIMITS[rule].format(**{**limits, "discriminator": named})
    message = str(error["msg"])
    return "内容不符合要求" if message.isascii() else message


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe in OpenAPI the problems a route may answer with."""
    return {status: _described(status) for status in sorted({*statuses, 400, 403, 422, 503})}


def _described(status: int) -> dict[str, Any]:
    descriptions: dict[int, str] = {
        409: "不符合办理规则",
        412: "事项已被他人更新",
        **{status: title for status, (_, title) in TITLES_OF_STATUS.items()},
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": descriptions[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def kinds_of_problems(rules: Iterable[type[RuleViolation]]) -> dict[str, str]:
    """Return the title of every kind of problem by its code."""
    refused: list[type[CommandRefused]] = [
        NotFound,
        PersonUnknown,
        NumberTaken,
        StaleVersion,
        StillWaiting,
        KeyReused,
        PersonRestricted,
        ErasureOutstanding,
        UnknownFact,
    ]
    titles = dict(TITLES_OF_STATUS.values())
    titles["malformed-precondition"] = "If-Match格式不符"
    titles.update({kind.code: kind.title for kind in refused})
    titles.update({rule.code(): rule.title for rule in rules})
    return dict(sorted(titles.items()))
