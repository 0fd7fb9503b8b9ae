"""Small signed bundles in their one form, whole and partial, and ways to make them anew.

They are written here without the product's writer, so that a reader is not tested against the
writer's own mistakes.
"""

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from application.audit.checkpoint import Checkpoint, signed
from application.audit.merkle import SHA256
from application.audit.proof_file import ProofFile
from application.audit.strict import to_base64
from interfaces.verifier.identities import identity_of
from tests.application.audit import heads
from tests.application.audit.trees import NaiveTree
from tests.interfaces.verifier_page.node import TEXT_KINDS

Files = dict[str, bytes]
EVENTS, POLICY, CHECKPOINTS, PROOFS, MANIFEST = (
    "events.jsonl",
    "log/policy.txt",
    "log/checkpoints.jsonl",
    "log/proofs.jsonl",
    "manifest.json",
)
KINDS = {
    EVENTS: "events",
    "log": "log",
    "schemas": "schema",
    "attachments": "attachment",
    "README.txt": "readme",
    "比率": "rates",
}
ATTACHMENT = "照片".encode()
STATED = [{"name": "照片", "sha256": hashlib.sha256(ATTACHMENT).hexdigest()}]
FIRST, SECOND = (UUID(identity_of("opinion", number)) for number in ("Y1", "Y2"))
OPINION = ("registered", "formed", "referred", "acknowledged", "replied")
TRANSITIONS: dict[str, dict[str, Any]] = {
    f"opinion.{event}": {"label": event, "step": step, "begins": begins, "ways": ways}
    for event, step, begins, ways in (
        ("registered", True, "drafted", []),
        ("formed", True, None, [[["drafted"], "formed", None]]),
        ("referred", True, None, [[["formed"], "referred", None]]),
        ("acknowledged", True, None, [[["referred", "in_handling"], "in_handling", None]]),
        ("consulted", False, None, [[["referred", "in_handling"], None, None]]),
        (
            "replied",
            True,
            None,
            [
                [["in_handling"], "replied", ["complete", True]],
                [["in_handling"], None, None],
            ],
        ),
        ("corrected", False, None, [[None, None, None]]),
    )
}
FACTS = (
    "number:~text title:~text lead:~text* co_units:~text* due:~due with_deputy:~text "
    "round:~number parts:~number* complete:~flag text:~text promised_items:~text* "
    "corrects:~number field:~text was:~day now:~day evidence:~evidence*"
)
FORMS: dict[str, Any] = {
    "fields": dict.fromkeys(TRANSITIONS, FACTS),
    "shapes": {
        "act": "actor:text unit:text role:text occurred_on:day recorded_at:text",
        "due": "on:day? undated:flag",
        "evidence": "name:text sha256:text",
    },
    "words": {},
    "deadlines": {},
    **TEXT_KINDS,
    "rules": dict.fromkeys(
        (
            "act",
            "due",
            "evidence",
            "evidence*",
            "day?",
            "text",
            "text*",
            "number",
            "number*",
            "day",
            "flag",
        ),
        ("如此", "such"),
    ),
}
"""Looser than those of the product, so that stories stay short."""
TABLES: dict[str, Any] = {
    "transitions": TRANSITIONS,
    **FORMS,
    "required": [],
    "kinds": {"opinion": "意见"},
    "statuses": {"opinion": {"drafted": "已登记", "replied": "已答复"}},
}


class Told(NamedTuple):
    """One event of a story."""

    item: UUID
    version: int
    event: str
    day: str
    facts: Mapping[str, object] = {}
    recorded_at: str = "2030-01-01T00:00:00Z"

    @property
    def act(self) -> dict[str, object]:
        return {
            "actor": "经办人甲",
            "unit": "NJJ",
            "role": "supervision_staff",
            "occurred_on": self.day,
            "recorded_at": self.recorded_at,
        }

    @property
    def state(self) -> dict[str, object]:
        return {
            "originator_id": str(self.item),
            "originator_version": self.version,
            "act": self.act,
            **self.facts,
        }


STORY = (
    Told(FIRST, 1, "registered", "2015-01-05", {"number": "Y1", "title": "农村污水"}),
    Told(SECOND, 1, "registered", "2015-01-06", {"number": "Y2", "title": "<b>物业</b>"}),
    Told(FIRST, 2, "formed", "2015-01-07"),
    Told(FIRST, 3, "referred", "2015-01-08", {
        "lead": ["NJJ"], "co_units": [], "due": {"on": None, "undated": True}}),
    Told(SECOND, 2, "formed", "2015-01-08"),
    Told(FIRST, 4, "acknowledged", "2015-01-10"),
    Told(FIRST, 5, "consulted", "2015-01-09", {"with_deputy": "代表乙"}),
    Told(FIRST, 6, "replied", "2015-02-01", {
        "round": 1, "complete": False, "promised_items": [], "evidence": STATED}),
    Told(FIRST, 7, "corrected", "2015-02-02", {
        "corrects": 6, "field": "occurred_on", "was": "2015-02-01", "now": "2015-01-31"}),
    Told(FIRST, 8, "replied", "2015-02-03", {
        "round": 1, "complete": True, "promised_items": [], "text": "已经办理。" * 40}),
)  # fmt: skip


def event_line(sequence: int, told: Told) -> bytes:
    return stored_line(sequence, f"opinion.{told.event}", told.item, told.version, told.state)


def stored_line(
    sequence: int, topic: str, item: UUID, version: int, state: Mapping[str, object]
) -> bytes:
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    return (
        f'{{"sequence":{sequence},"topic":"{topic}","aggregate_id":"{item}",'
        f'"version":{version},"state":{text}}}\n'
    ).encode()


def event_lines(story: Iterable[Told] = STORY) -> list[bytes]:
    return [event_line(sequence, told) for sequence, told in enumerate(story, 1)]


def tree_of(lines: Iterable[bytes]) -> NaiveTree:
    return NaiveTree(SHA256.leaf(line[:-1]) for line in lines)


def note(lines: Sequence[bytes], size: int, witnesses: tuple[int, ...] = (0, 2)) -> bytes:
    return _note(tuple(lines[:size]), size, witnesses)


@cache
def _note(lines: Sequence[bytes], size: int, witnesses: tuple[int, ...]) -> bytes:
    checkpoint = Checkpoint(heads.ORIGIN, size, tree_of(lines).root(size))
    cosigned = [heads.cosignature(each, checkpoint) for each in witnesses]
    return signed(checkpoint, [heads.log_signature(checkpoint), *cosigned])


def compact(stated: object) -> bytes:
    text = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def checkpoint_lines(notes: Iterable[bytes]) -> bytes:
    return b"".join(compact({"note": each.decode()}) for each in notes)


def proof_line(sequence: int, hashes: Iterable[bytes]) -> bytes:
    encoded = [base64.b64encode(each).decode() for each in hashes]
    return compact({"sequence": sequence, "hashes": encoded})


def receipt(lines: Sequence[bytes], sequence: int, size: int) -> bytes:
    proof = tree_of(lines).path(sequence - 1, size)
    entry = lines[sequence - 1][:-1]
    return ProofFile(sequence - 1, tuple(proof), note(lines, size), entry).data


def kept_leaf(lines: Sequence[bytes], sequence: int) -> str:
    return f"{sequence}:{to_base64(SHA256.leaf(lines[sequence - 1][:-1]))}"


def whole() -> Files:
    """Return the files of a whole bundle: ten events, checkpoints over three and over nine."""
    lines = event_lines()
    return {
        EVENTS: b"".join(lines),
        POLICY: heads.POLICY_TEXT.encode(),
        CHECKPOINTS: checkpoint_lines([note(lines, 3, ()), note(lines, 9)]),
        f"attachments/{hashlib.sha256(ATTACHMENT).hexdigest()}": ATTACHMENT,
        "比率/比率.csv": '\ufeff指标,"备\n注"\r\n答复率,"1\n2"\r\n'.encode(),
        "README.txt": "说明\r\n".encode(),
    }


def partial() -> Files:
    """Return the files of a bundle of one opinion's events, each with its proof."""
    lines = event_lines()
    chosen = [at for at, told in enumerate(STORY) if told.item == FIRST]
    tree = tree_of(lines)
    return {
        EVENTS: b"".join(lines[at] for at in chosen),
        POLICY: heads.POLICY_TEXT.encode(),
        CHECKPOINTS: checkpoint_lines([note(lines, 10)]),
        PROOFS: b"".join(proof_line(at + 1, tree.path(at, 10)) for at in chosen),
    }


def manifest_of(files: Files, selection: Mapping[str, str] | None = None) -> dict[str, Any]:
    sequences = [json.loads(line)["sequence"] for line in files[EVENTS].splitlines()]
    ends = (sequences[0], sequences[-1]) if sequences else (None, None)
    return {
        "format": "zhuoluo-audit-bundle",
        "version": 1,
        "scope": {
            "county": "样本县人大常委会",
            "title": "审计导出包",
            "period_from": "2015-01-01",
            "period_to": "2015-12-31",
            "as_of": "2015-12-31",
            "known_at": ends[1] or 0,
            "selection": selection,
        },
        "events": {"first": ends[0], "last": ends[1], "count": len(sequences)},
        "files": [_listed(path, data) for path, data in files.items()],
        "generation": {"rate_definitions": 1, "software": "0.1.0"},
    }


def _listed(path: str, data: bytes) -> dict[str, Any]:
    kind = KINDS.get(path, KINDS.get(path.split("/", maxsplit=1)[0], "ledger"))
    return {"path": path, "kind": kind, **stated_of(path, data)}


def stated_of(path: str, data: bytes) -> dict[str, Any]:
    """Return what a manifest states truly of a file's contents."""
    digest = hashlib.sha256(data).hexdigest()
    return {"bytes": len(data), "rows": _rows(path, data), "sha256": digest}


def _rows(path: str, data: bytes) -> int | None:
    if path.endswith(".csv"):
        return len(list(csv.reader(io.StringIO(data.decode(), newline="")))) - 1
    if path.endswith((".json", ".jsonl", ".txt")):
        return data.count(b"\n") + (data[-1:] not in {b"", b"\n"})
    return None


def canonical(stated: object) -> bytes:
    return (json.dumps(stated, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def bundled(files: Files, manifest: Mapping[str, Any] | bytes | None = None) -> bytes:
    """Return the ZIP of these files; without a manifest, under one that states them truly."""
    stated = manifest_of(files) if manifest is None else manifest
    raw = stated if isinstance(stated, bytes) else canonical(stated)
    return zipped([*files.items(), (MANIFEST, raw)])


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a ZIP as bundles are written: as a stream, with sizes behind each file."""
    sink = _Stream()
    with zipfile.ZipFile(sink, "w") as archive:
        for path, data in files:
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                member.write(data)
    return bytes(sink.written)


class _Stream(io.RawIOBase):
    """Takes what is written and cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.written += data
        return len(data)
