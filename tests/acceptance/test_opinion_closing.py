"""Steps of ``features/opinion_closing.feature``."""

from pytest_bdd import scenarios

scenarios("opinion_closing.feature")
