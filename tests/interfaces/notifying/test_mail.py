"""Mail against a real mail server on loopback."""

import email
import socket
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from application.notifications.subscription import Failure
from interfaces.notifying.mail import Login, Mail, MailServer, Security
from tests.interfaces.notifying.dripping import dripping
from tests.interfaces.notifying.notices import NOTICE, written
from tests.receivers import Doorkeeper, server_tls, taking_mail

LOGIN = Login("zhuoluo", "correct horse")
LATE = Failure("邮件服务器没有在限定时间内答复")

HALF_A_HANDSHAKE = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"
"""The begin of a record of 16 KiB, in which a server would say hello."""


def mail(port: int, *, titles: bool = False, **server: Any) -> Mail:
    stated: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": Security.NONE,
        "sender": "zhuoluo@example.org",
        "login": None,
    }
    to = MailServer(**{**stated, **server})
    return Mail(to, "jyj@example.org", titles=titles)


def sent(channel: Mail, seconds: float = 10) -> Failure | None:
    return channel.send(written(channel), timedelta(seconds=seconds))


def read(content: Any) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    """Let the site vouch for the certificate of loopback."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def test_a_letter_says_in_chinese_what_happened() -> None:
    with taking_mail() as (mailbox, port):
        assert sent(mail(port)) is None
    [envelope] = mailbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("zhuoluo@example.org", ["jyj@example.org"])
    message = read(envelope.content)
    assert message["Subject"] == "【着落】意见2015-3:交办"
    assert (message["From"], message["To"]) == ("zhuoluo@example.org", "jyj@example.org")
    assert message["Date"].datetime == NOTICE.recorded_at
    assert message.get_content().splitlines() == [
        "意见2015-3有新的办理记录。",
        "",
        "办理:交办",
        "办理单位:县人大常委会办公室",
        "办理日期:2015-03-25",
        "登记时间:2015-03-25 09:02",
        "日志序号:12",
        "",
        "本邮件由系统自动发出。同一通知可能收到两份,Message-ID相同的以一份为准。",
    ]


def test_the_bytes_taken_in_are_the_bytes_recorded() -> None:
    with taking_mail() as (mailbox, port):
        letter = written(mail(port))
        assert sent(mail(port)) is None
    assert mailbox.envelopes[0].content == letter.payload
    assert letter.payload.isascii()


def test_the_title_is_shown_where_the_subscription_says_so() -> None:
    shown = read(written(mail(1, titles=True)).payload).get_content()
    assert "标题:关于雨污分流的意见" in shown.splitlines()
    nameless = mail(1, titles=True).compose(NOTICE._replace(item_title=None))
    assert "标题" not in read(nameless).get_content()


def test_a_copy_is_recognised_by_its_message_id() -> None:
    with taking_mail() as (mailbox, port):
        assert sent(mail(port)) is None
        assert sent(mail(port)) is None
    found = [read(each.content)["Message-ID"] for each in mailbox.envelopes]
    assert found == [f"<{NOTICE.delivery_id}@example.org>"] * 2


@pytest.mark.usefixtures("trusted")
def test_login_over_starttls(certificate: Path) -> None:
    options = {"tls_context": server_tls(certificate), "require_starttls": True}
    with taking_mail(**options, authenticator=Doorkeeper(), auth_required=True) as (mailbox, port):
        assert sent(mail(port, security=Security.STARTTLS, login=LOGIN)) is None
        wrong = Login("zhuoluo", "guessed")
        refused = sent(mail(port, security=Security.STARTTLS, login=wrong))
        assert refused == Failure("邮件服务器拒绝登录(535)")
        assert sent(mail(port)) == Failure("邮件服务器答复530")
    assert len(mailbox.envelopes) == 1


@pytest.mark.usefixtures("trusted")
def test_tls_from_the_first_byte(certificate: Path) -> None:
    with taking_mail(ssl_context=server_tls(certificate)) as (mailbox, port):
        assert sent(mail(port, security=Security.TLS)) is None
    assert len(mailbox.envelopes) == 1


def test_a_server_nobody_vouches_for_is_told_nothing(certificate: Path) -> None:
    with taking_mail(tls_context=server_tls(certificate)) as (mailbox, port):
        untrusted = sent(mail(port, security=Security.STARTTLS))
    assert untrusted == Failure("邮件服务器的证书未通过核验")
    assert mailbox.envelopes == []


def test_a_server_without_starttls_is_told_nothing() -> None:
    with taking_mail() as (mailbox, port):
        refused = sent(mail(port, security=Security.STARTTLS))
    assert refused == Failure("邮件服务器不支持所设置的加密或者登录方式")
    assert mailbox.envelopes == []


def test_what_the_server_answers_is_told_by_its_number_alone() -> None:
    with taking_mail() as (mailbox, port):
        mailbox.refusals = ["451 try later, jyj@example.org is busy", "554 no"]
        assert sent(mail(port)) == Failure("邮件服务器答复451")
        assert sent(mail(port)) == Failure("邮件服务器答复554")
        assert sent(mail(port)) is None


def test_an_address_the_server_does_not_take() -> None:
    with taking_mail() as (mailbox, port):
        mailbox.unknown = "jyj@example.org"
        assert sent(mail(port)) == Failure("邮件服务器不接受这个收件地址")


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert sent(mail(unused.getsockname()[1])) == Failure("无法连接邮件服务器,或者连接中断")


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = sent(mail(silent.getsockname()[1]), seconds=0.1)
    assert told == LATE


@pytest.mark.parametrize(
    ("before", "drip"),
    [
        ("", b"220 mail.example.org " + b"x" * 200),
        ("ehlo", b"250-x\r\n"),
        (".", b"250 " + b"x" * 200),
        (".", b"250-x\r\n"),
    ],
    ids=["greeting", "capabilities", "receipt", "receipt in lines"],
)
def test_a_server_that_answers_byte_by_byte_is_given_up(before: str, drip: bytes) -> None:
    with dripping(before, drip) as port:
        assert sent(mail(port), seconds=0.5) == LATE


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("before", ["", "."])
def test_a_server_that_answers_byte_by_byte_over_tls_is_given_up(
    before: str, certificate: Path
) -> None:
    with dripping(before, b"250-x\r\n", server_tls(certificate)) as port:
        assert sent(mail(port, security=Security.TLS), seconds=0.5) == LATE


@pytest.mark.parametrize(
    ("security", "before", "drip"),
    [
        (Security.TLS, "", HALF_A_HANDSHAKE),
        (Security.STARTTLS, "STARTTLS", b"220 go on\r\n" + HALF_A_HANDSHAKE),
    ],
    ids=["tls", "starttls"],
)
def test_a_handshake_byte_by_byte_is_given_up(
    security: Security, before: str, drip: bytes
) -> None:
    with dripping(before, drip) as port:
        assert sent(mail(port, security=security), seconds=1) == LATE


def test_a_server_that_is_slow_to_say_goodbye_has_taken_the_letter() -> None:
    with dripping("quit", b"221-x\r\n") as port:
        assert sent(mail(port), seconds=1) is None


def test_an_answer_without_end_is_not_read() -> None:
    with dripping("ehlo", b"250-" + b"x" * 1000 + b"\r\n", pause=0) as port:
        assert sent(mail(port), seconds=60) == Failure("无法连接邮件服务器,或者连接中断")


def test_the_next_address_is_tried_while_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with taking_mail() as (mailbox, port), socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        ports = (unused.getsockname()[1], port)
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", each)) for each in ports
        ]
        look_up = socket.getaddrinfo

        def two_addresses(host: str, *args: Any, **kwargs: Any) -> Any:
            return found if host == "mail.example.org" else look_up(host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
        assert sent(mail(port, host="mail.example.org")) is None
    assert len(mailbox.envelopes) == 1


def test_without_time_left_nothing_is_sent() -> None:
    with taking_mail() as (mailbox, port):
        assert sent(mail(port), seconds=0) == LATE
    assert mailbox.envelopes == []


def test_a_password_is_never_shown() -> None:
    server = MailServer("mail.example.org", 465, Security.TLS, "zhuoluo@example.org", LOGIN)
    channel = Mail(server, "jyj@example.org", titles=False)
    for each in (LOGIN, server, channel):
        assert LOGIN.password not in f"{each!r}{each!s}"
