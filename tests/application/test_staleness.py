"""Ledgers brought back from a backup, told in part or by another version are known, and healed."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, select, update

from application import staleness
from application.commands import opinions
from application.errors import PersonRestricted
from application.event_store.database import Database
from application.event_store.permanent_copy import copy_log
from application.event_store.schema import log_head, metadata
from application.migrations import _config, migrate
from application.privacy.key_store import KeyStore, Standing
from application.privacy.personal_values import marker_of
from application.reactions.carrying_out import carry_out, is_outstanding
from application.rebuild import rebuild, renew
from application.staleness import Stale, why_stale
from application.store import Store
from domain.errors import RuleViolation
from domain.personal_data_terms import RecordStatus
from tests.application.opinions import Step, take
from tests.application.privacy.boxes import NOW, keys_in, laid_out
from tests.application.test_carrying_out import (
    LATER,
    approve,
    approved,
    decide,
    lift,
    recorded,
    request,
    restrict,
    status,
    told_in_ledger,
)
from tests.application.test_sealed_names import LEAD, REGISTERED, registered
from tests.application.test_split_opinions import CODES, _rows, counted
from tests.application.test_split_opinions import county as split  # noqa: F401  a fixture
from tests.stores import fresh_sqlite, opened, unguarded

Backup = list[tuple[Table, list[dict[str, Any]]]]
Decision = Callable[[Store, UUID], object]


@pytest.fixture
def county(sealing_store: Store) -> Store:
    return registered(sealing_store)


@pytest.fixture
def lead(keys: KeyStore, county: Store) -> UUID:
    """Know who proposed the opinion."""
    del county
    return keys.subject_of(LEAD, NOW)


def backup(database: Database) -> Backup:
    with database.reading() as connection:
        return [
            (table, [dict(row) for row in connection.execute(select(table)).mappings()])
            for table in metadata.sorted_tables
        ]


def restore(database: Database, tables: Backup) -> None:
    """Have every row as it was, as a backup of the whole county has them."""
    with unguarded(database) as connection:
        for table, rows in tables:
            connection.execute(delete(table))
            if rows:
                connection.execute(insert(table), rows)


def forget_shape(database: Database) -> None:
    with unguarded(database) as connection:
        connection.execute(update(log_head).values(told_shape=staleness.TOLD_SHAPE - 1))


def restricted(store: Store, subject: UUID) -> None:
    decide(store, subject, restrict)


def requested(store: Store, subject: UUID) -> None:
    decide(store, subject, request)


DECISIONS: dict[str, Decision] = {"restricted": restricted, "erased": approved}


@pytest.mark.parametrize("decided", DECISIONS)
@pytest.mark.parametrize("is_on_file", [True, False], ids=["record before", "record after"])
def test_a_backup_of_before_a_decision_tells_no_name_once_carried_out(
    county: Store, keys: KeyStore, lead: UUID, decided: str, *, is_on_file: bool
) -> None:
    """The key store alone knows of it: whatever the log decides nothing about stays as it is."""
    if is_on_file:
        recorded(county, lead)
    before = backup(county.database)
    if not is_on_file:
        recorded(county, lead)
    DECISIONS[decided](county, lead)
    carry_out(county, keys)
    standing = keys.standing(lead)
    restore(county.database, before)
    assert told_in_ledger(county) == {LEAD}
    assert why_stale(county) is Stale.KEYS
    assert is_outstanding(county, keys)
    carry_out(county, keys)
    assert why_stale(county) is None
    assert not is_outstanding(county, keys)
    assert keys.standing(lead) is standing
    assert told_in_ledger(county) == {marker_of(lead)}
    take(county, LATER)
    assert why_stale(county) is None


def test_a_restriction_lost_with_the_log_is_lifted_once_it_is_entered_again_and_lifted(
    county: Store, keys: KeyStore, lead: UUID
) -> None:
    recorded(county, lead)
    keys.restrict(lead)
    carry_out(county, keys)
    assert told_in_ledger(county) == {marker_of(lead)}
    restricted(county, lead)
    decide(county, lead, lift)
    carry_out(county, keys)
    assert told_in_ledger(county) == {LEAD}


def test_a_backup_of_while_somebody_was_restricted_tells_the_name_as_the_log_says(
    county: Store, keys: KeyStore, lead: UUID
) -> None:
    recorded(county, lead)
    restricted(county, lead)
    carry_out(county, keys)
    before = backup(county.database)
    decide(county, lead, lift)
    carry_out(county, keys)
    restore(county.database, before)
    assert why_stale(county) is Stale.KEYS
    carry_out(county, keys)
    assert told_in_ledger(county) == {marker_of(lead)}
    assert keys.standing(lead) is Standing.RESTRICTED


def test_a_key_store_of_before_a_decision_is_noticed_by_the_ledgers(
    county: Store, keys: KeyStore, lead: UUID, tmp_path: Path
) -> None:
    earlier = (tmp_path / "keys.db").read_bytes()
    recorded(county, lead)
    restricted(county, lead)
    carry_out(county, keys)
    keys.close()
    (tmp_path / "keys.db").write_bytes(earlier)
    keys.forget()
    assert why_stale(county) is Stale.KEYS
    carry_out(county, keys)
    assert keys.standing(lead) is Standing.RESTRICTED
    assert told_in_ledger(county) == {marker_of(lead)}
    assert why_stale(county) is None


class Stopped(Exception):
    """The process ends here."""


def test_whoever_is_stopped_before_clearing_what_a_backup_said_clears_it_later(
    county: Store, keys: KeyStore, lead: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(county, lead)
    before = backup(county.database)
    approved(county, lead)
    carry_out(county, keys)
    restore(county.database, before)
    scrubbed: list[Database] = []

    def stop(_: Database) -> None:
        raise Stopped

    monkeypatch.setattr("application.rebuild.scrub", stop)
    with pytest.raises(Stopped):
        carry_out(county, keys)
    assert told_in_ledger(county) == {marker_of(lead)}
    assert why_stale(county) is Stale.UNSCRUBBED
    assert is_outstanding(county, keys)
    monkeypatch.setattr("application.rebuild.scrub", scrubbed.append)
    monkeypatch.setattr("application.rebuild.rebuild", stop)
    assert renew(county) is Stale.UNSCRUBBED
    assert len(scrubbed) == 1
    assert why_stale(county) is None
    assert renew(county) is None


def test_a_change_while_ledgers_are_told_leaves_them_stale(
    county: Store, keys: KeyStore, lead: UUID
) -> None:
    rebuild(county, lambda _: keys.restrict(lead))
    assert why_stale(county) is Stale.KEYS
    renew(county)
    assert told_in_ledger(county) == {marker_of(lead)}


def test_ledgers_of_another_shape_are_told_anew_and_nothing_needs_clearing(
    county: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_shape(county.database)
    assert why_stale(county) is Stale.SHAPE
    monkeypatch.delattr("application.rebuild.scrub")
    assert renew(county) is Stale.SHAPE
    assert why_stale(county) is None


@pytest.fixture
def copied(county: Store, keys: KeyStore, lead: UUID, tmp_path: Path) -> Iterator[Store]:
    """Have a county to which a log was copied that says of an erasure, and nothing was told."""
    recorded(county, lead)
    approved(county, lead)
    with closing(Database(f"sqlite:///{tmp_path / 'log.db'}")) as copy:
        migrate(copy)
        copy_log(county.database, copy)
        with opened(copy, keys=keys) as store:
            yield store


def test_a_log_without_ledgers_is_known_and_nothing_decided_in_it_is_passed_over(
    copied: Store, keys: KeyStore, lead: UUID
) -> None:
    assert why_stale(copied) is Stale.INCOMPLETE
    assert told_in_ledger(copied) == set()
    assert is_outstanding(copied, None)
    assert carry_out(copied, keys) == [lead]
    assert status(copied, lead) is RecordStatus.ERASED
    assert told_in_ledger(copied) == {marker_of(lead)}
    assert why_stale(copied) is None


def test_what_is_recorded_on_top_of_ledgers_that_were_not_told_hides_nothing(
    copied: Store,
) -> None:
    take(copied, REGISTERED, "DL-2015-02")
    assert why_stale(copied) is Stale.INCOMPLETE


def test_a_county_of_before_its_ledgers_said_so_is_told_anew(
    split: Store,  # noqa: F811  the fixture
) -> None:
    """Opinions were split before a ledger told of it (migration 0017)."""
    before = {code: counted(split, code) for code in CODES}
    rows = _rows(split)
    with split.database.migrating() as connection:
        command.downgrade(_config(connection), "0016")
    migrate(split.database)
    assert {code: counted(split, code) for code in CODES} != before
    assert why_stale(split) is Stale.SHAPE
    renew(split)
    assert why_stale(split) is None
    assert {code: counted(split, code) for code in CODES} == before
    assert _rows(split) == rows


def test_an_empty_county_is_not_stale(sealing_store: Store, tmp_path: Path) -> None:
    assert why_stale(sealing_store) is None
    with closing(Database(f"sqlite:///{tmp_path / 'new.db'}")) as new:
        migrate(new)
        with opened(new) as store:
            assert why_stale(store) is None
            registered(store)
            assert why_stale(store) is None


ACTS: tuple[Decision, ...] = (
    restricted,
    lambda store, subject: decide(store, subject, lift),
    requested,
    lambda store, subject: decide(store, subject, approve, "负责人乙"),
    lambda store, _: take(store, REGISTERED, f"DL-{store.recorder.max_notification_id()}"),
    lambda store, _: take(store, Step("2015-02-01", opinions.form)),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.lists(st.sampled_from(ACTS), max_size=4), max_size=6))
def test_ordinary_work_leaves_no_ledger_stale(
    template: Path, stretches: list[list[Decision]]
) -> None:
    """Between two times decisions are carried out anything happens; then all holds."""
    with (
        TemporaryDirectory() as folder,
        closing(laid_out(keys_in(Path(folder)))) as keys,
        opened(fresh_sqlite(template, Path(folder)), keys=keys) as store,
    ):
        registered(store)
        subject = keys.subject_of(LEAD, NOW)
        recorded(store, subject)
        for stretch in stretches:
            for each in stretch:
                with suppress(RuleViolation, PersonRestricted):
                    each(store, subject)
                assert why_stale(store) is None
            carry_out(store, keys)
            assert why_stale(store) is None
            assert not is_outstanding(store, keys)
