"""How long things took: mean, median and ninth decile of whole days, exactly."""

from collections.abc import Sequence
from fractions import Fraction

from domain.model import ValueObject
from domain.ratio import rounded


class Spread(ValueObject):
    """Days that finished items took, in ascending order. Without items there is no figure."""

    days: tuple[int, ...]

    @classmethod
    def of(cls, days: Sequence[int]) -> "Spread":
        """Order the days."""
        return cls(days=tuple(sorted(days)))

    @property
    def mean(self) -> str | None:
        """The mean, half-up to two decimals."""
        return rounded(Fraction(sum(self.days), len(self.days))) if self.days else None

    @property
    def median(self) -> str | None:
        """The middle value, or the mean of the two in the middle, to two decimals."""
        if not self.days:
            return None
        below, above = (len(self.days) - 1) // 2, len(self.days) // 2
        return rounded(Fraction(self.days[below] + self.days[above], 2))

    @property
    def ninth_decile(self) -> int | None:
        """The shortest time within which nine in ten were finished (nearest rank)."""
        return self.days[(9 * len(self.days) + 9) // 10 - 1] if self.days else None
