"""The deadline of a rectification task: extensions, amendments, and going over to the long term.

An extension is asked for before the due date, or on it where the rules allow that, and granted on
it at the latest, by different units; the day asked for and the day granted are kept apart, and so
is the due date first planned (requirement R6; Shanghai 2015 art. 19 and Qingdao 2021 art. 25).
A provisional due date is settled once the notice it waited for was published, and one counted from
a day since corrected is counted anew.
"""

from datetime import date

from domain.approval import require_approver
from domain.derivation import recounted, settled
from domain.due import Due
from domain.due_history import ChangeKind, require_settled_after, stated_in
from domain.errors import RuleViolation
from domain.measure import Target
from domain.model import Act, BusinessDate, DomainEvent
from domain.profile_rules import ProfileRules
from domain.profile_terms import AskedBy
from domain.task_rounds import WORKING, Extension, LongTermPlan, TaskRounds, TaskStatus
from domain.text import Reason, Wording
from domain.work_calendar import WorkCalendar


class UndatedTask(RuleViolation):
    """A task without a due date has nothing to extend."""

    title = "任务未定时限"


class ExtensionAfterExpiry(RuleViolation):
    """An extension is asked for as the rules say, and granted on the due date at the latest."""

    title = "延期应当在期限届满前办理"


class ExtensionNotLater(RuleViolation):
    """An extension leads to a later day than the due date in force."""

    title = "延期后的期限应当晚于现期限"


class ExtensionPending(RuleViolation):
    """One request for extension at a time awaits its decision."""

    title = "已有延期申请等待审批"


class NoExtensionPending(RuleViolation):
    """Only a request that awaits its decision is decided."""

    title = "没有等待审批的延期申请"


class RequesterNotResponsible(RuleViolation):
    """Only a responsible unit asks for an extension."""

    title = "只有责任单位可以申请延期"


class ReviewNotAhead(RuleViolation):
    """A long-term task is reviewed on a day after it became one."""

    title = "复核日期应当晚于转为长期整改的日期"


class TaskUnchanged(RuleViolation):
    """An amendment changes the wording, the due date or the target."""

    title = "没有需要调整的内容"


class TaskDeadline(TaskRounds):
    """What may happen to the due date of a task."""

    class ExtensionRequested(DomainEvent):
        TOPIC = "task.extension-requested"
        LABEL = "申请延期"

        asked: BusinessDate
        due: Due
        reason: Reason

        def apply(self, aggregate: "TaskDeadline") -> None:
            request = Extension(
                asked=self.asked, asked_in=self.originator_version, due_was=self.due
            )
            aggregate.extensions = (*aggregate.extensions, request)

    class ExtensionGranted(DomainEvent):
        TOPIC = "task.extension-granted"
        LABEL = "同意延期"

        asked: BusinessDate
        until: BusinessDate
        due_was: Due

        def apply(self, aggregate: "TaskDeadline") -> None:
            aggregate.settle_extension(
                decided_in=self.originator_version, granted=self.until, due_put_off=self.due_was
            )
            aggregate.amend_current(due=Due.by(self.until))

    class ExtensionRefused(DomainEvent):
        TOPIC = "task.extension-refused"
        LABEL = "不同意延期"

        asked: BusinessDate
        reason: Reason

        def apply(self, aggregate: "TaskDeadline") -> None:
            aggregate.settle_extension(decided_in=self.originator_version)

    class ConvertedToLongTerm(DomainEvent):
        TOPIC = "task.converted-to-long-term"
        LABEL = "转为长期整改"

        reason: Reason
        plan: Wording
        review_on: BusinessDate

        def apply(self, aggregate: "TaskDeadline") -> None:
            aggregate.status = TaskStatus.LONG_TERM
            aggregate.long_term = LongTermPlan(
                text=self.plan, review_on=self.review_on, converted_in=self.originator_version
            )

    class Amended(DomainEvent):
        """Only what changed is given, each with what it was before."""

        TOPIC = "task.amended"
        LABEL = "调整任务"

        text: Wording | None = None
        text_was: Wording | None = None
        due: Due | None = None
        due_was: Due | None = None
        target: Target | None = None
        target_was: Target | None = None
        reason: Reason

        def apply(self, aggregate: "TaskDeadline") -> None:
            aggregate.text = self.text or aggregate.text
            aggregate.target = self.target or aggregate.target
            if self.due:
                aggregate.restate_due(ChangeKind.AMENDED, self.due)
                aggregate.amend_current(due=self.due)

    class DueSettled(DomainEvent):
        """A note: it is dated when the notice was recorded, whatever the task has come to."""

        TOPIC = "task.due-settled"
        LABEL = "期限按正式安排重算"
        STEP = False

        due_was: Due
        due: Due
        of_original: bool
        """Whether this is the derivation of the due date first planned, too."""

        def apply(self, aggregate: "TaskDeadline") -> None:
            aggregate.follow_due(ChangeKind.SETTLED, self)

    class DueRecounted(DueSettled):
        """The date of the event that stated the due date was corrected: it is counted anew.

        The note is dated as the correction is, but never before the due date it moves was set.
        """

        TOPIC = "task.due-recounted"
        LABEL = "期限按更正后的日期重算"

        corrected: int
        """The version of the event whose date was corrected."""

        def apply(self, aggregate: "TaskDeadline") -> None:
            aggregate.follow_due(ChangeKind.RECOUNTED, self)

    def follow_due(self, kind: ChangeKind, event: "DueSettled") -> None:
        """Take over a due date derived anew; for events to apply."""
        if event.of_original:
            self.original_due = event.due
        self.restate_due(kind, event.due)
        self.amend_current(due=event.due)

    def request_extension(self, asked: date, reason: str, rules: ProfileRules, act: Act) -> None:
        """Ask, as a responsible unit and as early as the rules require, for a later day."""
        self._require(*WORKING)
        units = self.assignment.units if self.assignment else ()
        if act.unit not in units:
            raise RequesterNotResponsible(f"{act.unit}不是任务{self.number}的责任单位", "unit")
        if self.pending_extension:
            raise ExtensionPending(
                f"延期至{self.pending_extension.asked}的申请尚未审批,不能再次申请"
            )
        self._require_extensible(asked, "asked", act)
        _require_asked_in_time(self.due, act.occurred_on, rules, "occurred_on")
        self.record(self.ExtensionRequested, act, asked=asked, due=self.due, reason=reason)

    def grant_extension(self, until: date, rules: ProfileRules, act: Act) -> None:
        """Move the due date to ``until``, which may differ from the day asked for."""
        asked = self._require_pending(act).asked
        require_approver(rules.approval.extension, "延期", act)
        self._require_extensible(until, "until", act)
        self.record(self.ExtensionGranted, act, asked=asked, until=until, due_was=self.due)

    def refuse_extension(self, reason: str, act: Act) -> None:
        """Leave the due date as it is."""
        asked = self._require_pending(act).asked
        self.record(self.ExtensionRefused, act, asked=asked, reason=reason)

    def convert_to_long_term(
        self, reason: str, plan: str, review_on: date, rules: ProfileRules, act: Act
    ) -> None:
        """Carry the task on by a plan of its own; its due date still counts."""
        self._require(TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS)
        require_approver(rules.approval.long_term, "转为长期整改", act)
        if review_on <= act.occurred_on:
            raise ReviewNotAhead(
                f"复核日期{review_on}不晚于转为长期整改的日期{act.occurred_on}", "review_on"
            )
        facts = {"plan": plan, "review_on": review_on}
        self.record(self.ConvertedToLongTerm, act, reason=reason, **facts)

    def amend(
        self, text: str | None, due: Due | None, target: Target | None, reason: str, act: Act
    ) -> None:
        """Change what is given and differs; ``None`` leaves a matter as it is.

        Whoever carries the task out may word it better, and never sets its due date anew.
        """
        self._require(TaskStatus.PLANNED, *WORKING)
        present = {"text": self.text, "due": self.due, "target": self.target}
        wanted = {"text": text, "due": due, "target": target}
        changed = {k: v for k, v in wanted.items() if v is not None and v != present[k]}
        if due and due.same_day(self.due):
            changed.pop("due", None)
        if not changed:
            raise TaskUnchanged(f"任务{self.number}的内容、期限和目标均与原来相同")
        if "due" in changed:
            self.performers.require_other(act)
        before = {f"{name}_was": present[name] for name in changed}
        self.record(self.Amended, act, reason=reason, **changed, **before)

    def settle_due(self, calendar: WorkCalendar, act: Act) -> None:
        """Derive a provisional due date again; nothing is recorded where nothing became known.

        The note is dated as the act is, but never before the day on which the due date was stated.
        """
        due = settled(self.due, calendar)
        if due is None:
            return
        dated = act.model_copy(update={"occurred_on": max(act.occurred_on, self.due_stated_on)})
        facts = {"due_was": self.due, "of_original": self.original_due == self.due}
        self.record(self.DueSettled, dated, due=due, **facts)

    def recount_due(self, corrected: int, calendar: WorkCalendar, act: Act) -> None:
        """Count the due date in force anew, now that the date of an event is corrected.

        It rests on the event that stated it; that of a plan's measure rests on the plan. Whoever
        carries the task out does not move its due date by a correction.
        """
        of_plan = corrected == 1 and self.plan_id is not None
        if of_plan or corrected != stated_in(self.due_changes):
            return
        due = recounted(self.due, self.date_of(corrected), calendar)
        if due != self.due:
            self.performers.require_other(act)
            dated = act.model_copy(update={"occurred_on": max(act.occurred_on, self.due_set_on)})
            facts = {"due_was": self.due, "of_original": self.original_due == self.due}
            self.record(self.DueRecounted, dated, due=due, corrected=corrected, **facts)

    def settle_extension(self, **decision: object) -> None:
        """Put the decision to the request that awaited it; for events to apply."""
        *earlier, request = self.extensions
        self.extensions = (*earlier, request.model_copy(update=decision))

    def _require_pending(self, act: Act) -> Extension:
        self._require(*WORKING, TaskStatus.CLOSEOUT_REQUESTED)
        pending = self.pending_extension
        if not pending:
            raise NoExtensionPending(f"任务{self.number}没有等待审批的延期申请")
        self.performers.require_other(act)
        return pending

    def _require_extensible(self, until: date, field: str, act: Act) -> None:
        due = self.due.on
        if due is None:
            raise UndatedTask(f"任务{self.number}未定时限,无需延期")
        if act.occurred_on > due:
            raise ExtensionAfterExpiry(
                f"任务{self.number}的期限{due}在{act.occurred_on}已经届满", "occurred_on"
            )
        if until <= due:
            raise ExtensionNotLater(f"延期至{until}不晚于现期限{due}", field)

    def _require_extensions_in_time(self, dates: tuple[date, ...], rules: ProfileRules) -> None:
        """Refuse dates of events by which an extension would have come too late."""
        for extension in self.extensions:
            asked_on = dates[extension.asked_in - 1]
            _require_asked_in_time(extension.due_was, asked_on, rules, "now")
            if extension.decided_in and extension.due_put_off:
                decided_on = dates[extension.decided_in - 1]
                _require_unexpired(extension.due_put_off, decided_on, "now")

    def _require_settled_after(self, dates: tuple[date, ...]) -> None:
        require_settled_after(self.due_changes, dates)


def _require_asked_in_time(due: Due, day: date, rules: ProfileRules, field: str) -> None:
    _require_unexpired(due, day, field)
    if rules.extension.asked_by is AskedBy.BEFORE_DUE_DAY and day == due.on:
        raise ExtensionAfterExpiry(
            f"延期最迟应当在期限{due.on}的前一日申请,{day}已是期限当日", field
        )


def _require_unexpired(due: Due, day: date, field: str) -> None:
    if due.days_late(day):
        raise ExtensionAfterExpiry(f"延期的申请或者批准日期{day}晚于当时的期限{due.on}", field)
