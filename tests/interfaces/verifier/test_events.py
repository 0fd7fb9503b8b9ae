"""Checking the events of a bundle, line by line, and any bundle with a little damage."""

import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from interfaces.documents.event_lines import MAX_LINE, event_line
from interfaces.documents.manifest import MemberKind
from interfaces.documents.tally import Tally
from interfaces.verifier.finding import Fault
from interfaces.verifier.history import lines_of
from interfaces.verifier.remarks import NOTHING_SIGNED
from interfaces.verifier.verdict import Verdict
from tests.interfaces.documents.bundles import (
    EVENTS,
    FIRST,
    SECOND,
    canonical,
    contents,
    line,
    rezipped,
    spoiled,
    unzipped,
    verdict_on,
)

SOUND = contents()
FILES = dict(unzipped(SOUND))


def with_events(lines: list[bytes], folder: Path) -> Verdict:
    """Replace the events under the old manifest, as someone would who covers up a change."""
    return verdict_on(spoiled("events.jsonl", lambda _: b"".join(lines)), folder)


def extracted(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def found(verdict: Verdict) -> tuple[str | None, str | None, int | None]:
    return verdict.problem, verdict.path, verdict.line


def test_a_changed_state_names_the_events(tmp_path: Path) -> None:
    lines = [*EVENTS[:2], EVENTS[2].replace(b"{}", b"[]").replace(b"[]", b"{}"), *EVENTS[3:]]
    assert with_events(lines, tmp_path).ok
    lines[0] = EVENTS[0].replace("污水".encode(), "物业".encode())
    verdict = with_events(lines, tmp_path)
    assert found(verdict) == (Fault.DIGEST_DIFFERS, "events.jsonl", None)
    assert "events.jsonl" in verdict.chinese


@pytest.mark.parametrize("missing", range(4))
def test_a_missing_line_is_named_where_it_is_missed(missing: int, tmp_path: Path) -> None:
    lines = [*EVENTS[:missing], *EVENTS[missing + 1 :]]
    verdict = with_events(lines, tmp_path)
    assert found(verdict) == (Fault.BROKEN_CHAIN, "events.jsonl", missing + 1)
    assert (
        f"events.jsonl第{missing + 1}行:序号为{missing + 2},应为{missing + 1}" in verdict.chinese
    )


def test_a_missing_last_line_is_missed(tmp_path: Path) -> None:
    verdict = with_events([*EVENTS[:4]], tmp_path)
    assert found(verdict) == (Fault.BROKEN_CHAIN, "events.jsonl", None)
    assert "到序号4为止共4条,清单写明共5条、到序号5为止" in verdict.chinese


@pytest.mark.parametrize("place", range(5))
def test_a_line_given_twice_is_named(place: int, tmp_path: Path) -> None:
    verdict = with_events([*EVENTS[: place + 1], *EVENTS[place:]], tmp_path)
    assert found(verdict) == (Fault.BROKEN_CHAIN, "events.jsonl", place + 2)


def test_lines_in_another_order_are_named(tmp_path: Path) -> None:
    verdict = with_events([EVENTS[0], EVENTS[2], EVENTS[1], *EVENTS[3:]], tmp_path)
    assert found(verdict) == (Fault.BROKEN_CHAIN, "events.jsonl", 2)


def test_an_added_line_is_named(tmp_path: Path) -> None:
    verdict = with_events([*EVENTS, line(6, FIRST, 4)], tmp_path)
    assert found(verdict) == (Fault.BROKEN_CHAIN, "events.jsonl", 6)


def test_an_added_text_without_a_line_end_is_named(tmp_path: Path) -> None:
    verdict = with_events([*EVENTS, b" "], tmp_path)
    assert found(verdict) == (Fault.MALFORMED_LINE, "events.jsonl", 6)


def test_a_cut_last_line_is_named(tmp_path: Path) -> None:
    verdict = with_events([*EVENTS[:4], EVENTS[4][:-1]], tmp_path)
    assert found(verdict) == (Fault.MALFORMED_LINE, "events.jsonl", 5)


def test_a_line_that_is_no_event_is_named(tmp_path: Path) -> None:
    for spoil in (b"\n", b"{}\n", EVENTS[1].replace(b"true", b"True")):
        verdict = with_events([EVENTS[0], spoil, *EVENTS[2:]], tmp_path)
        assert found(verdict) == (Fault.MALFORMED_LINE, "events.jsonl", 2)


@pytest.mark.parametrize("size", [MAX_LINE + 10, 40 * MAX_LINE])
def test_a_line_too_long_is_named_and_not_gathered(size: int, tmp_path: Path) -> None:
    lines = EVENTS[0] + b"x" * size + b"\n"
    tally = Tally("events.jsonl", MemberKind.EVENTS)
    tally.add(lines)
    stated = json.loads(FILES["manifest.json"])
    stated["files"][0] |= {"bytes": len(lines), "sha256": tally.entry().sha256}
    forged = FILES | {"events.jsonl": lines, "manifest.json": canonical(stated)}
    archive = rezipped([*forged.items()])
    tracemalloc.start()
    verdict = verdict_on(archive, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found(verdict) == (Fault.MALFORMED_LINE, "events.jsonl", 2)
    assert f"超过{MAX_LINE}字节" in verdict.chinese
    assert peak < 5 * MAX_LINE


@pytest.mark.parametrize(
    ("events", "line_number"),
    [
        ([line(1, FIRST, 1), line(2, FIRST, 3)], 2),
        ([line(1, FIRST, 2), line(2, FIRST, 3)], 1),
        ([line(1, FIRST, 1), line(2, SECOND, 1), line(3, FIRST, 1)], 3),
        ([line(1, FIRST, 1), line(3, SECOND, 1), line(2, FIRST, 2), line(4, FIRST, 3)], 2),
    ],
    ids=range(4),
)
def test_a_broken_chain_is_named_even_when_the_manifest_agrees(
    events: list[bytes], line_number: int, tmp_path: Path
) -> None:
    verdict = verdict_on(contents(events), tmp_path)
    assert found(verdict) == (Fault.BROKEN_CHAIN, "events.jsonl", line_number)


def test_more_kinds_of_events_than_memory_allows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interfaces.verifier.history.MOST_TOPICS", 1)
    other = event_line(2, "opinion.closed", SECOND, 1, b"{}")
    verdict = verdict_on(contents([EVENTS[0], other]), tmp_path)
    assert found(verdict) == (Fault.TOO_LARGE, "events.jsonl", 2)
    assert "事件种类超过1种,超出核验上限" in verdict.chinese
    assert "there are more than 1 kinds of events, more than are checked" in verdict.english
    monkeypatch.setattr("interfaces.verifier.history.MOST_TOPICS", 2)
    assert verdict_on(contents([EVENTS[0], other]), tmp_path).ok


def test_what_is_too_long_for_a_line_is_not_dropped() -> None:
    assert list(lines_of([b"ab", b"cde", b"f\n"], 4)) == [b"abcde"]


def test_an_insider_who_restates_the_manifest_is_not_caught(tmp_path: Path) -> None:
    other = [line(1, FIRST, 1, b'{"grade":"satisfied"}'), *EVENTS[1:]]
    verdict = verdict_on(contents(other), tmp_path)
    assert verdict.ok
    assert verdict.manifest_sha256 != verdict_on(SOUND, tmp_path).manifest_sha256
    assert NOTHING_SIGNED in verdict.remarks


ANY_PLACE = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@ANY_PLACE
@given(place=st.integers(0, len(SOUND) - 1), value=st.integers(0, 255))
def test_one_changed_byte_is_refused_or_changes_no_file(
    place: int, value: int, tmp_path: Path
) -> None:
    damaged = SOUND[:place] + bytes([value]) + SOUND[place + 1 :]
    if verdict_on(damaged, tmp_path).ok:
        assert extracted(damaged) == FILES


@ANY_PLACE
@given(
    start=st.integers(0, len(SOUND)),
    length=st.integers(0, 300),
    inserted=st.binary(max_size=50) | st.just(SOUND[-60:]),
)
@example(start=0, length=0, inserted=SOUND)
def test_a_cut_or_an_insertion_is_refused_or_changes_no_file(
    start: int, length: int, inserted: bytes, tmp_path: Path
) -> None:
    damaged = SOUND[:start] + inserted + SOUND[start + length :]
    if verdict_on(damaged, tmp_path).ok:
        assert extracted(damaged) == FILES


@ANY_PLACE
@given(path=st.sampled_from(sorted(FILES)), data=st.data())
def test_one_changed_byte_inside_a_file_zipped_anew_is_refused(
    path: str, data: st.DataObject, tmp_path: Path
) -> None:
    place = data.draw(st.integers(0, len(FILES[path]) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda v: v != FILES[path][place]))
    changed = FILES[path][:place] + bytes([value]) + FILES[path][place + 1 :]
    verdict = verdict_on(rezipped([*(FILES | {path: changed}).items()]), tmp_path)
    if path == "manifest.json" and verdict.ok:
        stated, before = json.loads(changed), json.loads(FILES[path])
        assert stated["files"] == before["files"]
        assert stated["events"] == before["events"]
    else:
        assert not verdict.ok
        assert path in {"manifest.json", verdict.path}


@ANY_PLACE
@given(st.binary(max_size=400))
def test_any_bytes_get_a_verdict(tmp_path: Path, archive: bytes) -> None:
    assert not verdict_on(archive, tmp_path).ok
