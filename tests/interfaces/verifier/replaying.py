"""Exports a county and lets the verifier's own reading of it judge events and tables."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from application.store import Store
from interfaces.bootstrap import System
from interfaces.documents.event_lines import read_event_line
from interfaces.documents.manifest import EVENTS_PATH, OPENINGS_PATH
from interfaces.exporting import Period, export
from interfaces.settings import Settings
from interfaces.verifier.personal_texts import PersonalTexts
from interfaces.verifier.replay import Replay
from interfaces.verifier.standings import TableScope
from interfaces.verifier.tables import check_tables

EVER = Period(date(2000, 1, 1), date(2029, 12, 31))
TODAY = date(2029, 12, 31)


class Line(NamedTuple):
    """One event as a bundle has it."""

    sequence: int
    topic: str
    aggregate_id: str
    version: int
    state: dict[str, Any]


class Bundle(NamedTuple):
    """The events and the files of an export, and what its tables are about."""

    lines: Sequence[Line]
    files: dict[str, bytes]
    scope: TableScope

    def replayed(self) -> Replay:
        """Follow every event to the end."""
        return follow(self.lines)

    def check(self) -> None:
        """Judge events and tables."""
        check_tables(self.replayed().county, self.scope, self.lend)

    def lend(self, path: str) -> Iterator[bytes]:
        """Lend a file in blocks."""
        content = self.files[path]
        for start in range(0, len(content), 1_000):
            yield content[start : start + 1_000]


def follow(lines: Sequence[Line]) -> Replay:
    """Follow events to the end."""
    replay = Replay()
    for line in lines:
        replay.follow(*line)
    replay.finish()
    return replay


def exported(
    store: Store, period: Period = EVER, as_of: date = TODAY, known_at: int | None = None
) -> Bundle:
    """Export a county and read the export back."""
    system = System(Settings(county="测试县"), store.database, store, store.clock)
    archive = b"".join(export(system, period, as_of, known_at))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = {info.filename: opened.read(info) for info in opened.infolist()}
    days = (period.since, period.until, as_of)
    scope = TableScope(*(day.isoformat() for day in days))
    return Bundle(list(_told(files)), files, scope)


def _told(files: dict[str, bytes]) -> Iterator[Line]:
    """Read the events, with the names that the openings tell."""
    openings = files.get(OPENINGS_PATH)
    texts = PersonalTexts(None if openings is None else openings.splitlines(keepends=True))
    for number, raw in enumerate(files[EVENTS_PATH].splitlines(keepends=True), 1):
        event = read_event_line(raw)
        texts.tell(event, raw, number)
        yield Line(*event)
    texts.finish()


Edit = Callable[[list[Line]], None]
"""Alters events in place."""


def edited(lines: Sequence[Line], edit: Edit) -> list[Line]:
    """Return a deep copy of events, altered."""
    copied = [line._replace(state=json.loads(json.dumps(line.state))) for line in lines]
    edit(copied)
    return copied
