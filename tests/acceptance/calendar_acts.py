"""Sentences about holiday arrangements and the deadlines that follow from them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_bdd import given, step, then

from application.commands.calendars import bring_reference_calendars
from application.projections.audit_trail import known_until_now
from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence


class Derived:
    """What the latest derivation answered."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(
        self, spec: Mapping[str, Any], start: date | None = None, as_of: date | None = None
    ) -> None:
        """Put a deadline to the derivation."""
        self.desk.settle()
        body = {"spec": spec, "start": start and start.isoformat()}
        self.desk.answer = self.desk.county.client.post(
            "/deadline-derivations", json=body, params={"as_of": str(as_of)} if as_of else None
        )

    def answer(self) -> dict[str, Any]:
        """Return what came of it."""
        assert self.desk.answer is not None
        found: dict[str, Any] = self.desk.answer.json()
        assert self.desk.answer.status_code == 200, found
        return found


@pytest.fixture
def derived(desk: Desk) -> Derived:
    """Stand ready to derive."""
    return Derived(desk)


@given(Sentence("随系统提供的历年节假日安排已登记"))
def _(desk: Desk) -> None:
    store = desk.county.store
    assert bring_reference_calendars(store) > 0
    with store.database.reading() as connection:
        desk.latest = known_until_now(connection)


@step(Sentence("[截至{as_of:Day},]推算自{start:Day}起{length:Count}{unit:TermUnit}的法定期限"))
def _(derived: Derived, start: date, length: int, unit: str, as_of: date | None) -> None:
    derived.ask(term(length, unit, roll=True), start, as_of)


@step(Sentence("期限为{due:Due}"))
def _(derived: Derived, due: dict[str, Any]) -> None:
    found = derived.answer()["due"]
    assert (found["on"], found["undated"]) == (due.get("on"), due.get("undated", False))


@then(Sentence("期限为暂定"))
def _(derived: Derived) -> None:
    assert derived.answer()["provisional"] is True


@then(Sentence("期限不是暂定"))
def _(derived: Derived) -> None:
    assert derived.answer()["provisional"] is False


@then(Sentence("推算说明为:{sentence:Rest}"))
def _(derived: Derived, sentence: str) -> None:
    found = derived.answer()
    assert found["sentence"] == sentence
    assert ";".join(each["text"] for each in found["steps"]) == sentence


def term(length: int, unit: str, *, roll: bool) -> dict[str, Any]:
    """Spell a term."""
    return {"kind": "term", "term": {"length": length, "unit": unit}, "roll": roll}


def days(rows: list[dict[str, str]], arrangement: str) -> list[str]:
    """Spell the days of a table that has spans in it."""
    found: list[str] = []
    for row in rows:
        if row["安排"] == arrangement:
            day = date.fromisoformat(row["起"])
            last = date.fromisoformat(row["止"] or row["起"])
            while day <= last:
                found.append(day.isoformat())
                day += timedelta(days=1)
    return found
