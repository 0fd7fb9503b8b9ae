"""After an erasure the names are in no table, export, log or file; every proof still holds.

Files but for PostgreSQL's write-ahead ones: ``docs/personal-data.md`` says where else.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from application.audit.merkle import SHA256, verify_inclusion
from application.audit.proofs import inclusion_proof, root
from application.commands import opinions
from application.errors import ErasureOutstanding
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree
from application.event_store.logs import FIRST
from application.export_rows import LedgerRows
from application.log.check import check_store
from application.privacy.key_store import KeyStore
from application.privacy.personal_values import marker_of
from application.projections.period import Period
from application.projections.versioned import Moment
from application.reactions.carrying_out import carry_out
from application.store import Store
from application.work import Work
from domain.opinion import Opinion
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    Retention,
    RetentionClass,
)
from interfaces.bootstrap import System
from interfaces.exporting import export
from interfaces.settings import Settings
from interfaces.verifier.bundle_check import check_bundle
from tests.aggregates import act
from tests.application.opinions import OFFICE, USUAL, settle
from tests.application.privacy.boxes import NOW
from tests.unpacked import unpacked

FAMILY = "澹台映雪"
PERSONS, OPINIONS = 100, 100
PAPER = "丹人办申〔2029〕3号"
NAMES = [f"{FAMILY}{number:03}" for number in range(PERSONS)]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
LONGEST = 1_000_000_000
EVER, TODAY = Period(date(2000, 1, 1), date(2030, 12, 31)), date(2030, 1, 1)
CONSENT = Retention(kept_as=RetentionClass.AS_NEEDED, until=date(2029, 12, 31))


def register(work: Work, number: int) -> Opinion:
    lead, *others = NAMES
    signed = {"lead_deputy": lead, "co_signers": tuple(others), "number": f"YC-{number}"}
    return opinions.register(work, **{**USUAL[opinions.register], **signed})


def open_record(work: Work, subject: UUID) -> PersonalRecord:
    basis = ProcessingBasis.CONSENT
    return work.add(PersonalRecord.open(subject, "联系代表", basis, CONSENT, work.act))


def request(work: Work, subject: UUID) -> PersonalRecord:
    record = work.get(PersonalRecord, PersonalRecord.id_of(str(subject)))
    record.request_erasure(ErasureGround.CONSENT_WITHDRAWN, PAPER, "本人撤回同意", work.act)
    return record


def approve(work: Work, subject: UUID) -> PersonalRecord:
    record = work.get(PersonalRecord, PersonalRecord.id_of(str(subject)))
    record.approve_erasure(work.act)
    return record


@pytest.fixture
def county(sealing_store: Store, keys: KeyStore) -> System:
    """Write a hundred names a hundred times each."""
    settle(sealing_store)
    registering = act("2015-01-21", unit=OFFICE)
    numbers = range(OPINIONS)
    sealing_store.run_together([(registering, partial(register, number=n)) for n in numbers])
    settings = Settings(county="测试县")
    return System(settings, sealing_store.database, sealing_store, sealing_store.clock, keys=keys)


def erase_all(county: System, keys: KeyStore, subjects: Sequence[UUID]) -> None:
    deciding = act("2020-01-02", actor="负责人乙")
    for who, step in ((act("2020-01-01"), open_record), (act("2020-01-01"), request)):
        county.store.run_together([(who, partial(step, subject=each)) for each in subjects])
    county.store.run_together([(deciding, partial(approve, subject=each)) for each in subjects])
    with pytest.raises(ErasureOutstanding):
        export(county, EVER, TODAY)
    assert list(carry_out(county.store, keys)) == list(subjects)


def found_in(data: bytes, name: str = FAMILY) -> list[bytes]:
    """Return the forms of a name, no other test writes this one, that bytes contain."""
    forms = [name.encode(code) for code in ENCODINGS]
    forms.append(json.dumps(name)[1:-1].encode())
    return [form for form in forms if form in data]


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def files_naming(database: Database) -> list[str]:
    """Name the files of a PostgreSQL that hold the name, after a checkpoint, and its log.

    Not looked at are the write-ahead files, which hold it for a while, and the statistics, whose
    dead rows may (``docs/adr/0016``).
    """
    with database.reading() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        statistics = set(connection.scalars(text(OF_STATISTICS)))
        paths = [*connection.scalars(text(OF_DATA)), *connection.scalars(text(OF_SERVER_LOG))]
        contents = text("SELECT pg_read_binary_file(:path, 0, :longest, true)")
        return [
            path
            for path in paths
            if path.partition(".")[0] not in statistics
            and found_in(connection.scalar(contents, {"path": path, "longest": LONGEST}) or b"")
        ]


OF_STATISTICS = """
SELECT pg_relation_filepath(oid) FROM pg_class
 WHERE oid = 'pg_statistic'::regclass
    OR oid = (SELECT reltoastrelid FROM pg_class WHERE oid = 'pg_statistic'::regclass)
"""
OF_DATA = """
SELECT folder || '/' || file FROM (
  SELECT folder, pg_ls_dir(folder, true, false) AS file FROM (
    SELECT 'base/' || oid AS folder FROM pg_database UNION SELECT 'global') AS folders) AS files
 WHERE file NOT LIKE 'pg_internal%'
"""
OF_SERVER_LOG = "SELECT current_setting('data_directory') || '/../server.log'"


def tables_of(county: System) -> bytes:
    """Read every row of every read model, as text."""
    rows: list[str] = []
    with county.database.reading() as connection:
        for table in county.store.projector.tables:
            rows += [str(tuple(row)) for row in connection.execute(table.select())]
    return "\n".join(rows).encode()


def test_a_hundred_names_are_gone_wherever_they_were_written_and_every_proof_holds(
    county: System,
    keys: KeyStore,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    subjects = [keys.subject_of(name, NOW) for name in NAMES]
    before = b"".join(export(county, EVER, TODAY))
    assert found_in(tables_of(county))
    assert found_in(unpacked(before))
    if county.database.is_sqlite:
        assert found_in(files_of(tmp_path))
    else:
        assert files_naming(county.database)
    with county.database.reading() as connection:
        tree = StoredTree(connection, FIRST)
        size = check_store(county.database, county.store.topics, None).events
        head, proof = root(size, tree), inclusion_proof(size - 1, size, tree)
        leaf = connection.execute(
            text("SELECT leaf_hash FROM events WHERE sequence = :size"), {"size": size}
        ).scalar_one()
    erase_all(county, keys, subjects)
    after = b"".join(export(county, EVER, TODAY))
    assert found_in(tables_of(county)) == []
    assert found_in(unpacked(after)) == []
    assert found_in(files_of(tmp_path)) == []
    if not county.database.is_sqlite:
        assert files_naming(county.database) == []
    assert found_in("".join((caplog.text, *capfd.readouterr())).encode()) == []
    assert check_store(county.database, county.store.topics, None).events > size
    with county.database.reading() as connection:
        assert root(size, StoredTree(connection, FIRST)) == head
    verify_inclusion(bytes(leaf), size - 1, size, proof, head, SHA256)
    (tmp_path / "bundle.zip").write_bytes(after)
    verdict = check_bundle(tmp_path / "bundle.zip")
    assert verdict.ok, verdict.chinese
    rows = LedgerRows(county.database, Moment(TODAY, size)).opinions()
    assert {row["lead_deputy"] for row in rows} == {marker_of(subjects[0])}
