"""What a site may set, read once from the environment (``ZHUOLUO_…``)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the county's data is and where the server listens."""

    model_config = SettingsConfigDict(env_prefix="ZHUOLUO_", frozen=True)

    database_url: str = "sqlite:///zhuoluo.db"
    """A SQLAlchemy URL: ``sqlite:///path`` or ``postgresql+psycopg://…``."""
    database_schema: str = Field(default="zhuoluo", pattern=r"^[a-z_][a-z0-9_]{0,62}$")
    """The PostgreSQL schema that holds the county."""
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
    def database_file(self) -> Path | None:
        """The SQLite file, when the county is kept in one."""
        prefix = "sqlite:///"
        is_file = self.database_url.startswith(prefix)
        return Path(self.database_url.removeprefix(prefix)) if is_file else None
