"""Puts texts, or markers, where sealed values stand: openings are read beside the events.

One event and one opening are at hand at a time, so neither makes the memory grow. What is
remembered is who was told of and who was erased.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

from interfaces.documents.event_lines import EventLine
from interfaces.documents.manifest import EVENTS_PATH, OPENINGS_PATH
from interfaces.documents.opening_lines import MalformedOpening, Opening, read_opening_line
from interfaces.verifier.field_places import PERSONS, Place
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.sealed_values import (
    SEALED_MARK,
    SealedText,
    commitment,
    is_subject,
    read_sealed_value,
)

OF_RECORDS = "personal-record."
MOST_PERSONS = 200_000
"""Of how many persons one bundle may tell; it bounds the memory of the check."""


class PersonalTexts:
    """Follows the openings of a bundle while its events pass; ``None``: it has no such file."""

    def __init__(self, lines: Iterable[bytes] | None) -> None:
        self.untold = 0
        """How many sealed values have no opening."""
        self._lines = iter(lines or ())
        self._line = 0
        self._next: Opening | None = None
        self._erasures = Erasures()
        self._advance()
        if lines is not None and self._next is None:
            raise about_file(
                Fault.MALFORMED_OPENING, "没有一行原文", "has no opening", OPENINGS_PATH
            )

    def tell(self, event: EventLine, raw: bytes, line: int) -> None:
        """Put into the event what is read where a sealed value stands; ``raw``: its line."""
        for place in PERSONS.objects(event.topic, event.state) if SEALED_MARK in raw else ():
            sealed = read_sealed_value(place.stated)
            if sealed is None:
                raise _malformed_value(event, place, line)
            place.holder[place.key] = self._read(event, place.field, sealed)
        if self._next is not None and self._next.sequence <= event.sequence:
            raise self._without_value()
        if event.topic.startswith(OF_RECORDS):
            self._erasures.follow(event)

    def finish(self) -> None:
        """Refuse an opening of which no event was left."""
        if self._next is not None:
            raise self._without_value()

    def _read(self, event: EventLine, field: str, sealed: SealedText) -> str:
        opening = self._next
        if opening is None or (opening.sequence, opening.field) != (event.sequence, field):
            self.untold += 1
            return sealed.marker
        committed = commitment(sealed.subject, event, field, opening.salt, opening.text)
        if base64.b64encode(committed).decode() != sealed.salted:
            raise about_file(
                Fault.OPENING_CONTRADICTS,
                f"不是序号{event.sequence}“{field}”处封存的原文",
                f"is not what was sealed in {field} of event {event.sequence}",
                OPENINGS_PATH,
                self._line,
            )
        self._erasures.tell(sealed.subject, self._line)
        self._advance()
        return opening.text

    def _advance(self) -> None:
        line = next(self._lines, None)
        self._next = None
        if line is None:
            return
        self._line += 1
        try:
            self._next = read_opening_line(line)
        except MalformedOpening as error:
            raise malformed(Fault.MALFORMED_OPENING, error, OPENINGS_PATH, self._line) from None

    def _without_value(self) -> Finding:
        return about_file(
            Fault.OPENING_WITHOUT_VALUE,
            "所指之处没有封存的个人信息,或者次序与事件不同",
            "names a place where nothing is sealed, or is out of order",
            OPENINGS_PATH,
            self._line,
        )


class Erasures:
    """Who was told of and whose data was erased; nobody may be both."""

    def __init__(self) -> None:
        self._subjects: dict[str, str] = {}
        """Whose data a personal record is about."""
        self._told: dict[str, int] = {}
        """The line that first told of a person."""
        self._erased: set[str] = set()

    def follow(self, event: EventLine) -> None:
        """Take note of a record, or of its erasure."""
        if event.topic == f"{OF_RECORDS}opened" and is_subject(event.state.get("subject")):
            self._subjects[event.aggregate_id] = event.state["subject"]
        elif event.topic == f"{OF_RECORDS}erased":
            subject = self._subjects.get(event.aggregate_id, "")
            self._erased.add(subject)
            if subject in self._told:
                raise _erased_yet_told(self._told[subject])

    def tell(self, subject: str, line: int) -> None:
        """Take note that a line tells of a person."""
        if subject in self._erased:
            raise _erased_yet_told(line)
        self._told.setdefault(subject, line)
        if len(self._told) > MOST_PERSONS:
            raise about_file(
                Fault.TOO_LARGE,
                f"所涉个人超过{MOST_PERSONS}名,超出核验上限",
                f"tells of more than {MOST_PERSONS} persons, more than are checked",
                OPENINGS_PATH,
                line,
            )


def _malformed_value(event: EventLine, place: Place, line: int) -> Finding:
    return Finding(
        Fault.MALFORMED_SEALED_VALUE,
        event.sequence,
        f"序号{event.sequence}的“{place.field}”不是规定格式的封存值",
        f"event {event.sequence}: {place.field} holds no sealed value in its one form",
        EVENTS_PATH,
        line,
    )


def _erased_yet_told(line: int) -> Finding:
    return about_file(
        Fault.ERASED_YET_TOLD,
        "给出了已依法删除的个人信息的原文",
        "tells the text of a person whose data was erased",
        OPENINGS_PATH,
        line,
    )
