"""Whoever carried a matter out never judges it."""

from collections.abc import Sequence

import pytest

from domain.errors import InvalidFact
from domain.four_eyes import JudgedByPerformer, Performers, VerifierNotIndependent
from tests.aggregates import act

PERFORMERS = (
    Performers().joined_by(["NJB"], ["责任领导甲"]).reported_by(["NJK", "NJB", "XZF"], "联络员甲")
)


def test_those_made_responsible_and_those_who_reported_are_performers() -> None:
    assert PERFORMERS.units == {"NJB", "NJK"}
    assert PERFORMERS.superiors == {"NJK", "NJB", "XZF"}
    assert PERFORMERS.persons == {"责任领导甲", "联络员甲"}


def test_another_unit_under_the_same_roof_is_independent() -> None:
    PERFORMERS.require_independent(["DCS", "XZF"], act(unit="DCS", actor="核查员乙"))


@pytest.mark.parametrize(
    ("lineage", "actor", "field"),
    [
        (["NJB", "XZF"], "核查员乙", "unit"),
        (["NJK", "NJB", "XZF"], "核查员乙", "unit"),
        (["NJX", "NJB", "XZF"], "核查员乙", "unit"),
        (["XZF"], "核查员乙", "unit"),
        (["DCS", "XZF"], "联络员甲", "actor"),
        (["DCS", "XZF"], "责任领导甲", "actor"),
    ],
    ids=["responsible", "reporting", "below", "above", "reporter", "leader"],
)
def test_a_performer_does_not_verify(lineage: Sequence[str], actor: str, field: str) -> None:
    with pytest.raises(VerifierNotIndependent) as caught:
        PERFORMERS.require_independent(lineage, act(unit=lineage[0], actor=actor))
    assert caught.value.field == field


@pytest.mark.parametrize("lineage", [[], ["XZF", "DCS"]])
def test_a_line_of_units_begins_with_the_unit_acting(lineage: Sequence[str]) -> None:
    with pytest.raises(InvalidFact) as caught:
        PERFORMERS.require_independent(lineage, act(unit="DCS", actor="核查员乙"))
    assert caught.value.field == "lineage"


@pytest.mark.parametrize(("unit", "actor"), [("NJB", "某人"), ("RDB", "联络员甲")])
def test_a_performer_decides_nothing(unit: str, actor: str) -> None:
    with pytest.raises(JudgedByPerformer):
        PERFORMERS.require_other(act(unit=unit, actor=actor))


@pytest.mark.parametrize(
    ("unit", "above", "inside"),
    [("NJX", ["NJB", "XZF"], "NJB"), ("NJG", ["NJK", "NJB", "XZF"], "NJK")],
    ids=["responsible", "reporting"],
)
def test_nobody_decides_inside_a_performer(unit: str, above: list[str], inside: str) -> None:
    with pytest.raises(JudgedByPerformer, match=f"^{unit}隶属于参与了该事项办理的{inside},"):
        PERFORMERS.require_other(act(unit=unit, above=above, actor="某人"))


def test_others_decide() -> None:
    PERFORMERS.require_other(act(unit="XZF", actor="某人"))
    PERFORMERS.require_other(act(unit="DCS", above=["XZF"], actor="某人"))


def test_nobody_decides_whose_place_was_not_looked_up() -> None:
    with pytest.raises(LookupError, match="XZF"):
        PERFORMERS.require_other(act(unit="XZF", actor="某人").stated)


def test_an_event_does_not_state_inside_which_units_it_was_done() -> None:
    placed = act(unit="NJX", above=["NJB", "XZF"])
    stated = placed.stated
    assert (stated.stated, stated.model_dump()) == (stated, placed.model_dump(exclude={"above"}))
    assert (stated.within(["NJB", "XZF"]), placed.within([]).lineage) == (placed, ("NJX",))
