"""Whether a file of SQLite is in order, down to its indexes and to how identities are written.

Of a row that an index has lost, or of an identity in capitals, everything can be read and hashed
and is in order; but whoever asks for the events of that item does not find it.
"""

from sqlalchemy import Connection, text

from application.errors import StoreDamaged

IN_ORDER = "ok"
OTHERWISE_WRITTEN = text("""
SELECT sequence FROM events
 WHERE typeof(originator_id) <> 'text' OR length(originator_id) <> 32
    OR originator_id GLOB '*[^0-9a-f]*'
 ORDER BY sequence LIMIT 1
""")


def require_file_in_order(connection: Connection) -> None:
    """Raise ``StoreDamaged`` unless SQLite finds no fault in its file and every event by its item.

    PostgreSQL has a type for identities, and looks into its own files with `amcheck`.
    """
    if connection.dialect.name != "sqlite":
        return
    found = connection.execute(text("PRAGMA integrity_check(1)")).scalars().one()
    if found != IN_ORDER:
        raise StoreDamaged(f"数据库文件已损坏:{found}")
    sequence = connection.scalar(OTHERWISE_WRITTEN)
    if sequence is not None:
        raise StoreDamaged(f"序号{sequence}的事件所属事项的标识无法读取,或者不是规定的写法")
