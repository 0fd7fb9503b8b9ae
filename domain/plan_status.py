"""The states of a rectification plan."""

from enum import StrEnum


class PlanStatus(StrEnum):
    """Where a plan stands; a rejected plan is a draft again."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    CONCLUDED = "concluded"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    PlanStatus.DRAFTED: "起草",
    PlanStatus.SUBMITTED: "已报送",
    PlanStatus.APPROVED: "已审定",
    PlanStatus.IN_FORCE: "实施中",
    PlanStatus.CONCLUDED: "已办结",
}
