"""A small county with a signer and two witnesses, all in this process; its key may change."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, update

from application.audit.checkpoint import Checkpoint, parse_checkpoint
from application.audit.keys import KeyType, VerifierKey
from application.audit.note import parse_note
from application.audit.policy import Policy, parse_policy
from application.commands import units
from application.event_store.database import Database
from application.event_store.logs import Log
from application.event_store.schema import log_head, metadata
from application.log.check import Checked, check_store
from application.log.heads import Head
from application.log.rotation import rotate
from application.log.signer import LogSigner, Signed
from application.log.witness import Witness
from application.log.witnessing import keep_answer, request_to
from application.register import open_store
from application.store import Store
from application.work import Work
from domain.unit import Unit, UnitKind, UnitLevel
from tests.application.audit.signing import TestSigner
from tests.application.boxes import BEGINNING, act
from tests.stores import unguarded

ORIGIN = "county.example/log"
NAMES = (ORIGIN, "county.example/log2", "county.example/log3")
"""The logs after one another."""
WITNESSES = ("archive.example/w", "audit.example/w")
LOG_KEYS = tuple(VerifierKey(name, KeyType.LOG, TestSigner.named(name).public) for name in NAMES)
LOG_KEY = LOG_KEYS[0]
WITNESS_KEYS = tuple(
    VerifierKey(name, KeyType.WITNESS, TestSigner.named(name).public) for name in WITNESSES
)
NOON = 1_900_000_000


@dataclass
class SignersMemory:
    latest: Signed | None = None

    def recall(self) -> Signed | None:
        return self.latest

    def remember(self, latest: Signed) -> None:
        self.latest = latest


@dataclass
class WitnessMemory:
    texts: dict[str, bytes] = field(default_factory=dict)

    def recall(self, origin: str) -> bytes | None:
        return self.texts.get(origin)

    def remember(self, text: bytes) -> None:
        self.texts[parse_checkpoint(text.decode()).origin] = text


def policy(quorum: str = "2", logs: Sequence[VerifierKey] = LOG_KEYS) -> Policy:
    """Name the logs and their witnesses, of whom so many must have countersigned."""
    first, second = (key.vkey for key in WITNESS_KEYS)
    named = "".join(f"log {key.vkey}\n" for key in logs)
    text = (
        f"{named}witness 档案馆 {first}\nwitness 审计局 {second}\n"
        f"group 见证 {quorum} 档案馆 审计局\nquorum 见证\n"
    )
    return parse_policy(text.encode())


@dataclass
class LogDesk:
    """Whoever needs a log that is signed and witnessed."""

    store: Store
    with_sm3: bool = False
    """Whether its signer is told to state the SM3 root."""
    prefix: str = "U"
    """How the codes of its units begin: another prefix makes another history."""
    memory: SignersMemory = field(default_factory=SignersMemory)
    """Of the log in use."""
    ended: list[SignersMemory] = field(default_factory=list)
    """Of the logs before it."""
    witness_memories: dict[str, WitnessMemory] = field(
        default_factory=lambda: {name: WitnessMemory() for name in WITNESSES}
    )

    @classmethod
    def at(cls, database: Database) -> "LogDesk":
        return cls(open_store(database, lambda: BEGINNING))

    @classmethod
    def fresh(cls, template: Path, folder: Path) -> "LogDesk":
        """Make one over an empty county in this folder."""
        path = folder / "county.db"
        shutil.copy(template, path)
        return cls.at(Database(f"sqlite:///{path}"))

    def lent(self, folder: Path) -> "LogDesk":
        """Lend a copy to an insider; signers and witnesses remember what they saw."""
        copy = self.fresh(Path(str(self.database.url.database)), folder)
        copy.memory.latest = self.memory.latest
        copy.ended = [SignersMemory(each.latest) for each in self.ended]
        for name, memory in self.witness_memories.items():
            copy.witness_memories[name].texts.update(memory.texts)
        return copy

    @property
    def name(self) -> str:
        """The name of the log in use."""
        return NAMES[len(self.ended)]

    @property
    def witnesses(self) -> list[Witness]:
        """Those who countersign the log in use."""
        log = LOG_KEYS[len(self.ended)]
        return [
            Witness(name, TestSigner.named(name), log, memory, lambda: NOON)
            for name, memory in self.witness_memories.items()
        ]

    @property
    def database(self) -> Database:
        return self.store.database

    def record(self, count: int) -> None:
        """Record so many events more: units that are registered and renamed in turn."""
        held = self.store.recorder.max_notification_id() or 0
        commands = [(act(), _next(self.prefix, number)) for number in range(held, held + count)]
        for start in range(0, count, 50):
            self.store.run_together(commands[start : start + 50])

    def wipe(self) -> None:
        """Take everything recorded away, signed heads too, as an owner of the database can."""
        with unguarded(self.database) as connection:
            for table in metadata.sorted_tables:
                if table is not log_head:
                    connection.execute(delete(table))
            connection.execute(update(log_head).values(sequence=0, log=1))
        self.store.forget()

    def signer(self, name: str | None = None, memory: SignersMemory | None = None) -> LogSigner:
        key = TestSigner.named(name or self.name)
        remembered = self.memory if memory is None else memory
        return LogSigner(
            self.database,
            name or self.name,
            key,
            remembered,
            lambda: BEGINNING,
            with_sm3=self.with_sm3,
        )

    def sign(self) -> Head:
        head = self.signer().sign()
        assert head is not None
        return head

    def witness(self, *which: int) -> None:
        """Let witnesses countersign the newest head, and keep what they signed."""
        for index in which:
            with self.database.reading() as connection:
                request = request_to(connection, WITNESS_KEYS[index])
            note = self.witnesses[index].countersign(request)
            assert keep_answer(self.database, policy(), note, BEGINNING) == 1

    def rotate(self, memory: SignersMemory | None = None, known: Policy | None = None) -> Log:
        """Begin the next log on the last head of this one."""
        after = SignersMemory() if memory is None else memory
        beginning = self.signer(NAMES[len(self.ended) + 1], after)
        new = rotate(self.database, self.memory, beginning, known or policy(), BEGINNING).new
        self.ended, self.memory = [*self.ended, self.memory], after
        return new

    def check(self, known: Policy | None = None) -> Checked:
        return check_store(self.database, self.store.topics, known)


def _next(prefix: str, number: int) -> Callable[[Work], Unit]:
    code = f"{prefix}{number // 2}"
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    if number % 2:
        return lambda work: units.rename(work, code, 1, name=f"{code}新名", reason="机构改革")
    return lambda work: units.register(
        work, code=code, name=code, kind=kind, level=level, parent=None
    )


def checkpoint_of(note: bytes) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)
