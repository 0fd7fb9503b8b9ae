"""Interleaved rounds and medians: what drifts, drifts for both sides of a ratio."""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Timed(NamedTuple):
    """Seconds for one operation: the median over rounds."""

    seconds: float

    @property
    def micros(self) -> float:
        """Microseconds for one operation."""
        return self.seconds * 1e6


def interleaved(
    cases: Mapping[str, Callable[[], None]], *, operations: int, rounds: int = 7
) -> dict[str, Timed]:
    """Run each case ``operations`` times a round, the cases in turn; return the medians."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            begin = time.perf_counter()
            for _ in range(operations):
                case()
            seconds[name].append((time.perf_counter() - begin) / operations)
    return {name: Timed(statistics.median(each)) for name, each in seconds.items()}


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share * 1000) // 1000) - 1)]


def heading(text: str) -> None:
    """Print a heading."""
    print(f"\n== {text}", flush=True)


def verdict(name: str, value: float, budget: float, *, at_least: bool = False) -> bool:
    """Print a ratio beside its budget; say whether it is kept."""
    kept = value >= budget if at_least else value <= budget
    sign = "≥" if at_least else "≤"
    print(
        f"   {name}: {value:.2f}  (budget {sign} {budget}) {'kept' if kept else 'BROKEN'}",
        flush=True,
    )
    return kept
