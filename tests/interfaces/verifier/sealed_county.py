"""A county whose persons are sealed, exported with the texts of those who may be told."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from application.privacy.key_store import KeyStore
from application.reactions.carrying_out import carry_out
from application.store import Store
from application.work import Work
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import ErasureGround, ProcessingBasis
from tests.application.privacy.boxes import keys_in, laid_out
from tests.domain.personal_records import AS_NEEDED, DOCUMENT, PURPOSE, clerk, decider
from tests.interfaces.verifier import told_county
from tests.interfaces.verifier.replaying import EVER, TODAY, exported
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.signed_bundles import EVENTS, MANIFEST, Files
from tests.stores import fresh_sqlite, opened

OPENINGS = "personal/openings.jsonl"
TABLES = ("台账/", "比率/")
"""No part has any."""
SELECTION = {"kind": "opinion", "key": "DL-2015-01"}
Event = dict[str, Any]
Line = dict[str, Any]


class Sealed(NamedTuple):
    """What is in a bundle with sealed persons, taken apart so that it can be falsified."""

    files: Files
    """All other files as they were exported."""
    events: list[Event]
    openings: list[Line]

    def archive(self, selection: Mapping[str, str] | None = None) -> bytes:
        """Return the bundle under a manifest that states its files truly."""
        files = {EVENTS: b"".join(map(made.compact, self.events))}
        if self.openings:
            files[OPENINGS] = b"".join(map(made.compact, self.openings))
        kept = (path for path in self.files if selection is None or not path.startswith(TABLES))
        files.update((path, self.files[path]) for path in kept)
        manifest = json.loads(files.pop(MANIFEST))
        manifest["scope"]["selection"] = selection
        first, last = self.events[0]["sequence"], self.events[-1]["sequence"]
        manifest["events"] = {"first": first, "last": last, "count": len(self.events)}
        stated = {file["path"]: file for file in manifest["files"]}
        manifest["files"] = [_stated(path, data, stated) for path, data in files.items()]
        return made.bundled(files, manifest)

    def altered(self, alter: "Alter") -> "Sealed":
        """Return a deep copy in which something was altered."""
        copied = Sealed(
            dict(self.files),
            json.loads(json.dumps(self.events)),
            json.loads(json.dumps(self.openings)),
        )
        alter(copied)
        return copied


Alter = Callable[[Sealed], object]


class Erased(NamedTuple):
    """A county before and after somebody was erased."""

    before: Sealed
    after: Sealed
    subject: UUID


def _stated(path: str, data: bytes, before: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what the manifest states of a file, anew if it was changed."""
    known = before.get(path, {"path": path, "kind": "opening", "sha256": None})
    if known["sha256"] == sha256(data).hexdigest():
        return known
    return {**known, **made.stated_of(path, data)}


def erased_county(template: Path, folder: Path) -> Erased:
    """Fill a county with sealed persons, and erase one of its deputies."""
    keys = laid_out(keys_in(folder))
    with opened(fresh_sqlite(template, folder), keys=keys) as store:
        told_county.fill(store)
        before = taken_apart(store)
        subject = erase(store, keys, "代表甲")
        after = taken_apart(store)
    keys.close()
    return Erased(before, after, subject)


def taken_apart(store: Store) -> Sealed:
    """Export a county, and take events and openings apart."""
    files = exported(store, EVER, TODAY).files
    told, openings = (
        [json.loads(line) for line in files.pop(path).splitlines()] for path in (EVENTS, OPENINGS)
    )
    return Sealed(files, told, openings)


def part_of(whole: Sealed, kind: str) -> Sealed:
    """Return what a bundle about the items of one kind would hold."""
    chosen = [each for each in whole.events if each["topic"].startswith(f"{kind}.")]
    numbers = {each["sequence"] for each in chosen}
    told = [each for each in whole.openings if each["sequence"] in numbers]
    return whole._replace(events=chosen, openings=told)


def erase(store: Store, keys: KeyStore, name: str) -> UUID:
    """Erase a person as two office-holders decide it; return whose data it was."""
    subject = keys.find(name)
    assert subject is not None
    key = PersonalRecord.id_of(str(subject))

    def take(act: Any, change: Callable[[PersonalRecord], object]) -> None:
        def command(work: Work) -> PersonalRecord:
            record = work.get(PersonalRecord, key)
            change(record)
            return record

        store.run(act, command)

    store.run(clerk("2016-12-30"), partial(_open, subject))
    asked = (ErasureGround.CONSENT_WITHDRAWN, DOCUMENT, "撤回")
    take(clerk("2026-01-05"), lambda record: record.request_erasure(*asked, clerk("2026-01-05")))
    take(decider("2026-01-08"), lambda record: record.approve_erasure(decider("2026-01-08")))
    assert carry_out(store, keys) == [subject]
    return subject


def _open(subject: UUID, work: Work) -> PersonalRecord:
    basis = ProcessingBasis.CONSENT
    return work.add(PersonalRecord.open(subject, PURPOSE, basis, AS_NEEDED, work.act))


def without(sealed: Sealed, subject: UUID) -> Sealed:
    """Return the bundle with no opening of this person."""
    whose = {
        (each["sequence"], field): value["subject"]
        for each in sealed.events
        for field, value in values_in(each["state"])
    }
    told = [
        each for each in sealed.openings if whose[each["sequence"], each["field"]] != str(subject)
    ]
    return sealed._replace(openings=told)


def values_in(stated: Any, path: str = "") -> Iterator[tuple[str, Event]]:
    """Yield every sealed value within what is stated, in order, with its path."""
    inside: Iterable[tuple[object, Any]] = ()
    if isinstance(stated, dict):
        if "sealed" in stated:
            yield path, stated
            return
        inside = stated.items()
    elif isinstance(stated, list):
        inside = enumerate(stated)
    for name, each in inside:
        yield from values_in(each, f"{path}.{name}" if path else str(name))
