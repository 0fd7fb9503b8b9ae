"""Checking audit bundles: the sound, the changed, the damaged and the hostile."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interfaces.documents import bundle_check, untrusted_zip
from interfaces.documents.bundle import AuditBundle
from interfaces.documents.bundle_check import check_bundle
from interfaces.documents.verdict import Counts, Problem, Verdict
from tests.interfaces.documents.bundles import (
    FIRST,
    PATHS,
    SECOND,
    canonical,
    contents,
    line,
    restated,
    rezipped,
    scope,
    spoiled,
    unzipped,
    verdict_on,
)

SOUND = contents()
LISTED = PATHS[:-1]


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def assert_refused(
    verdict: Verdict, problem: Problem, path: str | None, line: int | None = None
) -> None:
    assert (verdict.ok, verdict.problem, verdict.path, verdict.line) == (
        False,
        problem,
        path,
        line,
    )
    assert verdict.sentence.startswith("核对不通过:")
    assert verdict.sentence.isprintable()
    assert path is None or path in verdict.sentence
    assert line is None or f"第{line}行" in verdict.sentence


def test_a_sound_bundle_is_accepted_with_its_counts(tmp_path: Path) -> None:
    verdict = verdict_on(SOUND, tmp_path)
    size = sum(len(data) for path, data in unzipped(SOUND) if path != "manifest.json")
    assert verdict.ok
    assert verdict.problem is None
    assert verdict.counts == Counts(files=5, events=5, bytes=size)
    assert verdict.sentence.startswith("核对通过:5个文件、5条事件均与清单一致。")


def test_an_accepted_bundle_is_not_called_proof_against_insiders(tmp_path: Path) -> None:
    assert "不能排除有权限的人连同清单一起改动" in verdict_on(SOUND, tmp_path).sentence


def test_a_bundle_without_events_or_with_a_part_of_them_is_sound(tmp_path: Path) -> None:
    assert verdict_on(contents([], 0), tmp_path).counts.events == 0
    later = [line(4, FIRST, 3), line(7, SECOND, 2), line(8, FIRST, 4)]
    assert verdict_on(contents(later), tmp_path).counts.events == 3
    assert verdict_on(contents(later), tmp_path).ok


def test_files_zipped_anew_unchanged_are_sound(tmp_path: Path) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for path, data in reversed(unzipped(SOUND)):
            archive.writestr(path, data)
    assert verdict_on(stored.getvalue(), tmp_path).ok


@pytest.mark.parametrize("path", [p for p in LISTED if p != "events.jsonl"])
def test_a_changed_file_is_named(path: str, tmp_path: Path) -> None:
    verdict = verdict_on(spoiled(path, flipped), tmp_path)
    assert_refused(verdict, Problem.DIGEST_DIFFERS, path)
    assert verdict.counts.files == LISTED.index(path)


@pytest.mark.parametrize("path", [p for p in LISTED if p != "events.jsonl"])
@pytest.mark.parametrize(
    "change", [lambda d: d[:-1], lambda d: d + b"\n", lambda _: b""], ids="-+0"
)
def test_a_file_of_another_size_is_named(
    path: str, change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    assert_refused(verdict_on(spoiled(path, change), tmp_path), Problem.SIZE_DIFFERS, path)


@pytest.mark.parametrize("path", PATHS)
def test_a_missing_file_is_named(path: str, tmp_path: Path) -> None:
    files = [(p, data) for p, data in unzipped(SOUND) if p != path]
    assert_refused(verdict_on(rezipped(files), tmp_path), Problem.MISSING_FILE, path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("rename", [str, str.upper], ids=["same", "case"])
def test_a_file_given_twice_is_named(
    path: str, rename: Callable[[str], str], tmp_path: Path
) -> None:
    files = unzipped(SOUND)
    twice = rezipped([*files, (rename(path), dict(files)[path])])
    assert_refused(verdict_on(twice, tmp_path), Problem.DUPLICATE_FILE, rename(path))


@pytest.mark.parametrize("path", PATHS)
def test_a_renamed_file_is_named(path: str, tmp_path: Path) -> None:
    renamed = rezipped([("新" + p if p == path else p, data) for p, data in unzipped(SOUND)])
    assert_refused(verdict_on(renamed, tmp_path), Problem.MISSING_FILE, path)


@pytest.mark.parametrize("path", ["extra.txt", "ledgers/另一个.csv"])
def test_a_file_not_listed_is_named(path: str, tmp_path: Path) -> None:
    verdict = verdict_on(rezipped([*unzipped(SOUND), (path, b"")]), tmp_path)
    assert_refused(verdict, Problem.UNLISTED_FILE, path)


@pytest.mark.parametrize(
    ("path", "shown"),
    [("../x", "../x"), ("/etc/x", "/etc/x"), ("a\\b", "a\\b"), ("C:x", "C:x"),
     ("ledgers/", "ledgers/"), ("a\x1b[31m", "a\\x1b[31m"), ("\u202ex", "\\u202ex"),
     ("a" * 999, "a" * 400 + "…")],
    ids=ascii,
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(path: str, shown: str, tmp_path: Path) -> None:
    verdict = verdict_on(rezipped([(path, b""), *unzipped(SOUND)]), tmp_path)
    assert (verdict.ok, verdict.problem, verdict.path) == (False, Problem.UNSAFE_NAME, shown)
    assert verdict.sentence.isprintable()


def test_a_name_with_a_hidden_end_is_refused(tmp_path: Path) -> None:
    hidden = SOUND.replace(b"rates.json", b"rates\0json")
    assert verdict_on(hidden, tmp_path).problem is Problem.UNSAFE_NAME


@pytest.mark.parametrize("path", PATHS)
def test_damage_inside_a_file_names_it(path: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        info = archive.getinfo(path)
    start = info.header_offset + 30 + len(path.encode()) + 20  # fixed header, name, 64-bit sizes
    for offset in (start, start + info.compress_size // 2):
        damaged = bytearray(SOUND)
        damaged[offset] ^= 0xFF
        assert_refused(verdict_on(bytes(damaged), tmp_path), Problem.DAMAGED_FILE, path)


def test_a_truncated_bundle_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    for length in range(0, len(SOUND), 37):
        assert_refused(verdict_on(SOUND[:length], tmp_path), Problem.NOT_AN_ARCHIVE, None)


@pytest.mark.parametrize(
    "spoiled_archive",
    [b"", b"\n", b"%PDF-1.7", b"PK\x05\x06", SOUND + b"x", b"x" + SOUND, SOUND[:-2] + b"\x01\0x"],
    ids=range(7),
)
def test_what_is_not_one_plain_zip_is_refused(spoiled_archive: bytes, tmp_path: Path) -> None:
    assert_refused(verdict_on(spoiled_archive, tmp_path), Problem.NOT_AN_ARCHIVE, None)


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused(check_bundle(tmp_path), Problem.UNREADABLE, None)
    assert_refused(check_bundle(tmp_path / "none.zip"), Problem.UNREADABLE, None)
    assert_refused(check_bundle(Path("a\0b")), Problem.UNREADABLE, None)

    def closed(_: Path) -> None:
        raise PermissionError

    (tmp_path / "closed.zip").write_bytes(SOUND)
    monkeypatch.setattr("interfaces.documents.untrusted_zip.io.FileIO", closed)
    assert_refused(check_bundle(tmp_path / "closed.zip"), Problem.UNREADABLE, None)


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    encrypted = bytearray(SOUND)
    encrypted[SOUND.index(b"PK\x01\x02") + 8] |= 0x01
    assert_refused(verdict_on(bytes(encrypted), tmp_path), Problem.DAMAGED_FILE, PATHS[0])


def rewritten(change: Callable[[zipfile.ZipInfo], None], method: int) -> bytes:
    """Zip the sound files with another method; change what the table of contents says of one."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as opened:
        for path, data in unzipped(SOUND):
            opened.writestr(path, data)
        change(opened.getinfo("rates.json"))
    return archive.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_whose_memory_has_no_bound_is_refused(method: int, tmp_path: Path) -> None:
    packed = rewritten(lambda _: None, method)
    assert_refused(verdict_on(packed, tmp_path), Problem.DAMAGED_FILE, PATHS[0])


@pytest.mark.parametrize("offset", [2**31, 2**32, 2**63, 2**64 - 1])
def test_a_file_said_to_lie_beyond_the_end_is_named(offset: int, tmp_path: Path) -> None:
    def move(info: zipfile.ZipInfo) -> None:
        info.header_offset = offset

    moved = rewritten(move, zipfile.ZIP_STORED)
    assert_refused(verdict_on(moved, tmp_path), Problem.DAMAGED_FILE, "rates.json")


def claim(key: str, value: object, of: int = 2) -> Callable[[dict[str, Any]], None]:
    def change(stated: dict[str, Any]) -> None:
        stated["files"][of][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (claim("sha256", "0" * 64), Problem.DIGEST_DIFFERS),
        (claim("bytes", 1), Problem.SIZE_DIFFERS),
        (claim("bytes", 10**6), Problem.SIZE_DIFFERS),
        (claim("rows", 3), Problem.ROWS_DIFFER),
        (claim("rows", None), Problem.ROWS_DIFFER),
    ],
    ids=range(5),
)
def test_a_false_statement_about_a_file_names_the_file(
    change: Callable[[dict[str, Any]], None], problem: Problem, tmp_path: Path
) -> None:
    assert_refused(verdict_on(restated(change), tmp_path), problem, PATHS[2])


@pytest.mark.parametrize(
    "change",
    [flipped, lambda d: d[:-1], lambda d: d.replace(b"\n", b"\r\n"), lambda _: b"{}",
     lambda _: canonical({}), lambda d: d + b" "],
    ids=range(6),
)  # fmt: skip
def test_a_manifest_in_another_form_is_refused(
    change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    verdict = verdict_on(spoiled("manifest.json", change), tmp_path)
    assert verdict.problem in {Problem.MALFORMED_MANIFEST, Problem.UNKNOWN_FORMAT}
    assert_refused(verdict, verdict.problem, "manifest.json")


def test_a_later_version_is_named_as_such(tmp_path: Path) -> None:
    later = restated(lambda stated: stated.update(version=2, proofs=[]))
    assert_refused(verdict_on(later, tmp_path), Problem.UNKNOWN_FORMAT, "manifest.json")


def test_what_the_manifest_smuggles_in_is_shown_harmless(tmp_path: Path) -> None:
    smuggled = restated(lambda stated: stated["generation"].update({"\x1b[2J\u202e": None}))
    verdict = verdict_on(smuggled, tmp_path)
    assert_refused(verdict, Problem.MALFORMED_MANIFEST, "manifest.json")
    assert "\\x1b[2J\\u202e" in verdict.sentence


def test_a_manifest_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_check, "MAX_MANIFEST", 100)
    assert_refused(verdict_on(SOUND, tmp_path), Problem.TOO_LARGE, "manifest.json")


def test_a_table_of_contents_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(untrusted_zip, "MAX_DIRECTORY", 300)
    assert_refused(verdict_on(SOUND, tmp_path), Problem.NOT_AN_ARCHIVE, None)


def test_a_manifest_that_promises_more_than_the_zip_can_hold_is_refused(tmp_path: Path) -> None:
    bomb = restated(claim("bytes", 10**13))
    assert_refused(verdict_on(bomb, tmp_path), Problem.TOO_LARGE, "manifest.json")


def test_files_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    directory = SOUND.index(b"PK\x01\x02")
    overlapping = bytearray(SOUND)
    overlapping[directory + 20 : directory + 24] = struct.pack("<L", len(SOUND))
    assert_refused(verdict_on(bytes(overlapping), tmp_path), Problem.TOO_LARGE, None)


def test_a_file_far_longer_than_stated_is_not_read_to_its_end(tmp_path: Path) -> None:
    bomb = bytearray(spoiled("rates.json", lambda _: bytes(50_000_000)))
    checksum = bomb.index(b"rates.json", bomb.index(b"PK\x01\x02")) - 30
    bomb[checksum] ^= 1  # whoever reads to the end will notice
    tracemalloc.start()
    verdict = verdict_on(bytes(bomb), tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert_refused(verdict, Problem.SIZE_DIFFERS, "rates.json")
    assert peak < 2_000_000


def test_events_are_checked_in_little_memory(tmp_path: Path) -> None:
    events = (line(n, FIRST, n, b'{"n":"%b"}' % (b"x" * 1_000)) for n in range(1, 20_001))
    with (tmp_path / "large.zip").open("wb") as file:
        file.writelines(AuditBundle(scope(20_000), events, []))
    tracemalloc.start()
    verdict = check_bundle(tmp_path / "large.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert verdict.counts.events == 20_000
    assert peak < 2_000_000
