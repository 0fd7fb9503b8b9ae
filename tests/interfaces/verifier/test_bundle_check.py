"""Checking audit bundles: the sound, the changed, the damaged and the hostile."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from interfaces.documents.bundle import AuditBundle
from interfaces.verifier import bundle_check as bundle_check_module
from interfaces.verifier.bundle_check import check_bundle
from interfaces.verifier.finding import Fault
from interfaces.verifier.remarks import NOTHING_SIGNED
from interfaces.verifier.verdict import Counts, Verdict
from tests.interfaces.documents.bundles import (
    FIRST,
    ONE_OPINION,
    ONE_UNIT,
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
    verdict: Verdict, problem: str, path: str | None, line: int | None = None
) -> None:
    assert (verdict.ok, verdict.problem, verdict.path, verdict.line) == (
        False,
        problem,
        path,
        line,
    )
    assert verdict.chinese.startswith("核验不通过:")
    assert verdict.english.startswith("Refused: ")
    assert verdict.chinese.isprintable()
    assert verdict.english.isprintable()
    assert path is None or (path in verdict.chinese and path in verdict.english)
    assert line is None or f"第{line}行" in verdict.chinese


def test_a_sound_bundle_is_accepted_with_its_counts(tmp_path: Path) -> None:
    verdict = verdict_on(SOUND, tmp_path)
    size = sum(len(data) for path, data in unzipped(SOUND) if path != "manifest.json")
    assert verdict.ok
    assert verdict.problem is None
    assert verdict.counts == Counts(files=5, events=5, bytes=size)
    assert verdict.chinese == "核验通过:完整导出包,5个文件、5条事件相符;没有签名。"
    assert verdict.english == (
        "Sound: whole bundle, 5 files and 5 events agree; nothing is signed."
    )


def test_a_bundle_without_signatures_is_not_called_proof_against_insiders(tmp_path: Path) -> None:
    assert NOTHING_SIGNED in verdict_on(SOUND, tmp_path).remarks


def test_a_bundle_without_events_is_sound(tmp_path: Path) -> None:
    verdict = verdict_on(contents([]), tmp_path)
    assert (verdict.ok, verdict.counts.events) == (True, 0)


def test_a_partial_bundle_says_that_it_is_one(tmp_path: Path) -> None:
    some = [line(3, FIRST, 1), line(4, UUID(int=3), 3), line(7, SECOND, 2), line(8, FIRST, 2)]
    verdict = verdict_on(contents(some, 9, ONE_OPINION), tmp_path)
    assert (verdict.ok, verdict.counts.events) == (True, 4)
    assert verdict.chinese.startswith("核验通过:部分导出包,")
    told = "".join(remark.chinese for remark in verdict.remarks)
    assert "只含与“Y1”有关的事件" in told
    assert "有2个事项不是从第一条记录开始" in told
    assert "\n  2 items are not told from their first version on." in verdict.text


def test_only_of_a_units_part_versions_may_be_left_out(tmp_path: Path) -> None:
    some = [line(4, FIRST, 1), line(8, FIRST, 5)]
    assert verdict_on(contents(some, 9, ONE_UNIT), tmp_path).ok
    verdict = verdict_on(contents(some, 9, ONE_OPINION), tmp_path)
    assert_refused(verdict, Fault.BROKEN_CHAIN, "events.jsonl", 2)


def test_files_in_another_order_are_refused(tmp_path: Path) -> None:
    verdict = verdict_on(rezipped(reversed(unzipped(SOUND))), tmp_path)
    assert_refused(verdict, Fault.MALFORMED_MANIFEST, "manifest.json")


@pytest.mark.parametrize("path", [p for p in LISTED if p != "events.jsonl"])
def test_a_changed_file_is_named(path: str, tmp_path: Path) -> None:
    verdict = verdict_on(spoiled(path, flipped), tmp_path)
    assert_refused(verdict, Fault.DIGEST_DIFFERS, path)
    assert verdict.counts.files == LISTED.index(path)


@pytest.mark.parametrize("path", [p for p in LISTED if p != "events.jsonl"])
@pytest.mark.parametrize(
    "change", [lambda d: d[:-1], lambda d: d + b"\n", lambda _: b""], ids="-+0"
)
def test_a_file_of_another_size_is_named(
    path: str, change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    assert_refused(verdict_on(spoiled(path, change), tmp_path), Fault.SIZE_DIFFERS, path)


@pytest.mark.parametrize("path", PATHS)
def test_a_missing_file_is_named(path: str, tmp_path: Path) -> None:
    files = [(p, data) for p, data in unzipped(SOUND) if p != path]
    assert_refused(verdict_on(rezipped(files), tmp_path), Fault.MISSING_FILE, path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("rename", [str, str.upper], ids=["same", "case"])
def test_a_file_given_twice_is_named(
    path: str, rename: Callable[[str], str], tmp_path: Path
) -> None:
    files = unzipped(SOUND)
    twice = rezipped([*files, (rename(path), dict(files)[path])])
    assert_refused(verdict_on(twice, tmp_path), Fault.DUPLICATE_FILE, rename(path))


@pytest.mark.parametrize("path", PATHS)
def test_a_renamed_file_is_named(path: str, tmp_path: Path) -> None:
    renamed = rezipped([("新" + p if p == path else p, data) for p, data in unzipped(SOUND)])
    assert_refused(verdict_on(renamed, tmp_path), Fault.MISSING_FILE, path)


@pytest.mark.parametrize("path", ["extra.txt", "ledgers/另一个.csv"])
def test_a_file_not_listed_is_named(path: str, tmp_path: Path) -> None:
    verdict = verdict_on(rezipped([*unzipped(SOUND), (path, b"")]), tmp_path)
    assert_refused(verdict, Fault.UNLISTED_FILE, path)


def claim(key: str, value: object, of: int = 2) -> Callable[[dict[str, Any]], None]:
    def change(stated: dict[str, Any]) -> None:
        stated["files"][of][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (claim("sha256", "0" * 64), Fault.DIGEST_DIFFERS),
        (claim("bytes", 1), Fault.SIZE_DIFFERS),
        (claim("bytes", 10**6), Fault.SIZE_DIFFERS),
        (claim("rows", 3), Fault.ROWS_DIFFER),
        (claim("rows", None), Fault.ROWS_DIFFER),
    ],
    ids=range(5),
)
def test_a_false_statement_about_a_file_names_the_file(
    change: Callable[[dict[str, Any]], None], problem: Fault, tmp_path: Path
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
    assert verdict.problem in {Fault.MALFORMED_MANIFEST, Fault.UNKNOWN_FORMAT}
    assert_refused(verdict, verdict.problem, "manifest.json")


def test_a_later_version_is_named_as_such(tmp_path: Path) -> None:
    later = restated(lambda stated: stated.update(version=2, proofs=[]))
    assert_refused(verdict_on(later, tmp_path), Fault.UNKNOWN_FORMAT, "manifest.json")


def test_what_the_manifest_smuggles_in_is_shown_harmless(tmp_path: Path) -> None:
    smuggled = restated(lambda stated: stated["generation"].update({"\x1b[2J\u202e": None}))
    verdict = verdict_on(smuggled, tmp_path)
    assert_refused(verdict, Fault.MALFORMED_MANIFEST, "manifest.json")
    assert "\\x1b[2J\\u202e" in verdict.chinese


def test_a_manifest_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_check_module, "MAX_MANIFEST", 100)
    verdict = verdict_on(SOUND, tmp_path)
    assert_refused(verdict, Fault.TOO_LARGE, "manifest.json")
    assert verdict.chinese == "核验不通过:manifest.json:超过100字节。"
    assert verdict.english == "Refused: manifest.json: is longer than 100 bytes."


def test_a_manifest_that_promises_more_than_the_zip_holds_is_refused(tmp_path: Path) -> None:
    bomb = restated(claim("bytes", 10**13))
    assert_refused(verdict_on(bomb, tmp_path), Fault.SIZE_DIFFERS, PATHS[2])


def test_events_are_checked_in_little_memory(tmp_path: Path) -> None:
    events = [line(n, FIRST, n, b'{"n":"%b"}' % (b"x" * 1_000)) for n in range(1, 20_001)]
    with (tmp_path / "large.zip").open("wb") as file:
        file.writelines(AuditBundle(scope(20_000), events, []))
    tracemalloc.start()
    verdict = check_bundle(tmp_path / "large.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert verdict.counts.events == 20_000
    assert peak < 2_000_000
