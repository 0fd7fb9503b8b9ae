"""The packages carry everyday names; nobody else's distribution may stand in their place."""

from importlib.metadata import packages_distributions

import pytest


@pytest.mark.parametrize("package", ["domain", "application", "interfaces"])
def test_package_comes_from_this_distribution_alone(package: str) -> None:
    assert set(packages_distributions().get(package, [])) == {"zhuoluo"}
