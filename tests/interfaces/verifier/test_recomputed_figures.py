"""The verifier ranks, divides and measures on its own, and comes to what the product says."""

from collections import Counter
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from application.commands import rule_profiles
from application.metrics.definitions import DEFINITIONS
from application.metrics.shares import DIVISIONS as PRODUCT_DIVISIONS
from application.store import Store
from domain.apportionment import apportioned as product_apportioned
from domain.profile_rules import FigureRules, ProfileRules
from domain.ranking import ranked as product_ranked
from domain.ratio import Ratio
from domain.spread import Spread
from interfaces.verifier import rate_check
from interfaces.verifier.divisions import DIVISIONS, apportioned
from interfaces.verifier.figures import Figures
from interfaces.verifier.finding import Finding
from interfaces.verifier.handling_days import spread_facts
from interfaces.verifier.ranking import LOWEST_FIRST, RankedUnit, ranked, smallest_base
from interfaces.verifier.rate_check import RATES_JSON
from interfaces.verifier.rulebook import STATUTORY_CODE
from interfaces.verifier.standings import Standings
from tests.application import opinions
from tests.interfaces import small_county
from tests.interfaces.verifier.replaying import EVER, Bundle, exported


def test_the_same_rates_rank_the_lowest_first() -> None:
    assert {
        code for code, each in DEFINITIONS.items() if not each.higher_is_better
    } == LOWEST_FIRST


def test_items_are_divided_as_the_product_divides_them() -> None:
    assert [(each.title, each.about, dict(each.parts)) for each in DIVISIONS] == [
        (each.title, each.rule, each.parts) for each in PRODUCT_DIVISIONS.values()
    ]


counts = st.integers(min_value=0, max_value=12)
rates = st.lists(st.tuples(counts, counts), max_size=12)


@given(rates, counts, st.booleans())
def test_units_are_ranked_as_the_product_ranks_them(
    rates: list[tuple[int, int]], base: int, lowest_first: bool
) -> None:
    units = [(f"D{number:02}", *rate) for number, rate in enumerate(rates)]
    expected = product_ranked(
        [(unit, Ratio(numerator=one, denominator=other)) for unit, one, other in units],
        smallest_base=base,
        higher_is_better=not lowest_first,
    )
    found = ranked([RankedUnit(None, *unit) for unit in units], base, lowest_first)
    assert [(each.place, each.unit) for each in found] == [
        (each.rank, each.name) for each in expected
    ]


@example([1, 4, 1])
@given(st.lists(st.integers(min_value=0, max_value=999), min_size=1, max_size=9))
def test_shares_are_those_of_the_product_and_come_to_a_hundred(counts: list[int]) -> None:
    shares, expected = apportioned(counts), product_apportioned(counts)
    if expected is None:
        assert shares == [None] * len(counts)
    else:
        assert shares == [f"{each}%" for each in expected]


@given(st.lists(st.integers(min_value=0, max_value=400), max_size=30))
def test_days_spread_as_the_product_says(days: list[int]) -> None:
    spread = Spread.of(days)
    assert spread_facts(Counter(days)) == {
        "count": len(days),
        "mean": spread.mean,
        "median": spread.median,
        "ninth_decile": spread.ninth_decile,
    }


COMMITTEE, ABOVE, NOBODY, STATUTES = 3, 4, 5, 6
"""The bases by the rules of a standing committee, of the unit above it, of nobody and of law."""
RULES = {
    ("D", 1): (COMMITTEE, "2015-01-01", "2015-12-31"),
    ("S", 1): (ABOVE, "2014-01-01", "2016-12-31"),
    (STATUTORY_CODE, 1): (STATUTES, "2013-01-01", None),
}


def base_on(day: str, other: str = "department", ended_on: str | None = None) -> int:
    """Return the smallest base of a committee below another unit, beside one of this kind."""
    units = {
        "D": {"kind": "standing_committee", "ended_on": None, "parent": "S"},
        "S": {"kind": "people_congress", "ended_on": None, "parent": "D"},
        "X": {"kind": other, "ended_on": ended_on, "parent": None},
    }
    versions = [
        {
            "congress": code,
            "versions": [{"version": version, "valid_from": since, "valid_until": until}],
        }
        for (code, version), (_, since, until) in RULES.items()
    ]
    bases = {key: base for key, (base, *_) in RULES.items()}
    book = SimpleNamespace(of=lambda key: SimpleNamespace(ranking_base=bases.get(key, NOBODY)))
    standings: Any = SimpleNamespace(
        county=SimpleNamespace(book=book),
        units=units,
        scope=SimpleNamespace(as_of=day),
        rows=lambda kind: versions if kind == "rule-profile" else [],
    )
    return smallest_base(standings)


@pytest.mark.parametrize(
    ("day", "base"),
    [
        ("2012-12-31", NOBODY),
        ("2013-12-31", STATUTES),
        ("2014-12-31", ABOVE),
        ("2015-01-01", COMMITTEE),
        ("2015-12-31", COMMITTEE),
        ("2016-01-01", ABOVE),
        ("2017-01-01", STATUTES),
    ],
)
def test_the_base_is_that_of_the_nearest_rules_in_force(day: str, base: int) -> None:
    assert base_on(day) == base


def test_of_two_committees_neither_says_who_is_ranked() -> None:
    assert base_on("2015-06-01", "standing_committee") == NOBODY
    assert base_on("2015-06-01", "standing_committee", "2014-12-31") == COMMITTEE


def test_ranking_goes_by_the_rules_in_force_on_the_day(sqlite_store: Store) -> None:
    opinions.settle(sqlite_store)
    small_county.fill(sqlite_store)
    rank_from(sqlite_store, 1, date(2015, 2, 1))
    before = exported(sqlite_store, as_of=date(2015, 1, 31))
    after = exported(sqlite_store, EVER, date(2015, 2, 1))
    for bundle, base in ((before, 5), (after, 1)):
        assert smallest_base(_standings(bundle)) == base
        bundle.check()


def test_rates_are_read_as_far_as_they_may_be_long(
    told: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, length = Figures(_standings(told)), len(told.files[RATES_JSON])
    monkeypatch.setattr(rate_check, "LARGEST_RATES", length)
    rate_check.check_rates_json(figures, told.lend)
    monkeypatch.setattr(rate_check, "LARGEST_RATES", length - 1)
    with pytest.raises(Finding) as caught:
        rate_check.check_rates_json(figures, told.lend)
    assert (caught.value.path, caught.value.chinese) == (RATES_JSON, "不是规定的格式")


def _standings(bundle: Bundle) -> Standings:
    return Standings(bundle.replayed().county, bundle.scope)


def rank_from(store: Store, base: int, day: date) -> None:
    """Have rules rank units from so many items on, in force from a day on."""
    run = partial(opinions.run, store, "2015-01-04")
    rules = ProfileRules(figures=FigureRules(ranking_base=base))
    facts: dict[str, Any] = {"congress": opinions.OFFICE}
    run(rule_profiles.begin, title="规则", rules=rules, basis=(), **facts)
    facts |= {"basis_document": "人常〔2015〕1号", "valid_from": day, "valid_until": None}
    run(rule_profiles.publish, expected=1, **facts)
