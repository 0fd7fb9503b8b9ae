"""Who signs the log, who witnesses it, and who verifies an export on a machine with neither."""

import csv
import io
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from httpx2 import Response

from application.audit.checkpoint import parse_checkpoint
from application.audit.keys import KeyType
from application.audit.policy import parse_policy
from application.log.rotation import rotate
from application.log.signer import LogSigner
from application.log.witness import Witness
from application.log.witnessing import keep_answer, request_to
from application.store import Store
from interfaces.documents.bundle import AuditBundle, Member
from interfaces.documents.manifest import EVENTS_PATH, MANIFEST_PATH, Manifest, MemberKind
from interfaces.log_keys import PrivateKey, make_key, read_key
from interfaces.log_memory import SignerFile, WitnessFile
from interfaces.settings import Settings
from tests.acceptance.desk import Desk

LOG, LATER_LOG, ARCHIVE = "county.example/log", "county.example/log2", "archive.example/w"
SECONDS = 60
COPIED = "log.memory copied before the key was changed"
REPLIED = "opinion.replied"


@dataclass
class LogOffice:
    """The keys, the policy, and what was kept outside the county."""

    folder: Path
    bundle: bytes = b""
    receipt: bytes = b""
    verdict: str = ""
    log: str = "log"
    """Which key signs now, with its memory."""
    with_sm3: bool = False
    asked_up_to: int = 0
    """The last record of the log that an export was asked for."""

    def __post_init__(self) -> None:
        log = make_key(self.path("log.key"), LOG, KeyType.LOG)
        archive = make_key(self.path("archive.key"), ARCHIVE, KeyType.WITNESS)
        policy = f"log {log.vkey}\nwitness 档案馆 {archive.vkey}\nquorum 档案馆\n"
        self.path("policy").write_text(policy)
        self.path("lenient").write_text(f"log {log.vkey}\nquorum none\n")

    def path(self, name: str) -> Path:
        return self.folder / name

    @property
    def log_key(self) -> PrivateKey:
        return read_key(self.path(f"{self.log}.key"), KeyType.LOG)

    def serve(self, desk: Desk, store: Store) -> None:
        """Let the county answer from this store, and its exports name the log and its witness."""
        settings = Settings(county="测试县", log_policy=self.path("policy"))
        state = desk.county.client.app.state  # type: ignore[attr-defined]
        state.system = state.system._replace(
            settings=settings, database=store.database, store=store, clock=store.clock
        )

    def signer(self, store: Store, memory: str | None = None) -> LogSigner:
        key = self.log_key
        remembered = SignerFile(self.path(memory or f"{self.log}.memory"))
        return LogSigner(
            store.database, key.name, key, remembered, store.clock, with_sm3=self.with_sm3
        )

    def sign(self, store: Store, memory: str | None = None) -> None:
        assert self.signer(store, memory).sign() is not None

    def rotate(self, store: Store) -> None:
        """Make another key, name it in the policies, and begin its log."""
        remembered = self.path(f"{self.log}.memory")
        shutil.copy(remembered, self.path(COPIED))
        ended, self.log = SignerFile(remembered), "later"
        key = make_key(self.path("later.key"), LATER_LOG, KeyType.LOG)
        for path in (self.path("policy"), self.path("lenient")):
            path.write_text(f"log {key.vkey}\n{path.read_text()}")
        policy = parse_policy(self.path("policy").read_bytes())
        rotate(store.database, ended, self.signer(store), policy, store.clock())

    def witness(self, store: Store) -> None:
        """Carry the newest head to the archive and back.

        The request goes on from what the archive saw last, which it would otherwise ask for.
        """
        key = read_key(self.path("archive.key"), KeyType.WITNESS)
        log = self.log_key.verifier
        memory = WitnessFile(self.path("archive.memory"))
        archive = Witness(ARCHIVE, key, log, memory, time.time)
        with store.database.reading() as connection:
            request = request_to(connection, key.verifier, _seen(memory, log.name))
        note = archive.countersign(request)
        policy = parse_policy(self.path("policy").read_bytes())
        assert keep_answer(store.database, policy, note, store.clock()) == 1

    def verify(self, *options: str) -> None:
        """Unpack ``verify.py`` into an empty folder and run it there, with nothing installed."""
        place = self.path("核验")
        place.mkdir(exist_ok=True)
        (place / "bundle.zip").write_bytes(self.bundle)
        with zipfile.ZipFile(io.BytesIO(self.bundle)) as archive:
            (place / "verify.py").write_bytes(archive.read("verify.py"))
        run = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-I", "-S", "verify.py", "bundle.zip", *options],
            cwd=place,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert run.stderr == ""
        self.verdict = run.stdout

    def table(self, path: str) -> list[dict[str, str]]:
        """Read a table of the bundle."""
        with zipfile.ZipFile(io.BytesIO(self.bundle)) as archive:
            text = archive.read(path).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def forge(self, old: str, new: str) -> None:
        """Alter every file of the bundle, and write manifest and archive anew."""
        kinds = {MemberKind.LOG, MemberKind.VERIFIER, MemberKind.PAGE}

        def alter(kind: MemberKind, data: bytes) -> bytes:
            return data if kind in kinds else data.replace(old.encode(), new.encode())

        self._make_anew(alter)

    def attach(self, data: bytes) -> None:
        """Put one more attachment into the bundle, and write manifest and archive anew."""
        path = f"attachments/{sha256(data).hexdigest()}"
        self._make_anew(lambda _, data: data, [Member(path, MemberKind.ATTACHMENT, [data])])

    def leave_last_out(self) -> None:
        """Leave the last event out, and write manifest and archive anew."""
        self._make_anew(lambda _, data: data, left_out=1)

    def rename(self, number: str) -> None:
        """Say that the bundle is about another item, and write manifest and archive anew."""
        self._make_anew(lambda _, data: data, about=number)

    def _make_anew(
        self,
        alter: Callable[[MemberKind, bytes], bytes],
        more: Sequence[Member] = (),
        about: str | None = None,
        left_out: int = 0,
    ) -> None:
        with zipfile.ZipFile(io.BytesIO(self.bundle)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = Manifest.from_bytes(files.pop(MANIFEST_PATH))
        kinds = {entry.path: entry.kind for entry in manifest.files}
        altered = {path: alter(kinds[path], data) for path, data in files.items()}
        scope = manifest.scope
        if about is not None and scope.selection is not None:
            scope = replace(scope, selection=replace(scope.selection, key=about))
        events = altered.pop(EVENTS_PATH).splitlines(keepends=True)
        events = events[: len(events) - left_out]
        scope = replace(scope, known_at=scope.known_at - left_out)
        assert more or altered != files or scope != manifest.scope
        members = [Member(path, kinds[path], [data]) for path, data in altered.items()]
        members += more
        forged = AuditBundle(scope, events, members, manifest.generation)
        self.bundle = b"".join(forged)


def _seen(memory: WitnessFile, origin: str) -> int:
    text = memory.recall(origin)
    return 0 if text is None else parse_checkpoint(text.decode()).size


def asked_for(desk: Desk, since: date, until: date, known_at: int | None = None) -> Response:
    """Ask for the audit bundle of a period, as the log was known up to a number."""
    asked = {"since": since.isoformat(), "until": until.isoformat()}
    known = {} if known_at is None else {"known_at": str(known_at)}
    return desk.county.client.get("/exports/audit-bundle", params=asked | known)


def exported(desk: Desk, since: date, until: date) -> bytes:
    """Fetch the audit bundle of a period."""
    answer = asked_for(desk, since, until)
    assert answer.status_code == 200, answer.text
    return answer.content


def sequence_of(desk: Desk, number: str, topic: str) -> int:
    """Return the sequence number of an act on an item."""
    story = desk.read_all(f"{desk.path(number)}/timeline")
    (found,) = (each["sequence"] for each in story if each["topic"] == topic)
    return int(found)


def verdict_of(told: str) -> str:
    """Return the first words of a verdict."""
    return told.partition(":")[0]
