"""``python -m bench.crash [kills]``: kill the server this often on each database."""

import sys
import tempfile
from pathlib import Path

from tests.killing import kill_repeatedly
from tests.postgres import postgres_server


def main(kills: int) -> None:
    """Print what survived."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'county.db'}"
        print("SQLite", kill_repeatedly({"ZHUOLUO_DATABASE_URL": url}, kills, seed=1), flush=True)
    with postgres_server() as url:
        print("PostgreSQL", kill_repeatedly({"ZHUOLUO_DATABASE_URL": url}, kills, seed=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
