"""No scenario of a page hides another: of two with one name only the second would be executed."""

import re
from collections import Counter
from pathlib import Path

import pytest

FEATURES = Path(__file__).parents[2] / "features"
SCENARIO = re.compile(r"^\s*场景(?:大纲)?:\s*(.+?)\s*$", re.MULTILINE)


@pytest.mark.parametrize("page", sorted(FEATURES.rglob("*.feature")), ids=lambda page: page.stem)
def test_every_scenario_of_a_page_has_a_name_of_its_own(page: Path) -> None:
    names = Counter(SCENARIO.findall(page.read_text(encoding="utf-8")))
    assert [name for name, times in names.items() if times > 1] == []
