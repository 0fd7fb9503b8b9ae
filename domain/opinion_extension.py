"""More time for an opinion: asked for before the due date expires, granted before it does.

How far an extension may lead, and until when it may be asked for, is for the rules to say; the
deputies are told (Shanghai 2015 art. 19, Qingdao 2021 art. 25; invariants of the domain
reference). The day on the request, the day it came in and the day it was decided are kept apart.
While the clock stands still no due date expires: what counts is the day on which it stopped.
"""

from datetime import date

from domain.deadline import TermFromStart
from domain.due import Due
from domain.errors import RuleViolation
from domain.model import Act, BusinessDate, DomainEvent
from domain.opinion_handling import Extension, ExtensionDecision, Round
from domain.opinion_handover import OpinionHandover
from domain.opinion_state import ANSWERING, DateOutOfSpan
from domain.pause import postponed
from domain.profile_rules import ExtensionRules
from domain.profile_terms import AskedBy
from domain.text import Reason
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar

EXTENSION_RULES = ExtensionRules()


class DueNotSet(RuleViolation):
    """An opinion without a due date has nothing to extend."""

    title = "意见未定时限"


class ExtensionAfterExpiry(RuleViolation):
    """An extension is asked for before the due date, and granted on it at the latest."""

    title = "延期应当在期限届满前办理"


class ExtensionPending(RuleViolation):
    """One request at a time awaits its decision."""

    title = "已有延期申请等待审批"


class NoExtensionPending(RuleViolation):
    """Only a request that awaits its decision is decided."""

    title = "没有等待审批的延期申请"


class ExtensionNotLater(RuleViolation):
    """An extension leads to a later day than the current due date."""

    title = "延期后的期限应当晚于现期限"


class ExtensionTooLong(RuleViolation):
    """A round is extended no further than the rules allow, each time and all told.

    What the clock stood still is no extension: all told counts from the original due date as the
    pauses moved it.
    """

    title = "延期超过规定的最长时间"


class DeputyNotTold(RuleViolation):
    """The deputies who proposed the opinion are told of an extension."""

    title = "延期应当告知代表"


class OpinionExtension(OpinionHandover):
    """What may happen to the due date of an opinion."""

    class ExtensionRequested(DomainEvent):
        TOPIC = "opinion.extension-requested"
        LABEL = "申请延期"

        asked: BusinessDate
        reason: Reason

        def apply(self, aggregate: "OpinionExtension") -> None:
            round_ = aggregate.rounds[-1]
            asked = Extension(
                version=self.originator_version,
                unit=self.act.unit,
                asked=self.asked,
                reason=self.reason,
                due_was=round_.due,
            )
            aggregate.amend_round(extensions=(*round_.extensions, asked))

    class ExtensionGranted(DomainEvent):
        TOPIC = "opinion.extension-granted"
        LABEL = "同意延期"

        until: BusinessDate
        due_was: Due
        deputy_told_on: BusinessDate | None

        def apply(self, aggregate: "OpinionExtension") -> None:
            decision = ExtensionDecision(
                version=self.originator_version,
                until=self.until,
                due_was=self.due_was,
                deputy_told_on=self.deputy_told_on,
            )
            aggregate.settle_extension(decision)
            aggregate.amend_round(due=Due.by(self.until))

    class ExtensionRefused(DomainEvent):
        TOPIC = "opinion.extension-refused"
        LABEL = "不同意延期"

        reason: Reason

        def apply(self, aggregate: "OpinionExtension") -> None:
            decision = ExtensionDecision(version=self.originator_version, reason=self.reason)
            aggregate.settle_extension(decision)

    def request_extension(
        self, asked: date, reason: str, act: Act, rules: ExtensionRules = EXTENSION_RULES
    ) -> None:
        """Ask, as a lead unit and by a request dated in time, for more time."""
        self._require(self.ExtensionRequested, *ANSWERING)
        self._require_lead(act)
        round_ = self.rounds[-1]
        if round_.pending_extension:
            raise ExtensionPending(f"意见{self.number}已有延期申请尚未审批,不能再次申请")
        begun_on = self.date_of(round_)
        if not begun_on <= asked <= act.occurred_on:
            raise DateOutOfSpan(
                f"申请日期{asked}应当在交办日期{begun_on}至收到申请的日期{act.occurred_on}之间",
                "asked",
            )
        due = self._require_due(round_)
        counted = self._counted_now(asked)
        if counted > due or (counted == due and rules.asked_by is AskedBy.BEFORE_DUE_DAY):
            order = "不早于" if rules.asked_by is AskedBy.BEFORE_DUE_DAY else "晚于"
            raise ExtensionAfterExpiry(
                f"申请日期{asked}{order}意见{self.number}的办理期限{due}", "asked"
            )
        self.record(self.ExtensionRequested, act, asked=asked, reason=reason)

    def grant_extension(
        self,
        until: date,
        deputy_told_on: date | None,
        act: Act,
        rules: ExtensionRules = EXTENSION_RULES,
        calendar: WorkCalendar = NOTHING_PUBLISHED,
    ) -> None:
        """Move the due date to ``until``; only an opinion without proposers has none to tell."""
        self._require(self.ExtensionGranted, *ANSWERING)
        asked = self._require_pending(act).asked
        self._require_extensible(until, act)
        self._require_not_too_long(until, rules, calendar)
        if self.proposers and deputy_told_on is None:
            raise DeputyNotTold(
                f"意见{self.number}延期应当告知代表{'、'.join(self.proposers)}", "deputy_told_on"
            )
        if deputy_told_on and not asked <= deputy_told_on <= act.recorded_on:
            raise DateOutOfSpan(
                f"告知代表的日期{deputy_told_on}应当在申请日期{asked}"
                f"至登记当天{act.recorded_on}之间",
                "deputy_told_on",
            )
        facts = {"until": until, "due_was": self.due, "deputy_told_on": deputy_told_on}
        self.record(self.ExtensionGranted, act, **facts)

    def refuse_extension(self, reason: str, act: Act) -> None:
        """Leave the due date as it is."""
        self._require(self.ExtensionRefused, *ANSWERING)
        self._require_pending(act)
        self.record(self.ExtensionRefused, act, reason=reason)

    def settle_extension(self, decision: ExtensionDecision) -> None:
        """Put the decision beside the pending request; for events to apply."""
        *earlier, asked = self.rounds[-1].extensions
        decided = asked.model_copy(update={"decision": decision})
        self.amend_round(extensions=(*earlier, decided))

    def put_off(self, due: Due, round_: Round, calendar: WorkCalendar, since: int = 0) -> Due:
        """Return a due date of a round after every pause that ended since the event ``since``."""
        for asked in round_.clarifications:
            if asked.answer and asked.pauses and asked.answer.version > since:
                first, until = self.date_of(asked), self.date_of(asked.answer)
                due = postponed(due, first, until, calendar)
        return due

    def _require_pending(self, act: Act) -> Extension:
        pending = self.rounds[-1].pending_extension
        if not pending:
            raise NoExtensionPending(f"意见{self.number}没有等待审批的延期申请")
        self._require_independent(act)
        return pending

    def _counted_now(self, day: date) -> date:
        return self.counted_on(day, self.rounds[-1], self.version + 1)

    def _require_due(self, round_: Round) -> date:
        if round_.due.on is None:
            raise DueNotSet(f"意见{self.number}未定时限,无需延期")
        return round_.due.on

    def _require_extensible(self, until: date, act: Act) -> None:
        round_ = self.rounds[-1]
        due = self._require_due(round_)
        if self._counted_now(act.occurred_on) > due:
            raise ExtensionAfterExpiry(
                f"意见{self.number}的办理期限{due}在{act.occurred_on}已经届满", "occurred_on"
            )
        if until <= due:
            raise ExtensionNotLater(f"延期至{until}不晚于现期限{due}", "until")

    def _require_not_too_long(
        self, until: date, rules: ExtensionRules, calendar: WorkCalendar
    ) -> None:
        round_ = self.rounds[-1]
        original = round_.original_due
        begins = self.put_off(original, round_, calendar)
        which = "原期限" if begins == original else "停止计算顺延后的原期限"
        limits = [(which, begins.on, rules.total)]
        if rules.each:
            limits.append(("现期限", round_.due.on, rules.each))
        for which, since, term in limits:
            latest = TermFromStart(term=term, roll=False).raw_day(since, calendar)
            if until > latest:
                raise ExtensionTooLong(
                    f"延期至{until}超过{which}{since}之后{term.label}({latest})", "until"
                )
