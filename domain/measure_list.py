"""The list of measures a plan consists of: what each answers, and what is still missing."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from domain.due import Due
from domain.errors import RuleViolation
from domain.measure import (
    FiveElement,
    Measure,
    OpinionIds,
    OrderNumber,
    SomeElements,
    Target,
    filled_elements,
)
from domain.model import ValueObject
from domain.text import Reason


class PlanWithoutMeasures(RuleViolation):
    """A plan without measures cannot be submitted."""

    title = "方案没有整改措施"


class MeasureNumberTaken(RuleViolation):
    """Every measure of a plan has its own number."""

    title = "措施序号已被占用"


class MeasureNotLive(RuleViolation):
    """The plan has no measure of this number, or it was removed or cancelled."""

    title = "没有这项有效措施"


class OpinionNotInPlan(RuleViolation):
    """Measures and waivers concern the opinions the plan was drafted for."""

    title = "意见不在该方案范围内"


class OpinionAlreadyWaived(RuleViolation):
    """That an opinion is not answered by a measure is stated once."""

    title = "该意见已说明不予回应"


class OpinionUncovered(RuleViolation):
    """Every opinion is answered by a measure or expressly declined (requirement R23)."""

    title = "有意见没有措施回应"


class ElementNotMissing(RuleViolation):
    """Only elements that are missing, and not yet waived, can be waived."""

    title = "该要素无需免除"


class FiveElementsIncomplete(RuleViolation):
    """Each of the five elements of every measure is filled or waived with a reason (五落实)."""

    title = "五落实不完整"


class OpinionWaiver(ValueObject):
    """The statement that no measure answers an opinion, and why."""

    opinion_id: UUID
    reason: Reason


class ElementWaiver(ValueObject):
    """The statement that a measure does without some of the five elements, and why."""

    no: OrderNumber
    elements: SomeElements
    reason: Reason


class MeasureList(ValueObject):
    """Measures by number, and the waivers that hold for them as they read now."""

    opinion_ids: OpinionIds
    live: tuple[Measure, ...] = ()
    cancelled: tuple[Measure, ...] = ()
    opinion_waivers: tuple[OpinionWaiver, ...] = ()
    element_waivers: tuple[ElementWaiver, ...] = ()

    def put(self, measure: Measure) -> Self:
        """Enter the measure; it takes the place of one with its number, whose waivers lapse."""
        live = sorted((*self.drop(measure.no).live, measure), key=lambda m: m.no)
        return self.drop(measure.no).model_copy(update={"live": tuple(live)})

    def drop(self, no: int) -> Self:
        """Leave the measure out, and its waivers with it."""
        live = tuple(m for m in self.live if m.no != no)
        waivers = tuple(w for w in self.element_waivers if w.no != no)
        return self.model_copy(update={"live": live, "element_waivers": waivers})

    def cancel(self, no: int) -> Self:
        """Let the measure count no more, but keep it."""
        cancelled = (*self.cancelled, *(m for m in self.live if m.no == no))
        return self.drop(no).model_copy(update={"cancelled": cancelled})

    def amend(self, no: int, text: str | None, due: Due | None, target: Target | None) -> Self:
        """Change what is given of the measure; its waivers stay."""
        given = {"text": text, "due": due, "target": target}
        changes = {field: now for field, now in given.items() if now is not None}
        live = tuple(m.model_copy(update=changes) if m.no == no else m for m in self.live)
        return self.model_copy(update={"live": live})

    def led_by(self, unit: str, *, where_unnamed: str) -> tuple[int, ...]:
        """Return the numbers of the live measures a unit leads.

        One that names no unit in the lead is led by the unit ``where_unnamed``.
        """
        return tuple(
            m.no for m in self.live if (m.responsibility.lead_unit or where_unnamed) == unit
        )

    def hand_over(self, unit: str, successor: str) -> Self:
        """Let the successor lead the live measures that name the unit; their waivers stay."""
        live = tuple(
            _led_by(successor, m) if m.responsibility.lead_unit == unit else m for m in self.live
        )
        return self.model_copy(update={"live": live})

    def waive_opinion(self, waiver: OpinionWaiver) -> Self:
        """Add the statement that an opinion is not answered by a measure."""
        return self.model_copy(update={"opinion_waivers": (*self.opinion_waivers, waiver)})

    def waive_elements(self, waiver: ElementWaiver) -> Self:
        """Add the statement that a measure does without some elements."""
        return self.model_copy(update={"element_waivers": (*self.element_waivers, waiver)})

    def coverage(self, opinion_id: UUID) -> tuple[int, ...]:
        """Return the numbers of the live measures that answer the opinion."""
        return tuple(m.no for m in self.live if opinion_id in m.answers)

    def missing_elements(self, measure: Measure) -> tuple[FiveElement, ...]:
        """Return the elements of the measure that are neither filled nor waived."""
        waived = {e for w in self.element_waivers if w.no == measure.no for e in w.elements}
        return tuple(e for e in FiveElement if e not in filled_elements(measure) | waived)

    def five_elements(self) -> tuple[int, int]:
        """Return how many elements of the live measures are filled, and out of how many."""
        filled = sum(len(filled_elements(m)) for m in self.live)
        return filled, len(self.live) * len(FiveElement)

    def find(self, no: int) -> Measure:
        """Return the live measure with this number, or refuse."""
        for measure in self.live:
            if measure.no == no:
                return measure
        raise MeasureNotLive(f"该方案没有有效的第{no}项措施", "no")

    @property
    def next_no(self) -> int:
        """The number after the highest in use."""
        return max((m.no for m in self.live), default=0) + 1

    def require_measures(self) -> None:
        """Refuse an empty list."""
        if not self.live:
            raise PlanWithoutMeasures("该方案还没有列入整改措施", "measures")

    def require_number_free(self, no: int) -> None:
        """Refuse a number that a measure has."""
        if any(m.no == no for m in self.live):
            raise MeasureNumberTaken(f"该方案已有第{no}项措施", "no")

    def require_opinions_known(self, opinion_ids: Iterable[UUID]) -> None:
        """Refuse opinions the plan was not drafted for."""
        unknown = [str(i) for i in opinion_ids if i not in self.opinion_ids]
        if unknown:
            raise OpinionNotInPlan(f"意见{'、'.join(unknown)}不在该方案范围内", "opinion_id")

    def require_opinion_not_waived(self, opinion_id: UUID) -> None:
        """Refuse an opinion already declined."""
        if any(w.opinion_id == opinion_id for w in self.opinion_waivers):
            raise OpinionAlreadyWaived(f"意见{opinion_id}已说明不予回应", "opinion_id")

    def require_elements_missing(self, no: int, elements: Iterable[FiveElement]) -> None:
        """Refuse elements of the measure that are filled or waived."""
        missing = self.missing_elements(self.find(no))
        present = [e.label for e in elements if e not in missing]
        if present:
            raise ElementNotMissing(
                f"第{no}项措施的{'、'.join(present)}已落实或者已免除", "elements"
            )

    def require_opinions_covered(self) -> None:
        """Refuse a list that leaves an opinion neither answered nor declined."""
        declined = {w.opinion_id for w in self.opinion_waivers}
        open_ids = [str(i) for i in self.opinion_ids if i not in declined and not self.coverage(i)]
        if open_ids:
            raise OpinionUncovered(
                f"有{len(open_ids)}条意见既没有措施回应,也没有说明不予回应的理由:"
                f"{'、'.join(open_ids)}",
                "opinion_ids",
            )

    def require_elements_complete(self) -> None:
        """Refuse a list in which a measure misses an element that was not waived."""
        gaps = [
            f"第{m.no}项措施缺少{'、'.join(e.label for e in missing)}"
            for m in self.live
            if (missing := self.missing_elements(m))
        ]
        if gaps:
            raise FiveElementsIncomplete(f"{';'.join(gaps)},且未说明免除理由", "measures")


def _led_by(unit: str, measure: Measure) -> Measure:
    named = measure.responsibility.model_copy(update={"lead_unit": unit})
    return measure.model_copy(update={"responsibility": named})
