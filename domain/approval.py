"""Who may approve: where the rules name a role, nobody else's approval counts."""

from domain.errors import RuleViolation
from domain.model import Act
from domain.profile_rules import Approver


class ApproverNotAuthorised(RuleViolation):
    """Where the rules say in which role something is approved, it is approved in that role."""

    title = "审批身份不符合规则"


def require_approver(required: Approver | None, matter: str, act: Act) -> None:
    """Refuse an approval of ``matter`` given in another role than the rules require."""
    if required is not None and act.role is not required.role:
        raise ApproverNotAuthorised(
            f"{matter}应由{required.post}({required.role.label})审批,不能以{act.role.label}的身份审批",
            "role",
        )
