"""Steps of ``features/late_entry.feature``."""

from pytest_bdd import scenarios

scenarios("late_entry.feature")
