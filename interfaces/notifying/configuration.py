"""What the file of notifications may say: a mail server, and subscriptions.

Secrets are named, never written in the file: each by an environment variable or by a file of its
own. So nothing that is read here is secret, and nothing of it needs to be hidden.
"""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from application.notifications.subscription import Start
from domain.model import ValueObject
from domain.text import Code
from interfaces.causes import cause_of
from interfaces.notifying.mail import Security

LOOPBACK = ("127.0.0.1", "::1", "localhost")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
HOST = re.compile(r"[A-Za-z0-9.:-]+")

NOT_PLAIN = "只能由英文字母、数字和符号组成,邮件服务器不认其他文字的登录"

MESSAGES = {
    "missing": "必须填写",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "tuple_type": "应为列表",
    "model_type": "应为表",
    "bool_type": "应为true或false",
    "int_type": "应为整数",
    "path_type": "应为文件路径",
    "enum": "可选值:{expected}",
    "too_short": "至少{min_length}项",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
}


class NotificationsRefused(Exception):
    """The file cannot be used; the sentence names the field and the rule, never a secret."""


class ChannelKind(StrEnum):
    """The ways there are."""

    WEBHOOK = "webhook"
    MAIL = "mail"


class SecretSource(ValueObject):
    """Where a secret is kept."""

    env: str | None = None
    file: Path | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise PydanticCustomError("secret_source", "应写明env(环境变量名)或file(文件)之一")
        return self


class MailSettings(ValueObject):
    """The mail server."""

    host: str
    port: int = Field(ge=1, le=65535, strict=True)
    security: Security
    sender: str
    username: str | None = None
    password: SecretSource | None = Field(default=None, validate_default=True)

    @field_validator("host")
    @classmethod
    def _is_host(cls, host: str) -> str:
        if not HOST.fullmatch(host) or not _is_looked_up(host):
            raise PydanticCustomError("host", "应为主机名或IP地址")
        return host

    @field_validator("sender")
    @classmethod
    def _is_address(cls, sender: str) -> str:
        return _mail_address(sender)

    @field_validator("username")
    @classmethod
    def _is_plain(cls, username: str | None) -> str | None:
        if username is not None and not username.isascii():
            raise PydanticCustomError("login", NOT_PLAIN)
        return username

    @field_validator("password")
    @classmethod
    def _fits_login(
        cls, password: SecretSource | None, info: ValidationInfo
    ) -> SecretSource | None:
        stated: Mapping[str, Any] = info.data
        if (stated.get("username") is None) != (password is None):
            raise PydanticCustomError("login", "username和password应同时填写,或者都不填写")
        if password is not None and stated.get("security") is Security.NONE:
            raise PydanticCustomError("login", "security为none时不能登录,否则密码会以明文传送")
        return password


class SubscriptionSettings(ValueObject):
    """One subscription as it is written down."""

    name: Code
    topics: tuple[str, ...] = Field(min_length=1)
    units: tuple[Code, ...] = ()
    start: Start = Start.NOW
    channel: ChannelKind
    destination: str
    secrets: tuple[SecretSource, ...] = Field(default=(), validate_default=True)
    titles: bool = Field(default=False, strict=True)

    @field_validator("destination")
    @classmethod
    def _leads_somewhere(cls, destination: str, info: ValidationInfo) -> str:
        if info.data.get("channel") is ChannelKind.MAIL:
            return _mail_address(destination)
        return _web_address(destination)

    @field_validator("secrets")
    @classmethod
    def _signs(
        cls, secrets: tuple[SecretSource, ...], info: ValidationInfo
    ) -> tuple[SecretSource, ...]:
        is_mail = info.data.get("channel") is ChannelKind.MAIL
        if is_mail and secrets:
            raise PydanticCustomError("secrets", "邮件不签名,不填写这一项")
        if not is_mail and not secrets:
            raise PydanticCustomError("secrets", "webhook必须签名,至少填写一个密钥的出处")
        return secrets

    @field_validator("titles")
    @classmethod
    def _in_mail_alone(cls, titles: bool, info: ValidationInfo) -> bool:
        if titles and info.data.get("channel") is ChannelKind.WEBHOOK:
            raise PydanticCustomError("titles", "只有邮件可以写明标题")
        return titles


class NotificationSettings(ValueObject):
    """Everything the file says."""

    mail: MailSettings | None = None
    subscriptions: tuple[SubscriptionSettings, ...] = Field(min_length=1)

    @field_validator("subscriptions")
    @classmethod
    def _named_once(
        cls, subscriptions: tuple[SubscriptionSettings, ...]
    ) -> tuple[SubscriptionSettings, ...]:
        names = [each.name for each in subscriptions]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise PydanticCustomError("name", "名称“{name}”不止一个", {"name": twice})
        return subscriptions


def read_file(path: Path) -> NotificationSettings:
    """Read the file, or refuse it by its first mistake."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NotificationsRefused(f"不能读取{path}:{cause_of(error)}") from None
    except UnicodeDecodeError:
        raise NotificationsRefused(f"{path}应为UTF-8编码") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = f"第{place[1]}行" if place else "末尾"
        raise NotificationsRefused(f"{path}{line}不是有效的TOML") from None
    try:
        return NotificationSettings.model_validate(stated)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        sentence = _message(first["type"], first["msg"], first.get("ctx", {}))
        raise NotificationsRefused(f"{path}:{field_of(first['loc'])}:{sentence}") from None


def field_of(location: tuple[int | str, ...]) -> str:
    """Return where in the file something stands; entries are counted from one."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _message(rule: str, message: str, limits: Mapping[str, Any]) -> str:
    if rule in MESSAGES:
        return MESSAGES[rule].format(**limits)
    return "不符合要求" if message.isascii() else message


def _is_looked_up(host: str) -> bool:
    """Say whether a name can be asked for at all: its parts are neither empty nor too long."""
    try:
        return bool(host.encode("idna"))
    except UnicodeError:
        return False


def _mail_address(address: str) -> str:
    if not ADDRESS.fullmatch(address):
        raise PydanticCustomError("mail_address", "应为一个邮件地址,如bgs@example.org")
    return address


def _web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_address = address.isascii() and parts.port != 0 and _is_looked_up(parts.hostname or "")
    except ValueError:
        is_address = False
        parts = SplitResult("", "", "", "", "")
    if not is_address or parts.scheme not in {"https", "http"} or re.search(r"\s", address):
        raise PydanticCustomError("web_address", "应为https://开头的地址")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise PydanticCustomError("web_address", "应为https://开头的地址;只有本机地址可以用http")
    if parts.username is not None or parts.query or parts.fragment:
        raise PydanticCustomError(
            "web_address", "地址中不能有用户名、密码、查询参数或者#,密钥另行填写"
        )
    return address
