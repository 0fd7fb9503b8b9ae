"""A witness over HTTP answers as tlog-witness says, and its client believes no other answer."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from threading import Event

import pytest
from starlette.testclient import TestClient

from application.audit.note import parse_note
from application.audit.witness_request import WitnessRequest, parse_witness_request
from application.log.witnessing import request_to
from application.store import Store
from interfaces import witness_http
from interfaces.witness_http import WitnessUnreachable, ask, witness_app
from tests.application.log.desk import WITNESS_KEYS, LogDesk
from tests.receivers import Answer, Receiver, receiving


@pytest.fixture
def desk(sqlite_store: Store) -> LogDesk:
    return LogDesk.at(sqlite_store.database)


@pytest.fixture
def client(desk: LogDesk) -> TestClient:
    desk.record(5)
    desk.sign()
    return TestClient(witness_app(desk.witnesses[0]))


def request(desk: LogDesk, old: int | None = None) -> bytes:
    with desk.database.reading() as connection:
        return request_to(connection, WITNESS_KEYS[0], old)


def posted(client: TestClient, data: bytes) -> tuple[int, str]:
    answer = client.post("/add-checkpoint", content=data)
    return answer.status_code, answer.text


def test_a_head_is_countersigned_with_one_line(desk: LogDesk, client: TestClient) -> None:
    status, line = posted(client, request(desk))
    assert status == HTTPStatus.OK
    assert line.startswith("— archive.example/w ")
    assert line.count("\n") == 1


def test_a_request_from_elsewhere_is_told_the_size(desk: LogDesk, client: TestClient) -> None:
    posted(client, request(desk))
    assert posted(client, request(desk)) == (HTTPStatus.CONFLICT, "5\n")


def tampered(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new)


@pytest.mark.parametrize(
    ("alter", "status"),
    [
        (lambda _: b"", HTTPStatus.BAD_REQUEST),
        (lambda _: b"x" * 200_000, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (tampered(b"county.example/log", b"county.example/gol"), HTTPStatus.NOT_FOUND),
        (tampered(b"\n5\n", b"\n6\n"), HTTPStatus.FORBIDDEN),
        (tampered(b"old 0\n", b"old 0\n" + b"A" * 43 + b"=\n"), HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
    ids=["nothing", "much", "another log", "another size", "a proof too many"],
)
def test_what_is_wrong_has_its_status(
    desk: LogDesk, client: TestClient, alter: Callable[[bytes], bytes], status: int
) -> None:
    assert posted(client, alter(request(desk)))[0] == status


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as each:
        yield each


@pytest.mark.parametrize(
    ("status", "reason"),
    [(204, "答复不合规范"), (409, "答复不合规范"), (500, "HTTP 500"), (302, "HTTP 302")],
)
def test_an_answer_that_is_none_is_not_believed(
    desk: LogDesk, receiver: Receiver, status: int, reason: str
) -> None:
    desk.record(5)
    desk.sign()
    receiver.answers.append(Answer(status))
    with pytest.raises(WitnessUnreachable, match=reason):
        ask(receiver.url, lambda old: request(desk, old))


def test_a_witness_that_is_away_is_said_to_be(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    with pytest.raises(
        WitnessUnreachable, match=r"无法连接http://127\.0\.0\.1:9:对方没有接受连接"
    ):
        ask("http://127.0.0.1:9", lambda old: request(desk, old))


def test_a_witness_that_does_not_answer_is_given_up(
    desk: LogDesk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.record(5)
    desk.sign()
    receiver.silence = Event()
    monkeypatch.setattr(witness_http, "SECONDS", 0.2)
    with pytest.raises(WitnessUnreachable, match="没有在限定时间内答复"):
        ask(receiver.url, lambda old: request(desk, old))


def test_requests_are_the_same_over_http_and_in_a_file(desk: LogDesk, client: TestClient) -> None:
    data = request(desk)
    asked = parse_witness_request(data)
    assert WitnessRequest(asked.old, asked.proof, asked.checkpoint).data == data
    assert len(parse_note(asked.checkpoint).signatures) == 1
    assert posted(client, data)[0] == HTTPStatus.OK
