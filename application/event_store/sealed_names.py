"""Whether a county's events hold names that are sealed."""

from application.event_store.database import Database
from application.event_store.recorder import notifications
from application.event_store.topics import TopicRegister
from application.privacy.personal_fields import holds_sealed

AT_ONCE = 5_000


def holds_sealed_names(database: Database, topics: TopicRegister) -> bool:
    """Look through the events that may name persons, as far as the first that holds one sealed."""
    wanted = topics.topics_naming_persons()
    after = 0
    while True:
        with database.reading() as connection:
            found = notifications(connection, after, AT_ONCE, topics=wanted)
        if any(holds_sealed(each.state) for each in found):
            return True
        if len(found) < AT_ONCE:
            return False
        after = found[-1].id
