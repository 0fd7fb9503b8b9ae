# Python 3.11 or newer and make are enough: every target brings its own environment along.
PYTHON ?= python3
UV ?= uv

SHELL := /bin/sh
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# in the order of their names, so that the longest files are not left for the end
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
LOCK := $(UV) pip compile pyproject.toml - --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock"

# pyright would otherwise ask the network whether a newer one exists
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

# or each of the many processes that tests start would compile the whole program anew
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check bench docs format lint types lock clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 9

run: .venv/runtime ## serve a sample county on 127.0.0.1:8000
	$(BIN)/zhuoluo serve --with-sample

test: .venv/development ## run every test, on SQLite and on a PostgreSQL of its own
	$(PYTEST)

check: lint types ## all that must hold before a change is merged, tests and coverage included
	$(BIN)/python docs/generate.py --check
	$(PYTEST) --cov --cov-report=term
	$(BIN)/coverage report --include='domain/*' --fail-under=100

bench: .venv/development ## measure against the budgets; each figure is a ratio within one run
	$(BIN)/python -m bench

docs: .venv/development ## write the generated pages again
	$(BIN)/python docs/generate.py

format: .venv/development ## format and sort what can be done without judgement
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

lint: .venv/development ## format, style and the direction of imports
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports --no-logo

types: .venv/development ## mypy is the gate, pyright the second opinion
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

lock: ## resolve pyproject.toml again; LOCK_OPTIONS=--upgrade for newer versions
	echo 'setuptools>=80' | $(LOCK) $(LOCK_OPTIONS) --output-file requirements.lock
	echo 'setuptools>=80' | $(LOCK) $(LOCK_OPTIONS) --group dev \
		--constraints requirements.lock --output-file requirements-dev.lock

clean: ## remove the environment and everything that was generated
	rm -rf .venv build dist *.egg-info .coverage .coverage.* htmlcov
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What runs needs the smaller lock only; what is developed adds the larger one, same versions.
# The locks are complete, so pip resolves nothing: a version released since cannot get in its way.
.venv/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	"Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; try make PYTHON=python3.12")'
	@$(PYTHON) -c 'import ensurepip, venv' || \
	{ echo 'The venv module is incomplete; on Debian: apt-get install python3-venv' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --no-deps --require-hashes --only-binary :all: --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: .venv/runtime requirements-dev.lock
	$(PIP) install --no-deps --require-hashes --only-binary :all: --requirement requirements-dev.lock
	@touch $@
