"""The roles of ``docs/operations.md``, made word for word, and everything done under them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from typer.testing import CliRunner, Result

from application.event_store.schema import metadata
from application.event_store.schema_check import GUARDED
from application.register import READ_MODELS
from interfaces.cli.main import app
from tests.interfaces.log_site import Site
from tests.interfaces.test_cli import ROOT

LOCK = 0x726F6C65
"""Roles belong to the whole server: one worker at a time makes those of the page."""

NAME = "责任领导甲"
RECORD = ("--purpose", "办理", "--basis", "consent", "--retention", "as_needed")
BY = ("--actor", "经办人甲", "--unit", "RDCWH")
BY_ANOTHER = ("--actor", "负责人乙", "--unit", "RDCWH")
REQUEST = ("--ground", "purpose_met", "--document", "丹人办申〔2020〕3号", "--reason", "已经办结")


def scripts() -> list[str]:
    """Return the SQL of the page: the administrator's, the owner's, that for the key store."""
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    section = page.partition("## PostgreSQL的账号\n")[2].partition("\n## ")[0]
    return [dedent(each.partition("```")[0]) for each in section.split("```sql\n")[1:]]


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def run_whole(connection: Connection, script: str) -> None:
    connection.connection.driver_connection.execute(script)  # type: ignore[union-attr]


class Roles(Site):
    """The county in a database of its own, worked under one role or another."""

    def __init__(self, server: URL, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.environment: dict[str, str] = {}
        self.be("zhuoluo_owner")

    def url(self, role: str) -> URL:
        return self.server.set(username=role, database="zhuoluo")

    def be(self, role: str) -> None:
        url = self.url(role).render_as_string(hide_password=False)
        self.environment |= {
            "ZHUOLUO_DATABASE_URL": url,
            "ZHUOLUO_KEY_STORE": url,
            "ZHUOLUO_WRAPPING_KEY": self.path("wrapping.key"),
        }

    def typed(self, line: str, *arguments: str) -> Result:
        return CliRunner(env=self.environment).invoke(app, list(arguments), input=line)


@pytest.fixture
def roles(postgres_url: str, tmp_path: Path) -> Iterator[Roles]:
    """Make the roles, the database and the rights as the page says."""
    server = make_url(postgres_url)
    administrator, owner, for_keys = scripts()
    with connected(server) as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        try:
            for statement in administrator.strip().split("\n"):
                run_whole(connection, statement)
            for role in ("owner", "app", "signer"):
                if server.password:
                    run_whole(
                        connection, f"ALTER ROLE zhuoluo_{role} PASSWORD '{server.password}'"
                    )
            site = Roles(server, tmp_path)
            site.done("migrate")
            with connected(site.url("zhuoluo_owner")) as owning:
                run_whole(owning, owner)
                run_whole(owning, for_keys)
            site.be("zhuoluo_app")
            yield site
        finally:
            run_whole(connection, "DROP DATABASE IF EXISTS zhuoluo WITH (FORCE)")
            for role in ("signer", "owner", "app"):
                run_whole(connection, f"DROP ROLE IF EXISTS zhuoluo_{role}")


def make_log_keys(site: Roles) -> None:
    log = site.done("log-key", "county.example/log", "--key", site.path("log.key"))
    witness = site.done("log-key", "archive.example/w", "--witness", "--key", site.path("w.key"))
    named = witness.splitlines()[-1].replace("名称", "档案馆")
    policy = f"{log.splitlines()[-1]}\n{named}\nquorum 档案馆\n"
    (site.folder / "policy").write_text(policy)
    site.environment["ZHUOLUO_LOG_POLICY"] = site.path("policy")


def sign_and_witness(site: Roles, request: str) -> None:
    site.be("zhuoluo_signer")
    assert "已签署" in site.sign()
    site.done("copy-log", "-o", site.path(f"{request}.db"))
    site.be("zhuoluo_app")
    site.done("witness", "request", "档案馆", "-o", site.path(request))
    desk = (*site.keys("w"), "--log", site.log)
    site.done("witness", "sign", site.path(request), *desk, "-o", site.path(f"{request}-answer"))
    assert "已登记1个见证" in site.done("witness", "keep", site.path(f"{request}-answer"))


def erase(site: Roles) -> None:
    opened = site.typed(NAME, "person", "open", *RECORD, "--until", "2099-12-31", *BY)
    subject = opened.stdout.partition(":")[0]
    site.done("erase", "request", subject, *REQUEST, *BY)
    site.done("erase", "approve", subject, *BY_ANOTHER)
    assert "本次删除1人" in site.done("erase", "run")


def rows_naming(site: Roles) -> int:
    with connected(site.url("zhuoluo_app")) as connection:
        query = text("SELECT count(*) FROM zhuoluo.responsibilities WHERE name = :name")
        return connection.scalar(query, {"name": NAME}) or 0


def test_everything_the_server_does_is_done_under_its_role(roles: Roles) -> None:
    roles.done("load-sample")
    make_log_keys(roles)
    sign_and_witness(roles, "first")
    roles.done("tick", "--today", "2015-06-15")
    assert rows_naming(roles)
    erase(roles)
    assert not rows_naming(roles)
    roles.done("rebuild")
    roles.be("zhuoluo_owner")
    roles.done("rebuild")
    with connected(roles.url("zhuoluo_owner")) as connection:
        connection.execute(text("UPDATE zhuoluo.log_head SET told_shape = 0, told_after = NULL"))
    assert "已重新生成" in roles.done("migrate")
    roles.be("zhuoluo_app")
    roles.done("rebuild")
    roles.done("tick", "--today", "2015-06-16")
    assert "其中1个达到见证法定数" in roles.done("verify")
    log_rotate = ("--new-key", roles.path("next.key"), "--new-memory", roles.path("next.memory"))
    key = roles.done("log-key", "county.example/next", "--key", roles.path("next.key"))
    with (roles.folder / "policy").open("a") as policy:
        policy.write(key.splitlines()[-1] + "\n")
    sign_and_witness(roles, "last")
    roles.done("log-rotate", "--memory", roles.path("log.memory"), *log_rotate)
    assert "先后2个日志" in roles.done("verify")


@pytest.mark.parametrize("role", ["zhuoluo_app", "zhuoluo_signer"])
def test_no_role_of_the_site_changes_the_log(roles: Roles, role: str) -> None:
    with connected(roles.url(role)) as connection:
        for table in GUARDED:
            column = metadata.tables[table].columns.keys()[0]
            forbid(connection, f"UPDATE {table} SET {column} = 1")  # noqa: S608  our own tables
            forbid(connection, f"DROP TRIGGER {table}_no_change ON {table}")
        for table in (*GUARDED, "log_head"):
            forbid(connection, f"DELETE FROM {table}")  # noqa: S608  ditto
            forbid(connection, f"TRUNCATE {table}")
            forbid(connection, f"DROP TABLE {table}")
            forbid(connection, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        forbid(connection, "DROP FUNCTION refuse_change() CASCADE")


def forbid(connection: Connection, statement: str) -> None:
    connection.execute(text("SET search_path = zhuoluo"))
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connection.execute(text(statement))


def test_the_signer_does_not_see_the_ledgers(roles: Roles) -> None:
    with connected(roles.url("zhuoluo_signer")) as connection:
        forbid(connection, "SELECT * FROM responsibilities")


def test_the_page_gives_the_ledgers_and_nothing_else_to_the_server(roles: Roles) -> None:
    query = text("SELECT tablename FROM pg_tables WHERE tableowner = 'zhuoluo_app'")
    with connected(roles.url("zhuoluo_app")) as connection:
        owned = set(connection.scalars(query))
    assert owned == {table.name for model in READ_MODELS for table in model.tables}
