"""From the file of notifications to subscriptions that can be served."""

import binascii
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from application.errors import NotFound
from application.notifications.subscription import Channel, Subscription
from application.store import Store
from domain.unit import Unit
from interfaces.notifying.configuration import (
    NOT_PLAIN,
    ChannelKind,
    NotificationSettings,
    NotificationsRefused,
    SecretSource,
    SubscriptionSettings,
    field_of,
    read_file,
)
from interfaces.notifying.mail import Login, Mail, MailServer
from interfaces.notifying.webhook import PREFIX, Webhook, key_of

PATTERN = re.compile(r"[a-z0-9*-]+(\.[a-z0-9*-]+)?")
SHORTEST_KEY = 24
LONGEST_KEY = 64
"""Bytes of a key, after Standard Webhooks."""

Place = tuple[int | str, ...]


def read_subscriptions(
    path: Path, store: Store, environment: Mapping[str, str]
) -> list[Subscription]:
    """Return what the file asks for, or refuse it by its first mistake."""
    settings = read_file(path)
    reading = _Reading(path, store, environment, settings)
    return [
        reading.subscription(each, ("subscriptions", number))
        for number, each in enumerate(settings.subscriptions)
    ]


class _Reading(NamedTuple):
    """One reading of the file, with what it is checked against."""

    path: Path
    store: Store
    environment: Mapping[str, str]
    settings: NotificationSettings

    def subscription(self, stated: SubscriptionSettings, place: Place) -> Subscription:
        for number, code in enumerate(stated.units):
            self._require_unit(code, (*place, "units", number))
        return Subscription(
            name=stated.name,
            topics=self._topics(stated, place),
            units=frozenset(stated.units),
            start=stated.start,
            channel=self._channel(stated, place),
        )

    def _require_unit(self, code: str, place: Place) -> None:
        """Refuse a unit there is none of: its letters would silently never be written."""
        try:
            self.store.read(Unit, Unit.id_of(code))
        except NotFound:
            raise self._refusal(place, f"没有代码为{code}的单位") from None

    def _topics(self, stated: SubscriptionSettings, place: Place) -> frozenset[str]:
        known = {event.TOPIC for event in self.store.topics.events()}
        wanted: set[str] = set()
        for number, pattern in enumerate(stated.topics):
            found = {topic for topic in known if fnmatchcase(topic, pattern)}
            if not PATTERN.fullmatch(pattern) or not found:
                raise self._refusal((*place, "topics", number), f"没有“{pattern}”这种事件")
            wanted |= found
        return frozenset(wanted)

    def _channel(self, stated: SubscriptionSettings, place: Place) -> Channel:
        if stated.channel is ChannelKind.MAIL:
            return Mail(self._mail_server(), stated.destination, titles=stated.titles)
        keys = [
            self._key(source, (*place, "secrets", number))
            for number, source in enumerate(stated.secrets)
        ]
        return Webhook(stated.destination, keys, self.store.clock)

    def _mail_server(self) -> MailServer:
        mail = self.settings.mail
        if mail is None:
            raise self._refusal(("mail",), "有邮件订阅时必须填写邮件服务器")
        login = None
        if mail.username is not None and mail.password is not None:
            login = Login(mail.username, self._password(mail.password, ("mail", "password")))
        return MailServer(mail.host, mail.port, mail.security, mail.sender, login)

    def _password(self, source: SecretSource, place: Place) -> str:
        secret = self._secret(source, place)
        if not secret.isascii():
            raise self._refusal(place, NOT_PLAIN)
        return secret

    def _key(self, source: SecretSource, place: Place) -> bytes:
        secret = self._secret(source, place)
        try:
            key = key_of(secret) if secret.startswith(PREFIX) else b""
        except (binascii.Error, ValueError):
            key = b""
        if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
            rule = f"密钥应为{PREFIX}加{SHORTEST_KEY}至{LONGEST_KEY}字节的Base64编码"
            raise self._refusal(place, rule)
        return key

    def _secret(self, source: SecretSource, place: Place) -> str:
        if source.file is not None:
            secret, missing = self._in_file(source.file, place), f"文件{source.file}是空的"
        else:
            secret = self.environment.get(source.env or "", "")
            missing = f"环境变量{source.env}没有设置"
        if not secret:
            raise self._refusal(place, missing)
        return secret

    def _in_file(self, file: Path, place: Place) -> str:
        """Read a file that is named from where the file of notifications lies."""
        try:
            return (self.path.parent / file).read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            raise self._refusal(place, f"不能读取文件{file}") from None

    def _refusal(self, place: Place, sentence: str) -> NotificationsRefused:
        return NotificationsRefused(f"{self.path}:{field_of(place)}:{sentence}")
