"""Of rates and counts that do not follow from the events the page says what ``verify.py`` says."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from application.store import Store
from interfaces.verifier.divisions import apportioned
from interfaces.verifier.figure_tables import percentage, rounded_half_up
from interfaces.verifier.rate_check import RATES_JSON
from interfaces.verifier.tables import FIGURE_TABLES
from tests.application import opinions
from tests.interfaces import small_county
from tests.interfaces.verifier.replaying import Bundle, exported
from tests.interfaces.verifier.test_falsified_tables import (
    BROKEN,
    DAYS,
    FIGURE_CELLS,
    FIGURE_SHAPES,
    RATE_EDITS,
    RATES_CSV,
    SHAPES,
    Records,
    altered,
    rates_with,
    with_rates,
)
from tests.interfaces.verifier.test_recomputed_figures import rank_from
from tests.interfaces.verifier_page.falsified_tables import Said, both, sound_in_both
from tests.interfaces.verifier_page.node import ask, call

FIGURES = [RATES_JSON, *(table.path for table in FIGURE_TABLES)]
TURNS = 3
"""Each shape is tried on every third table."""
STATED, IN_ENGLISH = "写的是", " stated "
OF_PYTHON = ("[", "{")
"""What begins a list or an object in the words of ``verify.py``."""
DRAWN = 200


def cells_altered(bundle: Bundle) -> Iterator[tuple[str, Bundle]]:
    """Yield the bundle with each of the altered cells ``verify.py`` is tried with."""
    for path, header, said in FIGURE_CELLS:

        def alter(records: Records, header: str = header, said: str = said) -> None:
            records[-1][records[0].index(header)] = said

        yield f"{path} {header}", altered(bundle, path, alter)


def shapes_altered(bundle: Bundle) -> Iterator[tuple[str, Bundle]]:
    """Yield the bundle with figures of other shapes, some of them no tables, in turns."""
    for number, path in enumerate(FIGURES):
        for name in [*BROKEN][number % TURNS :: TURNS]:
            broken = {**bundle.files, path: BROKEN[name]}
            yield f"{path} {name}", bundle._replace(files=broken)
    for number, table in enumerate(FIGURE_TABLES):
        for name in FIGURE_SHAPES[number % TURNS :: TURNS]:
            yield f"{table.path} {name}", altered(bundle, table.path, SHAPES[name])


def alike(pair: tuple[Said, Said]) -> bool:
    """Tell whether both say one thing; lists and objects are written in words of their own."""
    _, verify = pair
    _, _, facts = verify.sentence.partition(STATED)
    if any(mark in facts for mark in OF_PYTHON):
        pair = _without_facts(pair[0]), _without_facts(verify)
    return pair[0] == pair[1]


def _without_facts(said: Said) -> Said:
    place, in_english = said.sentence.partition(STATED)[0], said.english.partition(IN_ENGLISH)[0]
    return said._replace(sentence=place, english=in_english)


def test_altered_figures_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    falsified = dict([*cells_altered(told), *shapes_altered(told)])
    found = both(falsified, tmp_path)
    assert {name: pair for name, pair in found.items() if not alike(pair)} == {}
    assert {page.problem for page, _ in found.values()} == {"rates-differ"}


def test_altered_rates_for_programs_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    found = both({name: rates_with(told, edit) for name, edit in RATE_EDITS.items()}, tmp_path)
    assert {name: pair for name, pair in found.items() if not alike(pair)} == {}
    assert {page.problem for page, _ in found.values()} == {"rates-differ"}


def test_what_holds_no_figures_is_refused_alike(told: Bundle, tmp_path: Path) -> None:
    no_rates = ("[]", "1", "null", '{"rates":[1]}', '{"rates":[{},1]}', '{"rates":{}}', "{")
    falsified = {content: with_rates(told, content.encode()) for content in no_rates}
    falsified["no text"] = with_rates(told, b"\xff")
    for path in (RATES_CSV, DAYS):
        falsified[f"{path} ends"] = altered(told, path, SHAPES["nothing but headers"])
        falsified[f"{path} begins"] = altered(told, path, _first_cell_altered)
    found = both(falsified, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"rates-differ"}


def _first_cell_altered(records: Records) -> None:
    records[1][0] = "别的"


def test_words_for_formulas_are_not_judged(told: Bundle, tmp_path: Path) -> None:
    in_other_words = rates_with(told, lambda stated: stated["rates"][0].update(formula="别的说法"))
    sound_in_both([in_other_words], tmp_path)


def test_rates_for_programs_have_one_form(told: Bundle, tmp_path: Path) -> None:
    forms = {
        "more beside the rates": rates_with(told, lambda stated: stated.update(more=1)),
        "more of a rate": rates_with(told, lambda stated: stated["rates"][0].update(more=1)),
        "a count that is true": rates_with(told, _true_for_one),
        "facts in another order": rates_with(
            told, lambda stated: stated["rates"][0].update(code=stated["rates"][0].pop("code"))
        ),
    }
    found = both(forms, tmp_path)
    assert {page == verify for page, verify in found.values()} == {True}
    assert {page.problem for page, _ in found.values()} == {"rates-differ"}


def _true_for_one(stated: dict[str, list[dict[str, object]]]) -> None:
    rate = next(each for each in stated["rates"] if each["numerator"] == 1)
    rate["numerator"] = True


def test_a_ranking_by_rules_is_sound_for_both(empty: Store, tmp_path: Path) -> None:
    opinions.settle(empty)
    small_county.fill(empty)
    rank_from(empty, 1, date(2015, 2, 1))
    sound_in_both(
        [exported(empty, as_of=day) for day in (date(2015, 1, 31), date(2015, 2, 1))], tmp_path
    )


def test_quotients_and_shares_are_those_of_verify() -> None:
    chance = random.Random(20261126)  # noqa: S311 - repeatable on purpose
    pairs = [(chance.randrange(400), chance.randrange(40)) for _ in range(DRAWN)]
    counts = [[chance.randrange(13) for _ in range(chance.randrange(1, 9))] for _ in range(DRAWN)]
    jobs = [
        *(call("figure_numbers.js", "roundedHalfUp", *pair) for pair in pairs),
        *(call("figure_numbers.js", "percentage", *pair) for pair in pairs),
        *(call("figure_numbers.js", "apportioned", each) for each in counts),
    ]
    assert ask(jobs) == [
        *(rounded_half_up(*pair) for pair in pairs),
        *(percentage(*pair) for pair in pairs),
        *(apportioned(each) for each in counts),
    ]
