"""The manifest of an audit bundle."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interfaces.documents import manifest as manifest_module
from interfaces.documents.malformed import MalformedManifest, UnknownFormat
from interfaces.documents.manifest import (
    EventRange,
    FileEntry,
    Manifest,
    MemberKind,
    Scope,
    Selection,
    SelectionKind,
    require_plain_path,
)
from tests.interfaces.documents.bundles import canonical, scope

DIGEST = "0" * 64
EVENTS = FileEntry("events.jsonl", MemberKind.EVENTS, 700, 5, DIGEST)
POLICY = FileEntry("log/policy.txt", MemberKind.LOG, 90, 3, DIGEST)
LEDGER = FileEntry("ledgers/意见台账.xlsx", MemberKind.LEDGER, 900, None, DIGEST)
MANIFEST = Manifest(scope(), EventRange(1, 5, 5), (EVENTS, LEDGER), {"software": "0.1.0", "n": 2})


def restated(**changes: Any) -> bytes:
    return canonical(json.loads(MANIFEST.to_bytes()) | changes)


def nested(part: str, **changes: Any) -> bytes:
    stated = json.loads(MANIFEST.to_bytes())
    return restated(**{part: stated[part] | changes})


def file(**changes: Any) -> bytes:
    stated = json.loads(MANIFEST.to_bytes())["files"]
    return restated(files=[stated[0], stated[1] | changes])


def test_a_manifest_has_one_byte_form() -> None:
    assert MANIFEST.to_bytes().decode() == (
        '{\n "events": {\n  "count": 5,\n  "first": 1,\n  "last": 5\n },\n'
        ' "files": [\n'
        '  {\n   "bytes": 700,\n   "kind": "events",\n   "path": "events.jsonl",\n'
        f'   "rows": 5,\n   "sha256": "{DIGEST}"\n  }},\n'
        '  {\n   "bytes": 900,\n   "kind": "ledger",\n   "path": "ledgers/意见台账.xlsx",\n'
        f'   "rows": null,\n   "sha256": "{DIGEST}"\n  }}\n ],\n'
        ' "format": "zhuoluo-audit-bundle",\n'
        ' "generation": {\n  "n": 2,\n  "software": "0.1.0"\n },\n'
        ' "scope": {\n  "as_of": "2015-12-31",\n  "county": "样本县人大常委会",\n'
        '  "known_at": 5,\n  "period_from": "2015-01-01",\n  "period_to": "2015-12-31",\n'
        '  "selection": null,\n  "title": "2015年度审计导出包"\n },\n "version": 1\n}\n'
    )


def test_a_manifest_comes_back_as_it_was() -> None:
    assert Manifest.from_bytes(MANIFEST.to_bytes()) == MANIFEST
    empty = Manifest(
        scope(0), EventRange(None, None, 0), (dataclasses.replace(EVENTS, rows=0),), {}
    )
    assert Manifest.from_bytes(empty.to_bytes()) == empty


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"null\n",
        b"[]\n",
        MANIFEST.to_bytes()[:-1],
        MANIFEST.to_bytes() + b"\n",
        MANIFEST.to_bytes().replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + MANIFEST.to_bytes(),
        MANIFEST.to_bytes().replace(b' "version": 1', b' "version": 1,\n "version": 1'),
        MANIFEST.to_bytes().replace(b'"count": 5', b'"count": 5.0'),
        MANIFEST.to_bytes().replace(b'"count": 5', b'"count": NaN'),
        MANIFEST.to_bytes().replace(b'"count": 5', b'"count": ' + b"5" * 5_000),
        MANIFEST.to_bytes().replace(b"0.1.0", b"\\ud800"),
        json.dumps(json.loads(MANIFEST.to_bytes()), sort_keys=True, indent=1).encode() + b"\n",
        restated(extra=1),
        restated(generation=[]),
        restated(generation={"a": None}),
        restated(generation={"a": True}),
        restated(files={}),
        restated(files=[]),
        restated(files=[1]),
        restated(events=None),
        nested("events", first=None),
        nested("events", first=None, last=None),
        nested("events", first=0),
        nested("events", first=2),
        nested("events", last=0),
        nested("events", count=4),
        nested("events", count=-1),
        nested("events", count=True),
        nested("events", more=1),
        nested("scope", known_at=4),
        nested("scope", known_at=6),
        nested("scope", selection={}),
        nested("scope", selection="Y1"),
        nested("scope", selection={"kind": "county", "key": "Y1"}),
        nested("scope", selection={"kind": "opinion", "key": ""}),
        nested("scope", selection={"kind": "opinion", "key": "Y1", "more": 1}),
        nested("scope", known_at=10**18),
        nested("scope", as_of="20151231"),
        nested("scope", as_of="2015-02-30"),
        nested("scope", as_of=1),
        nested("scope", period_from="2016-01-01"),
        nested("scope", county=" "),
        nested("scope", county="县\n"),
        nested("scope", title="长" * 301),
        nested("scope", title=1),
        file(path="events.jsonl"),
        file(path="EVENTS.jsonl"),
        file(path="Manifest.json"),
        file(path="../x"),
        file(path="a", kind="events"),
        file(path="log/policy.txt"),
        file(path="policy.txt", kind="log"),
        file(path="schemas/opinion.closed.json"),
        file(path="schemas/opinion.closed.txt", kind="schema"),
        file(path="schemas/Opinion.json", kind="schema"),
        file(path="attachments/x", kind="attachment"),
        file(path=f"attachments/{DIGEST}"),
        file(path="verify.py", kind="page"),
        file(path="核验.html"),
        file(kind="secret"),
        file(bytes=-1),
        file(bytes="1"),
        file(rows=-1),
        file(rows=1.5),
        file(sha256="0" * 63),
        file(sha256="A" * 64),
        file(sha256=None),
        file(note=""),
    ],
    ids=range(72),
)
def test_what_is_not_a_manifest_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedManifest):
        Manifest.from_bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [restated(format="x"), restated(version=2, new=1), canonical({"version": 1})],
    ids=range(3),
)
def test_another_format_or_version_is_named_as_such(raw: bytes) -> None:
    with pytest.raises(UnknownFormat, match="zhuoluo-audit-bundle第1版"):
        Manifest.from_bytes(raw)


@pytest.mark.parametrize("kind", SelectionKind)
def test_a_partial_bundle_names_what_it_is_about(kind: SelectionKind) -> None:
    part = dataclasses.replace(EVENTS, rows=2)
    manifest = Manifest(scope(9, Selection(kind, "Y1")), EventRange(2, 8, 2), (part,), {})
    assert Manifest.from_bytes(manifest.to_bytes()) == manifest
    assert not manifest.is_whole


def test_a_whole_bundle_begins_with_the_first_event_and_leaves_none_out() -> None:
    for events in (EventRange(2, 6, 5), EventRange(1, 6, 5)):
        with pytest.raises(MalformedManifest, match="第1至第6条"):
            Manifest(scope(6), events, (EVENTS,), {})


def test_files_are_found_by_kind() -> None:
    closed = FileEntry("schemas/opinion.closed.json", MemberKind.SCHEMA, 1, 1, DIGEST)
    later = FileEntry("schemas/opinion.closed@2.json", MemberKind.SCHEMA, 1, 1, DIGEST)
    manifest = dataclasses.replace(MANIFEST, files=(EVENTS, POLICY, closed, later))
    assert manifest.paths(MemberKind.LOG) == ("log/policy.txt",)
    assert manifest.topics_with_schema() == {"opinion.closed", "opinion.closed@2"}


def test_a_manifest_of_too_many_parts_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest_module, "MAX_PARTS", 20)
    with pytest.raises(MalformedManifest, match="超过20项"):
        Manifest.from_bytes(MANIFEST.to_bytes())


@given(st.binary(max_size=200) | st.text('{}[]",:01 \n').map(str.encode))
def test_any_bytes_are_a_manifest_or_a_refusal(raw: bytes) -> None:
    with pytest.raises(MalformedManifest):
        Manifest.from_bytes(raw)


@pytest.mark.parametrize("path", ["a", "events.jsonl", "ledgers/意见 台账.xlsx", "a/b/c.d.e"])
def test_a_plain_path_is_taken(path: str) -> None:
    require_plain_path(path)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".hidden", "a.", "a ",
     " a", "a\\b", "C:a", "a:b", "a*", "a?", "a<b", 'a"', "a|b", "a\0b", "a\nb", "a\x7f",
     "\u202ea", "a" * 201],
    ids=ascii,
)  # fmt: skip
def test_a_path_that_is_not_plain_is_refused(path: str) -> None:
    with pytest.raises(MalformedManifest, match="文件名不可用"):
        require_plain_path(path)


def test_a_range_knows_whether_it_is_whole() -> None:
    assert EventRange(1, 3, 3).is_whole
    assert EventRange(1, 3, 3).is_from_the_first
    assert EventRange(2, 3, 2).is_whole
    assert not EventRange(2, 3, 2).is_from_the_first
    assert not EventRange(1, 3, 2).is_whole
    assert EventRange(None, None, 0).is_whole
    assert not EventRange(None, None, 0).is_from_the_first


def test_a_scope_takes_one_day_as_a_period() -> None:
    day = date(2015, 1, 1)
    assert Scope("县", "导出", day, day, day, 0).known_at == 0
