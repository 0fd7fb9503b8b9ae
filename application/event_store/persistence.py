"""The library's factory contract, bound to one database."""

from typing import Never

from eventsourcing.persistence import InfrastructureFactory, TrackingRecorder
from eventsourcing.utils import Environment

from application.event_store.database import Database
from application.event_store.recorder import SqlRecorder


class Persistence(InfrastructureFactory[TrackingRecorder]):
    """Builds recorders on our database; read models need no tracking, they share a transaction."""

    def __init__(self, env: Environment, database: Database) -> None:
        super().__init__(env)
        self.database = database

    def application_recorder(self) -> SqlRecorder:
        return SqlRecorder(self.database)

    def aggregate_recorder(self, purpose: str = "events") -> SqlRecorder:
        del purpose
        return SqlRecorder(self.database)

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> Never:
        raise NotImplementedError(tracking_recorder_class)

    def process_recorder(self) -> Never:
        raise NotImplementedError
