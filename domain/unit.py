"""A unit of the organisation tree: the county's organs, its departments, townships, their offices.

A unit may be renamed, moved, merged and closed; what it was called and where it belonged on an
earlier day stays known (requirements R3, R19).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from domain.errors import RuleViolation
from domain.model import Act, Aggregate, Correction, DomainEvent
from domain.text import Code, Name, Reason


class UnitKind(StrEnum):
    """What a unit is in law."""

    STANDING_COMMITTEE = "standing_committee"
    PRESIDIUM = "presidium"
    COMMITTEE = "committee"
    GOVERNMENT = "government"
    SUPERVISORY_COMMITTEE = "supervisory_committee"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    OFFICE = "office"
    INSTITUTION = "institution"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    UnitKind.STANDING_COMMITTEE: "人大常委会",
    UnitKind.PRESIDIUM: "人大主席团",
    UnitKind.COMMITTEE: "人大专(工)委",
    UnitKind.GOVERNMENT: "人民政府",
    UnitKind.SUPERVISORY_COMMITTEE: "监察委员会",
    UnitKind.COURT: "法院",
    UnitKind.PROCURATORATE: "检察院",
    UnitKind.DEPARTMENT: "政府部门",
    UnitKind.TOWNSHIP: "乡镇(街道)",
    UnitKind.OFFICE: "内设机构(科室站所)",
    UnitKind.INSTITUTION: "事业单位(学校等)",
    UnitKind.OTHER: "其他",
}


class UnitLevel(StrEnum):
    """The level of government a unit belongs to; a township has no standing committee."""

    COUNTY = "county"
    TOWNSHIP = "township"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return "县级" if self is UnitLevel.COUNTY else "乡级"


class UnitEnded(RuleViolation):
    """A unit that was merged or closed is neither renamed nor moved nor ended again."""

    title = "单位已撤并"


class ParentNotActive(RuleViolation):
    """A unit belongs under a unit that exists on that day."""

    title = "上级单位当日不存在"


class UnitUnderItself(RuleViolation):
    """A unit cannot stand under itself or under a unit below it."""

    title = "单位不能隶属于自身或其下级"


class UnitUnchanged(RuleViolation):
    """A renaming changes the name, and a move changes the parent."""

    title = "名称或隶属关系没有变化"


class SuccessorNotActive(RuleViolation):
    """A unit is merged into another unit, which exists on that day and has not itself ended."""

    title = "并入的单位不存在或已撤并"


class UnitNotActive(RuleViolation):
    """A unit that acts, or is named in an act, exists on the day of the act."""

    title = "单位当日不存在"


class Unit(Aggregate):
    """An organ, department, township, office or institution, known by its lasting code."""

    KIND: ClassVar[str] = "unit"
    LABEL: ClassVar[str] = "单位"

    number: str
    """The code; it outlives every name."""
    kind: UnitKind
    level: UnitLevel
    successor: str | None
    """The code of the unit this one was merged into."""
    namings: tuple[tuple[int, str], ...]
    """Each name, with the version of the event that gave it."""
    placings: tuple[tuple[int, str | None], ...]
    """Each parent's code, with the version of the event that set it."""
    ending: int | None
    """The version of the event that ended the unit."""

    class Registered(DomainEvent):
        TOPIC = "unit.registered"
        LABEL = "登记单位"

        code: Code
        name: Name
        kind: UnitKind
        level: UnitLevel
        parent: Code | None

        def apply(self, aggregate: "Unit") -> None:
            aggregate.number = self.code
            aggregate.kind = self.kind
            aggregate.level = self.level
            aggregate.successor = None
            aggregate.namings = ((self.originator_version, self.name),)
            aggregate.placings = ((self.originator_version, self.parent),)
            aggregate.ending = None

    class Renamed(DomainEvent):
        TOPIC = "unit.renamed"
        LABEL = "更名"

        name: Name
        reason: Reason

        def apply(self, aggregate: "Unit") -> None:
            aggregate.namings = (*aggregate.namings, (self.originator_version, self.name))

    class Moved(DomainEvent):
        TOPIC = "unit.moved"
        LABEL = "调整隶属关系"

        parent: Code

        def apply(self, aggregate: "Unit") -> None:
            aggregate.placings = (*aggregate.placings, (self.originator_version, self.parent))

    class Merged(DomainEvent):
        TOPIC = "unit.merged"
        LABEL = "并入其他单位"

        successor: Code
        reason: Reason

        def apply(self, aggregate: "Unit") -> None:
            aggregate.successor = self.successor
            aggregate.ending = self.originator_version

    class Closed(DomainEvent):
        TOPIC = "unit.closed"
        LABEL = "撤销单位"

        reason: Reason

        def apply(self, aggregate: "Unit") -> None:
            aggregate.ending = self.originator_version

    class Corrected(Correction):
        TOPIC = "unit.corrected"

    @classmethod
    def register(
        cls,
        code: str,
        name: str,
        kind: UnitKind,
        level: UnitLevel,
        parent: "Unit | None",
        act: Act,
    ) -> Self:
        """Enter a unit into the tree from the act's date on; only a root has no ``parent``."""
        if parent:
            _require_parent_active(parent, act)
        facts = {"name": name, "kind": kind, "level": level}
        return cls.begin(
            code, cls.Registered, act, code=code, parent=parent and parent.code, **facts
        )

    def rename(self, name: str, reason: str, act: Act) -> None:
        """Give the unit another name from the act's date on."""
        self._require_not_ended()
        if name == self.name:
            raise UnitUnchanged(f"新名称与现名称“{self.name}”相同", "name")
        self.record(self.Renamed, act, name=name, reason=reason)

    def move(self, parent: "Unit", parent_lineage: Sequence[str], act: Act) -> None:
        """Put the unit under ``parent``, above which stand the units of ``parent_lineage``."""
        self._require_not_ended()
        if self.code in (parent.code, *parent_lineage):
            raise UnitUnderItself(
                f"“{parent.name}”就是“{self.name}”或者其下级单位,不能作为它的上级", "parent"
            )
        if parent.code == self.parent:
            raise UnitUnchanged(f"“{self.name}”已经隶属于“{parent.name}”", "parent")
        _require_parent_active(parent, act)
        self.record(self.Moved, act, parent=parent.code)

    def merge_into(self, successor: "Unit", reason: str, act: Act) -> None:
        """End the unit in favour of ``successor``.

        A successor that has ended, even later, is refused: so following successors always ends
        at a unit that was not merged any further.
        """
        self._require_not_ended()
        day = act.occurred_on
        if successor.code == self.code:
            raise SuccessorNotActive(f"“{self.name}”不能并入自身", "successor")
        if successor.ended_on or not successor.active_on(day):
            raise SuccessorNotActive(
                f"“{successor.name}”在{day}尚未设立或者已经撤并,不能并入", "successor"
            )
        self.record(self.Merged, act, successor=successor.code, reason=reason)

    def close(self, reason: str, act: Act) -> None:
        """End the unit without a successor."""
        self._require_not_ended()
        self.record(self.Closed, act, reason=reason)

    def correct(self, corrects: int, now: date, reason: str, act: Act) -> None:
        """Correct the business date of an earlier event; an ended unit can be corrected too."""
        self.record_correction(self.Corrected, corrects, now, reason, act)

    @property
    def code(self) -> str:
        """The code by which everything else refers to the unit."""
        return self.number

    @property
    def name(self) -> str:
        """The latest name."""
        return self.namings[-1][1]

    @property
    def parent(self) -> str | None:
        """The code of the latest parent."""
        return self.placings[-1][1]

    @property
    def names(self) -> tuple[tuple[date, str], ...]:
        """Every name with the day it began, as corrected, earliest first."""
        return tuple((self.dates[version - 1], name) for version, name in self.namings)

    @property
    def parents(self) -> tuple[tuple[date, str | None], ...]:
        """Every parent's code with the day it began, as corrected, earliest first."""
        return tuple((self.dates[version - 1], code) for version, code in self.placings)

    @property
    def registered_on(self) -> date:
        """The first day the unit exists."""
        return self.dates[0]

    @property
    def ended_on(self) -> date | None:
        """The first day the unit exists no more."""
        return None if self.ending is None else self.dates[self.ending - 1]

    def name_on(self, day: date) -> str:
        """Return the name borne on ``day``; before the registration, the first name."""
        return next(
            (name for since, name in reversed(self.names) if since <= day), self.names[0][1]
        )

    def parent_on(self, day: date) -> str | None:
        """Return the code of the parent on ``day``; before the registration, the first parent."""
        known = (code for since, code in reversed(self.parents) if since <= day)
        return next(known, self.parents[0][1])

    def active_on(self, day: date) -> bool:
        """Return whether the unit exists on ``day``: registered by then and not yet ended."""
        return self.registered_on <= day and (self.ended_on is None or day < self.ended_on)

    def _require_not_ended(self) -> None:
        if self.ended_on:
            raise UnitEnded(f"“{self.name}”已于{self.ended_on}撤并,不能再办理")


def require_unit_active(unit: Unit, field: str, act: Act) -> None:
    """Refuse a unit that does not exist on the day of the act."""
    day = act.occurred_on
    if not unit.active_on(day):
        raise UnitNotActive(f"“{unit.name_on(day)}”在{day}尚未设立或者已经撤并", field)


def _require_parent_active(parent: Unit, act: Act) -> None:
    if not parent.active_on(act.occurred_on):
        raise ParentNotActive(
            f"上级单位“{parent.name}”在{act.occurred_on}尚未设立或者已经撤并", "parent"
        )
