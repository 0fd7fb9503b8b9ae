"""The SM3 roots that heads of a log state, against the events, while a whole store is checked."""

from sqlalchemy import Connection

from application.audit.checkpoint import parse_checkpoint
from application.audit.merkle import sm3
from application.audit.note import parse_note
from application.audit.tiles import Frontier
from application.errors import StoreDamaged
from application.event_store.log_tree import grown
from application.event_store.logs import Log
from application.log.heads import heads_up_to


def require_sm3_roots(connection: Connection, log: Log, last: int) -> int:
    """Hash the leaves of a log up to event ``last`` anew, as far as its heads state an SM3 root.

    Returns how many do. Each head was read before. Raises ``Refused`` where Python has no SM3.
    """
    edge: Frontier | None = None
    count = 0
    for head in heads_up_to(connection, log, log.size_at(last)):
        stated = parse_checkpoint(parse_note(head.note).text).sm3_root
        if stated is None:
            continue
        edge = grown(connection, log, edge or Frontier(hashing=sm3()), head.size)
        if edge.root != stated:
            raise StoreDamaged(
                f"日志{log.number}前{head.size}条记录的SM3根哈希与签署的检查点所载不符"
            )
        count += 1
    return count
