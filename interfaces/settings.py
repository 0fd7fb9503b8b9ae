"""What a site may set, read once from the environment (``ZHUOLUO_…``)."""

from pathlib import Path
from urllib.parse import quote, unquote

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the county's data is and where the server listens."""

    model_config = SettingsConfigDict(env_prefix="ZHUOLUO_", frozen=True)

    database_url: str = "sqlite:///zhuoluo.db"
    """A SQLAlchemy URL: ``sqlite:///path`` or ``postgresql+psycopg://…``."""
    database_schema: str = Field(default="zhuoluo", pattern=r"^[a-z_][a-z0-9_]{0,62}$")
    """The PostgreSQL schema that holds the county."""
    key_store: str | None = None
    """The same for the keys of persons, a database of its own; where unset, a SQLite file beside
    the county's, or in the working folder."""
    wrapping_key: Path | None = None
    """The file with the one secret that opens the key store; where unset, beside it as well."""
    county: str = "示例县"
    """The name printed on exports."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    tick: bool = True
    """Whether the server runs the tick every day; without it a timer runs ``zhuoluo tick``."""
    largest_body: int = Field(default=1_048_576, ge=1024)
    """Bytes a request body may have."""
    log_policy: Path | None = None
    """The policy that names the key of the log, its witnesses and their quorum."""
    notifications: Path | None = None
    """The file that says who is notified of what; without one nothing leaves the system."""

    @property
    def key_store_url(self) -> str:
        """The URL of the key store."""
        return self.key_store or f"sqlite:///{quote(str(self._beside('keys.db')))}"

    @property
    def wrapping_key_file(self) -> Path:
        """The file of the wrapping key."""
        return self.wrapping_key or self._beside("wrapping.key")

    def _beside(self, name: str) -> Path:
        """Name a file after the county's."""
        county = self.database_file or Path("zhuoluo.db")
        return county.with_name(f"{county.stem}-{name}")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, when the county is kept in one."""
        return _sqlite_file(self.database_url)

    @property
    def key_store_file(self) -> Path | None:
        """The SQLite file, when the key store is kept in one."""
        return _sqlite_file(self.key_store_url)


def _sqlite_file(url: str) -> Path | None:
    prefix = "sqlite:///"
    if not url.startswith(prefix):
        return None
    return Path(unquote(url.removeprefix(prefix).partition("?")[0]))
