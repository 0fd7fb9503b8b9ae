"""Bundles with other tables than were exported, stated truly, and what both verifiers say."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from interfaces.documents.manifest import OPENINGS_PATH, MemberKind
from interfaces.documents.tally import Tally
from interfaces.verifier.bundle_check import NOTHING_BESIDE, check_bundle
from interfaces.verifier.judgement import Judgement
from interfaces.verifier.rate_check import RATES_JSON
from interfaces.verifier.verdict import Verdict
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.judged_bundles import require_told_alike
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job

TABLE_SUFFIXES = (".csv", RATES_JSON)


class Said(NamedTuple):
    """What a verifier says of a bundle, in Chinese and in English."""

    problem: str | None
    sentence: str
    english: str = ""


SOUND = Said(None, "")


def restated(bundle: Bundle) -> bytes:
    """Return the bundle with a manifest that states truly each file that is there."""
    files = {path: data for path, data in bundle.files.items() if path != made.MANIFEST}
    manifest = json.loads(bundle.files[made.MANIFEST])
    manifest["files"] = [file for file in manifest["files"] if file["path"] in files]
    for file in manifest["files"]:
        tally = Tally(file["path"], MemberKind(file["kind"]))
        tally.add(files[file["path"]])
        entry = tally.entry()
        file.update(bytes=entry.bytes, rows=entry.rows, sha256=entry.sha256)
    return made.bundled(files, manifest)


def bare(bundle: Bundle) -> Bundle:
    """Return the bundle with its manifest, events, openings and tables alone."""
    files = {
        path: data
        for path, data in bundle.files.items()
        if path in (made.EVENTS, OPENINGS_PATH) or path.endswith(TABLE_SUFFIXES)
    }
    manifest = json.loads(bundle.files[made.MANIFEST])
    manifest["files"] = [file for file in manifest["files"] if file["path"] in files]
    return bundle._replace(files={**files, made.MANIFEST: made.canonical(manifest)})


def without(bundle: Bundle, path: str) -> Bundle:
    """Return the bundle without one of its files."""
    return bundle._replace(files={at: data for at, data in bundle.files.items() if at != path})


def both(bundles: Mapping[str, Bundle], folder: Path) -> dict[str, tuple[Said, Said]]:
    """Return what the page and what ``verify.py`` says of each bundle."""
    jobs = {
        name: job(folder / str(number), restated(bundle))
        for number, (name, bundle) in enumerate(bundles.items())
    }
    found = {}
    for (name, stated), answer in zip(jobs.items(), ask([*jobs.values()], TABLES), strict=True):
        verdict = check_bundle(Path(str(stated["bundle"])), NOTHING_BESIDE, [Judgement()])
        require_told_alike(answer, verdict)
        found[name] = (_of_page(answer), _of_python(verdict))
    return found


def _of_page(answer: Mapping[str, str]) -> Said:
    return SOUND if answer["ok"] else Said(answer["problem"], answer["chinese"], answer["english"])


def _of_python(verdict: Verdict) -> Said:
    return SOUND if verdict.ok else Said(str(verdict.problem), verdict.chinese, verdict.english)


def sound_in_both(bundles: Iterable[Bundle], folder: Path) -> None:
    """Require both to accept bundles with the events and tables that were exported."""
    found = both({str(number): bare(bundle) for number, bundle in enumerate(bundles)}, folder)
    assert {name: pair for name, pair in found.items() if pair != (SOUND, SOUND)} == {}
