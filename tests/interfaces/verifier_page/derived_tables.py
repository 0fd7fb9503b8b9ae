"""Bundles whose tables are those ``verify.py`` derives from their events, as of any day.

The product need not have made them: histories that it would never record have tables as well.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from interfaces.verifier.details import DETAILS, PART
from interfaces.verifier.figure_tables import rounded_half_up
from interfaces.verifier.figures import KINDS, Figures, counts_for_nothing
from interfaces.verifier.ledgers import LEDGERS, REMINDERS, Ledger
from interfaces.verifier.listing_check import listing_of
from interfaces.verifier.rate_check import RATES_JSON
from interfaces.verifier.standings import Standings, TableScope
from interfaces.verifier.tables import FIGURE_TABLES
from tests.interfaces.verifier.falsified import copied, renumbered
from tests.interfaces.verifier.replaying import Line, follow
from tests.interfaces.verifier_page import signed_bundles as made

EVER = ("2000-01-01", "2029-12-31")
Cells = Sequence[str]


def derived(lines: Sequence[Line], as_of: str, period: tuple[str, str] = EVER) -> bytes:
    """Return a bundle of these events with the tables that follow from them on a day."""
    standings = Standings(follow(lines).county, TableScope(*period, as_of))
    files = {made.EVENTS: b"".join(map(_stored, lines)), **tables_of(standings)}
    manifest = made.manifest_of(files)
    since, until = period
    manifest["scope"] |= {"period_from": since, "period_to": until, "as_of": as_of}
    return made.bundled(files, manifest)


def only(lines: Sequence[Line], *beginnings: str) -> list[Line]:
    """Return the events of units and of items whose numbers begin so, counted anew."""
    kept = {line.aggregate_id for line in lines if _is_told(line, beginnings)}
    return renumbered(copied([line for line in lines if line.aggregate_id in kept]))


def _is_told(line: Line, beginnings: tuple[str, ...]) -> bool:
    number = line.state.get("number", "")
    return line.topic == "unit.registered" or number.startswith(beginnings)


def days_in(lines: Sequence[Line]) -> list[str]:
    """Return every day on which something happened."""
    return sorted({line.state["act"]["occurred_on"] for line in lines})


def _stored(line: Line) -> bytes:
    sequence, topic, item, version, state = line
    return made.stored_line(sequence, topic, UUID(item), version, state)


def tables_of(standings: Standings) -> made.Files:
    """Return every table that is recomputed, as it should be."""
    figures = Figures(standings)
    files = {RATES_JSON: _rates(figures, standings.scope)}
    for ledger in (*LEDGERS, REMINDERS):
        rows = [*_listed(ledger, standings)]
        if ledger is REMINDERS:
            rows.sort(key=lambda cells: (cells[0], cells[-1]))
        files[ledger.path] = _numbered(listing_of(ledger).headers, rows)
    for figure, rows_of in FIGURE_TABLES.items():
        width = len(figure.headers)
        cells = [
            ["" if each is None else str(each) for each in row] for _, row in rows_of(figures)
        ]
        files[figure.path] = _table(
            figure.headers, [[*each, *[""] * (width - len(each))] for each in cells]
        )
    for kind, detail in DETAILS.items():
        rows = [*_counted(kind, figures)]
        files[detail.listing.path] = _numbered(detail.listing.headers, rows)
    return files


def _listed(ledger: Ledger, standings: Standings) -> Iterator[Cells]:
    for row in standings.rows(ledger.kind):
        if standings.is_listed(ledger.kind, row):
            yield from ledger.cells(row, standings.surroundings)


def _counted(kind: str, figures: Figures) -> Iterator[Cells]:
    of = "opinion" if kind == PART else kind
    rows = figures.standings.rows(of)
    for key in dict.fromkeys(row["id"] for row in rows if not counts_for_nothing(of, row)):
        yield from figures.details_of(kind, key)


def _rates(figures: Figures, scope: TableScope) -> bytes:
    rates = []
    for source, formulas, _ in KINDS.values():
        for each in formulas:
            (_, whole), *units = figures.groups(each.code)
            by_unit = [
                {"unit": unit or None, "name": figures.called(unit), **_counts(sums)}
                for unit, sums in units
            ]
            told = {"code": each.code, "title": each.title, "formula": None, "source": source}
            rates.append({**told, **_counts(whole), "by_unit": by_unit})
    stated = {
        **dict.fromkeys(("definitions_version", "county", "title")),
        "period_from": scope.since,
        "period_to": scope.until,
        "as_of": scope.as_of,
        **dict.fromkeys(("known_at", "selection")),
        "rates": rates,
        "handling_days": figures.days.facts(),
    }
    return f"{json.dumps(stated, ensure_ascii=False, indent=1)}\n".encode()


def _counts(sums: list[int]) -> dict[str, Any]:
    numerator, denominator, left_out = sums
    percent = rounded_half_up(100 * numerator, denominator)
    counts = {"numerator": numerator, "denominator": denominator}
    return {**counts, "percent": percent, "left_out": left_out}


def _numbered(headers: Cells, rows: Sequence[Cells]) -> bytes:
    return _table(headers, [[str(number), *row] for number, row in enumerate(rows, 1)])


def _table(headers: Cells, rows: Iterable[Cells]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([headers, *rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode()
