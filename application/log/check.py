"""Whether a store is what it was written as: every event, leaf, node and head, from the bytes up.

What passes is consistent in itself. Whether it is also what was signed, and what witnesses saw, is
told by the heads, as far as a policy names their keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, func, select

from application.audit.keys import VerifierKey
from application.audit.merkle import SHA256
from application.audit.note import parse_note
from application.audit.policy import Policy
from application.audit.refusal import Refused
from application.errors import StoreDamaged
from application.event_store.columns import EPOCH
from application.event_store.database import Database
from application.event_store.file_check import require_file_in_order
from application.event_store.log_tree import leaf_of, numbered_events
from application.event_store.logs import Log, logs_of
from application.event_store.schema import (
    events,
    log_checkpoints,
    log_cosignatures,
    log_head,
    log_nodes,
)
from application.event_store.schema_check import schema_differences
from application.event_store.topics import Stored, TopicRegister
from application.log.check_rows import require_rows_in_order
from application.log.check_sm3 import require_sm3_roots
from application.log.check_tree import TreeCheck, nodes_reach
from domain.model import DomainEvent

PAGE = 5_000


@dataclass
class Checked:
    """What was found in order."""

    events: int = 0
    aggregates: int = 0
    logs: int = 1
    heads: int = 0
    signed_to: int = 0
    """The last event that the newest head covers."""
    witnessed: int = 0
    """How many heads reached the quorum of the policy."""
    with_sm3: int = 0
    """How many heads state the SM3 root too."""
    root: bytes = field(default_factory=SHA256.empty)
    """That of the log in use."""


def check_store(database: Database, topics: TopicRegister, policy: Policy | None) -> Checked:
    """Check the whole store; raise ``StoreDamaged`` with the first thing that is not in order.

    Heads are only compared with the tree when no policy names the key of the log. Memory does not
    grow with the log, but for one number for each item.
    """
    differences = schema_differences(database)
    if differences:
        raise StoreDamaged("数据库结构不符:" + ";".join(differences[:5]))
    with database.reading() as connection:
        require_file_in_order(connection)
        require_rows_in_order(connection)
        return _Check(connection, topics, policy).run()


class _Check:
    """One pass over one store."""

    def __init__(
        self, connection: Connection, topics: TopicRegister, policy: Policy | None
    ) -> None:
        self._connection = connection
        self._topics = topics
        self._policy = policy
        self._versions: dict[UUID, int] = {}
        self._recorded_at = EPOCH

    def run(self) -> Checked:
        held, in_use = self._connection.execute(select(log_head.c.sequence, log_head.c.log)).one()
        logs = logs_of(self._connection)
        _require_links(self._connection, logs, in_use, held)
        lasts = [*(log.first for log in logs[1:]), held]
        trees = [
            TreeCheck(self._connection, log, last, held, self._policy)
            for log, last in zip(logs, lasts, strict=True)
        ]
        self._follow(trees, held)
        names = [tree.name for tree in trees if tree.name is not None]
        if len({*names}) != len(names):
            raise StoreDamaged("有两个日志名称相同")
        of_logs = zip(logs, lasts, strict=True)
        with_sm3 = sum(require_sm3_roots(self._connection, *each) for each in of_logs)
        self._require_countersignatures()
        self._require_nothing_beyond(held)
        return Checked(
            events=held,
            aggregates=len(self._versions),
            logs=len(logs),
            heads=sum(tree.heads for tree in trees),
            signed_to=max(tree.signed_to for tree in trees),
            witnessed=sum(tree.witnessed for tree in trees),
            with_sm3=with_sm3,
            root=trees[-1].edge.root,
        )

    def _follow(self, trees: Sequence[TreeCheck], held: int) -> None:
        """Check every event, and with it the trees whose leaf it is."""
        at = 0
        while at < held:
            running = [tree for tree in trees if tree.runs_after(at)]
            begins = [tree.log.begins_after for tree in trees if tree.log.begins_after > at]
            until = min(held, at + PAGE, *begins, *(tree.stop for tree in running))
            rows = numbered_events(self._connection, at, until)
            leaves = [self._leaf_hash(row) for row in rows]
            for tree in running:
                tree.follow(leaves)
            at = until

    def _leaf_hash(self, row: Row[Any]) -> bytes:
        """Check one event by itself and against those before it; return its leaf."""
        event = self._decoded(row)
        stated = (event.originator_id, event.originator_version)
        if stated != (row.originator_id, row.originator_version):
            raise StoreDamaged(f"序号{row.sequence}的事件内容与所属事项或者版本不符")
        version = self._versions.get(row.originator_id, 0) + 1
        if row.originator_version != version:
            raise StoreDamaged(
                f"序号{row.sequence}的事件是该事项第{row.originator_version}版,应为第{version}版"
            )
        self._versions[row.originator_id] = version
        if event.act.recorded_at < self._recorded_at:
            raise StoreDamaged(f"序号{row.sequence}的事件登记时刻早于前一条")
        self._recorded_at = event.act.recorded_at
        leaf = leaf_of(row)
        if leaf != row.leaf_hash:
            raise StoreDamaged(f"序号{row.sequence}的事件与它的叶哈希不符")
        return leaf

    def _decoded(self, row: Row[Any]) -> DomainEvent:
        try:
            return self._topics.decode(Stored(row.topic, row.state))
        except StoreDamaged as damaged:
            raise StoreDamaged(f"序号{row.sequence}:{damaged}") from damaged

    def _require_countersignatures(self) -> None:
        """Refuse a countersignature of no head, or under another key than its own."""
        head, signed = log_checkpoints.c, log_cosignatures.c
        of_head = and_(head.log == signed.log, head.size == signed.size)
        joined = log_cosignatures.join(log_checkpoints, of_head, isouter=True)
        without = select(signed.size).select_from(joined).where(head.size.is_(None))
        size = self._connection.scalar(without.limit(1))
        if size is not None:
            raise StoreDamaged(f"有见证签的是记录总数为{size}的检查点,库内没有这个检查点")
        for row in self._connection.execute(select(log_cosignatures)):
            try:
                key = VerifierKey.from_vkey(row.witness)
                (line,) = parse_note(f"{row.size}\n\n{row.line}".encode()).signatures
            except (Refused, ValueError, AttributeError, TypeError) as error:
                raise StoreDamaged(f"记录总数为{row.size}的检查点有一个见证无法读取") from error
            if (line.name, line.key_id) != (key.name, key.key_id):
                raise StoreDamaged(f"记录总数为{row.size}的检查点有一个见证与其公钥不符")

    def _require_nothing_beyond(self, checked: int) -> None:
        """Refuse nodes and heads of more events than there are; others may have appended since."""
        held, recorded_at = self._connection.execute(
            select(log_head.c.sequence, log_head.c.recorded_at)
        ).one()
        if held == checked and recorded_at != self._recorded_at:
            raise StoreDamaged("日志首部的登记时刻与最后一条事件不符")
        last = self._connection.scalar(select(func.max(events.c.sequence))) or 0
        if last > held:
            raise StoreDamaged(f"有序号{last}的事件,日志的最新序号却是{held}")
        logs = logs_of(self._connection)
        for log in logs:
            reach = log.covers(nodes_reach(self._connection, log))
            if reach > held:
                raise StoreDamaged(f"哈希树多出节点,第{log.number}个日志的节点到第{reach}条")
        for log, end in zip(logs, [*(log.first for log in logs[1:]), held], strict=True):
            signed_to = log.covers(_largest_head(self._connection, log))
            if signed_to > end:
                raise StoreDamaged(
                    f"第{log.number}个日志签署过第{signed_to}条,却只到第{end}条:"
                    "事件被删去,或者日志结束之后又用旧密钥签署"
                )


def _largest_head(connection: Connection, log: Log) -> int:
    of_log = log_checkpoints.c.log == log.number
    return connection.scalar(select(func.max(log_checkpoints.c.size)).where(of_log)) or 0


def _require_links(connection: Connection, logs: Sequence[Log], in_use: int, held: int) -> None:
    """Refuse logs that do not go on from one another, each on the last head of the one before."""
    numbers = [log.number for log in logs]
    if in_use != len(logs) or numbers != list(range(1, len(logs) + 1)):
        raise StoreDamaged(f"日志首部指明第{in_use}个日志,库内记有{len(logs)}个")
    for table in (log_nodes, log_checkpoints):
        strays = select(table.c.log).where(table.c.log.not_in(numbers)).limit(1)
        stray = connection.scalar(strays)
        if stray is not None:
            raise StoreDamaged(f"有节点或者检查点属于第{stray}个日志,库内没有这个日志")
    for before, log in pairwise(logs):
        if not before.first <= log.first <= held:
            raise StoreDamaged(
                f"第{log.number}个日志自第{log.first}条之后接续,不在第{before.first}条至第{held}条之间"
            )
        place = {"log": before.number, "size": before.size_at(log.first)}
        head = select(log_checkpoints.c.note).filter_by(**place)
        if connection.scalar(head) != log.predecessor:
            raise StoreDamaged(
                f"第{log.number}个日志所接续的,不是第{before.number}个日志在第{log.first}条签署的检查点"
            )
