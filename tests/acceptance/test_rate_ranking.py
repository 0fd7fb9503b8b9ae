"""Steps of ``features/rate_ranking.feature``."""

from pytest_bdd import scenarios

scenarios("rate_ranking.feature")
