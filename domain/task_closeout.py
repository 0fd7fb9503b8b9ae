"""How a rectification task ends: public notice, close-out (销号), look-back (回头看).

Nothing is closed out without an accepted verification; a recurrence opens the next round and
keeps the first closing (requirement R9; close-out practice of §2.6 of the domain reference: the
unit decides collectively, a public notice follows, then the office closes).
"""

from datetime import date

from domain.due import Due
from domain.due_history import ChangeKind
from domain.errors import ActOutOfOrder, RuleViolation
from domain.model import Act, BusinessDate, DomainEvent
from domain.profile_rules import ProfileRules
from domain.task_rounds import Objection, PublicNotice, TaskRounds, TaskStatus
from domain.text import Name, Reason


class NoticeTooEarly(RuleViolation):
    """A public notice begins on the day the task was accepted, or later."""

    title = "公示开始日期早于核查通过日期"


class NoticeReversed(RuleViolation):
    """A public notice ends on the day it begins, or later."""

    title = "公示结束日期早于开始日期"


class NoticeTooShort(RuleViolation):
    """A public notice runs for as many days as the rules require, first and last included."""

    title = "公示天数少于规定"


class NoticeRequired(RuleViolation):
    """Where the rules require a public notice, nothing is closed out without one."""

    title = "销号前应当公示"


class NoticeRepeated(RuleViolation):
    """A round has one public notice."""

    title = "本轮整改已经公示"


class NoticeNotGiven(RuleViolation):
    """An objection answers a public notice."""

    title = "本轮整改没有公示"


class NoticeRunning(RuleViolation):
    """A task is closed out after the last day of its public notice."""

    title = "公示尚未期满"


class ObjectionUpheld(RuleViolation):
    """A task is not closed out while an objection upheld stands against it."""

    title = "公示期间的异议成立"


class TaskCloseout(TaskRounds):
    """What may happen to an accepted task."""

    class PublicNoticeGiven(DomainEvent):
        TOPIC = "task.public-notice-given"
        LABEL = "公示"

        start: BusinessDate
        end: BusinessDate
        channel: Name

        def apply(self, aggregate: "TaskCloseout") -> None:
            notice = PublicNotice(
                start=self.start,
                end=self.end,
                channel=self.channel,
                given_in=self.originator_version,
            )
            aggregate.amend_current(notice=notice)

    class ObjectionRecorded(DomainEvent):
        TOPIC = "task.objection-recorded"
        LABEL = "登记公示异议"
        STEP = False

        text: Reason
        upheld: bool

        def apply(self, aggregate: "TaskCloseout") -> None:
            objection = Objection(
                text=self.text, upheld=self.upheld, recorded_in=self.originator_version
            )
            aggregate.amend_current(objections=(*aggregate.current.objections, objection))

    class ClosedOut(DomainEvent):
        TOPIC = "task.closed-out"
        LABEL = "销号"

        round: int
        completed_on: BusinessDate

        def apply(self, aggregate: "TaskCloseout") -> None:
            aggregate.status = TaskStatus.CLOSED_OUT
            aggregate.amend_current(closed_in=self.originator_version)

    class LookBackPassed(DomainEvent):
        TOPIC = "task.look-back-passed"
        LABEL = "回头看未反弹"

        note: Reason

        def apply(self, aggregate: "TaskCloseout") -> None:
            aggregate.look_backs = (*aggregate.look_backs, self.originator_version)

    class RecurrenceFound(DomainEvent):
        TOPIC = "task.recurrence-found"
        LABEL = "回头看发现反弹"

        note: Reason
        due: Due

        def apply(self, aggregate: "TaskCloseout") -> None:
            aggregate.look_backs = (*aggregate.look_backs, self.originator_version)
            aggregate.restate_due(ChangeKind.RECURRED, self.due)
            aggregate.begin_round(self.due, self.originator_version, self.originator_version)

    def give_public_notice(
        self, start: date, end: date, channel: str, rules: ProfileRules, act: Act
    ) -> None:
        """Announce the accepted task from ``start`` to ``end``, both included."""
        self._require(TaskStatus.ACCEPTED)
        if self.current.notice:
            raise NoticeRepeated(f"任务{self.number}第{self.current.number}轮整改已经公示")
        accepted_on = self.date_of(self.current.verdicts[-1].given_in)
        _require_begun(start, accepted_on, "start")
        if end < start:
            raise NoticeReversed(f"公示的结束日期{end}早于开始日期{start}", "end")
        days, required = (end - start).days + 1, rules.closing.public_notice_days
        if days < required:
            raise NoticeTooShort(f"公示{days}天,少于规定的{required}天", "end")
        self.record(self.PublicNoticeGiven, act, start=start, end=end, channel=channel)

    def record_objection(self, text: str, upheld: bool, act: Act) -> None:
        """Record an objection to the public notice, without naming who raised it."""
        self._require(TaskStatus.ACCEPTED)
        notice = self.current.notice
        if not notice:
            raise NoticeNotGiven(f"任务{self.number}第{self.current.number}轮整改没有公示")
        self.performers.require_other(act)
        if act.occurred_on < notice.start:
            raise ActOutOfOrder(
                f"异议日期{act.occurred_on}早于公示开始日期{notice.start}", "occurred_on"
            )
        self.record(self.ObjectionRecorded, act, text=text, upheld=upheld)

    def close_out(self, rules: ProfileRules, act: Act) -> None:
        """Strike the accepted task off the ledger; it keeps its day of completion."""
        self._require(TaskStatus.ACCEPTED)
        self.performers.require_other(act)
        if self.current.contested:
            raise ObjectionUpheld(f"任务{self.number}公示期间有异议成立,应当重新核查")
        if rules.closing.public_notice_days and not self.current.notice:
            raise NoticeRequired(
                f"任务{self.number}销号前应当公示{rules.closing.public_notice_days}天"
            )
        _require_over(self.current.notice, act.occurred_on, "occurred_on")
        self.record(self.ClosedOut, act, round=self.current.number, completed_on=self.completed_on)

    def look_back(self, note: str, act: Act) -> None:
        """Find, some time after the closing, that the matter stayed rectified."""
        self._require(TaskStatus.CLOSED_OUT)
        self.performers.require_other(act)
        self.record(self.LookBackPassed, act, note=note)

    def find_recurrence(self, note: str, due: Due, act: Act) -> None:
        """Take a closed task up again because the matter came back; the closing stays known."""
        self._require(TaskStatus.CLOSED_OUT)
        self._require_due_ahead(due, "due", act)
        self.record(self.RecurrenceFound, act, note=note, due=due)

    def _require_notices_kept(self, dates: tuple[date, ...]) -> None:
        """Refuse dates of events by which a notice would not lie between verdict and closing."""
        for past in self.rounds:
            if past.notice:
                accepted_on = dates[past.verdicts[0].given_in - 1]
                _require_begun(past.notice.start, accepted_on, "now")
            if past.closed_in:
                _require_over(past.notice, dates[past.closed_in - 1], "now")


def _require_begun(start: date, accepted_on: date, field: str) -> None:
    if start < accepted_on:
        raise NoticeTooEarly(f"公示开始日期{start}早于核查通过日期{accepted_on}", field)


def _require_over(notice: PublicNotice | None, closed_on: date, field: str) -> None:
    if notice and closed_on <= notice.end:
        raise NoticeRunning(f"公示至{notice.end}期满,{closed_on}尚不能销号", field)
