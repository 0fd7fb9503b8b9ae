"""``python -m bench.store_bits [all | bits] [seed]``: flip bits of a SQLite county one by one.

``all`` takes every bit of a county of 23 events, which takes an hour; otherwise so many (20,000)
are drawn from one of 265.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

from bench.timing import heading
from tests.application.log.desk import LogDesk
from tests.application.log.store_bits import Flipped, flip, small_county
from tests.stores import sqlite_template

EVERY = "all"
AT_ONCE = 8_192
"""Bits after which it is said how far it is."""


def main() -> None:
    """Flip the bits, each core its share; leave with 1 if one went unseen."""
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
        heading(f"{len(bits)} of {path.stat().st_size * 8} bits, seed {seed}")
        sys.exit(bool(_flipped(desk, path, bits).missed))


def _flipped(desk: LogDesk, path: Path, bits: Sequence[int]) -> Flipped:
    """Flip the bits, and say now and then how many were shown and which went unseen."""
    begin, so_far = time.monotonic(), Flipped()
    parts = [bits[first : first + AT_ONCE] for first in range(0, len(bits), AT_ONCE)]
    with get_context("fork").Pool(os.cpu_count(), _take_desk, (desk, path)) as workers:
        for found in workers.imap_unordered(_flip_part, parts):
            so_far = Flipped(
                so_far.shown + found.shown,
                so_far.harmless + found.harmless,
                (*so_far.missed, *found.missed),
            )
            print(
                f"   {time.monotonic() - begin:.0f} s: {so_far.shown} shown, "
                f"{so_far.harmless} changed nothing, missed: {so_far.missed}",
                flush=True,
            )
    return so_far


def _take_desk(desk: LogDesk, path: Path) -> None:
    """Give this process a file of its own."""
    global _desk, _path
    _desk, _path = desk, path.with_name(f"county-{os.getpid()}.db")
    shutil.copy(path, _path)


def _flip_part(bits: Sequence[int]) -> Flipped:
    return flip(_desk, _path, bits)


_desk: LogDesk
_path: Path

if __name__ == "__main__":
    main()
