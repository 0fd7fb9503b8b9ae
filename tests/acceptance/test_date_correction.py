"""Steps of ``features/date_correction.feature``."""

from pytest_bdd import scenarios

scenarios("date_correction.feature")
