"""Exact rates: a numerator and a denominator, compared before rounding, never a float."""

from fractions import Fraction

from domain.model import ValueObject


class Ratio(ValueObject):
    """How many of how many. An empty base has no rate: neither 0 nor 100."""

    numerator: int
    denominator: int

    @property
    def exact(self) -> Fraction | None:
        """The exact value; ``None`` for an empty base."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str | None:
        """The rate in percent, half-up to two decimals, as printed: ``83.33``."""
        return None if self.exact is None else rounded(self.exact * 100)

    @property
    def mean(self) -> str | None:
        """The numerator for each of the denominator, half-up to two decimals: ``22.50``."""
        return None if self.exact is None else rounded(self.exact)

    def points_over(self, earlier: "Ratio") -> str | None:
        """Return by how many percentage points this is more: ``+8.33``, ``-0.50``, ``0.00``.

        The exact rates are subtracted and only the difference is rounded, half-up by its amount.
        """
        if self.exact is None or earlier.exact is None:
            return None
        difference = (self.exact - earlier.exact) * 100
        printed = rounded(abs(difference))
        if not printed.strip("0."):
            return printed
        return f"{'+' if difference > 0 else '-'}{printed}"


def rounded(value: Fraction, decimals: int = 2) -> str:
    """Print a non-negative fraction half-up, with this many decimals."""
    scaled = value * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, part = divmod(units, 10**decimals)
    return f"{whole}.{part:0{decimals}d}"
