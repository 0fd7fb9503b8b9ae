"""Manifests are read as Python reads them; what is wrong with one is told in the same words."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from interfaces.documents.malformed import Malformed, UnknownFormat
from interfaces.documents.manifest import LONGEST_PATH, LONGEST_TITLE, MAX_PARTS, Manifest
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import Answer, ask, call, integer, refused

SHA256 = "0" * 64
Stated = dict[str, Any]
Change = Callable[[Stated], object]


def listed(path: str, kind: Any = "ledger") -> Stated:
    return {"path": path, "kind": kind, "bytes": 0, "rows": None, "sha256": SHA256}


def sound() -> Stated:
    """Return what the manifest of a whole bundle states."""
    return made.manifest_of(made.whole())


def stating(value: Any, *place: str | int) -> Change:
    """Return what states a value at this place."""

    def change(manifest: Stated) -> None:
        *above, last = place
        at: Any = manifest
        for step in above:
            at = at[step]
        at[last] = value

    return change


def listing(path: str, kind: Any = "ledger") -> Change:
    """Return what lists one more file."""
    return lambda manifest: manifest["files"].append(listed(path, kind))


VALUES: dict[str, list[Any]] = {
    "county": ["", " ", "\u3000", "县\n人大", "a\u202eb", 1, None, "县" * LONGEST_TITLE,
               "县" * (LONGEST_TITLE + 1), "\U0001f3db" * LONGEST_TITLE, " 县 "],
    "title": ["", "包" * LONGEST_TITLE, "包" * (LONGEST_TITLE + 1), False, "a\tb"],
    "period_from": ["2015-12-31", "2016-01-01", "2015-02-29", "2012-02-29", "0000-01-01",
                    "0001-01-01", "2015-1-01", "2015-01-1", "20150101", "2015-01-01x",
                    "x2015-01-01", "2015-13-01", "2015-00-01", "2015-01-00", "2015-04-31",
                    "2015-01-32", "", 2015,
                    None, "2015-01-01\n", "1900-02-29", "2000-02-29", "-2015-01-01",
                    " 2015-01-01", "12015-01-01", "2015-01-99"],
    "period_to": ["2015-01-01", "2014-12-31", "9999-12-31", "2015-06-31"],
    "as_of": ["9999-12-31", "2015-02-30", None],
    "known_at": [9, 11, -1, "10", 10.0, True, None, 10**18],
    "selection": [
        {}, [], "opinion", {"kind": "opinion"}, {"kind": "opinion", "key": ""},
        {"kind": "opinion", "key": "Y1"}, {"kind": "task", "key": "Y1"},
        {"kind": "commitment", "key": "Y1"}, {"kind": "unit", "key": "Y1"},
        {"kind": "plan", "key": "Y1"}, {"kind": None, "key": "Y1"}, {"kind": "unit", "key": 1},
        {"kind": "unit", "key": "Y1", "more": 1}, {"kind": "unit", "name": "Y1"},
        {"kind": "unit", "key": "码" * LONGEST_TITLE}, {"kind": "unit", "key": "码" * 301},
    ],
}  # fmt: skip
"""What the scope may state, or not, in place of what it does."""
RANGES = [
    (1, 10, 10), (1, 10, 9), (1, 10, 11), (1, 10, 0), (2, 10, 9), (2, 10, 10), (0, 10, 10),
    (0, 9, 10), (10, 1, 10), (1, 9, 9), (1, 11, 11), (None, None, 0), (None, None, 10),
    (1, None, 10), (None, 10, 10), (None, 10, 0), (1, None, 0), (10, 10, 1), (11, 10, 0),
    (3, 10, 2), ("1", 10, 10), (1, "10", 10), (1, 10, "10"), (1, 10, None), (1.0, 10, 10),
    (True, 10, 10), (-1, 10, 12), (10**18, 10**18, 1), (10**18 - 1, 10**18 - 1, 1),
    (1, 10**18, 10**18), (1, 2 * 10**18, 10**18), (1, 10, -1),
]  # fmt: skip
"""First, last and count of the events."""
PATHS: list[tuple[str, Any]] = [
    ("台账/a.csv", "ledger"), ("比率/a.csv", "rates"), ("a.txt", "readme"), ("a", "ledger"),
    ("a", "events"), ("a", "log"), ("a", "schema"), ("a", "attachment"), ("a", "verifier"),
    ("a", "page"), ("a", "opening"), ("a", "other"), ("a", "LEDGER"), ("a", 1),
    ("log/proofs.jsonl", "log"), ("log/proofs.jsonl", "ledger"), ("log/other.txt", "log"),
    ("log/policyxtxt", "log"), ("log/policy.txtx", "log"), ("xlog/policy.txt", "log"),
    ("log/checkpointsxjsonl", "log"), ("log/proofsxjsonl", "log"), ("log/proofs.jsonlx", "log"),
    ("xevents.jsonl", "events"), ("events.jsonlx", "events"), ("eventsxjsonl", "events"),
    ("eventsxjsonl", "ledger"), ("events.jsonlx", "ledger"), ("xevents.jsonl", "ledger"),
    ("schemas/a.json", "schema"), ("schemas/a.b@2-c.json", "schema"), ("schemas/A.json", "schema"),
    ("schemas/.json", "schema"), ("schemas/a.jsonx", "schema"), ("xschemas/a.json", "schema"),
    ("schemas/axjson", "schema"), ("schemas/a/b.json", "schema"), ("schemas/a.json", "readme"),
    ("schemas/a_b.json", "schema"), ("schemas/.json", "ledger"),
    (f"attachments/{SHA256}", "attachment"), (f"attachments/{'g' * 64}", "attachment"),
    (f"attachments/{'0' * 63}", "attachment"), (f"attachments/{'0' * 65}", "attachment"),
    (f"xattachments/{SHA256}", "attachment"), (f"attachments/{SHA256}", "ledger"),
    ("verify.py", "verifier"), ("verify.py", "readme"), ("verifyxpy", "verifier"),
    ("xverify.py", "verifier"), ("verify.pyx", "verifier"), ("核验.html", "page"),
    ("核验.html", "readme"), ("核验xhtml", "page"), ("x核验.html", "page"), ("核验.htmlx", "page"),
    ("personal/openings.jsonl", "opening"), ("personal/openings.jsonl", "ledger"),
    ("personal/openingsxjsonl", "opening"), ("xpersonal/openings.jsonl", "opening"),
    ("personal/openings.jsonlx", "opening"),
    ("README.txt", "readme"), ("readme.TXT", "readme"), ("MANIFEST.json", "readme"),
    ("manifest.json", "readme"), ("events.jsonl", "events"), ("EVENTS.jsonl", "ledger"),
    ("../x", "ledger"), ("", "ledger"), ("/x", "ledger"), ("x/", "ledger"), ("a//b", "ledger"),
    (" a", "ledger"), ("a ", "ledger"), (".a", "ledger"), ("a.", "ledger"), ("a\u3000", "ledger"),
    ("a/ b", "ledger"), ("a/b.", "ledger"), ("a.b c", "ledger"), ("a\\b", "ledger"),
    ("a:b", "ledger"), ("a*", "ledger"), ("a?", "ledger"), ('a"', "ledger"), ("a<", "ledger"),
    ("a>", "ledger"), ("a|", "ledger"), ("a\nb", "ledger"), ("a\u202eb", "ledger"),
    ("x" * LONGEST_PATH, "ledger"), ("x" * (LONGEST_PATH + 1), "ledger"),
    ("\U00020000" * LONGEST_PATH, "ledger"),
]  # fmt: skip
"""Names of one more file, and its kind."""


def changes() -> Iterator[tuple[str, Change]]:
    """Yield changes of what a manifest states, each called after what it states."""
    yield "nothing", lambda _: None
    for field, values in VALUES.items():
        for value in values:
            yield f"{field} {_short(value)}", stating(value, "scope", field)
    for first, last, count in RANGES:
        events = {"first": first, "last": last, "count": count}

        def narrowed(manifest: Stated, events: Stated = events) -> None:
            manifest.update(events=events)
            manifest["files"][0]["rows"] = events["count"]

        def partial(manifest: Stated, narrow: Change = narrowed) -> None:
            narrow(manifest)
            manifest["scope"].update(selection={"kind": "unit", "key": "NJJ"}, known_at=11)

        yield f"events {first!r} {last!r} {count!r}", narrowed
        yield f"events of a part {first!r} {last!r} {count!r}", partial
    for path, kind in PATHS:
        yield f"{kind} {_short(path)}", listing(path, kind)
    yield from ONE_BY_ONE.items()


def _emptied(manifest: Stated, known_at: int) -> None:
    manifest["events"] = {"first": None, "last": None, "count": 0}
    manifest["scope"]["known_at"] = known_at
    manifest["files"][0]["rows"] = 0


OF_A_FILE: dict[str, list[Any]] = {
    "path": [1, None],
    "bytes": [-1, "1", None, 1.0, True, 10**18, 10**18 - 1],
    "rows": [-1, "1", 1.5, False, 10**18, 10**18 - 1, 0],
    "sha256": ["", SHA256[1:], f"{SHA256}0", "A" * 64, "g" * 64, f"{SHA256}\n", None, 1],
}
"""What a manifest may state of a file, or not."""
GENERATED: list[Any] = ["", "x", 1, -1, 2**70, 1.5, None, True, [], {}]
ONE_BY_ONE: dict[str, Change] = {
    "format": stating("zhuoluo", "format"),
    "no format": lambda m: m.pop("format"),
    **{f"version {value!r}": stating(value, "version") for value in (0, 2, "1", None, 1.5, [1])},
    "version of a later form": lambda m: m.update(version=2, scope=None),
    "no scope": lambda m: m.pop("scope"),
    "a field more": lambda m: m.update(more=1),
    "a field for another": lambda m: m.update(more=m.pop("generation")),
    **{f"{name} null": stating(None, name) for name in ("scope", "events", "files", "generation")},
    **{f"{name} a list": stating([], name) for name in ("scope", "events", "generation")},
    "files an object": stating({}, "files"),
    "scope: a field more": stating(1, "scope", "more"),
    "scope: a field less": lambda m: m["scope"].pop("as_of"),
    "events: a field more": stating(1, "events", "more"),
    "events: a field less": lambda m: m["events"].pop("count"),
    "no files": stating([], "files"),
    "a file: null": stating(None, "files", 1),
    "a file: a field more": stating(1, "files", 1, "more"),
    "a file: a field less": lambda m: m["files"][1].pop("rows"),
    **{
        f"{field} {value!r}": stating(value, "files", 1, field)
        for field, values in OF_A_FILE.items()
        for value in values
    },
    "no rows of events": stating(None, "files", 0, "rows"),
    "other rows of events": stating(9, "files", 0, "rows"),
    "no events": lambda m: m["files"].pop(0),
    "events at the end": lambda m: m["files"].append(m["files"].pop(0)),
    "nothing known": lambda m: _emptied(m, 0),
    "something known": lambda m: _emptied(m, 1),
    "generated with nothing": stating({}, "generation"),
    **{f"generated with {value!r}": stating({"a": value}, "generation") for value in GENERATED},
    "generated with a long number": stating({"a": -(10**4_300 - 1)}, "generation"),
}


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{text[:20]}…{len(text)}" if len(text) > 60 else text


def manifests() -> dict[str, bytes]:
    """Return manifests by their names, of which most are read by nobody."""
    found = {}
    for name, change in changes():
        manifest = sound()
        change(manifest)
        assert name not in found, name
        found[name] = made.canonical(manifest)
    raw = made.canonical(sound())
    parts = sum(raw.count(mark) for mark in (b"{", b"[", b","))
    return {
        **found,
        "empty": b"",
        "not JSON": b"{",
        "list": b"[]\n",
        "number": b"1\n",
        "compact": made.compact(sound()),
        "no line end": raw[:-1],
        "space more": raw + b" ",
        "mark": b"\xef\xbb\xbf" + raw,
        "not UTF-8": raw.replace("县".encode(), b"\xff\xff\xff", 1),
        "escaped": raw.replace("县".encode(), b"\\u53bf", 1),
        "twice": raw.replace(b'"count"', b'"count": 1,\n  "count"'),
        "version 1.0": raw.replace(b'"version": 1', b'"version": 1.0'),
        "version true": raw.replace(b'"version": 1', b'"version": true'),
        "version 1e0": raw.replace(b'"version": 1', b'"version": 1e0'),
        **{
            f"{'as many' if more == 0 else 'more'} parts: {mark}": raw + mark.encode() * (
                MAX_PARTS - parts + more
            )
            for more in (0, 1)
            for mark in "{[,"
        },
    }  # fmt: skip


def stated(raw: bytes) -> Answer:
    """Return what a manifest says, as the page has it."""
    manifest = Manifest.from_bytes(raw)
    scope, events = manifest.scope, manifest.events
    selection = scope.selection
    return {
        "scope": {
            "county": scope.county,
            "title": scope.title,
            "periodFrom": str(scope.period_from),
            "periodTo": str(scope.period_to),
            "asOf": str(scope.as_of),
            "knownAt": integer(scope.known_at),
            "selection": selection and {"kind": selection.kind.value, "key": selection.key},
        },
        "events": {
            "first": events.first and integer(events.first),
            "last": events.last and integer(events.last),
            "count": integer(events.count),
            "isWhole": events.is_whole,
            "isFromTheFirst": events.is_from_the_first,
        },
        "files": [
            {
                "path": each.path,
                "kind": each.kind.value,
                "bytes": integer(each.bytes),
                "rows": None if each.rows is None else integer(each.rows),
                "sha256": each.sha256,
            }
            for each in manifest.files
        ],
    }


def test_manifests_are_read_or_refused_alike() -> None:
    cases = manifests()
    found = ask([call("manifest.js", "readManifest", raw) for raw in cases.values()])
    malformed = []
    for (name, raw), answer in zip(cases.items(), found, strict=True):
        try:
            expected = stated(raw)
        except Malformed as error:
            is_unknown = isinstance(error, UnknownFormat)
            problem = "unknown-format" if is_unknown else "malformed-manifest"
            expected = refused(problem, error.chinese, error.english, made.MANIFEST)
            malformed.append(name)
        assert answer == expected, name
    assert 0 < len(malformed) < len(cases)
