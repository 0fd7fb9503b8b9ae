"""The manifest of an audit bundle: what the bundle covers, and size and digest of each file.

It has one byte form only (sorted keys, UTF-8, LF), and any other form is refused, so that no two
readers understand one manifest in two ways.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import NoReturn, Self, cast

FORMAT = "zhuoluo-audit-bundle"
VERSION = 1
MANIFEST_PATH = "manifest.json"
EVENTS_PATH = "events.jsonl"
MAX_MANIFEST = 16_777_216
"""The largest manifest in bytes."""
MAX_PARTS = 1_000_000
"""The most objects, lists and commas in a manifest; with ``MAX_MANIFEST`` it bounds the memory."""

LONGEST_PATH = 200
LONGEST_TEXT = 300
MAX_COUNT = 10**18
_FORBIDDEN_IN_PATH = frozenset('\\:*?"<>|')
_SHA256 = re.compile(r"[0-9a-f]{64}")


class MalformedManifest(ValueError):
    """The manifest is not in its form, or contradicts itself."""


class UnknownFormat(MalformedManifest):
    """The manifest is of another kind or of a later version."""


class MemberKind(StrEnum):
    """What a file of the bundle is."""

    EVENTS = "events"
    LEDGER = "ledger"
    RATES = "rates"
    README = "readme"


def require_plain_path(path: str) -> None:
    """Refuse a path that leads out of the folder or means another thing on another system."""
    steps = path.split("/")
    if (
        len(path) > LONGEST_PATH
        or not path.isprintable()
        or not _FORBIDDEN_IN_PATH.isdisjoint(path)
        or not all(step and step == step.strip(" .") for step in steps)
    ):
        raise MalformedManifest("文件名不可用:应为包内的相对路径,不含特殊字符")


@dataclass(frozen=True, slots=True)
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

    def __post_init__(self) -> None:
        for text in (self.county, self.title):
            if not text.strip() or len(text) > LONGEST_TEXT or not text.isprintable():
                raise MalformedManifest(f"单位和标题应为一行文字,不超过{LONGEST_TEXT}字")
        if self.period_from > self.period_to:
            raise MalformedManifest(f"期间的起日{self.period_from}晚于止日{self.period_to}")
        _require_count("known_at", self.known_at)


@dataclass(frozen=True, slots=True)
class EventRange:
    """First and last sequence number of the events in the bundle, and how many they are."""

    first: int | None
    last: int | None
    count: int

    def __post_init__(self) -> None:
        _require_count("events.count", self.count)
        if self.first is None or self.last is None:
            if self.first is not self.last or self.count:
                raise MalformedManifest("事件的首尾序号与条数不一致")
        elif not 1 <= self.first <= self.last or not 1 <= self.count <= self._span:
            raise MalformedManifest("事件的首尾序号与条数不一致")

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


@dataclass(frozen=True, slots=True)
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
        _require_count("bytes", self.bytes)
        if self.rows is not None:
            _require_count("rows", self.rows)
        if not _SHA256.fullmatch(self.sha256):
            raise MalformedManifest(f"{self.path}的SHA-256摘要格式不对")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a bundle says about itself."""

    scope: Scope
    events: EventRange
    files: tuple[FileEntry, ...]
    generation: Mapping[str, str | int]
    """What the bundle was made with, as the caller stated it; never the time of making."""

    def __post_init__(self) -> None:
        require_distinct_paths([MANIFEST_PATH, *(file.path for file in self.files)])
        kinds = {file.path: file for file in self.files if file.kind is MemberKind.EVENTS}
        if kinds.keys() != {EVENTS_PATH}:
            raise MalformedManifest(f"清单应列出一个事件文件{EVENTS_PATH}")
        if kinds[EVENTS_PATH].rows != self.events.count:
            raise MalformedManifest(f"事件条数与{EVENTS_PATH}的行数不一致")
        if (self.events.last or 0) > self.scope.known_at:
            raise MalformedManifest("事件的最后序号晚于所称知悉时点")

    def to_bytes(self) -> bytes:
        """Return the one byte form of this manifest."""
        stated = {"format": FORMAT, "version": VERSION, **asdict(self)}
        text = json.dumps(stated, ensure_ascii=False, sort_keys=True, indent=1, default=str)
        return f"{text}\n".encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read a manifest; refuse with ``MalformedManifest`` what ``to_bytes`` never writes."""
        if sum(raw.count(mark) for mark in (b"{", b"[", b",")) > MAX_PARTS:
            raise MalformedManifest(f"清单所列内容超过{MAX_PARTS}项")
        try:
            stated: object = json.loads(raw.decode(), parse_constant=_not_json)
            manifest = cls._from_json(stated)
            same = manifest.to_bytes() == raw
        except MalformedManifest:
            raise
        except (ValueError, RecursionError) as error:
            raise MalformedManifest("清单不是有效的JSON") from error
        if not same:
            raise MalformedManifest("清单不是规定的书写格式")
        return manifest

    @classmethod
    def _from_json(cls, stated: object) -> Self:
        fields = _Fields("清单", stated)
        if fields.value("format") != FORMAT or fields.value("version") != VERSION:
            raise UnknownFormat(f"不是{FORMAT}第{VERSION}版的清单")
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
            raise MalformedManifest(f"文件{path}重复列出")
        seen.add(path.casefold())


def _require_count(name: str, value: int) -> None:
    if not 0 <= value < MAX_COUNT:
        raise MalformedManifest(f"{name}应为不小于0的整数")


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def _scope(stated: object) -> Scope:
    fields = _Fields("scope", stated)
    fields.require_only("county", "title", "period_from", "period_to", "as_of", "known_at")
    return Scope(
        county=fields.text("county"),
        title=fields.text("title"),
        period_from=fields.day("period_from"),
        period_to=fields.day("period_to"),
        as_of=fields.day("as_of"),
        known_at=fields.number("known_at"),
    )


def _event_range(stated: object) -> EventRange:
    fields = _Fields("events", stated)
    fields.require_only("first", "last", "count")
    return EventRange(
        first=fields.optional_number("first"),
        last=fields.optional_number("last"),
        count=fields.number("count"),
    )


def _file_entry(stated: object) -> FileEntry:
    fields = _Fields("files", stated)
    fields.require_only("path", "kind", "bytes", "rows", "sha256")
    return FileEntry(
        path=fields.text("path"),
        kind=MemberKind(fields.text("kind")),
        bytes=fields.number("bytes"),
        rows=fields.optional_number("rows"),
        sha256=fields.text("sha256"),
    )


def _generation(stated: object) -> dict[str, str | int]:
    fields = _Fields("generation", stated)
    return {name: fields.text_or_number(name) for name in fields.names}


class _Fields:
    """The fields of one JSON object, each read as what it must be or refused by name."""

    def __init__(self, where: str, stated: object) -> None:
        if not isinstance(stated, dict):
            raise MalformedManifest(f"{where}不是JSON对象")
        self._where = where
        # json.loads makes dicts whose keys are strings and nothing else
        self._stated = cast("dict[str, object]", stated)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._stated)

    def require_only(self, *names: str) -> None:
        if self._stated.keys() != set(names):
            raise MalformedManifest(f"{self._where}的字段应为{'、'.join(names)}")

    def value(self, name: str) -> object:
        return self._stated.get(name)

    def items(self, name: str) -> Sequence[object]:
        value = self.value(name)
        if not isinstance(value, list):
            raise self._wrong(name, "列表")
        return cast("list[object]", value)  # json.loads makes lists of whatever it reads

    def text(self, name: str) -> str:
        value = self.value(name)
        if not isinstance(value, str):
            raise self._wrong(name, "文字")
        return value

    def number(self, name: str) -> int:
        value = self.value(name)
        if type(value) is not int:
            raise self._wrong(name, "整数")
        return value

    def optional_number(self, name: str) -> int | None:
        return None if self.value(name) is None else self.number(name)

    def text_or_number(self, name: str) -> str | int:
        return self.text(name) if isinstance(self.value(name), str) else self.number(name)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise self._wrong(name, "日期") from error

    def _wrong(self, name: str, kind: str) -> MalformedManifest:
        return MalformedManifest(f"{self._where}的{name}应为{kind}")
