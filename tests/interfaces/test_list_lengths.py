"""No list in a body is without end."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_origin

import pytest
from annotated_types import MaxLen
from pydantic.fields import FieldInfo

from interfaces import http
from interfaces.http.acting import ActBody
from tests.http_fixtures import County
from tests.interfaces.opinions import REGISTER, refused

MODULES = sorted(path.stem for path in Path(*http.__path__).glob("*_bodies.py"))


def lists() -> Iterator[tuple[str, FieldInfo]]:
    for module in MODULES:
        for body in vars(import_module(f"interfaces.http.{module}")).values():
            if isinstance(body, type) and issubclass(body, ActBody):
                for name, field in body.model_fields.items():
                    if get_origin(field.annotation) in (tuple, list):
                        yield f"{body.__name__}.{name}", field


FOUND = dict(lists())


@pytest.mark.parametrize("name", FOUND)
def test_every_list_has_an_end(name: str) -> None:
    assert any(isinstance(mark, MaxLen) for mark in FOUND[name].metadata)


def test_too_many_names_are_refused_by_the_field(county: County) -> None:
    names = [f"代表{number}" for number in range(501)]
    answer = county.begin("/opinions", {**REGISTER, "co_signers": names})
    refused(answer, 422, "invalid-request", "co_signers")
    assert answer.json()["detail"] == "co_signers:至多500项"
    assert county.begin("/opinions", {**REGISTER, "co_signers": names[:500]}).status_code == 201
