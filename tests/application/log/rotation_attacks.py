"""What may be done to a store whose log was rotated: 250 events under the old key, held 300 then.

The new log holds 561 events, the last five of them not signed yet.
"""

from sqlalchemy import Connection, delete, insert, select, update

from application.audit.checkpoint import Checkpoint, signed
from application.audit.note import sign_note
from application.audit.proofs import root
from application.event_store.log_tree import StoredTree
from application.event_store.logs import FIRST
from application.event_store.schema import (
    log_checkpoints,
    log_head,
    log_nodes,
    log_rotations,
)
from tests.application.audit.signing import TestSigner
from tests.application.boxes import BEGINNING
from tests.application.log.attacks import Attack, run
from tests.application.log.desk import NAMES

EARLIER, ENDED, ROTATED, SIGNED, HELD = 200, 250, 300, 556, 561


def note_of(connection: Connection, log: int, size: int) -> bytes:
    head = log_checkpoints.c
    query = select(head.note).where(head.log == log, head.size == size)
    note: bytes = connection.scalars(query).one()
    return note


def swap_predecessor(connection: Connection) -> None:
    earlier = note_of(connection, 1, EARLIER)
    connection.execute(update(log_rotations).values(predecessor=earlier))


def begin_on_an_older_head(connection: Connection) -> None:
    swap_predecessor(connection)
    connection.execute(update(log_rotations).values(first=EARLIER))


def end_earlier(connection: Connection) -> None:
    """Tell that the old log ended where it did not, and take its later head away."""
    begin_on_an_older_head(connection)
    head = log_checkpoints.c
    connection.execute(delete(log_checkpoints).where(head.log == 1, head.size > EARLIER))


def alter_the_last_head(connection: Connection) -> None:
    """Alter what the new log begins on, in both places."""
    note = note_of(connection, 1, ENDED)
    other = note[:-20] + bytes([note[-20] ^ 1]) + note[-19:]
    connection.execute(update(log_rotations).values(predecessor=other))
    head = log_checkpoints.c
    of_head = head.log == 1, head.size == ENDED
    connection.execute(update(log_checkpoints).where(*of_head).values(note=other))


def sign_on(connection: Connection, log: int, size: int) -> None:
    """Use the old key, which somebody kept."""
    checkpoint = Checkpoint(NAMES[0], size, root(size, StoredTree(connection, FIRST)))
    line = sign_note(checkpoint.text, NAMES[0], TestSigner.named(NAMES[0]))
    row = {"log": log, "size": size, "note": signed(checkpoint, [line]), "kept_at": BEGINNING}
    connection.execute(insert(log_checkpoints).values(row))


def move_heads(connection: Connection) -> None:
    head = log_checkpoints.c
    of_head = head.log == 1, head.size == EARLIER
    connection.execute(update(log_checkpoints).where(*of_head).values(log=2))


def begin_again(name: str) -> Attack:
    """Begin a third log by hand."""

    def attack(connection: Connection) -> None:
        size = SIGNED - ENDED + 1
        row = {"number": 3, "name": name, "first": SIGNED, "begun_at": BEGINNING}
        row["predecessor"] = note_of(connection, 2, size)
        connection.execute(insert(log_rotations).values(row))
        connection.execute(update(log_head).values(log=3))

    return attack


def alter_node(log: int) -> Attack:
    def attack(connection: Connection) -> None:
        of_log = update(log_nodes).where(log_nodes.c.log == log)
        connection.execute(of_log.values(hash=bytes(32)))

    return attack


TO_A_ROTATION: dict[str, tuple[Attack, str]] = {
    "swap the predecessor": (swap_predecessor, "第2个日志所接续的"),
    "move where it begins": (run("UPDATE log_rotations SET first = 249"), "第2个日志所接续的"),
    "begin on an older head": (begin_on_an_older_head, "第2个日志的前1条事件与签署的检查点不符"),
    "end the old log earlier": (end_earlier, "第2个日志的前1条事件与签署的检查点不符"),
    "alter the last head in both places": (alter_the_last_head, "检查点"),
    "store the predecessor as text": (
        run("UPDATE log_rotations SET predecessor = CAST(predecessor AS TEXT)"),
        "第2个日志何时开始、接续什么,所存的无法读取",
    ),
    "take the last head away": (
        run("DELETE FROM log_checkpoints WHERE log = 1 AND size = 250"),
        "第2个日志所接续的",
    ),
    "rename the new log": (run("UPDATE log_rotations SET name = 'other'"), "不是other"),
    "leave the new log without a name": (
        run("UPDATE log_rotations SET name = ''"),
        "属于日志county.example/log2,不是$",
    ),
    "begin it at no time": (
        run("UPDATE log_rotations SET begun_at = 'x'"),
        "^log_rotations.begun_at应为整数,所存的是text$",
    ),
    "give it the old name": (
        run("UPDATE log_rotations SET name = 'county.example/log'"),
        "属于日志county.example/log2",
    ),
    "begin a third under a name that was used": (begin_again(NAMES[1]), "^有两个日志名称相同$"),
    "skip a number": (run("UPDATE log_rotations SET number = 3"), "库内记有2个"),
    "go back to the old log": (run("UPDATE log_head SET log = 1"), "指明第1个日志"),
    "go on to a log nobody began": (run("UPDATE log_head SET log = 3"), "指明第3个日志"),
    "take the rotation away": (run("DELETE FROM log_rotations"), "指明第2个日志,库内记有1个"),
    "undo the rotation": (
        run("DELETE FROM log_rotations", "UPDATE log_head SET log = 1"),
        "有节点或者检查点属于第2个日志",
    ),
    "sign on with the old key": (
        lambda c: sign_on(c, 1, ROTATED),
        "^第1个日志签署过第300条,却只到第250条:事件被删去,或者日志结束之后又用旧密钥签署$",
    ),
    "sign the new log with the old key": (lambda c: sign_on(c, 2, 5), "第2个日志的"),
    "move a head of the old log into the new": (move_heads, "第2个日志的"),
    "alter a node of the new log": (alter_node(2), "第2个日志的哈希树第1层第0个节点"),
    "alter a node the old log was left with": (alter_node(1), "哈希树第1层第0个节点"),
    "take the nodes of the new log away": (
        run("DELETE FROM log_nodes WHERE log = 2"),
        "第2个日志的哈希树第1层第0个节点",
    ),
    "add a node to the old log": (
        lambda c: c.execute(insert(log_nodes).values(log=1, level=1, position=2, hash=bytes(32))),
        "多出节点",
    ),
    "add a node higher than any": (
        lambda c: c.execute(insert(log_nodes).values(log=2, level=99, position=0, hash=bytes(32))),
        "哈希树的层",
    ),
    "add a node the old log never had": (
        lambda c: c.execute(insert(log_nodes).values(log=1, level=1, position=1, hash=bytes(32))),
        "第1层第1个节点",
    ),
    "move a countersignature into the new log": (
        run("UPDATE log_cosignatures SET log = 2, size = 51 WHERE log = 1"),
        "第2个日志的记录总数为51的检查点",
    ),
}
"""What is done with the database alone, or with the old key as well, and what is said of it."""
