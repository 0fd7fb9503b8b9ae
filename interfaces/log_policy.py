"""The policy the settings name: whose signatures the log goes by, and how many witnesses."""

from typing import NamedTuple

from application.audit.policy import Policy, parse_policy
from application.audit.refusal import Refused
from application.errors import UnknownFact
from interfaces.causes import cause_of
from interfaces.settings import Settings

FIELD = "ZHUOLUO_LOG_POLICY"


class LogPolicy(NamedTuple):
    """A policy, and the file it was read from."""

    file: bytes
    policy: Policy


def log_policy(settings: Settings) -> LogPolicy | None:
    """Read the policy; ``None`` where none is set, ``UnknownFact`` where it cannot be used."""
    path = settings.log_policy
    if path is None:
        return None
    try:
        file = path.read_bytes()
    except OSError as error:
        raise UnknownFact(f"日志策略文件{path}无法读取:{cause_of(error)}", FIELD) from error
    try:
        return LogPolicy(file, parse_policy(file))
    except Refused as refused:
        raise UnknownFact(f"日志策略文件无法使用:{refused.chinese}", FIELD) from refused
