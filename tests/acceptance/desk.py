"""Where people of a county act and ask, by the names and numbers they use, over HTTP alone."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from httpx2 import Response

from domain.model import CHINA_STANDARD_TIME
from tests.acceptance.words import Who
from tests.http_fixtures import County

ONE_CHINESE_SENTENCE = re.compile(r"[^\n。]*[\u4e00-\u9fff][^\n。]*")


class Calendar:
    """The office's clock: an act is recorded on the day it is done, unless the day is past."""

    def __init__(self) -> None:
        self.now = datetime(2000, 1, 1, 1, tzinfo=UTC)
        self.held = False

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def reach(self, day: date) -> None:
        """Let it be nine in the morning of that day, if that is still to come."""
        morning = datetime.combine(day, time(9), CHINA_STANDARD_TIME)
        self.now = max(self.now, morning.astimezone(UTC))


class Desk:
    """Takes acts down and answers questions; a refusal nobody expected fails the scenario."""

    def __init__(self, county: County, calendar: Calendar) -> None:
        self.county = county
        self.calendar = calendar
        self.answer: Response | None = None
        self.latest = 0
        """The sequence number of the latest act recorded."""
        self._paths: dict[str, str] = {}

    def begin(self, collection: str, facts: Mapping[str, Any], who: Who, on: date) -> Response:
        """Begin an item; from then on it is known by its number."""
        self.settle()
        self._let_it_be(on)
        body = _stated(facts, on)
        self.answer = self.county.begin(collection, body, who.unit, **_signed(who))
        if self.answer.status_code == 201:
            number = str(facts.get("number", facts.get("code")))
            self._paths[number] = self.answer.headers["Location"]
            self._note_receipt()
        return self.answer

    def act(
        self,
        number: str,
        noun: str,
        facts: Mapping[str, Any],
        who: Who,
        on: date,
        *,
        etag: str | None = None,
    ) -> Response:
        """Do something about the item, as it stands now unless an earlier version is named."""
        self.settle()
        self._let_it_be(on)
        path = f"{self.path(number)}/{noun}"
        body = _stated(facts, on)
        self.answer = self.county.act(path, body, who.unit, etag, **_signed(who))
        if self.answer.status_code == 200:
            self._note_receipt()
        return self.answer

    def settle(self) -> None:
        """Require that the latest act was done, or that its refusal was expected."""
        answer, self.answer = self.answer, None
        assert answer is None or answer.status_code < 400, answer.json()["detail"]

    def refusal(self) -> Mapping[str, Any]:
        """Return why the latest act was refused, having seen that it changed nothing."""
        answer, self.answer = self.answer, None
        assert answer is not None, "there is no act to be refused"
        problem: dict[str, Any] = answer.json()
        assert 400 <= answer.status_code < 500, problem
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert problem["status"] == answer.status_code
        assert ONE_CHINESE_SENTENCE.fullmatch(problem["title"]), problem
        assert ONE_CHINESE_SENTENCE.fullmatch(problem["detail"]), problem
        recorded = self.read("/audit-trail", limit=1)["items"]
        assert (recorded[0]["sequence"] if recorded else 0) == self.latest
        return problem

    def path(self, number: str) -> str:
        """Return where the item is."""
        return self._paths[number]

    def id(self, number: str) -> str:
        """Return the identity of the item, for a body or query that names it."""
        return self.path(number).rpartition("/")[2]

    def learn(self, number: str, path: str) -> None:
        """Know an item that came into being with another."""
        self._paths[number] = path

    def state(self, number: str) -> dict[str, Any]:
        """Read the item as it stands."""
        state: dict[str, Any] = self.read(self.path(number))
        return state

    def etag(self, number: str) -> str:
        """Return the version of the item somebody reads now."""
        version: str = self.county.client.get(self.path(number)).headers["ETag"]
        return version

    def read(self, path: str, **query: Any) -> Any:
        """Ask something; what is left out is not asked."""
        self.settle()
        asked = {name: value for name, value in query.items() if value is not None}
        return self.county.read(path, **asked)

    def read_all(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Read a whole list, page by page."""
        items: list[dict[str, Any]] = []
        page = self.read(path, limit=200, **query)
        items += page["items"]
        while page["next_cursor"]:
            page = self.read(path, limit=200, cursor=page["next_cursor"], **query)
            items += page["items"]
        return items

    def _let_it_be(self, on: date) -> None:
        if not self.calendar.held:
            self.calendar.reach(on)

    def _note_receipt(self) -> None:
        assert self.answer is not None
        self.latest = int(self.answer.headers["X-Sequence"])


def as_known_on(day: date | None) -> str | None:
    """Return the moment a question asks for that wants what was known at the end of a day."""
    if day is None:
        return None
    return datetime.combine(day, time(23, 59, 59), CHINA_STANDARD_TIME).isoformat()


def _stated(facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    stated = {**facts, "occurred_on": on}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in stated.items()
        if value is not None
    }


def _signed(who: Who) -> dict[str, str]:
    role = "supervision_staff" if "人大" in who.unit else "unit_liaison"
    return {"actor": who.person, "role": role}
