"""Answers ``zhuoluo timeline``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from application.errors import NotFound
from application.event_store.topics import Stored
from application.export_rows import LedgerRows, Row
from application.register import AGGREGATES
from interfaces.bootstrap import System
from interfaces.cli.asking import Asking
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import Refusal
from interfaces.cli.tables import show_json, show_rows
from interfaces.documents.cells import Cell, local

HEADERS = ("序号", "办理日期", "登记时间", "事项", "记录", "办理人", "单位", "内容")
ENVELOPE = {"originator_id", "originator_version", "act"}
ITEM = "事项"
UNREADABLE = re.compile(r"[a-z_]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def show(item: str, as_of: str | None, known_at: str | None, *, as_json: bool) -> None:
    """Print the story of one item."""
    with open_county() as system:
        asking = Asking(system, as_of, known_at)
        rows = LedgerRows(system.database, asking.moment)
        item_id = _identity(item, rows)
        told = rows.timeline(item_id)
        if as_json:
            facts = {"item_id": item_id, **asking.facts()}
            show_json(facts, "entries", (_facts(row, system) for row in told))
        else:
            cells = (_cells(row, system, asking) for row in told)
            show_rows(HEADERS, cells, f"“{item}”的经过", asking.moment)


def _identity(item: str, rows: LedgerRows) -> UUID:
    """Find which item is meant: identity follows from kind and number."""
    candidates = {kind.id_of(item): kind.LABEL for kind in AGGREGATES}
    with suppress(ValueError):
        candidates[UUID(item)] = ITEM
    found = [each for each in candidates if any(True for _ in rows.timeline(each))]
    if not found:
        raise NotFound(ITEM, item)
    if len(found) > 1:
        meant = "、".join(f"{candidates[each]}{each}" for each in found)
        raise Refusal(f"编号{item}不止一件,请改用标识:{meant}")
    return found[0]


def _stated(row: Row, system: System) -> dict[str, Any]:
    stated = system.store.topics.stated(Stored(row["topic"], row["state"]))
    return {name: fact for name, fact in stated.items() if name not in ENVELOPE}


def _facts(row: Row, system: System) -> Mapping[str, Any]:
    event = system.store.topics.name_of(row["topic"]).event
    aggregate = system.store.topics.aggregate_of(event)
    kept = {name: row[name] for name in row if not name.startswith("_") and name != "state"}
    labels = {"label": event.LABEL, "aggregate": aggregate.LABEL}
    return {
        **kept,
        "recorded_at": row["recorded_at"].isoformat(),
        **labels,
        "facts": _stated(row, system),
    }


def _cells(row: Row, system: System, asking: Asking) -> Sequence[Cell]:
    event = system.store.topics.name_of(row["topic"]).event
    return (
        row["sequence"],
        row["occurred_on"],
        f"{local(row['recorded_at']):%Y-%m-%d %H:%M}",
        system.store.topics.aggregate_of(event).LABEL,
        event.LABEL,
        row["actor"],
        asking.names.get(row["unit"], row["unit"]),
        ";".join(asking.names.get(each, each) for each in _texts(_stated(row, system))),
    )


def _texts(fact: object) -> Iterator[str]:
    """Yield the words and numbers people read, without identities and stored words."""
    match fact:
        case dict() | list():
            for part in fact.values() if isinstance(fact, dict) else fact:
                yield from _texts(part)
        case bool() | None:
            return
        case str() if UNREADABLE.fullmatch(fact):
            return
        case _:
            yield str(fact)
