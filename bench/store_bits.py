"""``python -m bench.store_bits [all | bits] [seed]``: flip bits of a SQLite county one by one.

``all`` takes every bit of a county of 23 events, which takes hours; otherwise so many (20,000) are
drawn from one of 265.
"""

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.timing import heading
from tests.application.log.desk import LogDesk
from tests.application.log.store_bits import Flipped, flip, small_county
from tests.stores import sqlite_template

EVERY = "all"
AT_ONCE = 16_384
"""Bits after which it is said how far it is."""


def main() -> None:
    """Flip the bits; leave with 1 if one went unseen."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "20000"
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        template, path = sqlite_template(Path(folder)), Path(folder) / "county.db"
        if wanted == EVERY:
            desk = small_county(template, path, before=20, after=3)
            bits: Sequence[int] = range(path.stat().st_size * 8)
        else:
            desk = small_county(template, path)
            chance = random.Random(seed)
            bits = chance.sample(range(path.stat().st_size * 8), int(wanted))
        heading(f"{wanted} of {path.stat().st_size * 8} bits, seed {seed}")
        sys.exit(bool(_flipped(desk, path, bits).missed))


def _flipped(desk: LogDesk, path: Path, bits: Sequence[int]) -> Flipped:
    """Flip the bits, and say now and then how many were shown and which went unseen."""
    begin, all_of_them = time.monotonic(), Flipped()
    for first in range(0, len(bits), AT_ONCE):
        found = flip(desk, path, bits[first : first + AT_ONCE])
        all_of_them = Flipped(
            all_of_them.shown + found.shown,
            all_of_them.harmless + found.harmless,
            (*all_of_them.missed, *found.missed),
        )
        print(
            f"   {time.monotonic() - begin:.0f} s: {all_of_them.shown} shown, "
            f"{all_of_them.harmless} changed nothing, missed: {all_of_them.missed}",
            flush=True,
        )
    return all_of_them


if __name__ == "__main__":
    main()
