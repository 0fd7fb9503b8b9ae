"""Finds and reads the policy that names the key of the log and its witnesses."""

from pathlib import Path

from application.audit.policy import LONGEST_POLICY, Policy, Witness, parse_policy
from interfaces.cli.files import read_file
from interfaces.cli.refusal import wrong_usage
from interfaces.settings import Settings

NOT_SET = "没有策略文件:请用--policy给出,或者设置环境变量ZHUOLUO_LOG_POLICY"


def policy_of(path: Path | None, settings: Settings) -> Policy | None:
    """Read the policy that was asked for or set; ``None`` when there is neither."""
    path = path or settings.log_policy
    return None if path is None else parse_policy(read_file(path, LONGEST_POLICY))


def required_policy(path: Path | None, settings: Settings) -> Policy:
    """Read the policy; refuse a command that needs one and has none."""
    policy = policy_of(path, settings)
    if policy is None:
        raise wrong_usage(NOT_SET)
    return policy


def witness_named(policy: Policy, name: str) -> Witness:
    """Return a witness of the policy by its name."""
    for witness in policy.witnesses:
        if witness.name == name:
            return witness
    names = "、".join(witness.name for witness in policy.witnesses) or "没有"
    raise wrong_usage(f"策略文件里没有见证方{name};现有:{names}")
