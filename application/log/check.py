"""Whether a store is what it was written as: every event, leaf, node and head, from the bytes up.

What passes is consistent in itself. Whether it is also what was signed, and what witnesses saw, is
told by the heads, as far as a policy names their keys.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from application.audit.checkpoint import open_checkpoint, parse_checkpoint
from application.audit.keys import VerifierKey
from application.audit.merkle import SHA256
from application.audit.note import parse_note
from application.audit.policy import Policy
from application.audit.refusal import Refused
from application.audit.tiles import HEIGHT, Frontier, Node
from application.errors import StoreDamaged
from application.event_store.columns import EPOCH
from application.event_store.database import Database
from application.event_store.log_tree import leaf_of, numbered_events
from application.event_store.schema import (
    events,
    log_checkpoints,
    log_cosignatures,
    log_head,
    log_nodes,
)
from application.event_store.schema_check import schema_differences
from application.event_store.topics import Stored, TopicRegister
from application.log.heads import Head, heads_up_to
from domain.model import DomainEvent

PAGE = 5_000


@dataclass
class Checked:
    """What was found in order."""

    events: int = 0
    aggregates: int = 0
    heads: int = 0
    signed_to: int = 0
    """How many events the newest head covers."""
    witnessed: int = 0
    """How many heads reached the quorum of the policy."""
    root: bytes = field(default_factory=SHA256.empty)


def check_store(database: Database, topics: TopicRegister, policy: Policy | None) -> Checked:
    """Check the whole store; raise ``StoreDamaged`` with the first thing that is not in order.

    Heads are only compared with the tree when no policy names the key of the log. Memory does not
    grow with the log, but for one number for each item.
    """
    differences = schema_differences(database)
    if differences:
        raise StoreDamaged("数据库结构不符:" + ";".join(differences[:5]))
    with database.reading() as connection:
        return _Check(connection, topics, policy).run()


class _Check:
    """One pass over one store."""

    def __init__(
        self, connection: Connection, topics: TopicRegister, policy: Policy | None
    ) -> None:
        self._connection = connection
        self._topics = topics
        self._policy = policy
        self._edge = Frontier()
        self._versions: dict[UUID, int] = {}
        self._recorded_at = EPOCH
        self._checked = Checked()

    def run(self) -> Checked:
        size = self._connection.scalars(select(log_head.c.sequence)).one()
        heads = heads_up_to(self._connection, size)
        awaited = next(heads, None)
        while self._edge.size < size:
            until = min(size, self._edge.size + PAGE, awaited.size if awaited else size)
            self._follow(until)
            if awaited and awaited.size == until:
                self._compare(awaited)
                awaited = next(heads, None)
        self._require_countersignatures()
        self._require_nothing_beyond()
        self._checked.events = size
        self._checked.aggregates = len(self._versions)
        self._checked.root = self._edge.root
        return self._checked

    def _follow(self, until: int) -> None:
        """Check the events up to ``until``, and the nodes their leaves complete."""
        rows = numbered_events(self._connection, self._edge.size, until)
        self._edge, nodes = self._edge.append([self._leaf_hash(row) for row in rows])
        for node in nodes:
            self._require_node(node)

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

    def _require_node(self, node: Node) -> None:
        place = log_nodes.c.level == node.level, log_nodes.c.position == node.position
        if self._connection.scalar(select(log_nodes.c.hash).where(*place)) != node.hash:
            raise StoreDamaged(f"哈希树第{node.level}层第{node.position}个节点与事件不符")

    def _compare(self, head: Head) -> None:
        """Compare a head with the tree at its size; verify who signed it, if keys are known."""
        try:
            if self._policy is None:
                checkpoint = parse_checkpoint(parse_note(head.note).text)
            else:
                opened = open_checkpoint(
                    head.note, self._policy.log_keys, self._policy.witness_keys
                )
                checkpoint = opened.checkpoint
                cosigners = {each.witness for each in opened.cosignatures}
                self._checked.witnessed += self._policy.decide(cosigners).reached
        except Refused as refused:
            raise StoreDamaged(f"记录总数为{head.size}的检查点:{refused.chinese}") from refused
        if (checkpoint.size, checkpoint.root) != (self._edge.size, self._edge.root):
            raise StoreDamaged(f"前{head.size}条事件与签署的检查点不符,签署之后有改动")
        self._checked.heads += 1
        self._checked.signed_to = head.size

    def _require_countersignatures(self) -> None:
        """Refuse a countersignature that stands under another key than its own."""
        for row in self._connection.execute(select(log_cosignatures)):
            try:
                key = VerifierKey.from_vkey(row.witness)
                (line,) = parse_note(f"{row.size}\n\n{row.line}".encode()).signatures
            except (Refused, ValueError, AttributeError, TypeError) as error:
                raise StoreDamaged(f"记录总数为{row.size}的检查点有一个见证无法读取") from error
            if (line.name, line.key_id) != (key.name, key.key_id):
                raise StoreDamaged(f"记录总数为{row.size}的检查点有一个见证与其公钥不符")

    def _require_nothing_beyond(self) -> None:
        """Refuse nodes and heads of more events than there are; others may have appended since."""
        size, recorded_at = self._connection.execute(
            select(log_head.c.sequence, log_head.c.recorded_at)
        ).one()
        if size == self._edge.size and recorded_at != self._recorded_at:
            raise StoreDamaged("日志首部的登记时刻与最后一条事件不符")
        held = self._connection.scalar(select(func.max(events.c.sequence))) or 0
        if held > size:
            raise StoreDamaged(f"有序号{held}的事件,日志的最新序号却是{size}")
        signed = self._connection.scalar(select(func.max(log_checkpoints.c.size))) or 0
        if signed > size:
            raise StoreDamaged(f"签署过{signed}条的检查点,日志现在只有{size}条")
        last = select(log_nodes.c.level, func.max(log_nodes.c.position)).group_by(
            log_nodes.c.level
        )
        for level, position in self._connection.execute(last):
            if (position + 1) << HEIGHT * level > size:
                raise StoreDamaged(f"哈希树第{level}层多出第{position}个节点")
