"""The one event-sourced application: runs commands, one transaction for each batch of them.

A command is a function of ``Work``. It loads aggregates, lets them decide, and returns the one it
is about. The transaction it runs in holds the log's head, so commands of a county follow one
another: what a command reads is what is true when it commits, across aggregates and processes.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, Generic, NamedTuple, Never, TypeVar
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Mapper, StoredEvent, TrackingRecorder
from eventsourcing.utils import Environment
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from application.audit.entry import LONGEST_STATE
from application.clock import Watch, require_reached
from application.errors import EventTooLong, NotFound, StoreUnavailable
from application.event_store.committer import Committer, Ticket
from application.event_store.database import Database, Transaction
from application.event_store.driver_errors import DRIVER_ERRORS
from application.event_store.head import Head, HeadMoved, LogState
from application.event_store.idempotency import EarlierOutcome, IdempotencyKeys, KeyedRequest
from application.event_store.mapper import EventMapper
from application.event_store.persistence import Persistence
from application.event_store.recorder import Appending, SqlRecorder
from application.event_store.topics import Stored, TopicRegister
from application.projections.projector import Projection, Projector
from application.projections.versioned import ReadModel
from application.work import A, Work
from domain.model import Act, Aggregate, DomainEvent, day_of

R = TypeVar("R")
Recorded = tuple[DomainEvent, StoredEvent]
CommonRule = Callable[[Work, Sequence[DomainEvent]], None]
"""What all that a command records is held to, whatever the command; it refuses by raising."""

REMEMBERED_STATES = 10_000

LATEST = 2**31 - 1
"""A version no aggregate reaches."""

UNCERTAIN = (
    StoreUnavailable,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    sqlite3.OperationalError,
    OperationalError,
)
"""After these the outcome of a commit is not known, so nothing is tried again by itself."""


class Done(NamedTuple, Generic[A]):
    """What a command led to: the state it left, and the receipt of its latest event."""

    aggregate: A
    sequence: int
    leaf_hash: bytes
    """The leaf of that event in the log: whoever keeps it can prove what was recorded."""


class Job(NamedTuple):
    """A command that waits for its turn."""

    command: Callable[[Work], Aggregate]
    act: Act
    request: KeyedRequest | None


class Store(Application[UUID]):
    """Everything one county has recorded."""

    name = "zhuoluo"

    def __init__(
        self,
        database: Database,
        read_models: Sequence[ReadModel],
        *,
        topics: TopicRegister,
        clock: Callable[[], datetime],
        common_rule: CommonRule | None = None,
    ) -> None:
        self.database = database
        self.topics = topics
        self.clock = clock
        self.common_rule = common_rule
        self.watch = Watch()
        super().__init__()
        self._log = SqlRecorder(database)
        self.projector = Projector(database, topics, read_models)
        self.keys = IdempotencyKeys(database)
        self.committer: Committer[Job, Done[Any]] = Committer(self._run_batch)
        self._states: OrderedDict[UUID, Aggregate] = OrderedDict()
        self._known: LogState | None = None
        """How this process left the log."""
        self._is_alone = False
        """Whether nobody else wrote when that was last asked: what is known may be trusted."""

    # The library's construction steps

    def construct_factory(self, env: Environment) -> InfrastructureFactory[TrackingRecorder]:
        return Persistence(env, self.database)

    def construct_mapper(self) -> Mapper[UUID]:
        return EventMapper(self.topics)

    # Commands

    def run(
        self,
        act: Act,
        command: Callable[[Work], A],
        request: KeyedRequest | None = None,
    ) -> Done[A]:
        """Run a command; return once what it recorded is durable."""
        return self.committer.run(Job(command, act, request))

    async def submit(
        self,
        act: Act,
        command: Callable[[Work], A],
        request: KeyedRequest | None = None,
    ) -> Done[A]:
        """Run a command without blocking the event loop."""
        return await self.committer.submit(Job(command, act, request))

    def run_together(
        self, commands: Iterable[tuple[Act, Callable[[Work], Aggregate]]]
    ) -> list[Done[Any]]:
        """Run commands in one transaction: all of them, or none when one is refused.

        Like a rebuild, only while nobody else runs commands in this process.
        """
        with self.database.writing() as transaction:
            self.forget()
            batch = _Batch(self, transaction)
            done = [batch.require(Job(command, act, None)) for act, command in commands]
            batch.projection.finish()
            transaction.commit(batch.head)
            batch.appending.settle()
        return done

    def save(self, *objs: object, **kwargs: object) -> Never:
        """Refuse the library's way round the read models."""
        msg = f"run a command instead of saving {objs} {kwargs}"
        raise NotImplementedError(msg)

    def _run_batch(self, tickets: Sequence[Ticket[Job, Done[Any]]]) -> None:
        try:
            outcomes = self._attempt([ticket.job for ticket in tickets])
        except UNCERTAIN as error:
            self.forget()
            lost = StoreUnavailable(
                "数据库连接中断、正忙(如正在重新生成台账)或者无法写入,请稍后重试"
            )
            lost.__cause__ = error
            for ticket in tickets:
                ticket.settle(error=lost)
        except Exception:
            self.forget()
            if len(tickets) == 1:
                raise
            for ticket in tickets:
                self._run_alone(ticket)
        else:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                if isinstance(outcome, Done):
                    ticket.settle(answer=outcome)
                else:
                    ticket.settle(error=outcome)

    def _run_alone(self, ticket: Ticket[Job, Done[Any]]) -> None:
        """Run one command of a batch that could not be written: only the guilty one fails."""
        try:
            self._run_batch([ticket])
        except Exception as error:  # noqa: BLE001  passed on to whoever sent the command
            ticket.settle(error=error)

    def _attempt(self, jobs: Sequence[Job]) -> list[Done[Any] | Exception]:
        try:
            return self._attempt_on(self._known if self._is_alone else None, jobs)
        except HeadMoved:
            self.forget()
            return self._attempt_on(None, jobs)

    def _attempt_on(
        self, trusted: LogState | None, jobs: Sequence[Job]
    ) -> list[Done[Any] | Exception]:
        with self.database.writing(trusted) as transaction:
            if transaction.is_held:
                self._compare(transaction.state)
            batch = _Batch(self, transaction)
            outcomes = [batch.run(job) for job in jobs]
            if batch.head == transaction.head:
                transaction.hold()  # a refusal, too, rests on what is true
                self._known = transaction.state
                return outcomes
            rows = batch.projection.finish()
            transaction.commit(batch.head)
        self._known = transaction.state._replace(head=batch.head)
        batch.appending.settle()
        self._remember(batch.states)
        self.projector.remember(rows)
        return outcomes

    def _compare(self, found: LogState) -> None:
        """Use what is remembered only if the log is where this process left it."""
        self._is_alone = found == self._known
        if not self._is_alone:
            self.forget()

    def begin(self, transaction: Transaction) -> Appending:
        """Begin to append to the log in a transaction."""
        return self._log.begin(transaction)

    def _remember(self, states: Mapping[UUID, Aggregate]) -> None:
        for key, state in states.items():
            self._states[key] = state
            self._states.move_to_end(key)
        while len(self._states) > REMEMBERED_STATES:
            self._states.popitem(last=False)

    def remembered(self, key: UUID) -> Aggregate | None:
        """Return the state an aggregate had after the latest commit, when it is at hand."""
        return self._states.get(key)

    def forget(self) -> None:
        """Forget states, rows and keys: another process wrote, or a transaction failed."""
        self._states.clear()
        self.projector.forget()
        self._log.tree.forget()
        self.topics.persons.forget()
        self._known, self._is_alone = None, False

    # Reading aggregates

    def rehearse(self, act: Act, question: Callable[[Work], R]) -> R:
        """Do on the present states what a command would, record nothing, and return its answer.

        Raises what the command itself would; for whom it acts is not judged.
        """
        return question(Work(_Rehearsal(self), act, act.recorded_on))

    def read(self, kind: type[A], key: UUID, version: int | None = None) -> A:
        """Return an aggregate as it stands, or as it stood at ``version``. Not to decide on."""
        state = self.topics.fold(self._log.select_events(key, lte=version))
        if not isinstance(state, kind):
            raise NotFound(kind.LABEL, key)
        return state

    def close(self) -> None:
        """Finish what waits and close the database, once: the library closes what it collects."""
        if not self.closing.is_set():
            self.committer.close()
            super().close()
            self.database.close()


class _Rehearsal:
    """The states as they are now, for a command that is only tried."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self, key: UUID) -> Aggregate | None:
        """Return the state as committed."""
        return self._store.topics.fold(self._store.recorder.select_events(key))

    glimpse = state

    def reading(self) -> AbstractContextManager[Connection]:
        """Lend a connection that has the read models as committed."""
        return self._store.database.reading()


class _Batch:
    """The commands of one transaction, one after the other."""

    def __init__(self, store: Store, transaction: Transaction) -> None:
        self._store = store
        self._transaction = transaction
        self.head = transaction.head
        self.states: dict[UUID, Aggregate] = {}
        self.projection: Projection = store.projector.begin(transaction)
        self.appending = store.begin(transaction)
        self._latest_leaf: bytes | None = None

    def state(self, key: UUID) -> Aggregate | None:
        """Return the state as the commands before this one left it."""
        state = self.states.get(key) or self._store.remembered(key)
        if state is None:
            state = self._load(key)
            if state is not None:
                self.states[key] = state
        return state

    def glimpse(self, key: UUID) -> Aggregate | None:
        """Return the same without remembering it."""
        return self.states.get(key) or self._store.remembered(key) or self._load(key)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Lend the transaction's own connection, once it has what was recorded in it so far."""
        self.projection.flush()
        yield self._transaction.connection

    def _load(self, key: UUID, version: int = LATEST) -> Aggregate | None:
        told = self._transaction.events_of(key, version)
        return self._store.topics.fold(Stored(topic, state) for topic, state in told)

    def run(self, job: Job) -> "Done[Any] | Exception":
        """Run one command; a refusal leaves no trace and concerns nobody else."""
        now = self._store.clock()
        recorded_at = max(now, self.head.recorded_at)
        self._store.watch.look(self.head.recorded_at, now)
        act = job.act.model_copy(update={"recorded_at": recorded_at, "causation_id": uuid4()})
        work = Work(self, act, day_of(now))
        try:
            if job.request is not None:
                earlier = self._store.keys.find(self._transaction, job.act.actor, job.request)
                if earlier is not None:
                    return self._answer_again(earlier)
            if now < recorded_at:
                require_reached(job.act, now)
            aggregate = job.command(work)
            recorded = self._recorded(work)
        except (HeadMoved, *DRIVER_ERRORS):
            raise
        except Exception as refusal:  # noqa: BLE001  whatever the command raises is its answer
            return refusal
        return self._accept(job, work, aggregate, recorded)

    def require(self, job: Job) -> Done[Any]:
        """Run one command; raise its refusal."""
        outcome = self.run(job)
        if isinstance(outcome, Done):
            return outcome
        raise outcome

    def _recorded(self, work: Work) -> list[Recorded]:
        """Return what the command recorded; names of persons are sealed here, or refused.

        No event is longer than a receipt and a line of an export hold.
        """
        store = self._store.mapper.to_stored_event
        events = [event for each in work.changed() for event in each.collect_events()]
        if self._store.common_rule is not None:
            self._store.common_rule(work, events)
        recorded = [(event, store(event)) for event in events]
        if any(len(stored.state) > LONGEST_STATE for _, stored in recorded):
            raise EventTooLong(LONGEST_STATE)
        return recorded

    def _accept(
        self, job: Job, work: Work, aggregate: Aggregate, recorded: Sequence[Recorded]
    ) -> Done[Any]:
        items = {event.originator_id for event, _ in recorded}
        self.states.update((each.id, each) for each in work.changed() if each.id in items)
        if recorded:
            self._record(recorded, work.act.recorded_at)
        done = Done(aggregate, self.head.sequence, self._leaf_hash())
        if job.request is not None:
            self._store.keys.keep(self._transaction, job.act.actor, job.request, done)
        return done

    def _record(self, recorded: Sequence[Recorded], recorded_at: datetime) -> None:
        first = self.head.sequence + 1
        self._latest_leaf = self.appending.append([stored for _, stored in recorded])
        self.head = Head(self.head.sequence + len(recorded), recorded_at)
        for sequence, (event, _) in enumerate(recorded, first):
            self.projection.project(event, sequence)

    def _answer_again(self, earlier: EarlierOutcome) -> Done[Any]:
        state = self._load(earlier.aggregate_id, earlier.version)
        return Done(state, earlier.sequence, self._transaction.leaf_hash(earlier.sequence))

    def _leaf_hash(self) -> bytes:
        """Return the leaf of the latest event."""
        return self._latest_leaf or self._transaction.leaf_hash(self.head.sequence)
