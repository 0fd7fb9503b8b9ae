"""As of any day the page tells the tables that ``verify.py`` tells."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier.continued import due, until
from tests.interfaces.verifier.falsified import by, copied, place_of, renumbered, then, together
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier_page.derived_tables import EVER, days_in, derived, only
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job

URGED_ON = ("2009-06-15", "2009-06-18", "2011-12-01", "2011-12-02", "2011-12-05", "2029-12-31")

NOTICE = "notice.issued"
AMENDED, WAIVED = "plan.measure-amended", "plan.elements-waived"
ANSWERED_LATER = together(
    until(NOTICE),
    then("notice.acknowledged", NOTICE, on="2011-12-05"),
    by("notice.acknowledged", -1, unit="RWCGJ"),
)
"""A notice that is alone, and is acknowledged some days after."""
PLANNED_NOTHING_YET = "2009-06-14"
"""A day on which a plan is about opinions, and has no measure."""


def require_sound(
    lines: Sequence[Line], days: Iterable[str], folder: Path, period: tuple[str, str] = EVER
) -> None:
    """Require the page to accept the tables that follow on each day."""
    jobs = {day: job(folder / day, derived(lines, day, period)) for day in days}
    answers = dict(zip(jobs, ask([*jobs.values()], TABLES), strict=True))
    assert {day: each["chinese"] for day, each in answers.items() if not each["ok"]} == {}


def test_opinions_stand_alike_on_any_day(told: Bundle, tmp_path: Path) -> None:
    lines = only(told.lines, "DL-")
    require_sound(lines, days_in(lines), tmp_path)


def test_tasks_stand_alike_on_any_day(told: Bundle, tmp_path: Path) -> None:
    lines = only(told.lines, "RW-")
    require_sound(lines, days_in(lines), tmp_path)


def test_promises_stand_alike_on_any_day(told: Bundle, tmp_path: Path) -> None:
    lines = only(told.lines, "CN-")
    require_sound(lines, days_in(lines), tmp_path)


def test_plans_and_what_was_urged_stand_alike_on_any_day(told: Bundle, tmp_path: Path) -> None:
    require_sound(told.lines, URGED_ON, tmp_path)


def test_what_seldom_happens_stands_alike_on_any_day(rarely: Bundle, tmp_path: Path) -> None:
    require_sound(rarely.lines, [PLANNED_NOTHING_YET, *days_in(rarely.lines)], tmp_path)


def test_what_rules_set_stands_alike_on_any_day(ruled: Bundle, tmp_path: Path) -> None:
    require_sound(ruled.lines, days_in(ruled.lines), tmp_path)


def wanting(lines: Sequence[Line]) -> list[Line]:
    """Let two measures lack elements, one of them its due date, which is set and taken back."""
    altered = until(AMENDED)(lines)
    for line in altered:
        measure = line.state.get("measure")
        if measure and measure["no"] == 1:
            measure["responsibility"] |= {"offices": [], "lead_unit": "GQJYJ"}
            measure["due"] = due(None)
        elif measure:
            measure["responsibility"] |= {"leaders": [], "assignees": ["责任人员乙"]}
        elif line.topic == "task.planned" and line.state["measure_no"] == 1:
            line.state["due"] = due(None)
    waived = place_of(altered, WAIVED)
    altered[waived].state["elements"] = ["duty", "fund", "deadline"]
    [again] = copied([altered[waived]])
    again.state.update(no=3, elements=["duty"])
    altered = renumbered([*altered[:waived], again, *altered[waived:]])
    altered[-1].state["former_due"] = due(None)
    unchanged = dict.fromkeys(("text", "former_text", "target", "former_target"))
    taken_back = {"due": due(None), "former_due": due("2010-03-01"), "reason": "另定"}
    return then(AMENDED, AMENDED, 0, "2009-07-02", no=1, **unchanged, **taken_back)(altered)


def test_measures_without_elements_stand_alike_on_any_day(rarely: Bundle, tmp_path: Path) -> None:
    lines = wanting(rarely.lines)
    require_sound(lines, [day for day in days_in(lines) if day >= "2009-06-15"], tmp_path)


def test_a_notice_that_stands_alone_urges_on_any_day(told: Bundle, tmp_path: Path) -> None:
    require_sound(ANSWERED_LATER(told.lines), URGED_ON, tmp_path)
