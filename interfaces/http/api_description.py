"""What the OpenAPI document says beyond what FastAPI reads from the routes.

Problems, receipts and versions are the same everywhere, so they are described here once.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from interfaces.http.problems import Problem, problem_of_status

SCHEMAS = "#/components/schemas/"


def _header(description: str, example: object) -> dict[str, Any]:
    kind = "integer" if isinstance(example, int) else "string"
    return {"description": description, "schema": {"type": kind}, "example": example}


VERSION = {"ETag": _header("该事项的版本;办理时写入If-Match", '"3"')}
RECEIPT = {
    "X-Sequence": _header("日志序号;凭它取回执", 1200),
    "X-Leaf-Hash": _header(
        "该条事件的叶哈希(Base64)", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="
    ),
}
PLACE = {"Location": _header("该事项的地址", "/units/RDB")}


class DescribedAPI(FastAPI):
    """Serves the document with the descriptions of this module."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if self.openapi_schema is None:
            _complete(super().openapi())
        document: dict[str, Any] = self.openapi_schema or {}
        return document


def _complete(document: dict[str, Any]) -> None:
    document["components"]["schemas"].update(_schemas_of_problems())
    paths: dict[str, dict[str, dict[str, Any]]] = document["paths"]
    items = {path for path in paths if path.endswith("}") and any(_acts_on(path, paths))}
    for path, operations in paths.items():
        for method, operation in operations.items():
            answers = operation["responses"]
            if method == "post":
                answers.update(_refused_unread(readable="requestBody" in operation))
            for status, headers in _headers(operation, is_item=path in items).items():
                answers[status].setdefault("headers", {}).update(headers)
            if version := _parameter(operation, "if-match"):
                version["required"] = True
                version["schema"] = {"type": "string", "title": "If-Match"}


def _schemas_of_problems() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=SCHEMAS + "{model}")
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, Problem.__name__: schema}


def _refused_unread(*, readable: bool) -> dict[str, Any]:
    """Describe what is answered to a body before anybody reads it."""
    statuses = (411, 413, 415) if readable else (411, 413)
    return {str(status): problem_of_status(status) for status in statuses}


def _acts_on(item: str, paths: dict[str, dict[str, dict[str, Any]]]) -> Iterator[bool]:
    """Say of each act below an item whether it names the version it was decided on."""
    for path, operations in paths.items():
        if path.startswith(f"{item}/") and "post" in operations:
            yield _parameter(operations["post"], "if-match") is not None


def _headers(operation: dict[str, Any], *, is_item: bool) -> dict[str, dict[str, Any]]:
    """Return the headers of an answer to an act, or to a question about one item."""
    if _parameter(operation, "idempotency-key"):
        done = {**VERSION, **RECEIPT}
        return {"201": {**done, **PLACE}} if "201" in operation["responses"] else {"200": done}
    return {"200": VERSION} if is_item and "requestBody" not in operation else {}


def _parameter(operation: dict[str, Any], name: str) -> dict[str, Any] | None:
    stated: list[dict[str, Any]] = operation.get("parameters", [])
    return next((each for each in stated if each["name"] == name), None)
