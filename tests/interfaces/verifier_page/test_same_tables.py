"""Of a table that does not follow from the events the page says what ``verify.py`` says."""

import json
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings

from application.commands import plans as plan_acts
from application.commands.reference import bring_reference_data
from application.reactions.tick import tick
from application.store import Store
from domain.rectification_plan import RectificationPlan
from interfaces.exporting import Period
from interfaces.sample_county import load_sample_county
from interfaces.verifier.tables import RECOMPUTED as REQUIRED
from tests.application import opinions, plans
from tests.application import tasks as bureau
from tests.application.histories import Entry, begin, enter, histories
from tests.interfaces import small_county
from tests.interfaces.verifier import rare_county, told_county
from tests.interfaces.verifier.replaying import Bundle, exported
from tests.interfaces.verifier.test_falsified_tables import (
    BROKEN,
    CELLS,
    DUTIES,
    LISTINGS,
    MEASURE_DETAIL,
    OPINIONS,
    REMINDED,
    SHAPES,
    UNITS,
    Records,
    altered,
    counted_anew,
)
from tests.interfaces.verifier.test_legal_histories import (
    DAYS,
    HALF_A_YEAR,
    days,
    live_task,
    task_corrections,
    task_lives,
)
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.derived_tables import days_in
from tests.interfaces.verifier_page.falsified_tables import (
    SOUND,
    bare,
    both,
    sound_in_both,
    without,
)
from tests.stores import fresh_sqlite, opened

TURNS = 3
"""Each shape is tried on every third table."""
BYTE_ORDER_MARK = "\ufeff".encode()
EVIDENCE = re.compile(rb'"sha256":"[0-9a-f]{64}"')
READ_ALIKE = 5
"""How many of the forms that a table may be written in hold its very records."""


def cells_altered(bundle: Bundle) -> Iterator[tuple[str, Bundle]]:
    """Yield the bundle with every other of the altered cells ``verify.py`` is tried with."""
    for path, header, said in CELLS[::2]:

        def alter(records: Records, header: str = header, said: str = said) -> None:
            column = records[0].index(header)
            record = next(each for each in records[1:][::-1] if each[column] != said)
            record[column] = said

        yield f"{path} {header}", altered(bundle, path, alter)


def shapes_altered(bundle: Bundle) -> Iterator[tuple[str, Bundle]]:
    """Yield the bundle with tables of other shapes, some of them no tables, in turns."""
    shapes = [*SHAPES, *BROKEN]
    for number, path in enumerate(LISTINGS):
        for name in shapes[number % TURNS :: TURNS]:
            if name in SHAPES:
                yield f"{path} {name}", altered(bundle, path, SHAPES[name])
            else:
                broken = {**bundle.files, path: BROKEN[name]}
                yield f"{path} {name}", bundle._replace(files=broken)


def left_out(records: Records) -> None:
    """Leave the last name on a task out."""
    counted_anew(records, records[1:-1])


def changed_places(records: Records) -> None:
    """Name the last two on a task in another order."""
    counted_anew(records, [*records[1:-2], records[-1], records[-2]])


def torn_apart(records: Records) -> None:
    """Name the last on a task behind all the others."""
    *_, before, last = (at for at, each in enumerate(records) if each[-1] == records[1][-1])
    assert last == before + 1
    counted_anew(records, [*records[1:last], *records[last + 1 :], records[last]])


def named_twice(records: Records) -> None:
    counted_anew(records, [*records[1:], records[-1]])


def last_named_first(records: Records) -> None:
    counted_anew(records, [records[-1], *records[1:-1]])


def test_rows_out_of_their_order_are_refused_alike(
    told: Bundle, empty: Store, tmp_path: Path
) -> None:
    small_county.fill(empty)
    bring_reference_data(empty)
    for day in (date(2009, 12, 8), date(2010, 2, 1)):
        tick(empty, day)
    reminded = exported(empty, as_of=date(2010, 2, 28))
    raised = [line for line in reminded.lines if line.topic == "reminder.raised"]
    assert len(days_in(raised)) > 1
    bundles = {
        each.__name__: altered(reminded, REMINDED, each)
        for each in (changed_places, named_twice, last_named_first)
    }
    bundles["apart"] = altered(told, DUTIES, torn_apart)
    found = both({name: bare(each) for name, each in bundles.items()}, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"ledger-differs"}
    sound_in_both([reminded], tmp_path)


def test_altered_tables_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    falsified = dict([*cells_altered(told), *shapes_altered(told)])
    falsified["a name left out"] = altered(told, DUTIES, left_out)
    falsified["names in another order"] = altered(told, DUTIES, changed_places)
    falsified["measures in another order"] = altered(told, MEASURE_DETAIL, changed_places)
    found = both(falsified, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"ledger-differs", "rates-differ"}


def attaching(bundle: Bundle, attached: dict[str, bytes]) -> Bundle:
    """Return the bundle with attachments that are listed in its manifest."""
    manifest = json.loads(bundle.files[made.MANIFEST])
    for path, data in attached.items():
        manifest["files"].append(
            {"path": path, "kind": "attachment", **made.stated_of(path, data)}
        )
    files = {**bundle.files, **attached, made.MANIFEST: made.canonical(manifest)}
    return bundle._replace(files=files)


def stating(bundle: Bundle, digest: str) -> Bundle:
    """Return the bundle with this digest in the first evidence of its events."""
    events, found = EVIDENCE.subn(f'"sha256":"{digest}"'.encode(), bundle.files[made.EVENTS], 1)
    assert found
    return bundle._replace(files={**bundle.files, made.EVENTS: events})


def test_attachments_that_no_event_states_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    photo, letter = ("照片".encode(), "来信".encode())
    digest = sha256(photo).hexdigest()
    rightly, wrongly = (f"attachments/{sha256(each).hexdigest()}" for each in (photo, letter))
    stated, other = stating(told, digest), f"attachments/{'0' * 64}"
    differs = altered(stated, DUTIES, left_out)
    cases: dict[str, tuple[Bundle, dict[str, bytes]]] = {
        "of no event": (stated, {rightly: photo, wrongly: letter}),
        "stated by none": (told, {rightly: photo}),
        "before one misnamed": (stated, {wrongly: letter, other: photo}),
        "behind one misnamed": (stated, {other: photo, wrongly: letter}),
        "stated under another name": (stated, {other: photo}),
        "before a table": (differs, {wrongly: letter}),
        "a table": (differs, {rightly: photo}),
        "none": (stated, {rightly: photo}),
    }
    bundles = {name: attaching(*each) for name, each in cases.items()}
    found = both(bundles, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    problems = [page.problem for page, _ in found.values()]
    assert problems == [*6 * ["attachment-differs"], "ledger-differs", None]
    said = {name: page.sentence.rpartition(":")[2] for name, (page, _) in found.items()}
    unstated, misnamed = "包内没有事件写明这份佐证材料。", "内容的SHA-256与文件名不符。"
    assert [*said.values()][:6] == [*3 * [unstated], misnamed, misnamed, unstated]


def test_tables_that_are_not_there_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    lacking = {path: without(told, path) for path in REQUIRED[::3]}
    for name, other in (("an earlier one", OPINIONS), ("a later one", UNITS)):
        differs = altered(told, other, SHAPES["a row left out"])
        lacking[f"{name} differs"] = without(differs, DUTIES)
    found = both(lacking, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"missing-file", "ledger-differs"}


def written_otherwise(table: bytes) -> dict[str, bytes]:
    """Return a table in other forms of the same records, and in forms that are none."""
    first, rest = table.split(b"\r\n", 1)
    quoted = b'"' + first.removeprefix(BYTE_ORDER_MARK).replace(b",", b'","') + b'"'
    return {
        "without a byte order mark": table.removeprefix(BYTE_ORDER_MARK),
        "with plain line ends": table.replace(b"\r\n", b"\n"),
        "with line ends twice marked": table.replace(b"\r\n", b"\r\r\n"),
        "without a line end at its end": table.removesuffix(b"\r\n"),
        "with headers in quotation marks": b"\r\n".join((quoted, rest)),
        "with a header quoted in its midst": table.replace("编号".encode(), '编"号"'.encode(), 1),
        "with more after a quotation mark": b"\r\n".join((quoted + b"x", rest)),
        "with a quotation mark left open": table + b'"',
        "with an empty line": b"\r\n\r\n".join((first, rest)),
        "with lines ended otherwise": table.replace(b"\r\n", b"\r"),
        "with a cell more": b",\r\n".join((first, rest)),
        "with a second byte order mark": BYTE_ORDER_MARK + table,
    }


def test_other_forms_of_a_table_are_read_alike(told: Bundle, tmp_path: Path) -> None:
    forms = written_otherwise(told.files[OPINIONS])
    bundles = {
        name: told._replace(files={**told.files, OPINIONS: table}) for name, table in forms.items()
    }
    found = both(bundles, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    sound = [name for name, (page, _) in found.items() if page == SOUND]
    assert sound == list(forms)[:READ_ALIKE]


def test_the_sample_county_is_sound_for_both(empty: Store, tmp_path: Path) -> None:
    load_sample_county(empty)
    sound_in_both(
        [
            *(exported(empty, as_of=date.fromisoformat(day)) for day in DAYS),
            exported(empty, HALF_A_YEAR),
            exported(empty, known_at=200),
        ],
        tmp_path,
    )


def test_opinions_that_two_plans_answer_are_sound_for_both(empty: Store, tmp_path: Path) -> None:
    plans.settle(empty)
    plans.draft(empty, "2009-06-15", plans.measure(2, 6), plans.measure(1, 1, 2))
    number, no = "GQ-2009-0", 1
    place = {"plan_id": RectificationPlan.id_of(number), "expected": 1}
    drafted = {"number": number, "title": "校园环境整改方案", "unit": plans.SCHOOL}
    about = {"opinion_ids": [plans.opinion_id(no)], "document_number": None, "phases": []}
    plans.run(empty, "2009-06-16", plan_acts.draft, plans.SCHOOL, **drafted, **about)
    measure = plans.measure(1, no, text="改善校园环境")
    plans.run(empty, "2009-06-16", plan_acts.add_measure, plans.SCHOOL, **place, measure=measure)
    sound_in_both([exported(empty)], tmp_path)


def test_what_is_urged_later_is_not_urged_yet_for_both(empty: Store, tmp_path: Path) -> None:
    told_county.fill(empty)
    days = [date(2011, 12, day) for day in (1, 2)]
    sound_in_both([exported(empty, as_of=day) for day in days], tmp_path)


def test_late_entries_and_corrections_are_sound_for_both(empty: Store, tmp_path: Path) -> None:
    small_county.fill(empty)
    small_county.change_what_was_exported(empty)
    sound_in_both([exported(empty), exported(empty, as_of=date(2009, 7, 1))], tmp_path)


def test_a_long_story_of_an_opinion_is_sound_for_both(empty: Store, tmp_path: Path) -> None:
    opinions.settle(empty)
    opinions.tell(empty, opinions.LONG_STORY)
    dates = (date(2015, 9, 1), date(2016, 6, 4), date(2029, 12, 31))
    sound_in_both([exported(empty, as_of=day) for day in dates], tmp_path)


def test_a_report_dated_after_the_claim_is_sound_for_both(empty: Store, tmp_path: Path) -> None:
    bureau.settle(empty)
    bureau.plan(empty)
    bureau.assign(empty)
    bureau.report(empty, "2015-06-30", 100)
    bureau.claim(empty, "2015-06-20", "2015-06-18")
    sound_in_both([exported(empty), exported(empty, as_of=date(2015, 6, 25))], tmp_path)


def test_what_seldom_happens_is_sound_for_both(told: Bundle, empty: Store, tmp_path: Path) -> None:
    rare_county.fill(empty)
    dates = [date(2009, 6, 15), date(2011, 11, 15), date(2015, 6, 15), date(2016, 6, 15)]
    rare = [exported(empty, as_of=day) for day in dates]
    sound_in_both([told, exported(empty), *rare], tmp_path)


@settings(max_examples=3, deadline=None)
@given(history=histories, as_of=days)
def test_random_histories_are_sound_for_both(
    template: Path, history: list[Entry], as_of: date
) -> None:
    with TemporaryDirectory() as folder, opened(fresh_sqlite(template, Path(folder))) as store:
        begin(store)
        enter(store, history)
        half = Period(date(2015, 2, 1), date(2015, 5, 31))
        bundles = [exported(store, as_of=as_of), exported(store, half, as_of)]
        sound_in_both(bundles, Path(folder))


@settings(max_examples=3, deadline=None)
@given(acts=task_lives, corrections=task_corrections, as_of=days)
def test_random_lives_of_a_task_are_sound_for_both(
    template: Path, acts: list[Any], corrections: list[int], as_of: date
) -> None:
    with TemporaryDirectory() as folder, opened(fresh_sqlite(template, Path(folder))) as store:
        live_task(store, acts, corrections)
        bundles = [exported(store, as_of=each) for each in (as_of, date(2029, 12, 31))]
        sound_in_both(bundles, Path(folder))
