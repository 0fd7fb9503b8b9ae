"""What all tests share: one PostgreSQL per run, and a count of what ran on which database."""

import gc
from collections import Counter
from contextlib import ExitStack
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import PostgreSQLUnavailable, postgres_server

pytest_plugins = [
    "tests.database_fixtures",
    "tests.http_fixtures",
    "tests.acceptance.opinion_acts",
    "tests.acceptance.task_acts",
    "tests.acceptance.commitment_acts",
    "tests.acceptance.calendar_acts",
    "tests.acceptance.notice_acts",
    "tests.acceptance.log_acts",
    "tests.acceptance.ledgers",
    "tests.acceptance.handover_acts",
    "tests.acceptance.rate_figures",
    "tests.acceptance.audit",
]

# How fast a machine is decides nothing here.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

POSTGRES_URL = pytest.StashKey[str]()


class Worker(Protocol):
    """What the controller of pytest-xdist knows of one of its workers."""

    config: pytest.Config
    workerinput: dict[str, object]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Worker) -> None:
    """Start the server before the first worker of pytest-xdist; all of them share it."""
    node.workerinput["postgres_url"] = _postgres_of(node.config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note on each test which database it runs on, so that its report carries it."""
    for item in items:
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            item.user_properties.append(("database", item.callspec.params.get("database")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each database: a missing half would show."""
    ran = Counter(
        value
        for outcome in ("passed", "failed", "xfailed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call"
        for name, value in report.user_properties
        if name == "database"
    )
    terminalreporter.write_line(
        f"SQLite: {ran['sqlite']} tests, PostgreSQL: {ran['postgresql']} tests"
    )


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> str:
    """Give the SQLAlchemy URL of a PostgreSQL that lives at least as long as the tests."""
    return _postgres_of(request.config)


def _postgres_of(config: pytest.Config) -> str:
    if hasattr(config, "workerinput"):
        return str(config.workerinput["postgres_url"])
    if POSTGRES_URL not in config.stash:
        server = ExitStack()
        config.add_cleanup(server.close)
        try:
            config.stash[POSTGRES_URL] = server.enter_context(postgres_server())
        except PostgreSQLUnavailable as refusal:
            pytest.exit(f"{refusal}\nThe tests need a PostgreSQL and skip none.", returncode=3)
    return config.stash[POSTGRES_URL]


def pytest_collection_finish() -> None:
    """Leave modules and tests out of garbage collection: they live to the end anyway."""
    gc.collect()
    gc.freeze()
