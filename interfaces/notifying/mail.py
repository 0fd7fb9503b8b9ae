"""Sends letters as mail in Chinese over SMTP."""

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple

from application.notifications.subscription import Failure, Letter, Notice
from domain.model import CHINA_STANDARD_TIME
from interfaces.notifying.timed_smtp import TimedSMTP

REASONS: tuple[tuple[type[OSError], str], ...] = (
    (smtplib.SMTPRecipientsRefused, "邮件服务器不接受这个收件地址"),
    (smtplib.SMTPNotSupportedError, "邮件服务器不支持所设置的加密或者登录方式"),
    (ssl.SSLCertVerificationError, "邮件服务器的证书未通过核验"),
    (TimeoutError, "邮件服务器没有在限定时间内答复"),
)
UNREACHABLE = "无法连接邮件服务器,或者连接中断"


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Login(NamedTuple):
    """How to log in; the password is never shown."""

    username: str
    password: str

    def __repr__(self) -> str:
        """Name the user only."""
        return f"Login(username={self.username!r})"


class MailServer(NamedTuple):
    """The server that takes letters, and in whose name they are sent."""

    host: str
    port: int
    security: Security
    sender: str
    login: Login | None


class Mail:
    """The mail of one subscription."""

    kind: ClassVar[str] = "mail"

    def __init__(self, server: MailServer, destination: str, *, titles: bool) -> None:
        self.destination = destination
        self._server = server
        self._titles = titles
        self._tls = ssl.create_default_context()

    def compose(self, notice: Notice) -> bytes:
        """Write the message; its Message-ID follows from the letter, so a copy is recognised."""
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = f"<{notice.delivery_id}@{self._server.sender.rpartition('@')[2]}>"
        message["Date"] = format_datetime(notice.recorded_at)
        message["From"] = self._server.sender
        message["To"] = self.destination
        message["Subject"] = f"【着落】{notice.item_label}{notice.item_number}:{notice.label}"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(_text(notice, titles=self._titles), cte="base64")
        return message.as_bytes()

    def send(self, letter: Letter, within: timedelta) -> Failure | None:
        """Hand the letter to the mail server once."""
        try:
            with closing(self._connected(within)) as server:
                server.sendmail(self._server.sender, [self.destination], letter.payload)
                with suppress(OSError):  # what the server has accepted, it has accepted
                    server.quit()
        except OSError as error:
            return Failure(_reason(error))
        return None

    def _connected(self, within: timedelta) -> smtplib.SMTP:
        to = self._server
        at_once = self._tls if to.security is Security.TLS else None
        server = TimedSMTP(to.host, to.port, within, at_once)
        try:
            if to.security is Security.STARTTLS:
                server.starttls(context=self._tls)
            if to.login is not None:
                server.login(to.login.username, to.login.password)
        except Exception:
            server.close()
            raise
        return server


def _reason(error: OSError) -> str:
    """Say what went wrong in words of ours: what a server answers is not for the records."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"邮件服务器拒绝登录({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"邮件服务器答复{error.smtp_code}"
    causes = (error, error.__context__)  # a time-out comes wrapped as a lost connection
    return next((said for kind, said in REASONS if _any_is(causes, kind)), UNREACHABLE)


def _any_is(errors: Sequence[BaseException | None], kind: type[OSError]) -> bool:
    return any(isinstance(error, kind) for error in errors)


def _text(notice: Notice, *, titles: bool) -> str:
    title = f"标题:{notice.item_title}\n" if titles and notice.item_title else ""
    return (
        f"{notice.item_label}{notice.item_number}有新的办理记录。\n\n"
        f"{title}"
        f"办理:{notice.label}\n"
        f"办理单位:{notice.unit_name}\n"
        f"办理日期:{notice.occurred_on:%Y-%m-%d}\n"
        f"登记时间:{_local(notice.recorded_at)}\n"
        f"日志序号:{notice.sequence}\n\n"
        "本邮件由系统自动发出。同一通知可能收到两份,Message-ID相同的以一份为准。\n"
    )


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA_STANDARD_TIME):%Y-%m-%d %H:%M}"
