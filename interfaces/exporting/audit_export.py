"""The audit export: the events of the county, its ledgers and its rates for a period.

The same period, business date and sequence number give the same events, ledgers and rates, byte
for byte, however much was recorded since; the manifest names all three. Signatures, the head at
the foot of the workbooks' pages and the names that may be told are those of the day of export.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from application.errors import UnknownFact
from application.export_rows import LedgerRows
from application.metrics.contributions import (
    Contribution,
    contributions,
    contributions_of_parts,
    definitions_of,
)
from application.metrics.definition import Source
from application.metrics.definitions import VERSION
from application.projections.audit_trail import known_at as sequence_known_at
from application.projections.audit_trail import known_whole
from application.projections.period import Period
from application.projections.versioned import Moment
from interfaces.bootstrap import System
from interfaces.documents.bundle import AuditBundle, Member
from interfaces.documents.bundle_readme import readme
from interfaces.documents.event_lines import event_line
from interfaces.documents.manifest import MemberKind, Scope
from interfaces.documents.table_csv import table_csv
from interfaces.documents.workbook import Sheet, workbook
from interfaces.documents.zip_stream import blocks
from interfaces.exporting import rate_tables
from interfaces.exporting.commitment_table import commitment_table
from interfaces.exporting.figures import Figure, Figures
from interfaces.exporting.ledger_files import Ledger, LedgerFiles
from interfaces.exporting.openings import openings, require_settled
from interfaces.exporting.opinion_table import coverage_table, opinion_table
from interfaces.exporting.proof_members import LogMembers, programs, schemas
from interfaces.exporting.reference_tables import calendar_table, profile_table
from interfaces.exporting.task_table import duty_table, task_table
from interfaces.exporting.unit_table import unit_table
from interfaces.exporting.urging_tables import notice_table, reminder_table

TITLE = "审计导出包"
RATES = "比率"
"""A folder. Every current Chinese Windows, and what unpacks there, reads the archive's UTF-8."""


@dataclass(frozen=True)
class AuditExport:
    """A bundle ready to be made; iterate over it once for its bytes, in blocks of one size."""

    bundle: AuditBundle
    has_quorum: bool | None
    """Whether enough witnesses vouch for its last head; ``None`` where nothing is signed."""

    @property
    def known_at(self) -> int:
        """The sequence number the bundle rests on; with it the same facts come out again."""
        return self.bundle.scope.known_at

    def __iter__(self) -> Iterator[bytes]:
        return blocks(self.bundle)


def export(
    system: System, period: Period, as_of: date, known_at: int | datetime | None = None
) -> AuditExport:
    """Compose the audit bundle; what cannot be is refused here, before the first byte.

    A number inside of a command is moved back to the last event before that command: half of one
    would be told by nobody.
    """
    if period.since > period.until:
        raise UnknownFact(f"期间的起日{period.since}晚于止日{period.until}", "until")
    require_settled(system)
    with system.database.reading() as connection:
        known = known_whole(connection, sequence_known_at(connection, known_at))
        moment = Moment(as_of, known)
    scope = Scope(
        county=system.settings.county,
        title=TITLE,
        period_from=period.since,
        period_to=period.until,
        as_of=moment.as_of,
        known_at=moment.known_at,
    )
    composition = _Composition(system, scope, moment)
    return AuditExport(composition.bundle(), composition.log.have_quorum)


class _Composition:
    """Puts one bundle together; ledgers and rates are read while it is iterated over."""

    def __init__(self, system: System, scope: Scope, moment: Moment) -> None:
        self._database = system.database
        self._scope = scope
        self._moment = moment
        self._period = Period(scope.period_from, scope.period_to)
        self._rows = LedgerRows(system.database, moment, self._period)
        self._figures = Figures(system.store, moment, self._period)
        self._names = self._figures.names
        self._topics = system.store.topics
        self.log = LogMembers(system, scope.known_at)

    def bundle(self) -> AuditBundle:
        figures, footer = self._figures.tables, self.log.printed(self._scope.known_at)
        named = self._rows.events(self._topics.topics_naming_persons())
        members = [
            *openings(self._topics, named),
            *LedgerFiles(self._ledgers(), footer).members(),
            Member(f"{RATES}/统计.xlsx", MemberKind.RATES, _figures_workbook(figures, footer)),
            *(Member(*_csv_of_figure(figure)) for figure in figures),
            Member(f"{RATES}/比率.json", MemberKind.RATES, self._rates_json()),
            *self._details(),
        ]
        members += self.log.members()
        members += schemas(self._topics, self._rows.topics())
        members += programs()
        members.append(readme(self._scope, members, self.log.in_words))
        events = (event_line(*each) for each in self._rows.events())
        return AuditBundle(self._scope, events, members, {"rate_definitions": VERSION})

    def _ledgers(self) -> Sequence[Ledger]:
        rows, names = self._rows, self._names
        return (
            Ledger(opinion_table(self._moment, names), rows.opinions()),
            Ledger(task_table(names), rows.tasks()),
            Ledger(commitment_table(names), rows.commitments()),
            Ledger(duty_table(names), rows.duties()),
            Ledger(coverage_table(names), rows.coverage()),
            Ledger(notice_table(names), rows.notices()),
            Ledger(reminder_table(names), rows.reminders()),
            Ledger(unit_table(names), rows.units()),
            Ledger(profile_table(names), rows.profile_versions()),
            Ledger(calendar_table(), rows.calendar_years()),
        )

    def _details(self) -> Iterator[Member]:
        """Yield what each item counts for, a file for each source of rates, then split parts."""
        about = self._database, self._moment, self._period
        for source, title in rate_tables.DETAIL_TITLES.items():
            yield self._detail(title, source, contributions(source, *about))
        yield self._detail(
            rate_tables.PARTS_TITLE, Source.OPINIONS, contributions_of_parts(*about)
        )

    def _detail(self, title: str, source: Source, counted: Iterator[Contribution]) -> Member:
        headers = rate_tables.detail_headers(definitions_of(source))
        rows = table_csv(headers, rate_tables.detail_rows(counted, self._names))
        return Member(f"{RATES}/{title}.csv", MemberKind.RATES, rows)

    def _rates_json(self) -> Iterator[bytes]:
        counted = self._figures.counted
        rates, by_unit, days = counted.rates, counted.rates_by_unit, counted.days
        yield rate_tables.rates_json(asdict(self._scope), rates, by_unit, days, self._names)


def _figures_workbook(figures: Sequence[Figure], footer: str) -> Iterator[bytes]:
    yield from workbook(
        [Sheet(figure.title, list(figure.headers), figure.rows()) for figure in figures], footer
    )


def _csv_of_figure(figure: Figure) -> tuple[str, MemberKind, Iterator[bytes]]:
    return f"{RATES}/{figure.title}.csv", MemberKind.RATES, _figure_csv(figure)


def _figure_csv(figure: Figure) -> Iterator[bytes]:
    yield from table_csv(figure.headers, figure.rows())
