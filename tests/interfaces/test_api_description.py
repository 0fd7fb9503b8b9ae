"""The OpenAPI document names everything an answer may hold, and nothing that is not there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from interfaces.http.app import ROUTERS
from tests.http_fixtures import County

ROUTES = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)]


@pytest.fixture
def document(county: County) -> dict[str, Any]:
    """Read the document."""
    read: dict[str, Any] = county.read("/openapi.json")
    return read


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (each for key, each in part.items() if key == "$ref")
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from _references(each)


def _operation(document: dict[str, Any], route: APIRoute) -> dict[str, Any]:
    method = next(iter(route.methods or ()))
    path = re.sub(r":\w+}", "}", route.path)
    operation: dict[str, Any] = document["paths"][path][method.lower()]
    return operation


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    references = set(_references(document))
    assert "#/components/schemas/Problem" in references
    there = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references <= there


def test_an_act_on_a_version_must_name_it(document: dict[str, Any]) -> None:
    acts = [route for route in ROUTES if "expected" in route.endpoint.__annotations__]
    assert acts
    for route in acts:
        stated = _operation(document, route)["parameters"]
        assert [each["required"] for each in stated if each["name"] == "if-match"] == [True]


def test_an_answer_to_an_act_has_its_receipt_and_the_place_of_what_it_began(
    document: dict[str, Any],
) -> None:
    acts = [route for route in ROUTES if "acting" in route.endpoint.__annotations__]
    for route in acts:
        operation = _operation(document, route)
        done = operation["responses"][str(route.status_code or 200)]
        began = {"Location"} if route.status_code == 201 else set()
        assert done["headers"].keys() == {"ETag", "X-Sequence", "X-Leaf-Hash"} | began
        assert {"411", "413", "415"} <= operation["responses"].keys()


def test_an_item_is_read_with_its_version(document: dict[str, Any]) -> None:
    for route in ROUTES:
        if route.methods == {"GET"}:
            headers = _operation(document, route)["responses"]["200"].get("headers", {})
            assert ("ETag" in headers) is ("response" in route.endpoint.__annotations__)


def test_a_derivation_may_break_a_rule(document: dict[str, Any]) -> None:
    assert "409" in document["paths"]["/deadline-derivations"]["post"]["responses"]
