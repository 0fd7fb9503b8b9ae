"""Openings in exports: they prove the names that may be told, and tell of no other."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from application.privacy.key_store import KeyStore
from application.privacy.personal_values import marker_of
from application.projections.period import Period
from application.reactions.carrying_out import carry_out
from application.store import Store
from interfaces.bootstrap import System
from interfaces.exporting import export
from interfaces.settings import Settings
from interfaces.verifier.bundle_check import check_bundle
from tests.application.opinions import REPLIED, settle, take
from tests.application.privacy.boxes import NOW
from tests.application.test_carrying_out import approved, decide, lift, recorded, restrict
from tests.http_fixtures import County
from tests.interfaces.test_cli import refused, zhuoluo
from tests.stores import keys_beside

EVER, TODAY = Period(date(2000, 1, 1), date(2030, 12, 31)), date(2030, 1, 1)
OPENINGS = "personal/openings.jsonl"
EXPORTED = "/exports/audit-bundle?since=2015-01-01&until=2015-12-31"
PLACES = [
    "lead_deputy",
    "co_signers.0",
    "approver",
    "compiled_by",
    "signer",
    "answered.0",
    "answered.1",
]


@pytest.fixture
def told(sealing_store: Store, keys: KeyStore) -> System:
    """Give a county with an opinion that was replied to."""
    settle(sealing_store)
    for step in REPLIED:
        take(sealing_store, step)
    settings = Settings(county="测试县")
    return System(settings, sealing_store.database, sealing_store, sealing_store.clock, keys=keys)


def exported(county: System, known_at: int | None = None) -> bytes:
    return b"".join(export(county, EVER, TODAY, known_at))


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        return {info.filename: bundle.read(info) for info in bundle.infolist()}


def openings(archive: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files(archive)[OPENINGS].splitlines()]


def require_sound(archive: bytes, folder: Path) -> None:
    path = folder / "bundle.zip"
    path.write_bytes(archive)
    verdict = check_bundle(path)
    assert verdict.ok, verdict.chinese


def test_every_sealed_name_has_its_opening_in_order(told: System, tmp_path: Path) -> None:
    archive = exported(told)
    found = openings(archive)
    assert [each["field"] for each in found] == PLACES
    assert [each["text"] for each in found][:3] == ["代表甲", "代表乙", "主席团主席"]
    assert found == sorted(found, key=lambda each: each["sequence"])
    assert exported(told) == archive
    require_sound(archive, tmp_path)


def test_openings_are_of_the_events_known_then(told: System) -> None:
    first = openings(exported(told))[0]["sequence"]
    fields = [each["field"] for each in openings(exported(told, first))]
    assert fields == ["lead_deputy", "co_signers.0"]
    assert OPENINGS not in files(exported(told, first - 1))


def test_whoever_is_restricted_is_not_told_in_an_export(
    told: System, keys: KeyStore, tmp_path: Path
) -> None:
    subject = keys.subject_of("代表甲", NOW)
    recorded(told.store, subject)
    decide(told.store, subject, restrict)
    carry_out(told.store, keys)
    archive = exported(told)
    assert "代表甲" not in {each["text"] for each in openings(archive)}
    ledger = files(archive)["台账/意见台账.csv"].decode("utf-8-sig")
    assert marker_of(subject) in ledger
    assert "代表甲" not in ledger
    require_sound(archive, tmp_path)


def test_schemas_say_that_a_name_stands_as_text_or_sealed(told: System) -> None:
    archive = files(exported(told))
    schema = json.loads(archive["schemas/opinion.registered.json"])
    lead = schema["properties"]["lead_deputy"]
    assert {"$ref": "#/$defs/SealedValue"} in lead["anyOf"][0]["anyOf"]
    assert schema["$defs"]["SealedValue"]["required"] == ["subject", "salted", "sealed"]
    assert "SealedValue" not in archive["schemas/unit.registered.json"].decode()


def test_what_is_not_carried_out_is_exported_over_no_way(
    county: County, sqlite_store: Store
) -> None:
    keys = keys_beside(sqlite_store.database)
    subject = keys.subject_of("代表甲", NOW)
    recorded(sqlite_store, subject)
    decide(sqlite_store, subject, restrict)
    keys.restrict(subject)
    url = str(sqlite_store.database.url)
    arguments = ("export", "--period", "2015-01-01..2015-12-31", "-o", "out.zip")
    refused(zhuoluo(url)(*arguments), 1, "尚未执行完毕")
    decide(sqlite_store, subject, lift)
    approved(sqlite_store, subject)
    answer = county.client.get(EXPORTED)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/erasure-outstanding")
    keys.close()
