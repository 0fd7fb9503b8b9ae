"""Steps of ``features/four_eyes.feature``."""

from pytest_bdd import scenarios

scenarios("four_eyes.feature")
