"""Steps of ``features/supervision_rate.feature``."""

from pytest_bdd import scenarios

scenarios("supervision_rate.feature")
