"""The steps of ``features/commitment_handover.feature`` are those of other pages."""

from pytest_bdd import scenarios

scenarios("commitment_handover.feature")
