"""Text is ordered on PostgreSQL as SQLite orders it, whatever the language of the database.

A list, its pages and an export are the same on both only by the collation ``C``, which compares
code points. Rows stay as they are; PostgreSQL makes the indexes on such columns anew.
"""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXTS = """
SELECT c.relname, a.attname
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
   AND a.atttypid = 'text'::regtype AND NOT a.attisdropped
 ORDER BY c.relname, a.attnum
"""


def upgrade() -> None:
    """Order by code points."""
    _collate("C")


def downgrade() -> None:
    """Order as the database does."""
    _collate("default")


def _collate(collation: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    columns = connection.execute(sa.text(TEXTS)).all()
    for table, those in groupby(columns, lambda column: column.relname):
        changes = [f'ALTER COLUMN {name} TYPE text COLLATE "{collation}"' for _, name in those]
        op.execute(f"ALTER TABLE {table} {', '.join(changes)}")
