"""The vocabulary of rule profiles: stored in English, shown in Chinese (glossary)."""

from enum import StrEnum


class Choice(StrEnum):
    """One of the ways a place may rule, with the sentence people read."""

    @property
    def label(self) -> str:
        """What the rule says, in Chinese."""
        return _LABELS[type(self)][self]


class AskedBy(Choice):
    """Until when an extension may be asked for."""

    BEFORE_DUE_DAY = "before_due_day"
    ON_DUE_DAY = "on_due_day"


class Silence(Choice):
    """What it means that a reply was not evaluated in time."""

    EXCLUDED = "excluded"
    SATISFIED = "satisfied"
    NO_ANSWER = "no_answer"


class PromiseClosing(Choice):
    """What becomes of an opinion whose reply promises something."""

    TRACKING_REQUIRED = "tracking_required"
    MAY_CLOSE_WITH_PROMISE = "may_close_with_promise"


class DayOffRule(Choice):
    """What becomes of a term whose last day is a day off."""

    ROLL = "roll"
    STAY = "stay"


_LABELS: dict[type[Choice], dict[str, str]] = {
    AskedBy: {
        AskedBy.BEFORE_DUE_DAY: "最迟在期限届满的前一日提出",
        AskedBy.ON_DUE_DAY: "最迟在期限届满当日提出",
    },
    Silence: {
        Silence.EXCLUDED: "经提醒仍未反馈的,不计入满意率",
        Silence.SATISFIED: "逾期未反馈的,视为满意",
        Silence.NO_ANSWER: "逾期未反馈的,按未反馈单列",
    },
    PromiseClosing: {
        PromiseClosing.TRACKING_REQUIRED: "作出承诺的答复转入跟踪办理,承诺事项兑现后方可办结",
        PromiseClosing.MAY_CLOSE_WITH_PROMISE: "作出承诺的答复可以办结,承诺事项另行列入台账",
    },
    DayOffRule: {
        DayOffRule.ROLL: "期限最后一日是法定休假日的,顺延至休假日结束的次日",
        DayOffRule.STAY: "期限最后一日是法定休假日的,不顺延",
    },
}
