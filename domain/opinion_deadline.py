"""What else moves the due date of an opinion: a question, a notice, a correction, other rules.

A lead unit may ask what an opinion means, and where the rules say so the clock stands still until
it is told; a due date that was provisional is derived again once the year's notice is recorded;
one that rests on a day since corrected is counted anew; an open opinion goes over to other rules
only expressly. Each is an event, and what the date was before stays.
"""

from typing import Any

from pydantic import Field

from domain.deadline import TermFromStart
from domain.derivation import derive, recounted, settled
from domain.due import Due
from domain.due_history import ChangeKind, DueChange
from domain.errors import RuleViolation
from domain.model import Act, DomainEvent, ProfileRef
from domain.opinion_extension import OpinionExtension
from domain.opinion_handling import Clarification, ClarificationAnswer, Round
from domain.opinion_state import ANSWERING, UNDER_RULES
from domain.pause import postponed
from domain.profile_rules import ProfileRules
from domain.profile_terms import DayOffRule
from domain.term import Term
from domain.text import Reason, Wording
from domain.work_calendar import WorkCalendar


class ClarificationPending(RuleViolation):
    """One question at a time awaits its answer."""

    title = "已有说明请求尚未答复"


class NoClarificationPending(RuleViolation):
    """Only a question that was asked is answered."""

    title = "没有等待答复的说明请求"


class RulesUnchanged(RuleViolation):
    """An opinion goes over to rules other than those that govern it."""

    title = "该意见已按这一版规则办理"


class OpinionDeadline(OpinionExtension):
    """What may happen to the due date besides an extension."""

    class ClarificationRequested(DomainEvent):
        TOPIC = "opinion.clarification-requested"
        LABEL = "请求说明"

        question: Wording
        pauses: bool

        def apply(self, aggregate: "OpinionDeadline") -> None:
            asked = Clarification(
                version=self.originator_version,
                unit=self.act.unit,
                question=self.question,
                pauses=self.pauses,
            )
            round_ = aggregate.rounds[-1]
            aggregate.amend_round(clarifications=(*round_.clarifications, asked))

    class ClarificationGiven(DomainEvent):
        TOPIC = "opinion.clarification-given"
        LABEL = "答复说明请求"

        answer: Wording
        due_was: Due
        due: Due

        def apply(self, aggregate: "OpinionDeadline") -> None:
            *earlier, asked = aggregate.rounds[-1].clarifications
            answer = ClarificationAnswer(
                version=self.originator_version,
                text=self.answer,
                due_was=self.due_was,
                due=self.due,
            )
            answered = asked.model_copy(update={"answer": answer})
            aggregate.amend_round(clarifications=(*earlier, answered), due=self.due)

    class DueSettled(DomainEvent):
        """The notice about the year is recorded, so the due date is provisional no longer."""

        TOPIC = "opinion.due-settled"
        LABEL = "期限按正式安排重算"
        STEP = False

        round: int
        due_was: Due
        due: Due
        original_was: Due
        original_due: Due

        def apply(self, aggregate: "OpinionDeadline") -> None:
            aggregate.move_due(ChangeKind.SETTLED, self)

    class DueRecounted(DueSettled):
        """A day on which the due date of a round rests was corrected: it is counted anew.

        It rests on the day the round began, and on the days the clock stopped and went on. The
        note is dated as the correction is, but never before the due date it moves was set.
        """

        TOPIC = "opinion.due-recounted"
        LABEL = "期限按更正后的日期重算"

        corrected: int
        """The version of the event whose date was corrected."""

        def apply(self, aggregate: "OpinionDeadline") -> None:
            aggregate.move_due(ChangeKind.RECOUNTED, self)

    class RulesMigrated(DomainEvent):
        TOPIC = "opinion.rules-migrated"
        LABEL = "改按新规则办理"
        STEP = False

        was: ProfileRef | None
        round: int
        due_was: Due
        due: Due
        original_was: Due
        original_due: Due
        reason: Reason = Field(default="规则方案修订")

        def apply(self, aggregate: "OpinionDeadline") -> None:
            aggregate.profile = self.act.profile
            aggregate.move_due(ChangeKind.OTHER_RULES, self)

    def move_due(self, kind: ChangeKind, event: "DueSettled | RulesMigrated") -> None:
        """Let a round follow a due date derived anew; for events to apply."""
        rounds = list(self.rounds)
        round_ = rounds[event.round - 1]
        change = DueChange(
            kind=kind, due_was=event.due_was, due=event.due, made_in=event.originator_version
        )
        changes = {
            "due": event.due,
            "original_due": event.original_due,
            "due_changes": (*round_.due_changes, change),
        }
        rounds[event.round - 1] = round_.model_copy(update=changes)
        self.rounds = tuple(rounds)

    def request_clarification(self, question: str, rules: ProfileRules, act: Act) -> None:
        """Ask, as a lead unit, what the opinion means; the rules say whether the clock stops."""
        self._require(self.ClarificationRequested, *ANSWERING)
        self._require_lead(act)
        if self.rounds[-1].pending_clarification:
            raise ClarificationPending(f"意见{self.number}已有说明请求尚未答复,不能再次请求")
        pauses = rules.reply.clarification_pauses
        self.record(self.ClarificationRequested, act, question=question, pauses=pauses)

    def give_clarification(self, answer: str, calendar: WorkCalendar, act: Act) -> None:
        """Answer; where the clock stood still, the due date moves by the days the unit waited."""
        self._require(self.ClarificationGiven, *ANSWERING)
        self._require_independent(act)
        round_ = self.rounds[-1]
        asked = round_.pending_clarification
        if asked is None:
            raise NoClarificationPending(f"意见{self.number}没有等待答复的说明请求")
        due = round_.due
        if asked.pauses:
            due = postponed(due, self.date_of(asked), act.occurred_on, calendar)
        facts = {"answer": answer, "due_was": round_.due, "due": due}
        self.record(self.ClarificationGiven, act, **facts)

    def settle_due(self, calendar: WorkCalendar, act: Act) -> None:
        """Derive a provisional due date again, now that the notice about the year is recorded.

        What was decided by people since (an extension) stays; a date that rests on no provisional
        year is left alone.
        """
        round_ = self.current_round
        if not self.is_open or round_ is None:
            return
        original = settled(round_.original_due, calendar) or round_.original_due
        due = self._following(round_, original, calendar)
        if (original, due) != (round_.original_due, round_.due):
            self.record(self.DueSettled, act, **_moved(round_, original, due))

    def recount_due(self, corrected: int, calendar: WorkCalendar, act: Act) -> None:
        """Count anew what rests on the date of an event, now that it is corrected.

        A day stated outright or decided by an extension stays. Whoever handles the opinion does
        not move its due date by a correction.
        """
        for round_ in self.rounds if self.referral else ():
            original = round_.original_due
            if corrected == round_.version:
                original = recounted(original, self.date_of(round_), calendar)
            elif corrected not in round_.pause_ends:
                continue
            due = self._following(round_, original, calendar)
            if (original, due) != (round_.original_due, round_.due):
                self._require_independent(act)
                set_on = max(self.dates[version - 1] for version in round_.due_set_in)
                dated = act.model_copy(update={"occurred_on": max(act.occurred_on, set_on)})
                facts = _moved(round_, original, due)
                self.record(self.DueRecounted, dated, corrected=corrected, **facts)

    def migrate_rules(
        self, profile: ProfileRef, rules: ProfileRules, calendar: WorkCalendar, act: Act
    ) -> None:
        """Let other rules govern the opinion from here on; a due date they set is derived anew.

        A date stated outright, or decided by an extension, stays.
        """
        self._require(self.RulesMigrated, *UNDER_RULES)
        if profile == self.profile:
            raise RulesUnchanged(f"意见{self.number}已经按{profile.label}规则办理", "profile")
        round_ = self.rounds[-1]
        original = self._by_rules(round_, profile, rules, calendar)
        due = self._following(round_, original, calendar)
        facts = _moved(round_, original, due)
        self.record(self.RulesMigrated, act.under(profile), was=self.profile, **facts)

    def _by_rules(
        self, round_: Round, profile: ProfileRef, rules: ProfileRules, calendar: WorkCalendar
    ) -> Due:
        """Return what the round's own due date would be under these rules."""
        basis = round_.original_due.basis
        term = self._term_of(round_, rules)
        if basis is None or basis.profile is None or term is None:
            return round_.original_due
        roll = rules.counting.day_off is DayOffRule.ROLL
        spec = TermFromStart(term=term, roll=roll)
        return derive(spec, basis.start, calendar, profile, basis.rule)

    def _term_of(self, round_: Round, rules: ProfileRules) -> Term | None:
        if round_.number == 1:
            return rules.reply_term(self.kind, difficult=self.referrals[-1].difficult)
        return rules.evaluation.rehandling

    def _following(self, round_: Round, original: Due, calendar: WorkCalendar) -> Due:
        """Return the due date in force when the round's own one is ``original``."""
        granted = round_.granted
        if granted and granted.until:
            return self.put_off(Due.by(granted.until), round_, calendar, since=granted.version)
        return self.put_off(original, round_, calendar)


def _moved(round_: Round, original: Due, due: Due) -> dict[str, Any]:
    """Return what an event states that derives the due dates of a round anew."""
    return {
        "round": round_.number,
        "due_was": round_.due,
        "due": due,
        "original_was": round_.original_due,
        "original_due": original,
    }
