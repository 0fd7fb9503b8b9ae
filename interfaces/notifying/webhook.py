"""Sends letters as webhooks signed per Standard Webhooks (https://www.standardwebhooks.com)."""

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

import httpx2
from pydantic import BaseModel

from application.notifications.subscription import Failure, Letter, Notice

PREFIX = "whsec_"


class Facts(BaseModel):
    """Which event it was; names of persons and wording stay in the system."""

    sequence: int
    item_kind: str
    item_id: UUID
    item_number: str
    version: int
    unit: str
    occurred_on: date
    recorded_at: datetime


class Body(BaseModel):
    """What a receiver is sent."""

    id: UUID
    type: str
    timestamp: datetime
    data: Facts


def key_of(secret: str) -> bytes:
    """Return the bytes a secret ``whsec_<base64>`` stands for."""
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


class Webhook:
    """The webhook of one subscription."""

    kind: ClassVar[str] = "webhook"

    def __init__(
        self,
        destination: str,
        keys: Sequence[bytes],
        clock: Callable[[], datetime],
    ) -> None:
        self.destination = destination
        self._keys = tuple(keys)
        self._clock = clock
        self._tls = ssl.create_default_context()

    def compose(self, notice: Notice) -> bytes:
        """Write the JSON document to send."""
        facts = {name: getattr(notice, name) for name in Facts.model_fields}
        body = Body(
            id=notice.delivery_id,
            type=notice.topic,
            timestamp=notice.recorded_at,
            data=Facts.model_validate(facts),
        )
        return body.model_dump_json().encode()

    def send(self, letter: Letter, within: timedelta) -> Failure | None:
        """Post the letter once; only an answer 2xx means that it arrived."""
        try:
            return asyncio.run(self._posted(letter, within))
        except TimeoutError:
            return Failure("接收方没有在限定时间内答复")
        except httpx2.ConnectError as error:
            is_untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
            return Failure("接收方的证书未通过核验" if is_untrusted else "无法连接接收方")
        except httpx2.HTTPError:
            return Failure("与接收方的连接中断")

    async def _posted(self, letter: Letter, within: timedelta) -> Failure | None:
        """Post it with one limit for everything: a slow answer renews any other with each byte."""
        now = self._clock()
        async with (
            asyncio.timeout(within.total_seconds()),
            httpx2.AsyncClient(timeout=None, trust_env=False, verify=self._tls) as client,
            client.stream(
                "POST",
                self.destination,
                content=letter.payload,
                headers=self._headers(letter, now),
            ) as answer,
        ):
            return _failure(answer.status_code, answer.headers.get("Retry-After"), now)

    def _headers(self, letter: Letter, now: datetime) -> dict[str, str]:
        stamp = str(int(now.timestamp()))
        signed = b".".join((str(letter.id).encode(), stamp.encode(), letter.payload))
        return {
            "Content-Type": "application/json",
            "User-Agent": "zhuoluo",
            "webhook-id": str(letter.id),
            "webhook-timestamp": stamp,
            "webhook-signature": " ".join(_signature(key, signed) for key in self._keys),
        }


def _signature(key: bytes, signed: bytes) -> str:
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _failure(status: int, retry_after: str | None, now: datetime) -> Failure | None:
    if HTTPStatus(200) <= status < HTTPStatus(300):
        return None
    return Failure(
        f"接收方答复{status}",
        retry_after=_asked_wait(retry_after, now),
        gone=status == HTTPStatus.GONE,
    )


def _asked_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Read ``Retry-After``: seconds or a date; what is neither asks for nothing."""
    if retry_after is None:
        return None
    try:
        if retry_after.isascii() and retry_after.isdecimal():
            return timedelta(seconds=int(retry_after))
        until = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    return max(until.replace(tzinfo=until.tzinfo or UTC) - now, timedelta())
