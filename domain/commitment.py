"""A commitment (承诺事项): what a unit promises in public, in numbers and by a date.

It is drafted, reviewed, filed and published; then its fulfilment is claimed, verified, published
and followed up (requirement R11; processes P6, P7, P18 and P21 of the domain reference). Once
published its wording is frozen: a change is an amendment, published like the promise itself.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from domain.commitment_handover import CommitmentHandover
from domain.commitment_state import AFTER_PUBLICATION, OPEN, UNPUBLISHED, CommitmentStatus
from domain.derivation import recounted, settled
from domain.due import Due
from domain.due_history import ChangeKind, require_settled_after, stated_in
from domain.errors import InvalidFact, RuleViolation
from domain.four_eyes import Performers
from domain.measure import OpinionIds, Target
from domain.model import Act, Correction, DomainEvent
from domain.text import Code, DocumentNumber, Name, Reason, Wording
from domain.unit import Unit
from domain.work_calendar import WorkCalendar


class PromiserNotActive(RuleViolation):
    """The unit that promises exists on the day of the draft."""

    title = "承诺单位当日不存在"


class CommitmentVague(RuleViolation):
    """A commitment is quantified and dated when reviewed, or waived with a reason."""

    title = "承诺应当量化并明确时限"


class ReviewedByPromiser(RuleViolation):
    """A commitment is reviewed by another unit than the one that promises."""

    title = "承诺单位不得审定自己的承诺"


class CommitmentUnchanged(RuleViolation):
    """An amendment changes the wording, the due date or the quantified target."""

    title = "承诺内容没有变化"


class AmendmentUnpublished(RuleViolation):
    """A published commitment is amended in public."""

    title = "公开后的承诺变更应当同样公开"


class AmendmentAfterExpiry(RuleViolation):
    """What was promised in public for a day is not put off once that day has passed."""

    title = "承诺的时限届满后不能再变更"


class Commitment(CommitmentHandover):
    """A promise of one unit, followed until it is kept and archived."""

    KIND: ClassVar[str] = "commitment"
    LABEL: ClassVar[str] = "承诺事项"

    class Drafted(DomainEvent):
        TOPIC = "commitment.drafted"
        LABEL = "起草承诺"

        number: Code
        unit: Code
        text: Wording
        quantified: Target | None
        due: Due
        opinion_ids: OpinionIds
        plan_id: UUID | None

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.profile = self.act.profile
            aggregate.number = self.number
            aggregate.unit = self.unit
            aggregate.handovers = ()
            aggregate.text = self.text
            aggregate.quantified = self.quantified
            aggregate.due = self.due
            aggregate.original_due = self.due
            aggregate.due_changes = ()
            aggregate.opinion_ids = self.opinion_ids
            aggregate.plan_id = self.plan_id
            aggregate.status = CommitmentStatus.DRAFTED
            aggregate.waiver = None
            aggregate.filing_number = None
            aggregate.channel = None
            aggregate.published_in = None
            aggregate.withdrawn_in = None
            aggregate.fulfilments = ()
            aggregate.performers = Performers(units=frozenset({self.unit}))

    class Reviewed(DomainEvent):
        TOPIC = "commitment.reviewed"
        LABEL = "审定承诺"

        waiver: Reason | None

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.status = CommitmentStatus.REVIEWED
            aggregate.waiver = self.waiver

    class Filed(DomainEvent):
        TOPIC = "commitment.filed"
        LABEL = "备案"

        filing_number: DocumentNumber

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.status = CommitmentStatus.FILED
            aggregate.filing_number = self.filing_number

    class Published(DomainEvent):
        TOPIC = "commitment.published"
        LABEL = "公开承诺"

        channel: Name

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.status = CommitmentStatus.PUBLISHED
            aggregate.channel = self.channel
            aggregate.published_in = self.originator_version

    class Amended(DomainEvent):
        """Only what changed is given, each with what it was before."""

        TOPIC = "commitment.amended"
        LABEL = "变更承诺"

        text: Wording | None = None
        text_was: Wording | None = None
        due: Due | None = None
        due_was: Due | None = None
        quantified: Target | None = None
        quantified_was: Target | None = None
        reason: Reason
        channel: Name | None

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.text = self.text or aggregate.text
            if self.due:
                aggregate.restate_due(ChangeKind.AMENDED, self.due)
            aggregate.quantified = self.quantified or aggregate.quantified
            aggregate.channel = self.channel

    class DueSettled(DomainEvent):
        """A note: it is dated when the notice was recorded, whatever became of the promise."""

        TOPIC = "commitment.due-settled"
        LABEL = "时限按正式安排重算"
        STEP = False

        due_was: Due
        due: Due
        of_original: bool
        """Whether this is the derivation of the due date first drafted, too."""

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.follow_due(ChangeKind.SETTLED, self)

    class DueRecounted(DueSettled):
        """The date of the event that stated the due date was corrected: it is counted anew.

        The note is dated as the correction is, but never before the due date it moves was set.
        """

        TOPIC = "commitment.due-recounted"
        LABEL = "时限按更正后的日期重算"

        corrected: int
        """The version of the event whose date was corrected."""

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.follow_due(ChangeKind.RECOUNTED, self)

    class Withdrawn(DomainEvent):
        """After publication this counts as unfulfilled."""

        TOPIC = "commitment.withdrawn"
        LABEL = "撤回承诺"

        reason: Reason

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.status = CommitmentStatus.WITHDRAWN
            aggregate.withdrawn_in = self.originator_version

    class Archived(DomainEvent):
        TOPIC = "commitment.archived"
        LABEL = "归档"

        def apply(self, aggregate: "Commitment") -> None:
            aggregate.status = CommitmentStatus.ARCHIVED

    class Corrected(Correction):
        TOPIC = "commitment.corrected"

    @classmethod
    def draft(
        cls,
        number: str,
        unit: Unit,
        text: str,
        quantified: Target | None,
        due: Due,
        opinion_ids: Sequence[UUID],
        plan_id: UUID | None,
        act: Act,
    ) -> Self:
        """Draft what ``unit`` is to promise."""
        if not unit.active_on(act.occurred_on):
            raise PromiserNotActive(
                f"“{unit.name_on(act.occurred_on)}”在{act.occurred_on}尚未设立或者已经撤并", "unit"
            )
        return cls.begin(
            number,
            cls.Drafted,
            act,
            number=number,
            unit=unit.code,
            text=text,
            quantified=quantified,
            due=due,
            opinion_ids=tuple(opinion_ids),
            plan_id=plan_id,
        )

    def review(self, waiver: str | None, act: Act) -> None:
        """Let a promise pass that has a number and a date, or is waived with a reason."""
        self._require(CommitmentStatus.DRAFTED)
        if act.unit == self.unit:
            raise ReviewedByPromiser(f"{act.unit}是作出该承诺的单位,不能审定", "unit")
        if self.unit in act.lineage:
            raise ReviewedByPromiser(
                f"{act.unit}隶属于作出该承诺的单位{self.unit},不能审定", "unit"
            )
        self._require_clear(waiver, self.quantified, self.due)
        self.record(self.Reviewed, act, waiver=waiver)

    def file(self, filing_number: str, act: Act) -> None:
        """Enter the reviewed promise in the register."""
        self._require(CommitmentStatus.REVIEWED)
        self.record(self.Filed, act, filing_number=filing_number)

    def publish(self, channel: str, act: Act) -> None:
        """Publish the filed promise; its wording is frozen from now on."""
        self._require(CommitmentStatus.FILED)
        self.record(self.Published, act, channel=channel)

    def amend(
        self,
        text: str | None,
        due: Due | None,
        quantified: Target | None,
        reason: str,
        channel: str | None,
        act: Act,
    ) -> None:
        """Change the promise; ``None`` leaves a matter as it is.

        ``channel`` is where the amendment is published: compulsory once the promise itself is. The
        due date of a published promise is changed on it at the latest.
        """
        self._require(*UNPUBLISHED, *AFTER_PUBLICATION)
        self._require_unfulfilled()
        if self.published_in and channel is None:
            raise AmendmentUnpublished(
                f"承诺{self.number}已经公开,请填写变更的公开渠道", "channel"
            )
        if not self.published_in and channel is not None:
            raise InvalidFact(f"承诺{self.number}尚未公开,不填变更的公开渠道", "channel")
        present = {"text": self.text, "due": self.due, "quantified": self.quantified}
        wanted = {"text": text, "due": due, "quantified": quantified}
        changed = {k: v for k, v in wanted.items() if v is not None and v != present[k]}
        if due and due.same_day(self.due):
            changed.pop("due", None)
        if not changed:
            raise CommitmentUnchanged(f"承诺{self.number}的内容、时限和指标均与原来相同")
        if self.status is not CommitmentStatus.DRAFTED:
            self._require_clear(self.waiver, quantified or self.quantified, due or self.due)
        if "due" in changed and self.published_in:
            _require_unexpired(self.due, act.occurred_on, "occurred_on")
        before = {f"{name}_was": present[name] for name in changed}
        self.record(self.Amended, act, reason=reason, channel=channel, **changed, **before)

    def settle_due(self, calendar: WorkCalendar, act: Act) -> None:
        """Derive a provisional due date again; nothing is recorded where nothing became known.

        The note is dated as the act is, but never before the day on which the due date was stated.
        """
        due = settled(self.due, calendar)
        if due is None:
            return
        stated_on = self.date_of(stated_in(self.due_changes))
        dated = act.model_copy(update={"occurred_on": max(act.occurred_on, stated_on)})
        facts = {"due_was": self.due, "of_original": self.original_due == self.due}
        self.record(self.DueSettled, dated, due=due, **facts)

    def recount_due(self, corrected: int, calendar: WorkCalendar, act: Act) -> None:
        """Count the due date anew, now that the date of the event that stated it is corrected.

        Whoever keeps the promise does not move its due date by a correction.
        """
        if corrected != stated_in(self.due_changes):
            return
        due = recounted(self.due, self.date_of(corrected), calendar)
        if due != self.due:
            self.performers.require_other(act)
            set_in = (1, *(each.made_in for each in self.due_changes))
            set_on = max(map(self.date_of, set_in))
            dated = act.model_copy(update={"occurred_on": max(act.occurred_on, set_on)})
            facts = {"due_was": self.due, "of_original": self.original_due == self.due}
            self.record(self.DueRecounted, dated, due=due, corrected=corrected, **facts)

    def follow_due(self, kind: ChangeKind, event: "DueSettled") -> None:
        """Take over a due date derived anew; for events to apply."""
        if event.of_original:
            self.original_due = event.due
        self.restate_due(kind, event.due)

    def withdraw(self, reason: str, act: Act) -> None:
        """Take the promise back; once published it counts as unfulfilled."""
        self._require(*OPEN)
        self._require_unfulfilled()
        self.record(self.Withdrawn, act, reason=reason)

    def archive(self, act: Act) -> None:
        """Put the followed-up or withdrawn promise on file."""
        self._require(CommitmentStatus.FOLLOWED_UP, CommitmentStatus.WITHDRAWN)
        self.record(self.Archived, act)

    def correct(
        self,
        corrects: int,
        field: str,
        now: date,
        reason: str,
        act: Act,
        calendar: WorkCalendar,
    ) -> None:
        """Correct the date of an event, or the day of fulfilment a claim stated.

        The due date is counted anew where it rests on the date of that event.
        ``field`` is ``occurred_on`` or ``fulfilled_on``. No correction may undo what an earlier
        decision rested on, and no performer corrects the fulfilment once it has been judged.
        """
        if field == "occurred_on":
            dates = tuple(
                now if version == corrects else day for version, day in enumerate(self.dates, 1)
            )
            self._require_claims_within(dates)
            require_settled_after(self.due_changes, dates)
            self._require_amended_in_time(dates)
            self.fork().redate(corrects, now, reason, act, calendar)
            self.redate(corrects, now, reason, act, calendar)
        elif field == "fulfilled_on":
            was = self._fulfilment_to_correct(corrects, now, act)
            facts = {"corrects": corrects, "field": field, "was": was, "now": now}
            self.record(self.Corrected, act, reason=reason, **facts)
        else:
            raise InvalidFact("只能更正办理日期(occurred_on)或者兑现日期(fulfilled_on)", "field")

    def redate(
        self, corrects: int, now: date, reason: str, act: Act, calendar: WorkCalendar
    ) -> None:
        """Record a corrected date and the due date that follows."""
        self.record_correction(self.Corrected, corrects, now, reason, act)
        self.recount_due(corrects, calendar, act)

    def _require_amended_in_time(self, dates: tuple[date, ...]) -> None:
        """Refuse dates of events by which a published due date was amended once it had passed."""
        for change in self.due_changes:
            amended = change.kind is ChangeKind.AMENDED
            if amended and self.published_in and change.made_in > self.published_in:
                _require_unexpired(change.due_was, dates[change.made_in - 1], "now")

    def _require_clear(self, waiver: str | None, quantified: Target | None, due: Due) -> None:
        if waiver is None and (quantified is None or due.undated):
            missing = "量化指标" if quantified is None else "时限"
            raise CommitmentVague(
                f"承诺{self.number}没有{missing},应当补充,或者说明免予量化的理由",
                "quantified" if quantified is None else "due",
            )


def _require_unexpired(due: Due, day: date, field: str) -> None:
    if due.days_late(day):
        raise AmendmentAfterExpiry(f"承诺的时限{due.on}在{day}已经届满,不能再变更", field)
