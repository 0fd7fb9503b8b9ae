"""Webhooks against a real receiver; the reference implementation checks their signature."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook as Oracle
from standardwebhooks.webhooks import WebhookVerificationError

from application.notifications.subscription import Failure
from application.register import utc_now
from interfaces.notifying.webhook import Webhook, key_of
from tests.interfaces.notifying.notices import NOTICE, written
from tests.receivers import SECRET, Answer, Receiver, receiving, verified

OLDER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD+1kxQ8rRkpE="  # noqa: S105  for tests alone
NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a receiver."""
    with receiving() as each:
        yield each


def webhook(url: str, *secrets: str) -> Webhook:
    keys = [key_of(secret) for secret in secrets or (SECRET,)]
    return Webhook(url, keys, utc_now)


def sent(channel: Webhook, seconds: float = 5) -> Failure | None:
    return channel.send(written(channel), timedelta(seconds=seconds))


def failure(answer: Answer, receiver: Receiver) -> Failure | None:
    receiver.answers = [answer]
    channel = Webhook(receiver.url, [key_of(SECRET)], lambda: NOW)
    return sent(channel)


def test_the_reference_implementation_accepts_the_signature(receiver: Receiver) -> None:
    channel = webhook(receiver.url)
    assert sent(channel) is None
    [received] = receiver.received
    assert verified(received) == json.loads(written(channel).payload)
    assert received.id == str(NOTICE.delivery_id)
    assert received.headers["Content-Type"] == "application/json"


def test_the_signature_is_the_one_the_specification_computes() -> None:
    with receiving() as receiver:
        channel = Webhook(receiver.url, [key_of(SECRET)], lambda: NOW)
        letter = written(channel)
        sent(channel)
    [received] = receiver.received
    expected = Oracle(SECRET).sign(str(letter.id), NOW, letter.payload.decode())
    assert received.headers["webhook-signature"] == expected
    assert received.headers["webhook-timestamp"] == "1893456000"


def test_while_secrets_are_changed_either_is_accepted(receiver: Receiver) -> None:
    channel = webhook(receiver.url, SECRET, OLDER_SECRET)
    sent(channel)
    [received] = receiver.received
    assert verified(received, SECRET) == verified(received, OLDER_SECRET)
    with pytest.raises(WebhookVerificationError):
        verified(received, "whsec_" + "A" * 32)


def test_names_and_wording_stay_in_the_system() -> None:
    payload = written(webhook("https://example.org/")).payload.decode()
    assert NOTICE.item_title is not None
    assert NOTICE.item_title not in payload
    assert json.loads(payload)["data"].keys() == {
        "sequence",
        "item_kind",
        "item_id",
        "item_number",
        "version",
        "unit",
        "occurred_on",
        "recorded_at",
    }


@pytest.mark.parametrize("status", [200, 201, 202, 204, 226])
def test_any_success_means_that_it_arrived(receiver: Receiver, status: int) -> None:
    assert failure(Answer(status), receiver) is None


@pytest.mark.parametrize("status", [304, 400, 404, 500, 503])
def test_anything_else_is_a_failure(receiver: Receiver, status: int) -> None:
    assert failure(Answer(status), receiver) == Failure(f"接收方答复{status}")


def test_gone_is_gone(receiver: Receiver) -> None:
    assert failure(Answer(410), receiver) == Failure("接收方答复410", gone=True)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    elsewhere = Answer(status, {"Location": receiver.url + "/elsewhere"})
    assert failure(elsewhere, receiver) == Failure(f"接收方答复{status}")
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("120", timedelta(minutes=2)),
        ("Tue, 01 Jan 2030 00:10:00 GMT", timedelta(minutes=10)),
        ("Tue, 01 Jan 2030 00:10:00 -0000", timedelta(minutes=10)),
        ("Mon, 31 Dec 2029 00:00:00 GMT", timedelta()),
        ("soon", None),
        ("9" * 20, None),
        ("9" * 5000, None),
        ("-5", None),
        ("Tue, 01 Jan 99999999999999999999 00:00:00 GMT", None),
    ],
)
def test_how_long_the_receiver_asks_to_wait(
    receiver: Receiver, said: str, understood: timedelta | None
) -> None:
    told = failure(Answer(503, {"Retry-After": said}), receiver)
    assert told == Failure("接收方答复503", retry_after=understood)


def test_a_receiver_that_says_nothing_is_given_up(receiver: Receiver) -> None:
    receiver.silence = threading.Event()
    assert sent(webhook(receiver.url), seconds=0.1) == Failure("接收方没有在限定时间内答复")


def test_a_receiver_that_answers_byte_by_byte_is_given_up() -> None:
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            connection, _ = slow.accept()
            with connection, suppress(OSError):
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
                    if is_over.wait(0.05):
                        break
                    connection.send(bytes([byte]))

        dripping = threading.Thread(target=drip)
        dripping.start()
        channel = webhook(f"http://127.0.0.1:{slow.getsockname()[1]}/")
        assert sent(channel, seconds=0.5) == Failure("接收方没有在限定时间内答复")
        is_over.set()
        dripping.join()


def test_an_answer_without_end_is_not_read(receiver: Receiver) -> None:
    assert failure(Answer(200, chunks=10_000), receiver) is None


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        channel = webhook(f"http://127.0.0.1:{unused.getsockname()[1]}/")
        assert sent(channel) == Failure("无法连接接收方")


def test_a_receiver_that_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:

        def hang_up() -> None:
            connection, _ = rude.accept()
            connection.recv(65_536)
            connection.close()

        hanging_up = threading.Thread(target=hang_up)
        hanging_up.start()
        channel = webhook(f"http://127.0.0.1:{rude.getsockname()[1]}/")
        assert sent(channel) == Failure("与接收方的连接中断")
        hanging_up.join()


def test_a_receiver_nobody_vouches_for_is_told_nothing(certificate: Path) -> None:
    with receiving(certificate) as receiver:
        channel = webhook(receiver.url)
        assert sent(channel) == Failure("接收方的证书未通过核验")
    assert receiver.received == []


def test_a_receiver_the_site_vouches_for_is_told(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiving(certificate) as receiver:
        channel = webhook(receiver.url)
        assert sent(channel) is None


def test_what_sends_shows_no_secret() -> None:
    shown = repr(webhook("https://example.org/", SECRET)) + str(webhook("https://example.org/"))
    assert SECRET.removeprefix("whsec_") not in shown
