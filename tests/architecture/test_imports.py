"""Imports point inwards: interfaces → application → domain, as `pyproject.toml` states it."""

import logging.config
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_imports_keep_every_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    # it would silence every logger there is, for the tests that follow
    monkeypatch.setattr(logging.config, "dictConfig", lambda _: None)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
