"""A partial bundle: the events of one item or one unit, each proven to be in the signed log.

It shows nothing of the rest, but of an opinion the whole plan that answers it; and nobody can tell
from it what was left out. What is in it was recorded, in these bytes, at these places.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from application.audit.strict import LARGEST_NUMBER
from application.errors import NotFound, UnknownFact
from application.export_rows import StoredLine, numbered_lines
from application.log.heads import NothingSigned
from application.projections.audit_trail import TrailFilter, entries_of
from application.projections.timeline import items_linked_to
from domain.commitment import Commitment
from domain.model import Aggregate
from domain.opinion import Opinion
from domain.rectification_task import RectificationTask
from domain.unit import Unit
from interfaces.bootstrap import System
from interfaces.documents.bundle import AuditBundle
from interfaces.documents.bundle_readme import readme
from interfaces.documents.event_lines import event_line
from interfaces.documents.manifest import Scope, Selection, SelectionKind
from interfaces.exporting.audit_export import TITLE, AuditExport
from interfaces.exporting.openings import openings, require_settled
from interfaces.exporting.proof_members import LogMembers, programs, schemas
from interfaces.log_policy import FIELD

KINDS: dict[SelectionKind, type[Aggregate]] = {
    SelectionKind.OPINION: Opinion,
    SelectionKind.TASK: RectificationTask,
    SelectionKind.COMMITMENT: Commitment,
    SelectionKind.UNIT: Unit,
}


def export_part(system: System, selection: Selection) -> AuditExport:
    """Compose the bundle of what the newest head covers; raises ``NothingSigned``."""
    require_settled(system)
    log = LogMembers(system, LARGEST_NUMBER, alone=True)
    if log.covers == 0:
        if system.settings.log_policy is None:
            raise UnknownFact("没有日志策略文件,无法证明;请先设置ZHUOLUO_LOG_POLICY", FIELD)
        raise NothingSigned
    numbers, days = entries_of(system.database, _wanted(system, selection, log.covers), log.covers)
    if not numbers:
        label = KINDS[selection.kind].LABEL
        raise UnknownFact(f"{label}{selection.key}没有已被检查点覆盖的事件", "key")
    scope = Scope(
        county=system.settings.county,
        title=TITLE,
        period_from=min(days),
        period_to=max(days),
        as_of=system.today,
        known_at=log.covers,
        selection=selection,
    )
    return AuditExport(_bundle(system, scope, log, numbers), log.have_quorum)


def _wanted(system: System, selection: Selection, size: int) -> TrailFilter:
    """Say which entries of the trail belong to the selection."""
    item = _require_known(system, selection)
    if selection.kind is SelectionKind.UNIT:
        return TrailFilter(unit=selection.key)
    with system.database.reading() as connection:
        return TrailFilter(aggregate_ids=items_linked_to(connection, item.id, size))


def _require_known(system: System, selection: Selection) -> Aggregate:
    kind = KINDS[selection.kind]
    try:
        return system.store.read(kind, kind.id_of(selection.key))
    except NotFound:
        raise NotFound(kind.LABEL, selection.key, "key") from None


def _opinion(selection: Selection | None) -> UUID | None:
    """Return the opinion a part is about, if it is about one."""
    if selection is None or selection.kind is not SelectionKind.OPINION:
        return None
    return Opinion.id_of(selection.key)


def _bundle(system: System, scope: Scope, log: LogMembers, numbers: Sequence[int]) -> AuditBundle:
    def lines() -> Iterator[StoredLine]:
        return numbered_lines(system.database, numbers)

    topics = {line.topic for line in lines()}
    opened = openings(system.store.topics, lines(), _opinion(scope.selection))
    members = [*opened, *log.members(), log.proofs(numbers)]
    members += schemas(system.store.topics, topics)
    members += programs()
    members.append(readme(scope, members, log.in_words))
    return AuditBundle(scope, (event_line(*line) for line in lines()), members)
