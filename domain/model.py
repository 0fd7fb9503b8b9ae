"""Building blocks of every aggregate: value objects, acts, events, and the plain fold.

Methods of an aggregate decide and may refuse; ``apply`` of an event only evolves state and never
refuses. State is shared between commands, so ``apply`` rebinds attributes and never changes a
container in place: every container held by an aggregate is immutable.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID, uuid5

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from domain.errors import ActInFuture, ActOutOfOrder, InvalidFact
from domain.text import Code, Name, Reason

CHINA_STANDARD_TIME = timezone(timedelta(hours=8), "CST")
EARLIEST_DATE = date(1949, 10, 1)
LATEST_DATE = date(2199, 12, 31)
NAMESPACE = UUID("7c1c3c0e-5a0b-5d64-9c0c-2f1f6f6f7a10")


def day_of(moment: datetime) -> date:
    """Return the calendar day in China on which a moment lies."""
    return moment.astimezone(CHINA_STANDARD_TIME).date()


def _business_date(value: date) -> date:
    if not EARLIEST_DATE <= value <= LATEST_DATE:
        raise PydanticCustomError(
            "date_out_of_range",
            "日期应在{earliest}至{latest}之间",
            {"earliest": EARLIEST_DATE.isoformat(), "latest": LATEST_DATE.isoformat()},
        )
    return value


BusinessDate = Annotated[date, AfterValidator(_business_date)]
"""A date on paper, between 1949-10-01 and 2199-12-31."""


class ValueObject(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(StrEnum):
    """In which capacity a person acts (glossary, roles)."""

    SUPERVISION_STAFF = "supervision_staff"
    COMMITTEE_STAFF = "committee_staff"
    CHAIRPERSON = "chairperson"
    PRESIDIUM_SECRETARY = "presidium_secretary"
    DEPUTY = "deputy"
    UNIT_LIAISON = "unit_liaison"
    UNIT_LEADER = "unit_leader"
    GOV_OFFICE = "gov_office"
    VERIFIER = "verifier"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.SUPERVISION_STAFF: "人大办督办人员",
    Role.COMMITTEE_STAFF: "专(工)委工作人员",
    Role.CHAIRPERSON: "主任(主席)",
    Role.PRESIDIUM_SECRETARY: "主席团秘书",
    Role.DEPUTY: "代表",
    Role.UNIT_LIAISON: "单位联络员",
    Role.UNIT_LEADER: "单位负责人",
    Role.GOV_OFFICE: "政府分办人员",
    Role.VERIFIER: "核查人员",
    Role.ARCHIVIST: "档案人员",
    Role.AUDITOR: "审计人员",
}


class ProfileRef(ValueObject):
    """Names one version of the rules of a congress, so that whatever it governed can say so."""

    congress: Code
    """The code of the unit whose rules these are; the statutory default has one of its own."""
    version: Annotated[int, Field(ge=1, strict=True)]

    @property
    def label(self) -> str:
        """Return how people quote it, such as XRD第3版."""
        return f"{self.congress}第{self.version}版"


class Act(ValueObject):
    """Who does something, in which capacity, on which business date, and when it was recorded."""

    actor: Name
    unit: Code
    role: Role
    occurred_on: BusinessDate
    """The date on the paper."""
    recorded_at: datetime
    """When the system learned of it (UTC); the store stamps it in commit order."""
    correlation_id: UUID
    """Common to every event of one piece of business, however many commands it took."""
    causation_id: UUID
    """Common to the events of one command."""
    profile: ProfileRef | None = Field(default=None, exclude_if=lambda ref: ref is None)
    """The version of the rules that governed it; ``None`` where no rule profile had a say."""

    def under(self, profile: ProfileRef | None) -> "Act":
        """Return the act as governed by these rules."""
        return self.model_copy(update={"profile": profile})

    @property
    def recorded_on(self) -> date:
        """The calendar day, China Standard Time, on which the act was recorded."""
        return day_of(self.recorded_at)

    @property
    def lineage(self) -> tuple[str, ...]:
        """The unit that acts and every unit above it that day, nearest first."""
        raise LookupError(f"the units above {self.unit} were not looked up")

    @property
    def stated(self) -> "Act":
        """The act as events state it."""
        return self

    def within(self, above: Iterable[str]) -> "PlacedAct":
        """Return the act with the units above the one that acts, nearest first."""
        return PlacedAct(**dict(self.stated), above=tuple(above))


class PlacedAct(Act):
    """An act of which it is known inside which units it is done; an event does not state that."""

    above: tuple[Code, ...]

    @property
    def lineage(self) -> tuple[str, ...]:
        """The unit that acts and every unit above it that day, nearest first."""
        return (self.unit, *self.above)

    @property
    def stated(self) -> Act:
        """The act as events state it."""
        return Act(**{name: getattr(self, name) for name in Act.model_fields})


class DomainEvent(ValueObject):
    """A fact, past tense, with who and when inside."""

    TOPIC: ClassVar[str]
    """The name the event is stored under: ``<aggregate>.<event>``. It outlives every rename."""
    SHAPE: ClassVar[int] = 1
    """The version of the event's fields; older shapes are upcast when read."""
    LABEL: ClassVar[str]
    """What committee staff call it, in Chinese."""
    STEP: ClassVar[bool] = True
    """A step moves the item on and keeps to the order of dates; a note beside the steps may be
    dated back, as far as the item's first step."""

    originator_id: UUID
    originator_version: int
    act: Act

    def apply(self, aggregate: Any) -> None:
        """Evolve the aggregate; decide nothing."""

    @classmethod
    def upcast(cls, fields: dict[str, Any], shape: int) -> dict[str, Any]:
        """Return the fields of a stored event of an older ``shape`` in the present shape."""
        msg = f"{cls.TOPIC} has no upcast of {fields.keys()} from shape {shape}"
        raise LookupError(msg)


class Correction(DomainEvent):
    """A date recorded earlier was wrong; both readings stay, and readers use the corrected one."""

    STEP = False
    LABEL = "更正日期"

    corrects: int
    """The version of the event whose date was wrong."""
    field: str
    """``occurred_on``, or a date the event states."""
    was: BusinessDate
    now: BusinessDate
    reason: Reason

    def apply(self, aggregate: "Aggregate") -> None:
        """Let the corrected date stand in place of the wrong one."""
        if self.field == "occurred_on":
            dates = list(aggregate.dates)
            dates[self.corrects - 1] = self.now
            aggregate.dates = tuple(dates)
        aggregate.adopt_correction(self)


class Aggregate:
    """A consistency boundary: it decides, records what it decided, and folds what was recorded.

    Subclasses annotate their attributes; the first event's ``apply`` gives each its value.
    """

    KIND: ClassVar[str]
    """The noun its topics begin with."""
    LABEL: ClassVar[str]
    """What committee staff call it, in Chinese."""

    id: UUID
    version: int
    dates: tuple[date, ...]
    """The business date of each event, as corrected; the event of version ``v`` at ``v - 1``."""
    steps: tuple[int, ...]
    """The versions of the events that are steps."""
    profile: ProfileRef | None = None
    """The version of the rules that governs the item; it goes with every act on it."""
    _pending: tuple[DomainEvent, ...]

    @classmethod
    def id_of(cls, number: str) -> UUID:
        """Return the identity of the aggregate with this number.

        Identity follows from kind and number, so two aggregates of one kind can never share a
        number: the second would begin a stream that already exists.
        """
        return _identity(cls.KIND, number)

    @classmethod
    def begin(cls, number: str, event: type[DomainEvent], act: Act, /, **facts: Any) -> Self:
        """Record the first event of a new aggregate."""
        self = cls._shell(cls.id_of(number))
        self.record(event, act, **facts)
        return self

    @classmethod
    def _shell(cls, aggregate_id: UUID) -> Self:
        self = cls.__new__(cls)
        self.id = aggregate_id
        self.version = 0
        self.dates = ()
        self.steps = ()
        self._pending = ()
        return self

    @property
    def latest_step_on(self) -> date:
        """The business date of the latest step."""
        return self.dates[self.steps[-1] - 1] if self.steps else EARLIEST_DATE

    def record(self, event: type[DomainEvent], act: Act, /, **facts: Any) -> None:
        """Record what was decided: build the event, apply it, keep it for the store."""
        _require_dated_in_order(self, event, act)
        if self.profile and not act.profile:
            act = act.under(self.profile)
        try:
            recorded = event(
                originator_id=self.id, originator_version=self.version + 1, act=act.stated, **facts
            )
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise InvalidFact(f"{field}:{first['msg']}", field) from error
        self._evolve(recorded)
        self._pending = (*self._pending, recorded)

    def _evolve(self, event: DomainEvent) -> None:
        self.version = event.originator_version
        self.dates = (*self.dates, event.act.occurred_on)
        if event.STEP:
            self.steps = (*self.steps, self.version)
        event.apply(self)

    def record_correction(
        self, event: type[Correction], corrects: int, now: date, reason: str, act: Act
    ) -> None:
        """Record that the business date of an earlier event was wrong.

        The corrected date must fit between the dates of the steps before and after it.
        """
        if not 1 <= corrects <= self.version:
            raise InvalidFact(f"更正的对象不存在:该事项没有第{corrects}条记录", "corrects")
        was = self.dates[corrects - 1]
        if now == was:
            raise InvalidFact(f"更正后的日期与原日期{was}相同", "now")
        if now > act.recorded_on:
            raise ActInFuture(f"更正后的日期{now}晚于登记当天{act.recorded_on}", "now")
        earlier = [self.dates[v - 1] for v in self.steps if v < corrects]
        later = self.dates[1:] if corrects == 1 else self._steps_after(corrects)
        if earlier and now < earlier[-1]:
            raise ActOutOfOrder(f"更正后的日期{now}早于上一步的日期{earlier[-1]}", "now")
        if later and now > min(later):
            raise ActOutOfOrder(f"更正后的日期{now}晚于下一步的日期{min(later)}", "now")
        facts = {"corrects": corrects, "field": "occurred_on", "was": was, "now": now}
        self.record(event, act, reason=reason, **facts)

    def _steps_after(self, version: int) -> Sequence[date]:
        """Return the dates that bound a step from above; a note has no such bound."""
        if version not in self.steps:
            return ()
        return [self.dates[v - 1] for v in self.steps if v > version]

    def adopt_correction(self, correction: Correction) -> None:
        """Take the corrected date over into attributes that hold it; a hook for subclasses."""

    def collect_events(self) -> Sequence[DomainEvent]:
        """Hand over the events recorded since the last call."""
        pending, self._pending = self._pending, ()
        return pending

    def fork(self) -> Self:
        """Return a copy to decide on; the original stays as it is."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy

    @classmethod
    def fold(cls, events: Iterable[DomainEvent]) -> Self | None:
        """Rebuild the aggregate from its events, in order; ``None`` when there are none."""
        self: Self | None = None
        for event in events:
            if self is None:
                self = cls._shell(event.originator_id)
            self._evolve(event)
        return self


@lru_cache(maxsize=4096)
def _identity(kind: str, number: str) -> UUID:
    """Return the identity that follows from both; units in office are asked for at every act."""
    return uuid5(NAMESPACE, f"{kind}:{number}")


def _require_dated_in_order(aggregate: Aggregate, event: type[DomainEvent], act: Act) -> None:
    if act.occurred_on > act.recorded_on:
        raise ActInFuture(f"办理日期{act.occurred_on}晚于登记当天{act.recorded_on}", "occurred_on")
    if not aggregate.steps:
        return
    earliest = aggregate.latest_step_on if event.STEP else aggregate.dates[0]
    if act.occurred_on < earliest:
        raise ActOutOfOrder(
            f"办理日期{act.occurred_on}早于该事项上一步的日期{earliest};如上一步日期有误,请先办理更正",
            "occurred_on",
        )
