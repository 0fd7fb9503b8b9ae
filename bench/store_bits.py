"""``python -m bench.store_bits [bits] [seed]``: flip bits of a signed SQLite county one by one."""

import random
import sys
import tempfile
import time
from pathlib import Path

from bench.timing import heading
from tests.application.log.store_bits import flip, small_county
from tests.stores import sqlite_template


def main() -> None:
    """Flip so many bits, of every byte of the file alike; leave with 1 if one went unseen."""
    bits = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "county.db"
        desk = small_county(sqlite_template(Path(folder)), path)
        size = path.stat().st_size * 8
        chance, begin = random.Random(seed), time.monotonic()
        result = flip(desk, path, chance.sample(range(size), bits))
        heading(f"{bits} of {size} bits, seed {seed}, {time.monotonic() - begin:.0f} s")
        print(
            f"   {result.shown} shown, {result.harmless} changed nothing, missed: {result.missed}"
        )
        sys.exit(bool(result.missed))


if __name__ == "__main__":
    main()
