"""The tree of one log while a whole store is checked: its nodes and heads against the events."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from application.audit.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from application.audit.note import parse_note
from application.audit.policy import Policy
from application.audit.refusal import Refused
from application.audit.tiles import HEIGHT, LEVELS, Frontier, Node
from application.errors import StoreDamaged
from application.event_store.logs import Log
from application.event_store.schema import log_nodes
from application.log.heads import Head, heads_up_to


class TreeCheck:
    """Compares one log with its leaves as they pass, up to ``last``, the last event it covers.

    What was kept of the tree of an ended log may reach beyond that, by the events that came before
    the rotation; nodes that are there must be right.
    """

    def __init__(
        self, connection: Connection, log: Log, last: int, held: int, policy: Policy | None
    ) -> None:
        self.log = log
        self.edge = Frontier()
        self.heads = 0
        self.witnessed = 0
        """How many heads reached the quorum of the policy."""
        self.signed_to = 0
        """The last event that a head covers."""
        self._connection = connection
        self._policy = policy
        self.name = log.name
        """Of the first log, what its first head says."""
        self._size = log.size_at(last)
        self._end = min(held, max(last, log.covers(nodes_reach(connection, log))))
        self._heads = heads_up_to(connection, log, self._size)
        self._awaited = next(self._heads, None)
        self.follow(log.lead)

    @property
    def stop(self) -> int:
        """The last event to follow before the next comparison."""
        return self.log.covers(self._awaited.size) if self._awaited else self._end

    def runs_after(self, sequence: int) -> bool:
        """Tell whether the event after this one is a leaf to follow."""
        return self.log.begins_after <= sequence < self._end

    def follow(self, leaves: Sequence[bytes]) -> None:
        """Check the nodes that these leaves complete, and the head at the last of them."""
        self.edge, nodes = self.edge.append(leaves)
        for node in nodes:
            self._require_node(node)
        if self._awaited and self._awaited.size == self.edge.size:
            self._compare(self._awaited)
            self._awaited = next(self._heads, None)

    def _require_node(self, node: Node) -> None:
        found = self._connection.scalar(
            select(log_nodes.c.hash).where(
                log_nodes.c.log == self.log.number,
                log_nodes.c.level == node.level,
                log_nodes.c.position == node.position,
            )
        )
        needed = (node.position + 1) << HEIGHT * node.level <= self._size
        if found != node.hash and (needed or found is not None):
            raise StoreDamaged(
                f"{_of(self.log)}哈希树第{node.level}层第{node.position}个节点与事件不符"
            )

    def _compare(self, head: Head) -> None:
        """Compare a head with the tree at its size; verify who signed it, if keys are known."""
        try:
            checkpoint = self._opened(head)
        except Refused as refused:
            raise StoreDamaged(
                f"{_of(self.log)}记录总数为{head.size}的检查点:{refused.chinese}"
            ) from refused
        if self.name is None:
            self.name = checkpoint.origin
        if checkpoint.origin != self.name:
            raise StoreDamaged(
                f"{_of(self.log)}记录总数为{head.size}的检查点属于日志{checkpoint.origin},"
                f"不是{self.name}"
            )
        if (checkpoint.size, checkpoint.root) != (self.edge.size, self.edge.root):
            raise StoreDamaged(
                f"{_of(self.log)}前{head.size}条事件与签署的检查点不符,签署之后有改动"
            )
        self.heads += 1
        self.signed_to = self.log.covers(head.size)

    def _opened(self, head: Head) -> Checkpoint:
        if self._policy is None:
            return parse_checkpoint(parse_note(head.note).text)
        opened = open_checkpoint(head.note, self._policy.log_keys, self._policy.witness_keys)
        cosigners = {each.witness for each in opened.cosignatures}
        self.witnessed += self._policy.decide(cosigners).reached
        return opened.checkpoint


def nodes_reach(connection: Connection, log: Log) -> int:
    """Return how many leaves lie below the nodes that are kept of a log."""
    node = log_nodes.c
    last = select(node.level, func.max(node.position)).where(node.log == log.number)
    levels = connection.execute(last.group_by(node.level)).all()
    if any(level not in range(1, LEVELS) for level, _ in levels):
        raise StoreDamaged(f"哈希树的层应为1至{LEVELS - 1}")
    return max(((position + 1) << HEIGHT * level for level, position in levels), default=0)


def _of(log: Log) -> str:
    """Return which log a sentence is about; the first needs no naming."""
    return "" if log.predecessor is None else f"第{log.number}个日志的"
