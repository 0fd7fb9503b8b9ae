"""What short stories may tell: the order of dates and moments, and items begun elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.signed_bundles import FIRST, SECOND, Told
from tests.interfaces.verifier_page.test_sound_bundles import job

BEGUN = Told(FIRST, 1, "registered", "2015-01-05", {"number": "Y1", "title": "农村污水"})
FORMED = Told(FIRST, 2, "formed", "2015-01-07")
REFERRED = Told(FIRST, 3, "referred", "2015-01-09")
CONSULTED = Told(FIRST, 5, "consulted", "2015-01-08", {"with_deputy": "代表乙"})
TAKEN_ON = Told(FIRST, 4, "acknowledged", "2015-01-11")
HANDLED = (BEGUN, FORMED, REFERRED, TAKEN_ON, CONSULTED)
EARLIER, LATER = "早于上一步", "晚于下一步"


def corrected(version: int, corrects: int, was: str, now: str) -> Told:
    facts = {"corrects": corrects, "field": "occurred_on", "was": was, "now": now}
    return Told(FIRST, version, "corrected", "2015-01-12", facts)


def told(folder: Path, stories: Sequence[Sequence[Told]]) -> list[Any]:
    """Return the verdict on a whole bundle of each story."""
    bundles = [made.bundled({made.EVENTS: b"".join(made.event_lines(each))}) for each in stories]
    jobs = [job(folder / str(number), each) for number, each in enumerate(bundles)]
    return ask(jobs, made.TABLES)


def reason(answer: Any) -> str | None:
    """Return why the last event is refused, None where nothing is."""
    if answer["ok"]:
        return None
    assert answer["problem"] == "illegal-transition", answer
    return str(answer["chinese"]).rpartition("——")[2].removesuffix("。")


def test_a_date_is_corrected_between_the_steps_around_it(tmp_path: Path) -> None:
    dates = [each.day for each in HANDLED]
    corrections = {
        # of the first event: nothing is dated before it
        (1, "2014-12-31"): None, (1, "2015-01-07"): None, (1, "2015-01-08"): LATER,
        # of a step: between the steps before and after it, whatever is no step
        (2, "2015-01-04"): EARLIER, (2, "2015-01-05"): None, (2, "2015-01-09"): None,
        (2, "2015-01-10"): LATER, (3, "2015-01-06"): EARLIER, (3, "2015-01-07"): None,
        (3, "2015-01-11"): None, (3, "2015-01-12"): LATER, (4, "2015-01-08"): EARLIER,
        (4, "2015-01-09"): None, (4, "2015-03-01"): None,
        # of what is no step: after the step before it
        (5, "2015-01-10"): EARLIER, (5, "2015-01-11"): None, (5, "2015-03-01"): None,
    }  # fmt: skip
    stories = [
        (*HANDLED, corrected(6, version, dates[version - 1], now)) for version, now in corrections
    ]
    answers = told(tmp_path, stories)
    found = dict(zip(corrections, map(reason, answers), strict=True))
    assert found == corrections


def test_what_is_corrected_counts_as_corrected(tmp_path: Path) -> None:
    second, third, fourth, consultation = (
        (2, "2015-01-07", "2015-01-09"),
        (3, "2015-01-09", "2015-01-10"),
        (4, "2015-01-11", "2015-01-10"),
        (5, "2015-01-08", "2015-01-20"),
    )
    twice = {
        (second, (2, "2015-01-07", "2015-01-08")): "原日期不符",
        (second, (2, "2015-01-09", "2015-01-08")): None,
        (second, (3, "2015-01-09", "2015-01-08")): EARLIER,
        (second, (1, "2015-01-05", "2015-01-08")): None,
        (second, (1, "2015-01-05", "2015-01-09")): LATER,
        # a step stays one, and what is none does not become one
        (third, (2, "2015-01-07", "2015-01-11")): LATER,
        (fourth, (3, "2015-01-09", "2015-01-11")): LATER,
        (consultation, (4, "2015-01-11", "2015-01-21")): None,
    }
    stories = [(*HANDLED, corrected(6, *one), corrected(7, *other)) for one, other in twice]
    assert dict(zip(twice, map(reason, told(tmp_path, stories)), strict=True)) == twice


def test_moments_are_told_in_their_order_whatever_their_form(tmp_path: Path) -> None:
    moments = {
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00.5Z"): None,
        ("2030-01-01T00:00:00.5Z", "2030-01-01T00:00:00.50Z"): None,
        ("2030-01-01T00:00:00.5Z", "2030-01-01T00:00:00Z"): "登记时刻早于上一条记录",
        ("2999-12-31T00:00:00Z", "3000-01-01T00:00:00Z"): None,
        ("3000-01-01T00:00:00Z", "2999-12-31T00:00:00Z"): "登记时刻早于上一条记录",
    }
    stories = [
        (BEGUN._replace(recorded_at=one), FORMED._replace(recorded_at=other))
        for one, other in moments
    ]
    assert dict(zip(moments, map(reason, told(tmp_path, stories)), strict=True)) == moments


def test_items_begun_before_a_part_stand_nowhere_and_hinder_no_other(tmp_path: Path) -> None:
    lines = made.event_lines(
        (
            made.STORY[1],
            FORMED,
            REFERRED._replace(day="2015-01-01"),
            Told(SECOND, 2, "formed", "2015-01-08"),
            TAKEN_ON,
        )
    )
    files = {made.EVENTS: b"".join(lines)}
    manifest = made.manifest_of(files, {"kind": "unit", "key": "NJJ"})
    stated = job(tmp_path, made.bundled(files, manifest)) | {"timelineOf": "Y2"}
    [answer] = ask([stated], made.TABLES)
    assert answer["ok"], answer
    told = {each["number"]: (each["status"], each["events"]) for each in answer["all"]["items"]}
    assert told == {"": (None, 3), "Y2": ("formed", 2)}
