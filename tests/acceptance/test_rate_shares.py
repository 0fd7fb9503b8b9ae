"""Steps of ``features/rate_shares.feature``."""

from pytest_bdd import scenarios

scenarios("rate_shares.feature")
