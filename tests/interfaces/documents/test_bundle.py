"""Writing audit bundles."""

import dataclasses
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from interfaces.documents.bundle import AuditBundle, Member
from interfaces.documents.bundle_readme import readme
from interfaces.documents.malformed import MalformedManifest
from interfaces.documents.manifest import MemberKind, Scope
from interfaces.documents.tally import Tally
from interfaces.documents.zip_stream import BLOCK
from tests.interfaces.documents.bundles import (
    EVENTS,
    FIRST,
    PATHS,
    bundle,
    contents,
    line,
    scope,
    unzipped,
)


def member(path: str, kind: MemberKind = MemberKind.LEDGER) -> Member:
    return Member(path, kind, [b""])


def test_the_same_facts_give_the_same_bytes() -> None:
    assert contents() == contents()


def test_a_file_and_a_stream_hold_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with path.open("wb") as file:
        file.writelines(bundle())
    assert path.read_bytes() == contents()


def test_another_process_on_another_day_writes_the_same_bytes() -> None:
    script = (
        "import hashlib\nfrom tests.interfaces.documents.bundles import contents\n"
        "print(hashlib.sha256(contents()).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C"}
    printed = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, env=environment
    ).stdout
    assert printed.strip() == hashlib.sha256(contents()).hexdigest()


def test_the_files_stand_in_the_order_given_and_the_manifest_last() -> None:
    assert tuple(path for path, _ in unzipped(contents())) == PATHS


def test_the_events_are_the_lines_given() -> None:
    assert dict(unzipped(contents()))["events.jsonl"] == b"".join(EVENTS)


def test_the_manifest_states_size_rows_and_digest_of_every_file() -> None:
    files = dict(unzipped(contents()))
    stated = json.loads(files.pop("manifest.json"))
    assert [file["path"] for file in stated["files"]] == list(files)
    for file in stated["files"]:
        data = files[file["path"]]
        assert file["bytes"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    kinds_and_rows = [(file["kind"], file["rows"]) for file in stated["files"]]
    text = files["README.txt"].count(b"\n")
    assert kinds_and_rows == [
        ("events", 5), ("ledger", None), ("ledger", 2), ("rates", 3), ("readme", text),
    ]  # fmt: skip


def test_the_manifest_states_what_the_bundle_covers() -> None:
    stated = json.loads(dict(unzipped(contents()))["manifest.json"])
    assert (stated["format"], stated["version"]) == ("zhuoluo-audit-bundle", 1)
    assert stated["events"] == {"first": 1, "last": 5, "count": 5}
    assert stated["generation"] == {"software": "0.1.0", "shape": 1}
    assert stated["scope"] == {
        "county": "样本县人大常委会",
        "title": "2015年度审计导出包",
        "period_from": "2015-01-01",
        "period_to": "2015-12-31",
        "as_of": "2015-12-31",
        "known_at": 5,
        "selection": None,
    }


def test_a_bundle_may_hold_no_event() -> None:
    stated = json.loads(dict(unzipped(contents([], 0)))["manifest.json"])
    assert stated["events"] == {"first": None, "last": None, "count": 0}


def test_a_bundle_may_hold_nothing_but_events() -> None:
    files = unzipped(b"".join(AuditBundle(scope(), EVENTS, [])))
    assert [path for path, _ in files] == ["events.jsonl", "manifest.json"]
    assert json.loads(files[-1][1])["generation"] == {}


def test_events_later_than_the_moment_of_knowledge_end_the_writing() -> None:
    with pytest.raises(MalformedManifest, match="知悉时点"):
        contents(known_at=4)


@pytest.mark.parametrize(
    "members",
    [
        [member("../a.csv")],
        [member("/a.csv")],
        [member("a.csv"), member("A.csv")],
        [member("A.csv"), member("a.csv")],
        [member("events.jsonl")],
        [member("manifest.json")],
        [member("more.jsonl", MemberKind.EVENTS)],
        [member("log/policy.txt")],
        [member("policy.txt", MemberKind.LOG)],
    ],
    ids=range(9),
)
def test_what_cannot_be_a_bundle_is_refused_before_the_first_byte(members: list[Member]) -> None:
    with pytest.raises(MalformedManifest):
        AuditBundle(scope(), EVENTS, members)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(MalformedManifest, match="起日2015-02-01晚于止日2015-01-01"):
        Scope("县", "导出", date(2015, 2, 1), date(2015, 1, 1), date(2015, 3, 1), 0)


def test_events_are_read_only_as_the_bytes_are_taken() -> None:
    read = 0

    def events() -> Iterator[bytes]:
        nonlocal read
        for read in range(1, 1_000_000):
            yield line(read, FIRST, read)

    stream = iter(AuditBundle(scope(), events(), []))
    for _ in range(3):
        next(stream)
    assert 0 < read < 10_000


def test_the_readme_lists_every_file_and_tells_how_to_check() -> None:
    text = dict(unzipped(contents()))["README.txt"].decode("utf-8-sig")
    assert all(path in text for path in PATHS)
    assert "2015年度审计导出包\r\n\r\n单位:样本县人大常委会\r\n" in text
    assert "期间:2015-01-01 至 2015-12-31\r\n" in text
    assert "截至序号 5\r\n" in text
    assert "zhuoluo check-export" in text
    assert text.index("核验.html,用浏览器打开") < text.index("python3 -I verify.py 本压缩包")
    assert "都没有的" in text
    assert "不能排除有权限的人连同清单一起改动" in text
    assert "由事件重新算出,逐格比对" in text
    assert "法定数所需的见证方与签署方串通的,也发现不了" in text
    assert "\n" not in text.replace("\r\n", "")


def test_the_readme_follows_its_scope() -> None:
    other = readme(dataclasses.replace(scope(), known_at=7), [], None)
    assert "截至序号 7" in b"".join(other.chunks).decode()


def test_the_readme_is_a_witness_on_paper() -> None:
    told = "日志a,前5条,首部 00AA"
    assert f"签署的{told}\r\n" in b"".join(readme(scope(), [], told).chunks).decode()
    assert "日志尚未签署" in b"".join(readme(scope(), [], None).chunks).decode()


@pytest.mark.parametrize(
    ("path", "data", "rows"),
    [
        ("a.jsonl", b"", 0),
        ("a.jsonl", b"{}\n{}\n", 2),
        ("a.txt", b"a\nb", 2),
        ("a.csv", b"", 0),
        ("a.csv", b"h\r\n", 0),
        ("a.csv", b"h", 0),
        ("a.csv", b"h\r\n1\r\n2", 2),
        ("a.csv", b'h\r\n"1\r\n\n2"\r\n"""\n"\r\n', 2),
        ("a.xlsx", b"\n\n", None),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("step", [1, 3, 100])
def test_rows_are_counted_however_the_bytes_are_cut(
    path: str, data: bytes, rows: int | None, step: int
) -> None:
    tally = Tally(path, MemberKind.LEDGER)
    for start in range(0, len(data), step):
        tally.add(data[start : start + step])
    assert tally.entry().rows == rows
    assert tally.entry().bytes == len(data)


def test_a_large_bundle_is_sound_for_other_readers() -> None:
    many = [line(n, FIRST, n, b'{"n":"%b"}' % (b"x" * 100)) for n in range(1, 2_000)]
    assert sum(map(len, many)) > 3 * BLOCK
    with zipfile.ZipFile(io.BytesIO(contents(many))) as archive:
        assert archive.testzip() is None
        assert archive.read("events.jsonl") == b"".join(many)
