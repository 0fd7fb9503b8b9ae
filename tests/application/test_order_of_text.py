"""Texts are compared by code points on both databases, whatever language the database is in.

That shows on a server whose own order is another: ``ZHUOLUO_TEST_DATABASE_URL`` may name one.
"""

from functools import partial

import pytest
from alembic import command
from sqlalchemy import text

from application.commands import units
from application.event_store.database import Database
from application.event_store.schema_check import schema_differences
from application.migrations import _config
from application.projections.pages import Ordering
from application.projections.unit_register import page_of_units
from application.store import Store
from domain.unit import UnitKind, UnitLevel
from tests.aggregates import act
from tests.application.opinions import moment

CODES = ("财政局", "YJ-2", "yj-1", "工信局", "A-1", "YJ1", "YJ-10", "a", "Z", "教育局", "_", "É")


def register(store: Store, code: str) -> None:
    registering = partial(
        units.register,
        code=code,
        name=code,
        kind=UnitKind.OTHER,
        level=UnitLevel.COUNTY,
        parent=None,
    )
    store.run(act("2015-01-01"), registering)


@pytest.mark.parametrize("sort", ["code", "name"])
@pytest.mark.parametrize("mark", ["", "-"])
def test_pages_follow_one_another_by_code_points(store: Store, sort: str, mark: str) -> None:
    for code in CODES:
        register(store, code)
    found: list[str] = []
    after = None
    while after is not None or not found:
        with store.database.reading() as connection:
            page = page_of_units(
                connection,
                moment(store, "2015-01-02"),
                order=Ordering.parse(mark + sort),
                after=after,
                limit=5,
            )
        found += [row["code"] for row in page.rows]
        after = page.last
    assert found == sorted(CODES, reverse=bool(mark))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_column_is_in_the_order_of_the_database(database: Database) -> None:
    assert schema_differences(database) == []
    with database.migrating() as connection:
        command.downgrade(_config(connection), "0017")
    assert "opinion_ledger.title不按字符编码排序" in schema_differences(database)
    with database.migrating() as connection:
        command.upgrade(_config(connection), "head")
    assert schema_differences(database) == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_verify_names_a_column_in_another_order(database: Database) -> None:
    changed = 'ALTER TABLE task_ledger ALTER COLUMN number TYPE text COLLATE "{}"'
    with database.migrating() as connection:
        connection.execute(text(changed.format("POSIX")))
    try:
        assert schema_differences(database) == ["task_ledger.number不按字符编码排序"]
    finally:
        with database.migrating() as connection:
            connection.execute(text(changed.format("C")))
