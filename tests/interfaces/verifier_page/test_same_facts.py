"""Whatever one fact of an event is in place of what it was, both verifiers judge it alike."""

from collections.abc import Mapping
from pathlib import Path

from tests.interfaces.verifier import test_event_form as event_form
from tests.interfaces.verifier import test_falsified_links as links
from tests.interfaces.verifier import test_personal_data_rules as personal_data
from tests.interfaces.verifier.falsified import Edit
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier_page import falsified_acts
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged
from tests.interfaces.verifier_page.neighbouring_facts import altered_facts


def test_any_other_fact_of_a_county_is_judged_alike(told: Bundle, tmp_path: Path) -> None:
    found = judged(told.lines, dict(altered_facts(told.lines)), tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    problems = [page.problem for page, _ in found.values()]
    assert min(map(problems.count, (SOUND.problem, "illegal-transition"))) > len(problems) // 5


def test_any_other_fact_of_rare_acts_is_judged_alike(
    told: Bundle, rarely: Bundle, tmp_path: Path
) -> None:
    usual = {line.topic for line in told.lines}
    edits = {
        name: edit
        for name, edit in altered_facts(rarely.lines)
        if name.partition(" ")[0] not in usual
    }
    assert differing(rarely.lines, edits, tmp_path) == {}


def test_any_other_fact_under_rules_is_judged_alike(ruled: Bundle, tmp_path: Path) -> None:
    edits = {name: edit for name, edit in altered_facts(ruled.lines) if ".basis." in name}
    assert differing(ruled.lines, edits, tmp_path) == {}


def test_any_other_fact_about_personal_data_is_judged_alike(tmp_path: Path) -> None:
    lines = personal_data.told()
    assert differing(lines, dict(altered_facts(lines)), tmp_path) == {}


def test_links_and_events_in_no_form_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    require_refused_alike(told, {**links.ILLEGAL, **event_form.MALFORMED}, tmp_path)


def test_acts_of_nobody_and_out_of_time_are_refused_alike(
    told: Bundle, rarely: Bundle, tmp_path: Path
) -> None:
    require_refused_alike(told, falsified_acts.TOLD, tmp_path / "told")
    require_refused_alike(rarely, falsified_acts.RARE, tmp_path / "rarely")


def require_refused_alike(county: Bundle, edits: Mapping[str, Edit], folder: Path) -> None:
    """Require both to refuse each falsified history for the same reason."""
    found = judged(county.lines, edits, folder)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert SOUND not in {page for page, _ in found.values()}
