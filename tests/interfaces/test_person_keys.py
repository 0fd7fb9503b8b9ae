"""A county is opened with its keys: made once, kept from others, refused when they do not fit."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.schema import DropSchema

from application.privacy.wrapping import WrappingKey
from application.store import Store
from domain.opinion import Opinion
from interfaces.person_keys import make_keys, open_keys
from interfaces.settings import Settings
from tests.application.opinions import OPINION
from tests.application.test_sealed_names import LEAD, registered
from tests.interfaces.test_cli import Zhuoluo, lines, refused, zhuoluo
from tests.stores import opened


class Place:
    """Where the tests keep a county, its key store and its wrapping key."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'county.db'}"
        self.county = folder / "county.db"
        self.keys = folder / "county-keys.db"
        self.wrapping = folder / "county-wrapping.key"

    @property
    def run(self) -> Zhuoluo:
        return zhuoluo(self.url)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def migrated(place: Place) -> Place:
    assert place.run("migrate").exit_code == 0
    return place


@pytest.fixture
def sealed(sqlite_store: Store, place: Place) -> Place:
    """Give a county in which a person is named."""
    registered(sqlite_store)
    return place


def test_keys_are_made_once_for_their_owner_alone(place: Place) -> None:
    told = place.run("migrate").stdout.splitlines()
    assert len(told) == 2
    for word in (place.keys.name, place.wrapping.name, "35天", "单独保管"):
        assert word in told[1]
    assert {path.stat().st_mode & 0o777 for path in (place.keys, place.wrapping)} == {0o600}
    before = place.wrapping.read_bytes()
    assert len(place.run("migrate").stdout.splitlines()) == 1
    assert place.wrapping.read_bytes() == before


def test_commands_read_what_is_sealed(sealed: Place) -> None:
    assert LEAD in "".join("".join(line) for line in lines(sealed.run("timeline", "DL-2015-01")))
    assert sealed.run("rebuild").exit_code == 0
    assert sealed.run("verify").exit_code == 0
    assert LEAD.encode() not in b"".join(
        path.read_bytes() for path in (sealed.keys, sealed.wrapping)
    )


def test_whoever_signs_needs_no_keys_of_persons(sealed: Place, tmp_path: Path) -> None:
    for path in (sealed.keys, sealed.wrapping):
        path.unlink()
    key, memory = str(tmp_path / "log.key"), str(tmp_path / "memory")
    assert sealed.run("log-key", "rd.example.cn/log", "--key", key).exit_code == 0
    signed = sealed.run("signer", "--key", key, "--memory", memory, "--once")
    assert "已签署" in signed.stdout
    assert sealed.run("checkpoint").exit_code == 0


def test_a_missing_wrapping_key_is_one_sentence(migrated: Place) -> None:
    migrated.wrapping.unlink()
    for command in ("ledger", "migrate"):
        refused(migrated.run(command), 3, "主密钥", migrated.wrapping.name, "备份")
    assert not migrated.wrapping.exists()


def test_a_missing_key_store_is_one_sentence(sealed: Place) -> None:
    sealed.keys.unlink()
    for command in ("ledger", "migrate", "verify", "tick"):
        refused(sealed.run(command), 3, "没有密钥库", "备份")
    sealed.wrapping.unlink()
    for command in ("ledger", "migrate"):
        refused(sealed.run(command), 3, "没有密钥库", "备份")
    assert not sealed.keys.exists()
    assert not sealed.wrapping.exists()


def test_a_key_store_is_made_under_a_key_that_is_there(migrated: Place) -> None:
    before = migrated.wrapping.read_bytes()
    migrated.keys.unlink()
    assert "已建立密钥库" in migrated.run("migrate").stdout
    assert migrated.wrapping.read_bytes() == before
    assert migrated.run("ledger").exit_code == 0


def test_another_key_is_one_sentence(migrated: Place) -> None:
    migrated.wrapping.write_bytes(WrappingKey.generate().line)
    for command in ("ledger", "migrate"):
        refused(migrated.run(command), 3, "主密钥")


def test_a_key_others_may_read_is_one_sentence(migrated: Place) -> None:
    migrated.wrapping.chmod(0o644)
    refused(migrated.run("ledger"), 3, "只有属主可读")


def test_a_folder_that_is_not_there_is_one_sentence(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUOLUO_WRAPPING_KEY", str(tmp_path / "无" / "wrapping.key"))
    refused(place.run("migrate"), 3, "wrapping.key")


def test_a_key_store_is_named_as_a_database_is(
    migrated: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUOLUO_KEY_STORE", "keys.db")
    refused(migrated.run("ledger"), 2, "ZHUOLUO_KEY_STORE")


def test_keys_may_be_kept_elsewhere(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUOLUO_KEY_STORE", f"sqlite:///{tmp_path / 'other.db'}")
    monkeypatch.setenv("ZHUOLUO_WRAPPING_KEY", str(tmp_path / "other.key"))
    assert "other.db" in place.run("migrate").stdout
    assert not place.keys.exists()
    assert (tmp_path / "other.key").exists()


def test_keys_lie_beside_a_file_and_else_in_the_working_folder() -> None:
    beside = Settings(database_url="sqlite:////var/lib/county.db")
    assert beside.key_store_url == "sqlite:////var/lib/county-keys.db"
    assert beside.wrapping_key_file == Path("/var/lib/county-wrapping.key")
    encoded = Settings(database_url="sqlite:////var/%E5%8E%BF/county.db?timeout=5")
    assert encoded.key_store_url == "sqlite:////var/%E5%8E%BF/county-keys.db"
    assert encoded.wrapping_key_file == Path("/var/县/county-wrapping.key")
    elsewhere = Settings(database_url="postgresql+psycopg://localhost/x")
    assert elsewhere.key_store_url == "sqlite:///zhuoluo-keys.db"
    assert elsewhere.wrapping_key_file == Path("zhuoluo-wrapping.key")


def test_a_key_store_in_postgresql(
    sqlite_store: Store, postgres_url: str, worker_id: str, place: Place
) -> None:
    settings = Settings(
        database_url=place.url,
        database_schema=f"apart_{worker_id}",
        key_store=postgres_url,
        wrapping_key=place.wrapping.with_name("postgres.key"),
    )
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        schema = f"{settings.database_schema}_keys"
        connection.execute(DropSchema(schema, cascade=True, if_exists=True))
    engine.dispose()
    assert make_keys(settings, sqlite_store.database)
    with (
        closing(open_keys(settings)) as keys,
        opened(sqlite_store.database, keys=keys) as store,
    ):
        registered(store)
        assert store.read(Opinion, OPINION).lead_deputy == LEAD
