"""``python -m bench.terms [number] [seed]``: terms at random, ours against a clerk's count.

Prints every difference; the exit code says whether there was any.
"""

import sys
from collections import Counter
from time import monotonic

from tests.domain.calendars import reference_calendar
from tests.property.oracle import random_terms
from tests.property.terms import derived


def main() -> int:
    """Compare so many terms."""
    number, seed = (*map(int, sys.argv[1:]), *(100_000, 1)[len(sys.argv[1:]) :])
    calendar = reference_calendar()
    began = monotonic()
    kinds: Counter[str] = Counter()
    differences = 0
    for asked, answer in random_terms(seed, number):
        kinds[f"{asked.unit}{' rolling' if asked.roll else ''}"] += 1
        ours = derived(asked, calendar)
        if ours != answer:
            differences += 1
            print(f"{asked}: counted {answer}, derived {ours}")
    seconds = monotonic() - began
    shares = ", ".join(f"{kind} {share}" for kind, share in sorted(kinds.items()))
    print(f"{number} terms from seed {seed} ({shares})")
    print(f"{differences} differences, {seconds:.0f} s")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
