"""Steps of ``features/concurrent_editing.feature``."""

from collections.abc import Sequence
from datetime import date

from httpx2 import Response
from pytest_bdd import given, scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who

scenarios("concurrent_editing.feature")


@given(Sentence("{one:Who}和{other:Who}都看到“{number:No}”的现状"), target_fixture="seen")
def _(desk: Desk, number: str) -> str:
    return desk.etag(number)


@when(Sentence("{who:Who}{on:Day}依据所见申请将“{number:No}”延期"))
def _(desk: Desk, seen: str, who: Who, on: date, number: str) -> None:
    facts = {"asked": on, "reason": "汛期无法施工"}
    desk.act(number, "extension-requests", facts, who, on, etag=seen)


@when(Sentence("{who:Who}{on:Day}依据所见就“{number:No}”面商{deputy:Unit}"))
def _(desk: Desk, seen: str, who: Who, on: date, number: str, deputy: str) -> None:
    facts = {"with_deputy": deputy, "manner": "上门走访"}
    desk.act(number, "consultations", facts, who, on, etag=seen)


@when(Sentence("{who:Who}{on:Day}依据所见同意将“{number:No}”延期至{until:Day}"))
def _(desk: Desk, seen: str, who: Who, on: date, number: str, until: date) -> None:
    facts = {"decision": "granted", "until": until, "deputy_told_on": on}
    desk.act(number, "extension-decisions", facts, who, on, etag=seen)


@when(Sentence("{who:Who}{on:Day}依据所见将“{number:No}”办结"))
def _(desk: Desk, seen: str, who: Who, on: date, number: str) -> None:
    facts = {"completed_on": on, "ground": "代表满意"}
    desk.act(number, "closures", facts, who, on, etag=seen)


@when(Sentence("{who:Who}{on:Day}没有看过现状就为“{number:No}”申请延期"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.answer = _ask_for_extension(desk, who, on, number, {})


@then("不予办理,须先读取现状")
def _(desk: Desk) -> None:
    problem = desk.refusal()
    assert (problem["status"], problem["field"]) == (428, "If-Match")


@when(
    Sentence("{who:Who}{on:Day}为“{number:No}”申请延期,没有收到答复,又原样重发一次"),
    target_fixture="receipts",
)
def _(desk: Desk, who: Who, on: date, number: str) -> Sequence[Response]:
    sent = {"If-Match": desk.etag(number), "Idempotency-Key": "申请延期-1".encode().hex()}
    return [_ask_for_extension(desk, who, on, number, sent) for _ in range(2)]


@when(
    Sentence(
        "{who:Who}{on:Day}为“{number:No}”申请延期,又以{other:Who}用同一个幂等键发来同样的申请"
    )
)
def _(desk: Desk, who: Who, on: date, number: str, other: Who) -> None:
    sent = {"If-Match": desk.etag(number), "Idempotency-Key": "延期-2".encode().hex()}
    first = _ask_for_extension(desk, who, on, number, sent)
    desk.latest = int(first.headers["X-Sequence"])
    desk.answer = _ask_for_extension(desk, other, on, number, sent)


@then("两次收到同一份答复")
def _(receipts: Sequence[Response]) -> None:
    first, again = receipts
    assert first.status_code == again.status_code == 200
    assert first.headers["X-Sequence"] == again.headers["X-Sequence"]
    assert first.headers["ETag"] == again.headers["ETag"]
    assert first.content == again.content


def _ask_for_extension(
    desk: Desk, who: Who, on: date, number: str, sent: dict[str, str]
) -> Response:
    desk.calendar.reach(on)
    county = desk.county
    body = {"occurred_on": on.isoformat(), "asked": on.isoformat(), "reason": "汛期无法施工"}
    headers = {**county.headers(who.unit, who.person), **sent}
    path = f"{desk.path(number)}/extension-requests"
    return county.client.post(path, json=body, headers=headers)
