"""Whether a database has the schema its migrations make, to the letter, with the log's guards.

A trigger taken away or put in, an index that hides a row, a view in place of a table: whatever
differs from a county migrated just now is named.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from application import register
from application.event_store.database import Database
from application.event_store.schema import LOG_TABLES, metadata
from application.migrations import migrate
from application.notifications import deliveries

DECLARING = (register, deliveries)
"""The modules that, with what they import, add every table there is to the metadata."""
GUARDED = tuple(table.name for table in LOG_TABLES)
REFUSAL = "BEGIN RAISE EXCEPTION 'the log is only ever added to'; END"
OBJECTS_OF_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master"
OBJECTS_OF_POSTGRESQL = """
SELECT 'trigger', c.relname || '.' || t.tgname,
       pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = current_schema() AND NOT t.tgisinternal
UNION ALL
SELECT 'function', p.proname, p.prosrc
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = current_schema()
UNION ALL
SELECT 'rule', r.tablename || '.' || r.rulename, r.definition
  FROM pg_rules r WHERE r.schemaname = current_schema()
UNION ALL
SELECT 'view', v.viewname, v.definition
  FROM pg_views v WHERE v.schemaname = current_schema()
"""
ORDERED_OTHERWISE = """
SELECT c.relname || '.' || a.attname
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_collation o ON o.oid = a.attcollation
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
   AND a.atttypid = 'text'::regtype AND o.collname <> 'C'
 ORDER BY c.relname, a.attnum
"""
"""The columns whose text is not in the order of migration 0018."""


def schema_differences(database: Database) -> list[str]:
    """Name, in Chinese, everything that is not as the migrations make it."""
    return _of_sqlite(database) if database.is_sqlite else _of_postgresql(database)


def _of_sqlite(database: Database) -> list[str]:
    return _named(_migrated_just_now(), _objects(database, OBJECTS_OF_SQLITE))


@cache
def _migrated_just_now() -> dict[str, str]:
    with TemporaryDirectory() as folder:
        fresh = Database(f"sqlite:///{Path(folder) / 'fresh.db'}")
        migrate(fresh)
        objects = _objects(fresh, OBJECTS_OF_SQLITE)
        fresh.close()
    return objects


def _of_postgresql(database: Database) -> list[str]:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        tables = [f"表结构不符:{each}" for each in compare_metadata(context, metadata)]
        columns = connection.scalars(text(ORDERED_OTHERWISE))
        tables += [f"{column}不按字符编码排序" for column in columns]
    found = _objects(database, OBJECTS_OF_POSTGRESQL)
    return tables + _named(
        _guards_in(database.schema), {k: _in_one_line(v) for k, v in found.items()}
    )


def _guards_in(schema: str) -> dict[str, str]:
    """Return the objects migrations 0011 and 0015 make, as PostgreSQL writes them."""
    guards = {
        f"trigger {table}.{table}_no_change": (
            f"CREATE TRIGGER {table}_no_change BEFORE DELETE OR UPDATE OR TRUNCATE "
            f"ON {schema}.{table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change() O"
        )
        for table in GUARDED
    }
    return guards | {"function refuse_change": REFUSAL}


def _objects(database: Database, query: str) -> dict[str, str]:
    with database.reading() as connection:
        return {
            f"{kind} {name}": " ".join(map(str, definition))
            for kind, name, *definition in connection.execute(text(query))
        }


def _in_one_line(definition: str) -> str:
    return " ".join(definition.split())


def _named(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    missing = [f"缺少{name}" for name in expected if name not in found]
    added = [f"多出{name}" for name in found if name not in expected]
    changed = [f"{name}被改动" for name, sql in found.items() if expected.get(name, sql) != sql]
    return [*missing, *added, *changed]
