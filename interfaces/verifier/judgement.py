"""The substance of a bundle: whether its events were allowed, and its tables follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from application.audit.refusal import Sentences
from interfaces.documents.manifest import MANIFEST_PATH, Scope
from interfaces.verifier.finding import Fault, about_file
from interfaces.verifier.replay import Replay
from interfaces.verifier.standings import TableScope
from interfaces.verifier.table_check import MemberReader
from interfaces.verifier.tables import RECOMPUTED, WORKBOOKS, check_tables


class Judgement:
    """Follows the events of a whole bundle, then compares its tables with them."""

    def __init__(self) -> None:
        self._replay = Replay()

    def require_known(self, tables: Sequence[str]) -> None:
        """Raise ``Finding`` about a table that no export writes: nobody would look through it."""
        for path in tables:
            if path not in {*RECOMPUTED, *WORKBOOKS}:
                raise about_file(
                    Fault.MALFORMED_MANIFEST,
                    f"{path}不是导出包应有的表",
                    f"{path} is no table of an export",
                    MANIFEST_PATH,
                )

    def follow(
        self, sequence: int, topic: str, aggregate_id: str, version: int, state: dict[str, Any]
    ) -> None:
        """Take the next event, or raise ``Finding`` about it."""
        self._replay.follow(sequence, topic, aggregate_id, version, state)

    def finish(self) -> None:
        """Raise ``Finding`` if the events cannot end where they do."""
        self._replay.finish()

    def check_tables(self, scope: Scope, read_member: MemberReader) -> None:
        """Raise ``Finding`` if a table of the bundle does not follow from the events."""
        days = (scope.period_from, scope.period_to, scope.as_of)
        check_tables(
            self._replay.county, TableScope(*(day.isoformat() for day in days)), read_member
        )

    def remarks(self, tables: Sequence[str]) -> list[Sentences]:
        """Say what was judged, and which tables are covered by their digests alone."""
        events, items = self._replay.events, len(self._replay.county)
        recomputed = "、".join(RECOMPUTED)
        alone = "、".join(path for path in tables if path not in RECOMPUTED)
        remarks = [
            Sentences(
                f"已逐条重演{events}条记录、{items}个事项,办理步骤和相互独立的要求均合规。",
                f"All {events} events of {items} items were replayed; each was allowed.",
            ),
            Sentences(
                f"按记录重新算出并逐格比对(“计算口径”的文字除外):{recomputed}。",
                "Recomputed from the events and compared cell by cell, but for formulas in words: "
                f"{recomputed}.",
            ),
        ]
        if alone:
            remarks.append(
                Sentences(
                    f"只核对摘要、未重新计算:{alone}。",
                    f"Covered by their digests alone, not recomputed: {alone}.",
                )
            )
        return remarks
