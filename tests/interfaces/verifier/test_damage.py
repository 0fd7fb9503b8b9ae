"""Whatever small thing is done to a bundle: it is refused. ``bench.flips`` tries every bit."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interfaces.documents.bundles import EVENTS, contents, table_of_contents, unzipped
from tests.interfaces.verifier.damage import (
    accepted,
    edited,
    flipped,
    restated,
    verdict_of,
)
from tests.interfaces.verifier.signed import log_files, note, partial, proofs, whole

WHOLE = whole(note(2), note(5))
PART = partial([2, 5], [note(5)], proofs([2, 5]))
DIRECTORY = table_of_contents(WHOLE)
STRIDE = 211
"""Prime to 8, so that every place within a byte has its turn."""


pytestmark = pytest.mark.usefixtures("signatures_verified_once")


def test_the_bundle_itself_is_sound(tmp_path: Path) -> None:
    assert verdict_of(WHOLE, tmp_path).ok
    assert verdict_of(PART, tmp_path).ok


@pytest.mark.parametrize("archive", [WHOLE, PART], ids=["whole", "partial"])
def test_no_flipped_bit_is_accepted(archive: bytes, tmp_path: Path) -> None:
    assert accepted(flipped(archive, range(0, 8 * len(archive), STRIDE)), tmp_path) == []


def test_no_flipped_bit_of_the_records_of_the_archive_is_accepted(tmp_path: Path) -> None:
    first = range(8 * 62)
    last = range(8 * (DIRECTORY - 24), 8 * (DIRECTORY + 58))
    end = range(8 * (len(WHOLE) - 22), 8 * len(WHOLE))
    assert accepted(flipped(WHOLE, [*first, *last, *end]), tmp_path) == []


def test_no_byte_may_be_missing_doubled_or_exchanged(tmp_path: Path) -> None:
    assert accepted(edited(WHOLE, range(0, len(WHOLE), STRIDE)), tmp_path) == []


def test_no_event_can_be_restated_without_the_keys(tmp_path: Path) -> None:
    events = dict(unzipped(WHOLE))["events.jsonl"]
    changes = flipped(events, range(0, 8 * len(events), 17))
    assert accepted(restated(WHOLE, "events.jsonl", changes), tmp_path) == []
    changes = flipped(dict(unzipped(PART))["events.jsonl"], range(0, 2_000, 17))
    assert accepted(restated(PART, "events.jsonl", changes), tmp_path) == []


@pytest.mark.parametrize("path", ["log/checkpoints.jsonl", "log/proofs.jsonl"])
def test_no_proof_or_signature_that_is_needed_can_be_restated(path: str, tmp_path: Path) -> None:
    data = dict(unzipped(PART))[path]
    changes = flipped(data, range(0, 8 * len(data), 19))
    assert accepted(restated(PART, path, changes), tmp_path) == []


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=st.integers(0, len(WHOLE)),
    length=st.integers(0, 300),
    inserted=st.binary(max_size=50) | st.sampled_from([WHOLE, WHOLE[-60:], WHOLE[:80]]),
)
def test_no_cut_or_insertion_is_accepted(
    start: int, length: int, inserted: bytes, tmp_path: Path
) -> None:
    damaged = WHOLE[:start] + inserted + WHOLE[start + length :]
    assert verdict_of(damaged, tmp_path).ok == (damaged == WHOLE)


def test_events_cannot_be_taken_away_from_the_end_of_what_is_signed(tmp_path: Path) -> None:
    shorter = contents(EVENTS[:4], more=log_files([note(2), note(5)]))
    assert verdict_of(shorter, tmp_path).problem == "malformed-checkpoint"
