"""Rule profiles: which version is in force where, on any day, as known at any moment."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    Select,
    Text,
    and_,
    or_,
    select,
)

from application.errors import NotFound
from application.projections.pages import Ordering, Page, read_page
from application.projections.unit_register import units
from application.projections.versioned import (
    Moment,
    ReadModel,
    Rows,
    holding,
    owner_column,
    versioned_table,
)
from domain.model import ProfileRef
from domain.rule_profile import ONE_DAY, STATUTORY, RuleProfile
from domain.unit import Unit

profiles = versioned_table(
    "rule_profiles",
    owner_column("profile_id"),
    Column("congress", Text, nullable=False),
    Column("draft_title", Text),
    Column("versions", Integer, nullable=False),
    key=("profile_id",),
    owner="profile_id",
)
versions = versioned_table(
    "rule_profile_versions",
    owner_column("profile_id"),
    Column("version", Integer, nullable=False),
    Column("congress", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("in_force_from", Date, nullable=False),
    Column("in_force_until", Date),
    Column("basis_document", Text, nullable=False),
    key=("profile_id", "version"),
    owner="profile_id",
)
Index(None, versions.c.congress, versions.c.known_until)

SHOWN: tuple[ColumnElement[Any], ...] = (
    profiles.c.profile_id,
    profiles.c.congress,
    profiles.c.draft_title,
    profiles.c.versions,
    versions.c.version,
    versions.c.title,
    versions.c.in_force_from,
    versions.c.in_force_until,
    versions.c.basis_document,
)

SORTABLE: dict[str, ColumnElement[Any]] = {"congress": profiles.c.congress}

rule_profiles = ReadModel("rule_profiles", profiles, versions)


@rule_profiles.on(RuleProfile.Drafted)
def _drafted(event: RuleProfile.Drafted, rows: Rows) -> None:
    key = event.originator_id
    if event.originator_version == 1:
        congress = event.congress
        title = event.title
        rows.open(profiles, profile_id=key, congress=congress, draft_title=title, versions=0)
    else:
        rows.revise(profiles, key, draft_title=event.title)


@rule_profiles.on(RuleProfile.Redrafted)
def _redrafted(event: RuleProfile.Redrafted, rows: Rows) -> None:
    rows.revise(profiles, event.originator_id, draft_title=event.title)


@rule_profiles.on(RuleProfile.DraftDiscarded)
def _draft_discarded(event: RuleProfile.DraftDiscarded, rows: Rows) -> None:
    rows.revise(profiles, event.originator_id, draft_title=None)


@rule_profiles.on(RuleProfile.Published)
def _published(event: RuleProfile.Published, rows: Rows) -> None:
    key = event.originator_id
    profile = rows.current(profiles, key)
    if profile["versions"]:
        last = rows.current(versions, key, profile["versions"])
        if last["in_force_until"] is None:
            ended = event.valid_from - ONE_DAY
            rows.revise(versions, key, profile["versions"], in_force_until=ended)
    rows.revise(profiles, key, draft_title=None, versions=event.version)
    rows.open(
        versions,
        profile_id=key,
        version=event.version,
        congress=profile["congress"],
        title=event.title,
        in_force_from=event.valid_from,
        in_force_until=event.valid_until,
        basis_document=event.basis_document,
    )


@rule_profiles.on(RuleProfile.Ended)
def _ended(event: RuleProfile.Ended, rows: Rows) -> None:
    rows.revise(versions, event.originator_id, event.version, in_force_until=event.valid_until)


def in_force(moment: Moment) -> ColumnElement[bool]:
    """Select the versions in force on a day, as then known."""
    row = versions.c
    return and_(
        holding(versions, moment),
        row.in_force_from <= moment.as_of,
        or_(row.in_force_until.is_(None), row.in_force_until >= moment.as_of),
    )


def profiles_at(moment: Moment) -> Select[Any]:
    """Select every profile with the version in force on that day, if there is one."""
    same = versions.c.profile_id == profiles.c.profile_id
    return (
        select(*SHOWN)
        .outerjoin_from(profiles, versions, and_(same, in_force(moment)))
        .where(holding(profiles, moment))
    )


def every_profile(connection: Connection, moment: Moment) -> Sequence[Mapping[Any, Any]]:
    """Return every profile by the code of its congress."""
    query = profiles_at(moment).order_by(profiles.c.congress)
    return connection.execute(query).mappings().all()


def every_version(connection: Connection, moment: Moment) -> Sequence[Mapping[Any, Any]]:
    """Return every version published by that day, also those no longer or not yet in force."""
    row = versions.c
    query = select(versions).where(holding(versions, moment)).order_by(row.congress, row.version)
    return connection.execute(query).mappings().all()


def published_congresses(connection: Connection) -> Sequence[str]:
    """Return every congress that ever published rules, in the order of their codes."""
    row = versions.c
    return connection.scalars(select(row.congress).distinct().order_by(row.congress)).all()


def page_of_profiles(
    connection: Connection,
    moment: Moment,
    *,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the profiles."""
    return read_page(
        connection,
        profiles_at(moment),
        sortable=SORTABLE,
        key=(profiles.c.profile_id,),
        order=order,
        after=after,
        limit=limit,
    )


def governing_at(connection: Connection, moment: Moment, congress: str) -> ProfileRef | None:
    """Return the version that governs a congress on a day, as ``commands.governing`` decides."""
    rulers = (*_lineage_at(connection, moment, congress), STATUTORY)
    row = versions.c
    found = select(row.congress, row.version).where(row.congress.in_(rulers), in_force(moment))
    ruling = {each.congress: each.version for each in connection.execute(found)}
    return next(
        (ProfileRef(congress=code, version=ruling[code]) for code in rulers if code in ruling),
        None,
    )


def _lineage_at(connection: Connection, moment: Moment, code: str) -> list[str]:
    known = select(units.c.code, units.c.parent).where(holding(units, moment))
    parents: dict[str, str | None] = {row.code: row.parent for row in connection.execute(known)}
    if code not in parents:
        raise NotFound(Unit.LABEL, code, "congress")
    lineage: list[str] = []
    above: str | None = code
    while above is not None and above not in lineage:
        lineage.append(above)
        above = parents.get(above)
    return lineage
