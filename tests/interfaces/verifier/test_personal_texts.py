"""Sealed persons are read as text or marker; what was not sealed so is refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from application.privacy.personal_fields import SEALED_MARK
from application.privacy.sealing import (
    COMMITMENT_LENGTH,
    COMMITMENT_TAG,
    LONGEST_TEXT,
    Place,
    seal,
)
from interfaces.documents.event_lines import EventLine
from interfaces.verifier import personal_texts, sealed_values
from interfaces.verifier.bundle_check import NOTHING_BESIDE, check_bundle
from interfaces.verifier.finding import Finding
from interfaces.verifier.judgement import Judgement
from interfaces.verifier.personal_texts import PersonalTexts
from interfaces.verifier.sealed_values import read_sealed_value
from interfaces.verifier.verdict import Verdict
from tests.interfaces.documents.bundles import FIRST, verdict_on
from tests.interfaces.verifier.damage import accepted, flipped, restated
from tests.interfaces.verifier.falsified_openings import FALSIFIED, NOBODY, a_value
from tests.interfaces.verifier.sealed_county import (
    OPENINGS,
    SELECTION,
    Alter,
    Erased,
    Sealed,
    part_of,
    without,
)
from tests.interfaces.verifier.sealed_story import (
    PERSONS,
    lines_of_openings,
    partial_bundle,
    registered,
)
from tests.interfaces.verifier.sentences import SENTENCES
from tests.interfaces.verifier_page.signed_bundles import EVENTS

LEDGER = "台账/意见台账.csv"
STRIDE = 23
"""Prime to 8, so that every place within a byte has its turn."""
MARKER = "〔个人信息已停止处理·{}〕"
NUMBER = re.compile(r"\d+")


def judged(sealed: Sealed, folder: Path, selection: Any = None) -> Verdict:
    path = folder / "bundle.zip"
    path.write_bytes(sealed.archive(selection))
    return check_bundle(path, NOTHING_BESIDE, [Judgement()])


def remarked(verdict: Verdict) -> str:
    return "".join(remark.chinese for remark in verdict.remarks)


def test_ledgers_with_names_follow_from_sealed_events(sealed: Sealed, tmp_path: Path) -> None:
    verdict = judged(sealed, tmp_path)
    assert verdict.ok, verdict.text
    assert "个人信息" not in remarked(verdict)
    assert "代表甲".encode() in sealed.files[LEDGER]


def test_a_part_of_the_events_is_told_alike(sealed: Sealed, tmp_path: Path) -> None:
    verdict = judged(part_of(sealed, "opinion"), tmp_path, SELECTION)
    assert verdict.ok, verdict.text


def test_an_erased_person_is_read_as_marker_everywhere(erased: Erased, tmp_path: Path) -> None:
    marker = MARKER.format(erased.subject.hex[:12])
    assert marker.encode() in erased.after.files[LEDGER]
    verdict = judged(erased.after, tmp_path)
    assert verdict.ok, verdict.text
    untold = len(erased.before.openings) - len(erased.after.openings)
    chinese = (
        f"有{untold}处个人信息没有原文,读作“〔个人信息已停止处理·…〕”:已依法删除、限制处理,"
        "或者没有随包给出。"
    )
    english = (
        f"In {untold} places a person's text is not told and a marker is read instead: it was "
        "erased or restricted, or left out of the bundle."
    )
    assert verdict.remarks[1] == (chinese, english)


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, cases in FALSIFIED.items() for name in cases]
)
def test_what_was_not_sealed_so_is_refused(
    sealed: Sealed, code: str, name: str, tmp_path: Path
) -> None:
    verdict = judged(sealed.altered(FALSIFIED[code][name]), tmp_path)
    assert verdict.problem == code, verdict.text
    assert verdict.path == (EVENTS if code == "malformed-sealed-value" else OPENINGS)
    assert verdict.line is not None
    assert verdict.chinese.isprintable()
    assert without_numbers(verdict) == SENTENCES["openings"][f"{code}: {name}"]


def without_numbers(verdict: Verdict) -> list[str]:
    """Return what is said in both languages, whatever the numbers of lines and events."""
    return [NUMBER.sub("…", sentence) for sentence in (verdict.chinese, verdict.english)]


def test_every_sentence_is_about_one_of_these() -> None:
    named = {f"{code}: {name}" for code, cases in FALSIFIED.items() for name in cases}
    assert set(SENTENCES["openings"]) == named


@pytest.mark.parametrize("code", FALSIFIED)
def test_a_part_is_judged_no_less(sealed: Sealed, code: str, tmp_path: Path) -> None:
    alter: Alter = next(iter(FALSIFIED[code].values()))
    part = part_of(sealed.altered(alter), "opinion")
    assert judged(part, tmp_path, SELECTION).problem == code


def test_who_is_erased_is_not_told_of(erased: Erased, tmp_path: Path) -> None:
    told = erased.after._replace(openings=erased.before.openings)
    verdict = judged(told, tmp_path)
    assert (verdict.problem, verdict.path) == ("erased-yet-told", OPENINGS)
    whole = without(told, erased.subject).openings
    first = next(n for n, line in enumerate(told.openings, 1) if line not in whole)
    assert verdict.line == first
    assert "给出了已依法删除的个人信息的原文。" in verdict.chinese
    assert "tells the text of a person whose data was erased." in verdict.english


def test_a_file_without_a_line_is_no_file_of_openings(tmp_path: Path) -> None:
    event, _ = registered()
    verdict = verdict_on(partial_bundle(b"", event), tmp_path)
    assert (verdict.problem, verdict.path) == ("malformed-opening", OPENINGS)
    assert "没有一行原文。" in verdict.chinese
    assert "has no opening." in verdict.english


def test_a_sealed_value_stands_for_persons_alone(sealed: Sealed, tmp_path: Path) -> None:
    def into_title(altered: Sealed) -> None:
        event = next(e for e in altered.events if e["topic"] == "opinion.registered")
        event["state"]["title"] = dict(a_value(altered))

    assert judged(sealed.altered(into_title), tmp_path).problem == "malformed-event"


def test_a_ledger_that_names_another_person_is_refused(sealed: Sealed, tmp_path: Path) -> None:
    named = sealed.files[LEDGER].replace("代表甲".encode(), "代表丙".encode())
    altered = sealed._replace(files={**sealed.files, LEDGER: named})
    assert judged(altered, tmp_path).problem == "ledger-differs"


def test_a_ledger_that_names_whom_no_opening_tells_of_is_refused(
    erased: Erased, tmp_path: Path
) -> None:
    silent = without(erased.before, erased.subject)
    verdict = judged(silent, tmp_path)
    assert verdict.problem == "ledger-differs"
    assert MARKER.format(erased.subject.hex[:12]) in verdict.chinese


def test_no_bundle_with_a_flipped_bit_of_an_opening_is_accepted(tmp_path: Path) -> None:
    event, openings = registered()
    archive = partial_bundle(lines_of_openings(openings), event)
    assert verdict_on(archive, tmp_path).ok
    lines = lines_of_openings(openings)
    sampled = range(0, 8 * len(lines), STRIDE)
    assert accepted(restated(archive, OPENINGS, flipped(lines, sampled)), tmp_path) == []


# One event after another


def told(openings: bytes, *events: EventLine) -> PersonalTexts:
    texts = PersonalTexts(iter(openings.splitlines(keepends=True)))
    for number, event in enumerate(events, 1):
        texts.tell(event, json.dumps(event.state, separators=(",", ":")).encode(), number)
    texts.finish()
    return texts


def test_texts_and_markers_stand_where_values_stood() -> None:
    event, openings = registered()
    assert told(lines_of_openings(openings[::2]), event).untold == 1
    lead, _, third = (each.name for each in PERSONS)
    assert event.state == {
        "lead_deputy": lead,
        "co_signers": [MARKER.format("0" * 12), third],
        "title": "污水",
    }


def test_no_flipped_bit_of_an_opening_fits() -> None:
    event, openings = registered()
    for _, lines in flipped(lines_of_openings(openings)):
        read = event._replace(state=json.loads(json.dumps(event.state)))
        with pytest.raises(Finding):
            told(lines, read)


def record(topic: str, sequence: int, **state: object) -> EventLine:
    return EventLine(sequence, f"personal-record.{topic}", NOBODY, sequence, {**state})


def test_whoever_was_erased_before_is_not_told_of() -> None:
    subject = str(PERSONS[0].key.subject)
    other = str(PERSONS[1].key.subject)
    record_events = (
        record("opened", 1, subject=subject),
        record("restricted", 1, subject=other),
        record("erased", 2),
    )
    event, openings = registered(3)
    with pytest.raises(Finding) as caught:
        told(lines_of_openings(openings), *record_events, event)
    assert (caught.value.code, caught.value.line) == ("erased-yet-told", 1)
    event, openings = registered(3)
    assert told(lines_of_openings(openings[1:]), *record_events, event).untold == 1


def test_the_persons_told_of_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_texts, "MOST_PERSONS", 2)
    event, openings = registered()
    with pytest.raises(Finding) as caught:
        told(lines_of_openings(openings), event)
    found = caught.value
    assert (found.code, found.path, found.line) == ("too-large", OPENINGS, 3)
    assert "所涉个人超过2名,超出核验上限" in found.chinese
    assert "tells of more than 2 persons, more than are checked" in found.english


def test_an_opening_too_many_is_named_before_the_next_event() -> None:
    event, openings = registered()
    following, _ = registered(2)
    following.state["lead_deputy"]["salted"] = ""
    with pytest.raises(Finding) as caught:
        told(lines_of_openings([*openings, openings[0]]), event, following)
    assert caught.value.code == "opening-without-value"


def test_what_the_bytes_of_an_event_do_not_hold_is_no_sealed_value() -> None:
    event, _ = registered()
    PersonalTexts(None).tell(event, b"", 1)
    assert isinstance(event.state["lead_deputy"], dict)


@pytest.mark.parametrize("length", [0, 1, 27, 28, 29, 100, LONGEST_TEXT])
def test_a_value_of_any_length_is_in_form(length: int) -> None:
    place = Place(FIRST, 1, "opinion.registered", "lead_deputy")
    value = seal("a" * length, PERSONS[0].key, place).stated()
    assert read_sealed_value(value) == (value["subject"], value["salted"])


def test_a_value_longer_than_any_is_not_in_form() -> None:
    place = Place(FIRST, 1, "opinion.registered", "lead_deputy")
    value = seal("a" * LONGEST_TEXT, PERSONS[0].key, place).stated()
    longer = {**value, "sealed": "A" * 128 + value["sealed"]}
    assert read_sealed_value(longer) is None


def test_formats_are_those_of_the_product() -> None:
    assert sealed_values.COMMITMENT_TAG == COMMITMENT_TAG
    assert sealed_values.SALTED_BYTES == COMMITMENT_LENGTH
    assert sealed_values.SEALED_MARK == SEALED_MARK
