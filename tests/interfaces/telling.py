"""A file of notifications for a receiver on loopback, and a county whose acts are told."""

from functools import partial
from pathlib import Path

from application.commands import units
from application.store import Store
from domain.unit import UnitKind, UnitLevel
from tests.aggregates import act
from tests.receivers import SECRET

KEY = "ZHUOLUO_TEST_KEY"
ENVIRONMENT = {KEY: SECRET}


def configured(folder: Path, url: str, *, start: str = "beginning") -> Path:
    """Write a file that subscribes one receiver to every registration of a unit."""
    path = folder / "notifications.toml"
    path.write_text(
        "[[subscriptions]]\n"
        'name = "jyj"\n'
        'topics = ["unit.registered"]\n'
        f'start = "{start}"\n'
        'channel = "webhook"\n'
        f'destination = "{url}"\n'
        f'secrets = [{{ env = "{KEY}" }}]\n',
        encoding="utf-8",
    )
    return path


def register(store: Store, *codes: str) -> None:
    """Register units, each of which is told."""
    for code in codes:
        command = partial(
            units.register,
            code=code,
            name=f"单位{code}",
            kind=UnitKind.DEPARTMENT,
            level=UnitLevel.COUNTY,
            parent=None,
        )
        store.run(act("2000-01-01"), command)
