"""The composition root: from settings to a system that runs."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from application.event_store.database import Database
from application.notifications.worker import Worker
from application.privacy.key_store import KeyStore
from application.register import open_store, utc_now
from application.store import Store
from domain.model import day_of
from interfaces.person_keys import open_keys
from interfaces.settings import Settings


class System(NamedTuple):
    """One county, open for work."""

    settings: Settings
    database: Database
    store: Store
    clock: Callable[[], datetime]
    worker: Worker | None = None
    """Sends notifications, when the site wants any."""
    ticking: bool = False
    """Whether the server itself runs the tick every day."""
    keys: KeyStore | None = None
    """The keys of persons; without them names are stored as they are."""

    @property
    def today(self) -> date:
        """The calendar day in China."""
        return self.day_of(self.clock())

    def day_of(self, moment: datetime) -> date:
        """Return the calendar day in China of a moment."""
        return day_of(moment)


def open_system(settings: Settings, clock: Callable[[], datetime] = utc_now) -> System:
    """Open the county the settings name; ``zhuoluo migrate`` put schema and keys in place."""
    keys = open_keys(settings)
    database = Database(settings.database_url, schema=settings.database_schema)
    return System(settings, database, open_store(database, clock, keys), clock, keys=keys)


def open_log(settings: Settings) -> System:
    """Open the county for whoever handles bytes alone, such as the signer: names stay sealed."""
    database = Database(settings.database_url, schema=settings.database_schema)
    return System(settings, database, open_store(database), utc_now)


@contextmanager
def running_system(
    settings: Settings, opening: Callable[[Settings], System] = open_system
) -> Generator[System]:
    """Open a system and close it afterwards."""
    system = opening(settings)
    try:
        yield system
    finally:
        system.store.close()
        if system.keys is not None:
            system.keys.close()
