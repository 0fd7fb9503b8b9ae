"""The manifest of an audit bundle: what the bundle covers, and size and digest of each file.

It has one byte form only (sorted keys, UTF-8, LF), and any other form is refused, so that no two
readers understand one manifest in two ways.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum

from interfaces.documents.json_text import read_json
from interfaces.documents.malformed import MalformedManifest, UnknownFormat
from interfaces.documents.stated_fields import StatedFields

FORMAT = "zhuoluo-audit-bundle"
VERSION = 1
MANIFEST_PATH = "manifest.json"
EVENTS_PATH = "events.jsonl"
POLICY_PATH = "log/policy.txt"
CHECKPOINTS_PATH = "log/checkpoints.jsonl"
PROOFS_PATH = "log/proofs.jsonl"
VERIFIER_PATH = "verify.py"
PAGE_PATH = "核验.html"
README_PATH = "README.txt"
OPENINGS_PATH = "personal/openings.jsonl"
LOG_PATHS = (POLICY_PATH, CHECKPOINTS_PATH, PROOFS_PATH)
SCHEMAS = "schemas"
ATTACHMENTS = "attachments"
MAX_MANIFEST = 16_777_216
"""The largest manifest in bytes."""
MAX_PARTS = 1_000_000
"""The most objects, lists and commas in a manifest; with ``MAX_MANIFEST`` it bounds the memory."""

LONGEST_PATH = 200
LONGEST_TITLE = 300
MAX_COUNT = 10**18
_FORBIDDEN_IN_PATH = frozenset('\\:*?"<>|')
_SHA256 = re.compile(r"[0-9a-f]{64}")


class MemberKind(str, Enum):
    """What a file of the bundle is."""

    EVENTS = "events"
    LOG = "log"
    """The signed heads of the log: policy, checkpoints, and proofs in a partial bundle."""
    LEDGER = "ledger"
    RATES = "rates"
    OPENING = "opening"
    """The texts behind sealed personal values, as far as they may be told."""
    SCHEMA = "schema"
    ATTACHMENT = "attachment"
    VERIFIER = "verifier"
    PAGE = "page"
    README = "readme"


_MEMBER_KINDS = [each.value for each in MemberKind]
_PLACES = {
    MemberKind.EVENTS: re.compile(re.escape(EVENTS_PATH)),
    MemberKind.LOG: re.compile("|".join(map(re.escape, LOG_PATHS))),
    MemberKind.SCHEMA: re.compile(rf"{SCHEMAS}/[a-z0-9.@-]+\.json"),
    MemberKind.ATTACHMENT: re.compile(rf"{ATTACHMENTS}/[0-9a-f]{{64}}"),
    MemberKind.VERIFIER: re.compile(re.escape(VERIFIER_PATH)),
    MemberKind.PAGE: re.compile(re.escape(PAGE_PATH)),
    MemberKind.OPENING: re.compile(re.escape(OPENINGS_PATH)),
    MemberKind.README: re.compile(re.escape(README_PATH)),
}
"""Where files of a kind stand, and none of another kind."""


class SelectionKind(str, Enum):
    """By what a partial bundle is selected."""

    OPINION = "opinion"
    TASK = "task"
    COMMITMENT = "commitment"
    UNIT = "unit"


_SELECTION_KINDS = [each.value for each in SelectionKind]


@dataclass(frozen=True)
class Selection:
    """What a partial bundle is about: one item by its number, or one unit by its code."""

    kind: SelectionKind
    key: str

    def __post_init__(self) -> None:
        _require_text(self.key)


def require_plain_path(path: str) -> None:
    """Refuse a path that leads out of the folder or means another thing on another system."""
    steps = path.split("/")
    if (
        len(path) > LONGEST_PATH
        or not path.isprintable()
        or not _FORBIDDEN_IN_PATH.isdisjoint(path)
        or not all(step and step == step.strip(" .") for step in steps)
    ):
        raise MalformedManifest(
            "文件名不可用:应为包内的相对路径,不含特殊字符",
            "the name cannot be used: it must be a plain path inside the bundle",
        )


def require_place(path: str, kind: MemberKind) -> None:
    """Refuse a file that stands where one of another kind belongs."""
    belongs = next((each for each, place in _PLACES.items() if place.fullmatch(path)), None)
    if belongs is not (kind if kind in _PLACES else None):
        raise MalformedManifest(
            f"{path}不能是{kind.value}文件", f"{path} cannot be a file of kind {kind.value}"
        )


@dataclass(frozen=True)
class Scope:
    """Whose bundle it is, the period it is about, and the two clocks it was read by."""

    county: str
    title: str
    period_from: date
    period_to: date
    as_of: date
    """The business date the ledgers and rates answer for."""
    known_at: int
    """The sequence number up to which events were known."""
    selection: Selection | None = None
    """What a partial bundle is about; a whole one holds every event known."""

    def __post_init__(self) -> None:
        for text in (self.county, self.title):
            _require_text(text)
        if self.period_from > self.period_to:
            raise MalformedManifest(
                f"期间的起日{self.period_from}晚于止日{self.period_to}",
                f"the period begins on {self.period_from}, after its end {self.period_to}",
            )
        _require_count("known_at", self.known_at)


@dataclass(frozen=True)
class EventRange:
    """First and last sequence number of the events in the bundle, and how many they are."""

    first: int | None
    last: int | None
    count: int

    def __post_init__(self) -> None:
        _require_count("events.count", self.count)
        if self.first is None or self.last is None:
            consistent = self.first is self.last and not self.count
        else:
            consistent = 1 <= self.first <= self.last and 1 <= self.count <= self._span
        if not consistent:
            raise MalformedManifest(
                "事件的首尾序号与条数不一致",
                "first and last sequence and the number of events do not agree",
            )

    @property
    def is_whole(self) -> bool:
        """Whether no number between first and last is left out."""
        return self.count == self._span

    @property
    def is_from_the_first(self) -> bool:
        """Whether it is whole and begins with the very first event of the county."""
        return self.is_whole and self.first == 1

    @property
    def _span(self) -> int:
        return 0 if self.first is None or self.last is None else self.last - self.first + 1


@dataclass(frozen=True)
class FileEntry:
    """One file of the bundle."""

    path: str
    kind: MemberKind
    bytes: int
    rows: int | None
    """Lines of a text, records below the header of a table; ``None`` where rows are not lines."""
    sha256: str

    def __post_init__(self) -> None:
        require_plain_path(self.path)
        require_place(self.path, self.kind)
        _require_count("bytes", self.bytes)
        if self.rows is not None:
            _require_count("rows", self.rows)
        if not _SHA256.fullmatch(self.sha256):
            raise MalformedManifest(
                f"{self.path}的SHA-256摘要格式不对", f"the SHA-256 of {self.path} is malformed"
            )


@dataclass(frozen=True)
class Manifest:
    """Everything a bundle says about itself."""

    scope: Scope
    events: EventRange
    files: tuple[FileEntry, ...]
    generation: Mapping[str, str | int]
    """What the bundle was made with, as the caller stated it; never the time of making."""

    def __post_init__(self) -> None:
        require_distinct_paths([MANIFEST_PATH, *(file.path for file in self.files)])
        events = next((file for file in self.files if file.kind is MemberKind.EVENTS), None)
        if events is None:
            raise MalformedManifest(
                f"清单应列出事件文件{EVENTS_PATH}", f"the manifest must list {EVENTS_PATH}"
            )
        if events.rows != self.events.count:
            raise MalformedManifest(
                f"事件条数与{EVENTS_PATH}的行数不一致",
                f"the number of events differs from the lines of {EVENTS_PATH}",
            )
        self._require_known()
        if not self.is_whole:
            self._require_no_tables()

    @property
    def is_whole(self) -> bool:
        """Whether the bundle holds every event known and no selection of them."""
        return self.scope.selection is None

    def paths(self, kind: MemberKind) -> tuple[str, ...]:
        """Return the files of a kind."""
        return tuple(file.path for file in self.files if file.kind is kind)

    def topics_with_schema(self) -> frozenset[str]:
        """Return the stored topics whose schema is in the bundle."""
        return frozenset(
            path[len(SCHEMAS) + 1 : -len(".json")] for path in self.paths(MemberKind.SCHEMA)
        )

    def _require_known(self) -> None:
        last, known_at = self.events.last or 0, self.scope.known_at
        if last > known_at:
            raise MalformedManifest(
                "事件的最后序号晚于所称知悉时点", "the last event is later than known_at"
            )
        first_to_last = self.events.is_from_the_first or not self.events.count
        if self.is_whole and not (first_to_last and last == known_at):
            raise MalformedManifest(
                f"完整导出包应含第1至第{known_at}条的全部事件",
                f"a whole bundle must hold all events from 1 to {known_at}",
            )

    def _require_no_tables(self) -> None:
        """Refuse ledgers and rates in a part: they follow from all events, which it lacks."""
        for path in (*self.paths(MemberKind.LEDGER), *self.paths(MemberKind.RATES)):
            raise MalformedManifest(
                f"部分导出包不应有台账和比率,却列有{path}",
                f"a partial bundle has neither ledgers nor rates, but lists {path}",
            )

    def to_bytes(self) -> bytes:
        """Return the one byte form of this manifest."""
        stated = {"format": FORMAT, "version": VERSION, **asdict(self)}
        text = json.dumps(stated, ensure_ascii=False, sort_keys=True, indent=1, default=str)
        return f"{text}\n".encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        """Read a manifest; refuse with ``MalformedManifest`` what ``to_bytes`` never writes."""
        if sum(raw.count(mark) for mark in (b"{", b"[", b",")) > MAX_PARTS:
            raise MalformedManifest(
                f"清单所列内容超过{MAX_PARTS}项",
                f"the manifest lists more than {MAX_PARTS} things",
            )
        try:
            stated: object = read_json(raw.decode())
            manifest = cls._from_json(stated)
            same = manifest.to_bytes() == raw
        except MalformedManifest:
            raise
        except ValueError as error:
            raise MalformedManifest("清单不是有效的JSON", "the manifest is not JSON") from error
        if not same:
            raise MalformedManifest(
                "清单不是规定的书写格式", "the manifest is not in its one form"
            )
        return manifest

    @classmethod
    def _from_json(cls, stated: object) -> Manifest:
        fields = StatedFields("manifest", stated)
        if fields.value("format") != FORMAT or fields.value("version") != VERSION:
            raise UnknownFormat(
                f"不是{FORMAT}第{VERSION}版的清单",
                f"not a manifest of {FORMAT}, version {VERSION}",
            )
        fields.require_only("format", "version", "scope", "events", "files", "generation")
        return cls(
            scope=_scope(fields.value("scope")),
            events=_event_range(fields.value("events")),
            files=tuple(_file_entry(file) for file in fields.items("files")),
            generation=_generation(fields.value("generation")),
        )


def require_distinct_paths(paths: Iterable[str]) -> None:
    """Refuse two paths that some system would take for one."""
    seen: set[str] = set()
    for path in paths:
        if path.casefold() in seen:
            raise MalformedManifest(f"文件{path}重复列出", f"file {path} is listed twice")
        seen.add(path.casefold())


def _require_count(name: str, value: int) -> None:
    if not 0 <= value < MAX_COUNT:
        raise MalformedManifest(f"{name}应为不小于0的整数", f"{name} must be a natural number")


def _require_text(text: str) -> None:
    if not text.strip() or len(text) > LONGEST_TITLE or not text.isprintable():
        raise MalformedManifest(
            f"单位、标题和事项编号应为一行文字,不超过{LONGEST_TITLE}字",
            f"names, titles and keys are one line of at most {LONGEST_TITLE} characters",
        )


def _scope(stated: object) -> Scope:
    fields = StatedFields("scope", stated)
    fields.require_only(
        "county", "title", "period_from", "period_to", "as_of", "known_at", "selection"
    )
    return Scope(
        county=fields.text("county"),
        title=fields.text("title"),
        period_from=fields.day("period_from"),
        period_to=fields.day("period_to"),
        as_of=fields.day("as_of"),
        known_at=fields.number("known_at"),
        selection=_selection(fields.value("selection")),
    )


def _selection(stated: object) -> Selection | None:
    if stated is None:
        return None
    fields = StatedFields("selection", stated)
    fields.require_only("kind", "key")
    return Selection(SelectionKind(fields.word("kind", _SELECTION_KINDS)), fields.text("key"))


def _event_range(stated: object) -> EventRange:
    fields = StatedFields("events", stated)
    fields.require_only("first", "last", "count")
    return EventRange(
        first=fields.optional_number("first"),
        last=fields.optional_number("last"),
        count=fields.number("count"),
    )


def _file_entry(stated: object) -> FileEntry:
    fields = StatedFields("files", stated)
    fields.require_only("path", "kind", "bytes", "rows", "sha256")
    return FileEntry(
        path=fields.text("path"),
        kind=MemberKind(fields.word("kind", _MEMBER_KINDS)),
        bytes=fields.number("bytes"),
        rows=fields.optional_number("rows"),
        sha256=fields.text("sha256"),
    )


def _generation(stated: object) -> dict[str, str | int]:
    fields = StatedFields("generation", stated)
    return {name: fields.text_or_number(name) for name in fields.names}
