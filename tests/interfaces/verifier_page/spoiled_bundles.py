"""Bundles spoiled on purpose, each with the problem it must be refused for."""

import base64
import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from application.audit.checkpoint import Checkpoint, signed
from application.audit.note import LONGEST_NOTE
from application.audit.policy import LONGEST_POLICY
from application.audit.proof_file import LONGEST_FILE, parse_proof_file
from tests.application.audit import heads
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.signed_bundles import (
    CHECKPOINTS,
    EVENTS,
    FIRST,
    MANIFEST,
    POLICY,
    PROOFS,
    STORY,
    Told,
)

SELECTION = {"kind": "opinion", "key": "Y1"}
UNIT = {"kind": "unit", "key": "NJJ"}
"""Every event of the story is an act of it."""
NO_HASH = base64.b64encode(bytes(32))
LINES = made.event_lines()
Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Spoiled:
    """A bundle with what is given beside it, and why it is refused."""

    name: str
    problem: str
    archive: bytes
    beside: Mapping[str, Any] = field(default_factory=dict)


def changed(files: made.Files, path: str, change: Change) -> made.Files:
    """Change one file as someone would who states the change in the manifest."""
    return {**files, path: change(files[path])}


def stated(change: Callable[[dict[str, Any]], object], files: made.Files | None = None) -> bytes:
    """Change what the manifest says of a whole bundle, in the manifest's own form."""
    manifest = made.manifest_of(files or made.whole())
    change(manifest)
    return made.bundled(files or made.whole(), manifest)


def saying(value: object, *place: str | int) -> bytes:
    """Return a whole bundle whose manifest says ``value`` at this place."""
    manifest = made.manifest_of(made.whole())
    *above, last = place
    at: Any = manifest
    for step in above:
        at = at[step]
    at[last] = value
    return made.bundled(made.whole(), manifest)


def _as_it_is(_: object) -> None:
    """Change nothing."""


def of_partial(files: made.Files) -> bytes:
    return made.bundled(files, made.manifest_of(files, SELECTION))


def retold(*story: Told) -> bytes:
    """Return a bundle of another story, of which nothing is signed."""
    return made.bundled({EVENTS: b"".join(made.event_lines(story))})


def with_checkpoints(*notes: bytes) -> bytes:
    return made.bundled({**made.whole(), CHECKPOINTS: made.checkpoint_lines(notes)})


def swapped(data: bytes, first: int, second: int) -> bytes:
    lines = data.splitlines(keepends=True)
    lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def every() -> Iterator[Spoiled]:
    """Yield each of them."""
    for cases in (
        _archives, _manifests, _contents, _lines, _policies, _checkpoints, _proofs, _kept, _acts,
        _selections,
    ):  # fmt: skip
        for name, problem, *spoiled in cases():
            yield Spoiled(f"{cases.__name__[1:]}: {name}", problem, *spoiled)


def _archives() -> Iterator[tuple[Any, ...]]:
    sound, files = made.bundled(made.whole()), made.whole()
    listed = [*files.items(), (MANIFEST, made.canonical(made.manifest_of(files)))]
    directory = sound.index(b"PK\x01\x02")
    for name, archive in {
        "empty": b"",
        "no archive": b"%PDF-1.7 " * 20,
        "cut": sound[:-1],
        "followed": sound + b"x",
        "preceded": b"x" + sound,
        "comment": sound[:-2] + b"\1\0x",
        "gap": sound[:directory] + b"x" + sound[directory:],
    }.items():
        yield name, "not-an-archive", archive
    yield "preceded as told", "not-an-archive", _moved_on(sound)
    yield "no text for a name", "not-an-archive", sound.replace(b"README.txt", b"README.tx\xff")
    larger = bytearray(sound)
    larger[directory + 22] = larger[directory + 26] = 0xFF
    yield "overlapping", "too-large", bytes(larger)
    yield "policy too large", "too-large", made.bundled(changed(files, POLICY, _commented))
    yield "deflated", "damaged-file", made.zipped(listed, zipfile.ZIP_DEFLATED)
    for name, offset in {"time": 10, "date": 12, "flags": 6, "crc": 14}.items():
        local = bytearray(sound)
        local[offset] ^= 1
        yield f"local {name}", "damaged-file", bytes(local)
    for name, offset in {"made by": 4, "internal": 36, "mode": 40, "size": 24, "crc": 16}.items():
        central = bytearray(sound)
        central[directory + offset] ^= 1
        yield f"listed {name}", "damaged-file", bytes(central)
    yield "unsafe", "unsafe-name", made.zipped([("../x", b""), *listed])
    yield "twice", "duplicate-file", made.zipped([*listed, ("readme.TXT", b"")])
    yield "missing manifest", "missing-file", made.zipped(files.items())
    yield "missing file", "missing-file", made.zipped(listed[1:])
    yield "unlisted", "unlisted-file", made.zipped([*listed, ("多.txt", b"")])
    yield "other order", "malformed-manifest", made.zipped([*listed[1:-1], listed[0], listed[-1]])
    contents = sound.index(b"PK\x01\x02") - 40
    yield "contents", "damaged-file", sound[:contents] + b"\0" + sound[contents + 1 :]


def _moved_on(archive: bytes) -> bytes:
    """Put a byte before everything, and say where everything stands then."""
    moved = bytearray(b"x" + archive)
    at = moved.index(b"PK\x01\x02")
    places = [at + 42]
    while (at := moved.find(b"PK\x01\x02", at + 1)) > 0:
        places.append(at + 42)
    for place in (*places, len(moved) - 6):
        moved[place : place + 4] = (
            int.from_bytes(moved[place : place + 4], "little") + 1
        ).to_bytes(4, "little")
    return bytes(moved)


def _commented(policy: bytes) -> bytes:
    return b"#" * LONGEST_POLICY + b"\n" + policy


def _manifests() -> Iterator[tuple[Any, ...]]:
    files = made.whole()
    manifest = made.manifest_of(files)
    for name, raw in {
        "not JSON": b"{",
        "compact": made.compact(manifest),
        "space": made.canonical(manifest) + b" ",
        "list": b"[]\n",
        "mark": b"\xef\xbb\xbf" + made.canonical(manifest),
        "not UTF-8": b"\xff" + made.canonical(manifest),
        "twice": made.canonical(manifest).replace(b'"count"', b'"count": 1,\n  "count"'),
        "float": made.canonical(manifest).replace(b'"version": 1', b'"version": 1.0'),
        "true": made.canonical(manifest).replace(b'"version": 1', b'"version": true'),
    }.items():
        yield name, "malformed-manifest", made.bundled(files, raw)
    yield "version 2", "unknown-format", stated(lambda m: m.update(version=2))
    yield "another format", "unknown-format", stated(lambda m: m.update(format="x"))
    yield "field more", "malformed-manifest", stated(lambda m: m.update(more=1))
    for path, value in {
        "scope.county": " ",
        "scope.title": "a\u202eb",
        "scope.as_of": "2015-02-29",
        "scope.period_to": "2014-01-01",
        "scope.known_at": 9,
        "scope.selection": {"kind": "plan", "key": "x"},
        "events.first": 2,
        "events.count": 11,
        "generation.rate_definitions": None,
        "generation.software": 1.5,
    }.items():
        section, name = path.split(".")
        yield path, "malformed-manifest", saying(value, section, name)
    yield "files", "malformed-manifest", saying({}, "files")
    yield "path", "malformed-manifest", saying("../x", "files", 5, "path")
    for name, value in {"kind": "ledger", "sha256": "A" * 64, "bytes": -1, "rows": True}.items():
        yield name, "malformed-manifest", saying(value, "files", 0, name)


def _contents() -> Iterator[tuple[Any, ...]]:
    for place, rows in ((4, None), (5, 9)):
        altered = saying(rows, "files", place, "rows")
        yield f"rows {rows}", "rows-differ", altered
    with_workbook = {**made.whole(), "台账/台账.xlsx": b"PK"}
    with_rows = made.manifest_of(with_workbook)
    with_rows["files"][-1]["rows"] = 1
    yield "rows of a workbook", "rows-differ", made.bundled(with_workbook, with_rows)
    yield "size", "size-differs", stated(lambda m: m["files"][4].update(bytes=1))
    yield "rows", "rows-differ", stated(lambda m: m["files"][4].update(rows=2))
    yield "digest", "digest-differs", stated(lambda m: m["files"][5].update(sha256="0" * 64))
    misnamed = {**made.whole(), f"attachments/{'0' * 64}": b"x"}
    yield "attachment", "attachment-differs", made.bundled(misnamed)
    letter = "来信".encode()
    unstated = {**made.whole(), f"attachments/{hashlib.sha256(letter).hexdigest()}": letter}
    yield "attachment of no event", "attachment-differs", made.bundled(unstated)
    described = {**made.whole(), "schemas/opinion.formed.json": b"{}\n"}
    yield "schema", "schema-missing", made.bundled(described)


def _lines() -> Iterator[tuple[Any, ...]]:
    files = made.whole()
    for name, change in {
        "space": lambda d: d.replace(b'{"sequence":4', b'{ "sequence":4'),
        "zero": lambda d: d.replace(b'"sequence":4', b'"sequence":04'),
        "no end": lambda d: d[:-1],
        "CRLF": lambda d: d.replace(b"\n", b"\r\n"),
        "not JSON": lambda d: d.replace(b'"complete":true', b'"complete":NaN'),
        "not UTF-8": lambda d: d.replace("农".encode(), b"\xff\xff\xff"),
        "topic": lambda d: d.replace(b"opinion.formed", b"opinion.Formed"),
        "long number": lambda d: d.replace(b'"complete":true', b'"complete":' + b"9" * 5000),
    }.items():
        raw = made.manifest_of(files)
        spoiled = changed(files, EVENTS, change)
        raw["files"] = made.manifest_of({**files, EVENTS: LINES[0]})["files"]
        raw["files"][0] = {**raw["files"][0], "bytes": len(spoiled[EVENTS]), "rows": 10}
        yield name, "malformed-line", made.bundled(spoiled, raw)
    for first, second in ((2, 4), (0, 1)):
        spoiled = changed(files, EVENTS, partial(swapped, first=first, second=second))
        manifest = {**made.manifest_of(files), "files": made.manifest_of(spoiled)["files"]}
        yield f"swapped {first}", "broken-chain", made.bundled(spoiled, manifest)
    again = changed(
        files, EVENTS, lambda d: d.replace(b'"version":3,"state"', b'"version":4,"state"')
    )
    yield "version", "broken-chain", made.bundled(again)
    part = made.partial()
    stated = made.manifest_of(part, SELECTION)
    stated["events"]["last"] = stated["scope"]["known_at"] = 11
    yield "part that ends early", "broken-chain", made.bundled(part, stated)


def _policies() -> Iterator[tuple[Any, ...]]:
    files = made.whole()
    for name, change in {
        "empty": lambda _: b"",
        "no quorum": lambda d: d.replace(b"quorum", b"# quorum"),
        "key": lambda d: d.replace(b"+", b"-", 1),
        "unknown member": lambda d: d.replace(
            "group 见证 2 人大机".encode(), "group 见证 2 县".encode()
        ),
    }.items():
        yield name, "malformed-policy", made.bundled(changed(files, POLICY, change))
    yield "given", "malformed-policy", made.bundled(files), {"policy": b"quorum none\n"}
    yield "absent", "missing-file", made.bundled({k: v for k, v in files.items() if k != POLICY})
    with_proofs = {**files, PROOFS: b""}
    yield "proofs of all", "malformed-proof", made.bundled(with_proofs)


def _checkpoints() -> Iterator[tuple[Any, ...]]:
    files, note = made.whole(), made.note(LINES, 9)
    other = Checkpoint("other.example/log", 9, made.tree_of(LINES).root(9))
    forged = Checkpoint(heads.ORIGIN, 9, made.tree_of(LINES).root(8))
    lines = note.splitlines(keepends=True)
    yield "none", "malformed-checkpoint", made.bundled({**files, CHECKPOINTS: b""})
    yield "plain", "malformed-checkpoint", made.bundled({**files, CHECKPOINTS: note})
    spaced = changed(files, CHECKPOINTS, lambda d: d.replace(b'{"note":', b'{"note": '))
    yield "space", "malformed-checkpoint", made.bundled(spaced)
    half = made.checkpoint_lines([note + f"— x {'A' * 88}\n".encode()])
    half = half.replace("— x ".encode(), "— \\udcff ".encode())
    for name, line in {"number": b'{"note":5}\n', "list": b"[]\n", "half": half}.items():
        yield name, "malformed-checkpoint", made.bundled({**files, CHECKPOINTS: line})
    yield "base64", "malformed-checkpoint", with_checkpoints(note.replace(b"=\n", b"\n", 1))
    yield "extension", "malformed-checkpoint", with_checkpoints(note.replace(b"\n\n", b"\nx\n\n"))
    yield (
        "later",
        "malformed-checkpoint",
        stated(_as_it_is, {**files, CHECKPOINTS: made.checkpoint_lines([_beyond()])}),
    )
    yield "other log", "wrong-log", with_checkpoints(signed(other, [heads.log_signature(other)]))
    yield "unsigned", "unsigned-checkpoint", with_checkpoints(b"".join([*lines[:4], *lines[5:]]))
    by_other = signed(forged, [heads.log_signature(forged, "甲"), heads.cosignature(0, forged)])
    yield "another key", "unsigned-checkpoint", with_checkpoints(by_other)
    altered = note.replace(b"\n9\n", b"\n8\n", 1)
    yield "altered", "unsigned-checkpoint", with_checkpoints(altered)
    twice = b"".join([*lines, lines[-1]])
    yield "signed twice", "malformed-checkpoint", with_checkpoints(twice)
    by_log = b"".join([*lines[:5], lines[4], *lines[5:]])
    yield "signed twice by the log", "malformed-checkpoint", with_checkpoints(by_log)
    yield (
        "false witness",
        "malformed-checkpoint",
        with_checkpoints(
            b"".join([*lines[:5], *made.note(LINES, 8).splitlines(keepends=True)[5:]])
        ),
    )
    yield "one witness", "quorum-not-met", with_checkpoints(made.note(LINES, 9, (1,)))
    descending = [made.note(LINES, 9), made.note(LINES, 3)]
    yield "descending", "checkpoints-not-ascending", with_checkpoints(*descending)
    yield "repeated", "checkpoints-not-ascending", with_checkpoints(note, note)
    cosigned = [heads.log_signature(forged), *(heads.cosignature(n, forged) for n in (0, 1))]
    yield "false root", "root-differs", with_checkpoints(signed(forged, cosigned))
    edited = changed(files, EVENTS, lambda d: d.replace("农村".encode(), "城市".encode()))
    yield "edited event", "root-differs", made.bundled(edited)


def _beyond() -> bytes:
    checkpoint = Checkpoint(heads.ORIGIN, 11, made.tree_of(LINES).root(9))
    cosigned = [heads.cosignature(each, checkpoint) for each in (0, 1)]
    return signed(checkpoint, [heads.log_signature(checkpoint), *cosigned])


def _proofs() -> Iterator[tuple[Any, ...]]:
    files = made.partial()
    absent = {path: data for path, data in files.items() if path != PROOFS}
    yield "absent", "missing-file", of_partial(absent)
    for name, problem, change in (
        ("space", "malformed-proof", lambda d: d.replace(b'{"s', b'{ "s', 1)),
        ("fewer", "malformed-proof", lambda d: d[: d.rindex(b'{"s')]),
        ("more", "malformed-proof", lambda d: d + made.proof_line(11, [])),
        ("swapped", "malformed-proof", lambda d: swapped(d, 0, 1)),
        ("unpadded", "malformed-proof", lambda d: d.replace(b'="', b'"', 1)),
        ("hash less", "not-included", lambda d: made.proof_line(1, []) + d[d.index(b"\n") + 1 :]),
    ):
        yield name, problem, of_partial(changed(files, PROOFS, change))
    edited = changed(files, EVENTS, lambda d: d.replace("农村".encode(), "城市".encode()))
    yield "edited event", "not-included", of_partial(edited)
    two = [made.note(LINES, 9), made.note(LINES, 10)]
    two_heads = {**files, CHECKPOINTS: made.checkpoint_lines(two)}
    yield "two checkpoints", "malformed-checkpoint", of_partial(two_heads)


def _kept() -> Iterator[tuple[Any, ...]]:
    files = made.whole()
    archive = made.bundled(files)
    other = [*LINES[:4], LINES[5], *LINES[5:]]
    yield (
        "altered since",
        "checkpoint-contradicts",
        archive,
        {"checkpoints": [made.note(other, 7)]},
    )
    yield "no note", "malformed-checkpoint", archive, {"checkpoints": [b"x\n"]}
    yield "other event", "receipt-contradicts", archive, {"receipts": [made.receipt(other, 5, 7)]}
    edited = [*LINES[:4], LINES[4].replace(b"formed", b"closed"), *LINES[5:]]
    yield "edited", "receipt-contradicts", archive, {"receipts": [made.receipt(edited, 5, 7)]}
    yield "other root", "receipt-contradicts", archive, {"receipts": [made.receipt(other, 4, 7)]}
    few = made.receipt(LINES, 4, 7).replace(made.note(LINES, 7), made.note(LINES, 7, (1,)))
    yield "few witnesses", "quorum-not-met", archive, {"receipts": [few]}
    in_turn = {"checkpoints": [made.note(other, 7), b"x\n"], "receipts": [b"x\n"]}
    yield "first of three", "checkpoint-contradicts", archive, in_turn
    largest = {"checkpoints": [b"x" * (LONGEST_NOTE - 1) + b"\n"]}
    yield "largest checkpoint", "malformed-checkpoint", archive, largest
    sound = made.receipt(LINES, 4, 7)
    yield "no receipt", "malformed-receipt", archive, {"receipts": [sound[1:]]}
    largest = {"receipts": [sound[1:].ljust(LONGEST_FILE - 1, b"x") + b"\n"]}
    yield "largest receipt", "malformed-receipt", archive, largest
    moved = sound.replace(b"index 3", b"index 4")
    yield "moved", "malformed-receipt", archive, {"receipts": [moved]}
    for name, entry in {"without event": None, "of no event": b"x", "of text": b"\xff"}.items():
        bare = replace(parse_proof_file(sound), extra=entry).data
        yield f"receipt {name}", "malformed-receipt", archive, {"receipts": [bare]}
    other_path = sound.replace(base64.b64encode(parse_proof_file(sound).proof[0]), NO_HASH)
    yield "other path", "malformed-receipt", archive, {"receipts": [other_path]}
    other_text = [replace(parse_proof_file(sound), extra=LINES[4][:-1]).data]
    yield "other text", "malformed-receipt", archive, {"receipts": other_text}
    for name, problem, was, now in (
        ("signed otherwise", "malformed-receipt", b"\xe2\x80\x94 ", b"- "),
        ("other log", "wrong-log", b"renda.example/zhuoluo/2026\n", b"other.example\n"),
        ("other size", "unsigned-checkpoint", b"\n7\n", b"\n8\n"),
    ):
        yield f"receipt, {name}", problem, archive, {"receipts": [sound.replace(was, now, 1)]}
    lonely = files[POLICY].replace("quorum 见证".encode(), "quorum 档案馆".encode())
    yield "one witness asked for", "quorum-not-met", archive, {"policy": lonely}
    every_one = files[POLICY].replace("见证 2 ".encode(), "见证 all ".encode())
    yield "all witnesses asked for", "quorum-not-met", archive, {"policy": every_one}
    too_large = [b"x" * (LONGEST_FILE + 1)]
    yield "large receipt", "malformed-receipt", archive, {"receipts": too_large}
    yield "large checkpoint", "malformed-checkpoint", archive, {"checkpoints": too_large}
    yield "large policy", "malformed-policy", archive, {"policy": _commented(files[POLICY])}
    yield from _kept_leaves(archive, other)
    unsigned = made.bundled({EVENTS: files[EVENTS]})
    yield (
        "unsigned, other leaf",
        "receipt-contradicts",
        unsigned,
        {"leaves": [made.kept_leaf(LINES, 1), made.kept_leaf(other, 5)]},
    )
    yield "no keys", "missing-file", unsigned, {"receipts": [sound]}
    yield from _kept_of_parts()


def _kept_of_parts() -> Iterator[tuple[Any, ...]]:
    part = made.partial()
    other = [*LINES[:4], LINES[4].replace(b"formed", b"closed"), *LINES[5:]]
    forked = {"checkpoints": [made.note(other, 10)]}
    yield "part of another log", "checkpoint-contradicts", of_partial(part), forked
    lines = part[EVENTS].splitlines(keepends=True)
    proofs = part[PROOFS].splitlines(keepends=True)
    ended = {**part, EVENTS: b"".join(lines[:-1]), PROOFS: b"".join(proofs[:-1])}
    left_out = {"receipts": [made.receipt(LINES, 10, 10)]}
    for name, selection in {"item": SELECTION, "unit": UNIT}.items():
        manifest = made.manifest_of(ended, selection)
        manifest["scope"]["known_at"] = 10
        yield f"left out of {name}", "receipt-contradicts", made.bundled(ended, manifest), left_out


def _selections() -> Iterator[tuple[Any, ...]]:
    part = made.partial()
    for name, selection in {
        "renamed": {"kind": "opinion", "key": "Y9"},
        "other kind": {"kind": "task", "key": "Y1"},
        "other item": {"kind": "opinion", "key": "Y2"},
        "other unit": {"kind": "unit", "key": "JTJ"},
    }.items():
        archive = made.bundled(part, made.manifest_of(part, selection))
        yield name, "selection-differs", archive
    for name, act in {"no act": 1, "a list": ["NJJ"], "no unit": {}, "nothing": None}.items():
        state = {**STORY[0].state, "act": act}
        line = made.stored_line(1, "opinion.registered", FIRST, 1, state)
        files = {EVENTS: line}
        archive = made.bundled(files, made.manifest_of(files, UNIT))
        yield name, "selection-differs", archive
    more = made.manifest_of(part, SELECTION)
    more["scope"]["known_at"] = 11
    yield "knows more", "malformed-manifest", made.bundled(part, more)
    for path in ("台账/意见台账.csv", "比率/比率.csv"):
        yield path, "malformed-manifest", of_partial({**part, path: b"x\r\n"})


def _kept_leaves(archive: bytes, other: list[bytes]) -> Iterator[tuple[Any, ...]]:
    yield "other leaf", "receipt-contradicts", archive, {"leaves": [made.kept_leaf(other, 5)]}
    sound = made.kept_leaf(LINES, 4)
    for name, text in {
        "no number": sound[1:],
        "zero": f"0{sound[1:]}",
        "led by zero": f"0{sound}",
        "too large": f"{'9' * 19}{sound[1:]}",
        "other digits": f"４{sound[1:]}",
        "hexadecimal": f"4:{'0a' * 32}",
        "spare bits": f"4:{'A' * 42}B=",
        "cut": sound[:-1],
        "and more": f"{sound}\n",
        "nothing": "",
    }.items():
        yield f"leaf, {name}", "malformed-receipt", archive, {"leaves": [text]}


def _acts() -> Iterator[tuple[Any, ...]]:
    first, formed = STORY[0], Told(FIRST, 2, "formed", "2015-01-07")
    for name, story in {
        "not begun": (Told(FIRST, 1, "formed", "2015-01-07"),),
        "begun twice": (first, Told(FIRST, 2, "registered", "2015-01-07")),
        "left out": (first, Told(FIRST, 2, "referred", "2015-01-07")),
        "before the step before": (first, formed, Told(FIRST, 3, "referred", "2015-01-06")),
        "after its recording": (first, formed._replace(day="2030-01-02")),
        "recorded before": (first, formed._replace(recorded_at="2029-12-31T23:59:59.5Z")),
        "corrected otherwise": (first, Told(FIRST, 2, "corrected", "2015-01-08", {
            "corrects": 1, "field": "occurred_on", "was": "2015-01-04", "now": "2015-01-03"})),
        "corrects nothing": (first, Told(FIRST, 2, "corrected", "2015-01-08", {
            "corrects": 2, "field": "occurred_on", "was": "2015-01-05", "now": "2015-01-03"})),
    }.items():  # fmt: skip
        yield name, "illegal-transition", retold(*story)
    for name, told in {
        "unknown": first._replace(event="invented"),
        "no day": first._replace(day="2015-02-30"),
        "no time": first._replace(recorded_at="2030-01-01"),
        "other fact": first._replace(facts={"number": 1}),
        "fact too many": first._replace(facts={"invented": ""}),
    }.items():
        yield name, "malformed-event", retold(first, told._replace(version=2))
    for name, spelled in {
        "whole": '"round":1.0', "long": '"round":10.0', "negative": '"round":-1.0',
        "power": '"round":1e0', "large power": '"round":1E0', "half": '"round":1.5',
        "space before": '"round" :1.0', "space behind": '"round": 1.0',
        "tab before": '"round"\t:1.0', "tab behind": '"round":\t1.0',
        "in a list": '"parts":[1.0]', "later in a list": '"parts":[1, 2.0]',
    }.items():  # fmt: skip
        line = made.event_line(1, first).replace(b'"title"', f'{spelled},"title"'.encode())
        yield f"fraction, {name}", "malformed-event", made.bundled({EVENTS: line})
    moved = LINES[0].replace(str(FIRST).encode(), str(made.SECOND).encode(), 1)
    yield "other item", "malformed-event", made.bundled({EVENTS: moved})
