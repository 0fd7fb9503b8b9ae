"""What a rectification plan allows: complete, covering, approved by others, then carried out."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.amendments import require_amendment
from interfaces.verifier.county import County
from interfaces.verifier.due_origins import known
from interfaces.verifier.four_eyes import require_lineage
from interfaces.verifier.identities import identity_of
from interfaces.verifier.items import Event, Item
from interfaces.verifier.successions import require_succession

FIVE_ELEMENTS: tuple[str, ...] = ("measure", "duty", "person", "fund", "deadline")

NOT_RESPONSIBLE = "不是责任单位", "it is not the responsible unit"

AS_AGREED = ("text", "sub_actions", "target", "handling")
"""The facts of a measure that its task repeats word for word."""


class MeasureRecord:
    """A measure as it reads now, and which of its missing elements were waived."""

    __slots__ = ("answers", "due", "filled", "reading", "target", "text", "waived")

    def __init__(self, measure: dict[str, Any]) -> None:
        self.answers: tuple[str, ...] = tuple(measure["answers"])
        self.text: str = measure["text"]
        self.target: dict[str, Any] | None = measure["target"]
        self.due = known(measure["due"])
        self.filled = filled_elements(measure)
        self.waived: frozenset[str] = frozenset()
        self.reading = measure
        """As it was agreed on; what is amended once in force is told apart."""

    def hand_over(self, unit: str, successor: str) -> None:
        """Read as before, with the successor in the lead where the unit is named."""
        named = self.reading["responsibility"]
        if named["lead_unit"] == unit:
            successor_leads = {**named, "lead_unit": successor}
            self.reading = {**self.reading, "responsibility": successor_leads}

    @property
    def missing(self) -> set[str]:
        """The elements neither filled nor waived."""
        return set(FIVE_ELEMENTS) - self.filled - self.waived


def filled_elements(measure: dict[str, Any]) -> frozenset[str]:
    """Return which of the five elements a measure pins down."""
    named = measure["responsibility"]
    filled = {
        "measure": True,
        "duty": named["leaders"] and named["offices"],
        "person": named["assignees"] or named["leaders"],
        "fund": measure["fund"],
        "deadline": measure["due"]["on"],
    }
    return frozenset(element for element, given in filled.items() if given)


class PlanRecord(Item):
    """A plan: what it has to answer, its measures, and its tasks once in force."""

    __slots__ = ("former", "measures", "opinions", "submitter", "tasks", "unit", "waived")

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("plan", state["number"])
        self.unit: str = state["unit"]
        self.former: tuple[str, ...] = ()
        """The units that were responsible before it."""
        self.opinions: tuple[str, ...] = tuple(state["opinion_ids"])
        self.measures: dict[int, MeasureRecord] = {}
        self.waived: tuple[str, ...] = ()
        self.submitter: str | None = None
        self.tasks: tuple[str, ...] = ()

    def is_of(self, lineage: list[str]) -> bool:
        """Return whether a line of units leads to one that is responsible, or was."""
        return not {self.unit, *self.former}.isdisjoint(lineage)

    def led_by(self, unit: str) -> list[int]:
        """Return the numbers of the live measures that a unit leads."""
        leading = {
            no: each.reading["responsibility"]["lead_unit"] or self.unit
            for no, each in self.measures.items()
        }
        return sorted(no for no, lead in leading.items() if lead == unit)

    def task_number(self, no: int) -> str:
        """Return the number of the task by which a measure is carried out."""
        return f"{self.number}-{no}"

    def agreed(self, no: int) -> dict[str, Any]:
        """Return what the task of a measure says, as agreed on."""
        reading = self.measures[no].reading
        facts = {name: reading.get(name) for name in AS_AGREED}
        opinions = reading["answers"] or list(self.opinions)
        return {**facts, "number": self.task_number(no), "opinion_ids": opinions}

    @property
    def is_covered(self) -> bool:
        """Whether every opinion is answered by a measure or expressly declined."""
        answered = {each for measure in self.measures.values() for each in measure.answers}
        return set(self.opinions) <= answered.union(self.waived)

    @property
    def is_complete(self) -> bool:
        """Whether no measure misses an element that was not waived."""
        return not any(measure.missing for measure in self.measures.values())


def plan_drafted(event: Event, county: County) -> None:
    """Draft for a unit that exists and opinions that are on record."""
    state = event.state
    county.tree.require_active(event, state["unit"])
    county.answer(event, state["opinion_ids"])


def plan_measure_added(event: Event, county: County) -> None:
    """Enter a measure under a number still free."""
    del county
    no = event.state["measure"]["no"]
    event.require(no not in event.item.measures, "序号已被占用", "the number is taken")
    _put(event)


def plan_measure_revised(event: Event, county: County) -> None:
    """Let a measure read otherwise; its waivers lapse."""
    del county
    before = _live(event, event.state["measure"]["no"])
    event.require(before.reading != event.state["measure"], "措施没有变化", "nothing changes")
    _put(event)


def _put(event: Event) -> None:
    measure = event.state["measure"]
    event.require(
        set(measure["answers"]) <= set(event.item.opinions), "意见不在方案之内", "not of the plan"
    )
    event.item.measures[measure["no"]] = MeasureRecord(measure)


def _live(event: Event, no: int) -> MeasureRecord:
    found: MeasureRecord | None = event.item.measures.get(no)
    event.require(found, "没有这项有效措施", "there is no such measure")
    assert found is not None  # noqa: S101  just required
    return found


def plan_measure_removed(event: Event, county: County) -> None:
    """Take a measure out of the draft."""
    del county
    _live(event, event.state["no"])
    del event.item.measures[event.state["no"]]


def plan_opinion_waived(event: Event, county: County) -> None:
    """Decline once to answer an opinion of the plan."""
    del county
    item, opinion = event.item, event.state["opinion_id"]
    event.require(opinion in item.opinions, "意见不在方案之内", "not of the plan")
    event.require(opinion not in item.waived, "已经说明", "declined before")
    item.waived = (*item.waived, opinion)


def plan_elements_waived(event: Event, county: County) -> None:
    """Waive elements that are missing."""
    del county
    elements = event.state["elements"]
    measure = _live(event, event.state["no"])
    event.require(
        elements and set(elements) <= measure.missing, "要素无需免除", "nothing to waive"
    )
    measure.waived = measure.waived.union(elements)


def plan_submitted(event: Event, county: County) -> None:
    """Hand in, as the responsible unit, what answers every opinion."""
    del county
    item = event.item
    event.require(event.unit == item.unit, *NOT_RESPONSIBLE)
    event.require(item.measures, "没有措施", "there are no measures")
    event.require(item.is_covered, "有意见没有回应", "an opinion is not answered")
    item.submitter = event.actor


def plan_approved(event: Event, county: County) -> None:
    """Approve, independently, what pins all elements down."""
    require_plan_independent(event, county)
    county.book.of(event.item.profile).require_approver(event, "plan")
    event.require(event.item.is_complete, "五落实不完整", "an element is missing")


def plan_put_in_force(event: Event, county: County) -> None:
    """Begin a task for each measure, in the same act."""
    for no in event.item.measures:
        number = event.item.task_number(no)
        county.refer_ahead(event, "task", identity_of("task", number), number)


def plan_rejected(event: Event, county: County) -> None:
    """Return for rework, independently."""
    require_plan_independent(event, county)


def require_plan_independent(event: Event, county: County) -> None:
    """Refuse a decision by the responsible unit, one inside it, or whoever handed the plan in."""
    _require_not_of_plan(event, event.item, county, ("审定自己的方案", "审定", "decided"))
    require_lineage(event, county.tree)


def require_changed_by_other(event: Event, plan: PlanRecord, county: County) -> None:
    """Refuse a change of what was approved by its unit, one inside it, or who handed it in."""
    _require_not_of_plan(event, plan, county, ("自行变更已审定的方案", "变更", "changed"))


def _require_not_of_plan(
    event: Event, plan: PlanRecord, county: County, done: tuple[str, str, str]
) -> None:
    """Refuse what is ``done`` by a unit that is responsible or was, or by who handed it in."""
    by_unit, by_person, english = done
    event.require_independent(
        not plan.is_of(county.tree.lineage_on(event.unit, event.day)),
        f"责任单位不得{by_unit}",
        f"{english} by the responsible unit",
    )
    event.require_independent(
        event.actor != plan.submitter,
        f"{event.actor}报送该方案,不得由其{by_person}",
        f"{english} by {event.actor}, who handed it in",
    )


def plan_measure_amended(event: Event, county: County) -> None:
    """Change a measure in force, independently; what it was before is stated."""
    state = event.state
    require_changed_by_other(event, event.item, county)
    measure = _live(event, state["no"])
    present = {"text": measure.text, "target": measure.target}
    require_amendment(event, present, measure.due, "former_{}")
    measure.text = state["text"] or measure.text
    measure.target = state["target"] or measure.target
    if state["due"] is not None:
        measure.due = known(state["due"])
        dated = frozenset(("deadline",) if measure.due.on else ())
        measure.filled = (measure.filled - {"deadline"}) | dated
    event.require(event.item.is_complete, "五落实不完整", "an element is missing")


def plan_measure_cancelled(event: Event, county: County) -> None:
    """Give a measure up, independently; no opinion may be left unanswered."""
    require_changed_by_other(event, event.item, county)
    _live(event, event.state["no"])
    del event.item.measures[event.state["no"]]
    event.require(event.item.is_covered, "有意见没有回应", "an opinion is not answered")


def plan_handed_over(event: Event, county: County) -> None:
    """Let another unit be responsible, and lead what the one that has ended led."""
    item, state = event.item, event.state
    _require_not_of_plan(event, item, county, ("自行移交方案", "移交", "handed over"))
    unit, successor = require_succession(event, county, (item.unit,), NOT_RESPONSIBLE)
    event.require(
        state["measures"] == item.led_by(unit),
        "所写措施不是原单位牵头的措施",
        "the measures stated are not those the unit led",
    )
    for measure in item.measures.values():
        measure.hand_over(unit, successor)
    item.former, item.unit = (*item.former, unit), successor


def plan_concluded(event: Event, county: County) -> None:
    """End a plan none of whose tasks is open."""
    still_open = [county.called(key) for key in event.item.tasks if county.holds_up(key)]
    event.require(
        not still_open,
        f"任务{'、'.join(still_open)}尚未办结",
        f"tasks are open: {', '.join(still_open)}",
    )


PLAN_RULES = {
    "plan.drafted": plan_drafted,
    "plan.measure-added": plan_measure_added,
    "plan.measure-revised": plan_measure_revised,
    "plan.measure-removed": plan_measure_removed,
    "plan.opinion-waived": plan_opinion_waived,
    "plan.elements-waived": plan_elements_waived,
    "plan.submitted": plan_submitted,
    "plan.approved": plan_approved,
    "plan.put-in-force": plan_put_in_force,
    "plan.rejected": plan_rejected,
    "plan.measure-amended": plan_measure_amended,
    "plan.measure-cancelled": plan_measure_cancelled,
    "plan.handed-over": plan_handed_over,
    "plan.concluded": plan_concluded,
}
