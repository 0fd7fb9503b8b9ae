"""The operator's machine and a witness's, worked from the command line."""

from pathlib import Path

from typer.testing import CliRunner, Result

from application.store import Store
from interfaces.cli.main import app
from tests.interfaces import small_county

ORIGIN = "county.example/log"


class Site:
    """The operator's machine and a witness's, each with files of its own."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.environment = {"ZHUOLUO_DATABASE_URL": str(store.database.url)}

    def run(self, *arguments: str) -> Result:
        return CliRunner(env=self.environment).invoke(app, list(arguments))

    def done(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert (result.exit_code, result.stdout) in {(1, ""), (2, ""), (3, "")}, result.output
        return result.stderr

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def sign(self, *options: str) -> str:
        return self.done("signer", "--once", *self.keys("log"), *options)

    def keys(self, whose: str) -> tuple[str, ...]:
        return ("--key", self.path(f"{whose}.key"), "--memory", self.path(f"{whose}.memory"))

    @property
    def log(self) -> str:
        """The public key of the log."""
        return Path(self.path("policy")).read_text().split()[1]


def log_site(store: Store, folder: Path) -> Site:
    """Fill a county, make the keys and write the policy."""
    small_county.fill(store)
    site = Site(store, folder)
    log = site.done("log-key", ORIGIN, "--key", site.path("log.key")).splitlines()[-1]
    witness = site.done("log-key", "archive.example/w", "--witness", "--key", site.path("w.key"))
    named = witness.splitlines()[-1].replace("名称", "档案馆")
    (folder / "policy").write_text(f"{log}\n{named}\nquorum 档案馆\n")
    site.environment["ZHUOLUO_LOG_POLICY"] = site.path("policy")
    return site
