"""No bit of a store can flip unseen; ``python -m bench.store_bits`` is the long form."""

import random
from pathlib import Path

from tests.application.log.store_bits import flip, small_county

BITS = 120


def test_no_flipped_bit_changes_what_is_watched_unseen(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "county.db"
    desk = small_county(template, path)
    size = path.stat().st_size * 8
    chance = random.Random(20261125)  # noqa: S311  to repeat, not to hide
    result = flip(desk, path, [chance.randrange(size) for _ in range(BITS)])
    assert result.missed == ()
    assert result.shown
    assert result.shown + result.harmless == BITS
