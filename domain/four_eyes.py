"""Four eyes: whoever carried a matter out never judges it."""

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, Self

from domain.errors import InvalidFact, RuleViolation
from domain.model import Act, ValueObject


class VerifierNotIndependent(RuleViolation):
    """Whoever verifies, or their unit, had a hand in what is verified."""

    title: ClassVar[str] = "核查人员应当与承办单位相互独立"


class JudgedByPerformer(RuleViolation):
    """Whoever carries a matter out never decides when it is due, who bears it, how it ends."""

    title: ClassVar[str] = "承办单位和承办人员不得审定自己办理的事项"


class Performers(ValueObject):
    """Who had a hand in carrying a matter out: units by code, persons by name."""

    units: frozenset[str] = frozenset()
    """Units that are responsible, were responsible, or reported."""
    superiors: frozenset[str] = frozenset()
    """Units that reported and every unit above them."""
    persons: frozenset[str] = frozenset()

    def joined_by(self, units: Iterable[str], persons: Iterable[str]) -> Self:
        """Add units made responsible and the persons named with them."""
        return self._with(units=units, persons=persons)

    def reported_by(self, lineage: Sequence[str], person: str) -> Self:
        """Add the person who reported, their unit, and the units above it."""
        return self._with(units=lineage[:1], superiors=lineage, persons=(person,))

    def require_other(self, act: Act) -> None:
        """Refuse an act by a person or a unit that had a hand in the matter, or inside one."""
        if act.unit in self.units or act.actor in self.persons:
            raise JudgedByPerformer(
                f"{act.unit}或者{act.actor}参与了该事项的办理,不能由其审定", "unit"
            )
        inside = first_of(self.units, act.lineage)
        if inside:
            raise JudgedByPerformer(
                f"{act.unit}隶属于参与了该事项办理的{inside},不能由其审定", "unit"
            )

    def require_independent(self, lineage: Sequence[str], act: Act) -> None:
        """Refuse a verifier inside a performing unit, above one, or who performed in person."""
        require_lineage(lineage, act)
        inside = first_of(self.units, lineage)
        if inside:
            raise VerifierNotIndependent(
                f"核查单位{act.unit}就是或者隶属于承办该事项的单位{inside}", "unit"
            )
        if act.unit in self.superiors:
            raise VerifierNotIndependent(
                f"报告办理情况的单位隶属于核查单位{act.unit},不能由其核查", "unit"
            )
        if act.actor in self.persons:
            raise VerifierNotIndependent(f"{act.actor}参与了该事项的办理,不能核查该事项", "actor")

    def _with(
        self,
        units: Iterable[str] = (),
        superiors: Iterable[str] = (),
        persons: Iterable[str] = (),
    ) -> Self:
        return type(self)(
            units=self.units.union(units),
            superiors=self.superiors.union(superiors),
            persons=self.persons.union(persons),
        )


def first_of(units: Collection[str], lineage: Sequence[str]) -> str | None:
    """Return the first of a line of units that is one of these."""
    return next((unit for unit in lineage if unit in units), None)


def require_lineage(lineage: Sequence[str], act: Act) -> None:
    """Refuse a line of units that does not begin with the unit acting."""
    if not lineage or lineage[0] != act.unit:
        raise InvalidFact(f"单位隶属关系应当从办理单位{act.unit}开始", "lineage")
