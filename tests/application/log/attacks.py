"""What somebody with the database in hand may do to a store of 305 events, 300 of them signed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, text, update

from application.event_store.log_tree import leaf_of
from application.event_store.schema import (
    events,
    log_checkpoints,
    log_cosignatures,
    log_head,
    log_nodes,
)
from tests.application.log.desk import WITNESS_KEYS

Attack = Callable[[Connection], object]
SIGNED, HELD = 300, 305


def of(sequence: int) -> Any:
    return events.c.sequence == sequence


def change(sequence: int, **values: Any) -> Attack:
    return lambda c: c.execute(update(events).where(of(sequence)).values(**values))


def replace(sequence: int, old: bytes, new: bytes) -> Attack:
    def attack(connection: Connection) -> None:
        state = connection.scalars(select(events.c.state).where(of(sequence))).one()
        assert old in state
        change(sequence, state=state.replace(old, new))(connection)

    return attack


def rehashed(attack: Attack, *sequences: int) -> Attack:
    """Do it, and compute the leaves anew."""

    def both(connection: Connection) -> None:
        attack(connection)
        for sequence in sequences:
            row = connection.execute(select(events).where(of(sequence))).one()
            change(sequence, leaf_hash=leaf_of(row))(connection)

    return both


def run(*statements: str) -> Attack:
    def attack(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return attack


def swap(column: str, one: int, other: int) -> Attack:
    def attack(connection: Connection) -> None:
        values = [
            connection.scalars(select(events.c[column]).where(of(each))).one()
            for each in (one, other)
        ]
        change(one, **{column: values[1]})(connection)
        change(other, **{column: values[0]})(connection)

    return attack


def skip_a_version(connection: Connection) -> None:
    """Let the second event of an item be its third, in its bytes and beside them."""
    replace(2, b'"originator_version":2', b'"originator_version":3')(connection)
    change(2, originator_version=3)(connection)


def renumber(connection: Connection) -> None:
    """Take an event out and close the gap."""
    connection.execute(delete(events).where(of(HELD)))
    connection.execute(delete(events).where(of(302)))
    for number in (303, 304):
        connection.execute(update(events).where(of(number)).values(sequence=number - 1))
    connection.execute(update(log_head).values(sequence=HELD - 2))


def slip_in(connection: Connection) -> None:
    """Put another event behind the head."""
    row = connection.execute(select(events).where(of(HELD))).one()
    later = {"sequence": HELD + 1, "originator_version": row.originator_version + 1}
    connection.execute(insert(events).values({**row._asdict(), **later}))


def hide(sequence: int) -> Attack:
    """Put one more event of an item where its item finds it and no tree does."""

    def attack(connection: Connection) -> None:
        row = connection.execute(select(events).where(of(HELD))).one()
        hidden = {"sequence": sequence, "originator_version": row.originator_version + 1}
        connection.execute(insert(events).values({**row._asdict(), **hidden}))

    return attack


def head_again(size: str) -> Attack:
    """Keep a head once more, for a size that no head can have."""
    return run(
        f"INSERT INTO log_checkpoints SELECT log, {size}, note, kept_at"  # noqa: S608  our own
        " FROM log_checkpoints LIMIT 1"
    )


def note_of(connection: Connection, size: int) -> bytes:
    query = select(log_checkpoints.c.note).where(log_checkpoints.c.size == size)
    note: bytes = connection.scalars(query).one()
    return note


def set_note(connection: Connection, size: int, note: bytes) -> None:
    of_size = update(log_checkpoints).where(log_checkpoints.c.size == size)
    connection.execute(of_size.values(note=note))


def reroot(connection: Connection) -> None:
    lines = note_of(connection, SIGNED).split(b"\n")
    lines[2] = lines[2][::-1][1:] + b"="
    set_note(connection, SIGNED, b"\n".join(lines))


def steal_note(connection: Connection) -> None:
    """Let the head of 200 stand for 300 as well."""
    set_note(connection, SIGNED, note_of(connection, 200))


def ascribe_to_another(connection: Connection) -> None:
    """Let the second witness's countersignature stand for the first one's."""
    first, _ = (key.vkey for key in WITNESS_KEYS)
    row = log_cosignatures.c
    connection.execute(delete(log_cosignatures).where(row.witness == first))
    connection.execute(update(log_cosignatures).values(witness=first))


BY_THE_OWNER: dict[str, tuple[Attack, str]] = {
    "alter a name": (replace(7, b"U3", b"U9"), "与它的叶哈希不符"),
    "alter a business date": (replace(9, b'"occurred_on":"2026', b'"occurred_on":"2025'), "序号9"),
    "alter who acted": (replace(11, b'"actor":"', b'"actor":"\xe5\x90\x8c'), "序号11"),
    "alter when it was recorded": (
        replace(13, b'"recorded_at":"2030', b'"recorded_at":"2029'),
        "序号13",
    ),
    "put a space into the bytes": (replace(15, b'"act":{', b'"act": {'), "序号15"),
    "swap two payloads": (swap("state", 1, 3), "序号1的事件内容与所属事项"),
    "swap two leaves": (swap("leaf_hash", 1, 3), "序号1的事件与它的叶哈希不符"),
    "cut the bytes short": (change(17, state=b'{"act":'), "无法还原"),
    "empty the bytes": (change(17, state=b""), "无法还原"),
    "store text for bytes": (
        run("UPDATE events SET state = CAST(state AS TEXT) WHERE sequence = 17"),
        "按字节",
    ),
    "name an unknown topic": (change(19, topic="os:system"), "os:system"),
    "name another topic": (change(19, topic="unit.closed"), "unit.closed"),
    "move an event to another item": (change(1, originator_id=UUID(int=1)), "所属事项"),
    "write no identity": (
        run("UPDATE events SET originator_id = 'x' WHERE sequence = 21"),
        "标识无法读取",
    ),
    "write an identity so that its item is without the event": (
        run("UPDATE events SET originator_id = UPPER(originator_id) WHERE sequence = 21"),
        "^序号21的事件所属事项的标识无法读取,或者不是规定的写法$",
    ),
    "store an identity as bytes": (
        run("UPDATE events SET originator_id = CAST(originator_id AS BLOB) WHERE sequence = 21"),
        "^序号21的事件所属事项的标识无法读取,或者不是规定的写法$",
    ),
    "alter a version": (change(22, originator_version=3), "所属事项或者版本不符"),
    "alter a leaf": (change(23, leaf_hash=bytes(32)), "序号23的事件与它的叶哈希不符"),
    "skip a version": (skip_a_version, "^序号2的事件是该事项第3版,应为第2版$"),
    "delete an event": (run("DELETE FROM events WHERE sequence = 25"), "缺少序号25"),
    "delete the first event": (run("DELETE FROM events WHERE sequence = 1"), "缺少序号1"),
    "delete the last event": (run("DELETE FROM events WHERE sequence = 305"), "缺少序号305"),
    "close the gap after a deletion": (renumber, "叶哈希不符"),
    "cut the log below what was signed": (
        run("DELETE FROM events WHERE sequence > 290", "UPDATE log_head SET sequence = 290"),
        "登记时刻|签署过第300条",
    ),
    "put an event behind the head": (slip_in, "有序号306的事件"),
    "hide an event before the first": (hide(0), "^有序号为0的事件,应自1起$"),
    "hide an event below zero": (hide(-(2**40)), "^有序号为-1099511627776的事件,应自1起$"),
    "put the head forward": (run("UPDATE log_head SET sequence = 306"), "缺少序号306"),
    "put the head back": (run("UPDATE log_head SET sequence = 304"), "有序号305|登记时刻"),
    "put the clock of the head back": (
        run("UPDATE log_head SET recorded_at = 0"),
        "^日志首部的登记时刻与最后一条事件不符$",
    ),
    "alter a node": (lambda c: c.execute(update(log_nodes).values(hash=bytes(32))), "节点"),
    "delete a node": (run("DELETE FROM log_nodes"), "^哈希树第1层第0个节点与事件不符$"),
    "add a node": (
        lambda c: c.execute(insert(log_nodes).values(log=1, level=1, position=1, hash=bytes(32))),
        "多出节点",
    ),
    "add a node before the first": (
        lambda c: c.execute(insert(log_nodes).values(log=1, level=1, position=-1, hash=bytes(32))),
        "^有位置为-1的节点,应自0起$",
    ),
    "store a leaf as a node": (
        lambda c: c.execute(insert(log_nodes).values(log=1, level=0, position=0, hash=bytes(32))),
        "^哈希树的层应为1至7$",
    ),
    "alter the root of a head": (reroot, "检查点"),
    "let one head stand for another": (steal_note, "检查点"),
    "sign a head with another key": (
        lambda c: set_note(c, 200, note_of(c, 200).replace(b"county", b"country")),
        "^记录总数为200的检查点:第1行的日志名称:不是策略所列的日志。$",
    ),
    "keep a head of no events": (head_again("0"), "^有记录总数为0的检查点,应自1起$"),
    "keep a head of fewer than none": (head_again("-1"), "^有记录总数为-1的检查点,应自1起$"),
    "store a head as text": (
        run("UPDATE log_checkpoints SET note = CAST(note AS TEXT)"),
        "^记录总数为200的检查点不是按字节存储的$",
    ),
    "alter a countersignature": (
        run("UPDATE log_cosignatures SET line = REPLACE(line, 'A', 'B')"),
        "检查点",
    ),
    "move a countersignature to another head": (
        run("UPDATE log_cosignatures SET size = 200"),
        "记录总数为200的检查点",
    ),
    "move a head to a log there is not": (
        run("UPDATE log_checkpoints SET log = 3 WHERE size = 300"),
        "^有节点或者检查点属于第3个日志,库内没有这个日志$",
    ),
    "move a node to a log there is not": (
        run("UPDATE log_nodes SET log = 0"),
        "^有节点或者检查点属于第0个日志,库内没有这个日志$",
    ),
    "move a countersignature to a log there is not": (
        run("UPDATE log_cosignatures SET log = 3"),
        "^有见证签的是记录总数为300的检查点,库内没有这个检查点$",
    ),
    "spoil the key of a witness": (
        run("UPDATE log_cosignatures SET witness = SUBSTR(witness, 2)"),
        "^记录总数为300的检查点有一个见证无法读取$",
    ),
    "put a countersignature under the key of another witness": (
        ascribe_to_another,
        "^记录总数为300的检查点有一个见证与其公钥不符$",
    ),
    "add a second row to the head": (
        run("INSERT INTO log_head (id, sequence, recorded_at) VALUES (2, 5, 0)"),
        "^日志首部应只有一行,编号为1$",
    ),
    "take the head away": (run("DELETE FROM log_head"), "^日志首部应只有一行,编号为1$"),
    "number the head otherwise": (
        run("UPDATE log_head SET id = 7"),
        "^日志首部应只有一行,编号为1$",
    ),
    "put the head below nothing": (
        run("UPDATE log_head SET sequence = -1"),
        "^有最新序号为-1的日志首部,应自0起$",
    ),
    "number the head in words": (
        run("UPDATE log_head SET sequence = 'x'"),
        "^log_head.sequence应为整数,所存的是text$",
    ),
    "tell the clock of the head in words": (
        run("UPDATE log_head SET recorded_at = 'x'"),
        "^log_head.recorded_at应为整数,所存的是text$",
    ),
    "put the clock of the head beyond time": (
        run("UPDATE log_head SET recorded_at = 4611686018427387904"),
        "^log_head.recorded_at应为公元1年至9999年的时刻$",
    ),
    "place a node in words": (
        run("INSERT INTO log_nodes VALUES (1, 1, 'zz', x'00')"),
        "^log_nodes.position应为整数,所存的是text$",
    ),
    "place a node between two": (
        run("INSERT INTO log_nodes VALUES (1, 1, 0.5, x'00')"),
        "^log_nodes.position应为整数,所存的是real$",
    ),
    "size a head in words": (
        head_again("'abc'"),
        "^log_checkpoints.size应为整数,所存的是text$",
    ),
    "keep a countersignature at no time": (
        run("UPDATE log_cosignatures SET kept_at = 'NaN'"),
        "^log_cosignatures.kept_at应为整数,所存的是text$",
    ),
    "keep a countersignature beyond time": (
        run("UPDATE log_cosignatures SET kept_at = 4611686018427387904"),
        "^log_cosignatures.kept_at应为公元1年至9999年的时刻$",
    ),
}
"""What is done with the database alone, and what ``zhuoluo verify`` says."""

TO_THE_SCHEMA: dict[str, tuple[str, str]] = {
    "drop a guard": ("DROP TRIGGER events_no_update", "缺少trigger events_no_update"),
    "blunt a guard": (
        "CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT 1; END",
        "events_no_update被改动",
    ),
    "plant a trigger": (
        "CREATE TRIGGER z AFTER INSERT ON events BEGIN DELETE FROM reminders; END",
        "多出trigger z",
    ),
    "plant a table": ("CREATE TABLE z (a)", "多出table z"),
    "plant a view": ("CREATE VIEW z AS SELECT 1", "多出view z"),
    "plant an index": ("CREATE INDEX z ON events (topic)", "多出index z"),
    "drop a table": ("DROP TABLE log_cosignatures", "缺少table log_cosignatures"),
    "add a column": ("ALTER TABLE events ADD COLUMN z", "table events被改动"),
}
