"""``python -m bench.flips [stride]``: every bit and byte of a signed bundle, changed one by one.

Each change must be refused, and none may end in anything but a verdict. Then every bit of the
events under a manifest made to agree: what an insider can do who lacks the keys. A ``stride``
above 1 tries only every so many bits.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.timing import heading
from interfaces.documents.bundle import Member
from interfaces.documents.manifest import MemberKind
from interfaces.verifier.single_file import verifier_source
from tests.interfaces.documents.bundles import EVENTS, FIRST, contents, line, unzipped
from tests.interfaces.verifier.damage import Change, edited, flipped, restated, verdict_of
from tests.interfaces.verifier.signed import each_signature_verified_once, log_files, note

LEAST_BITS = 200_000


def main() -> int:
    """Print how many changes were refused and why; an accepted one decides."""
    stride = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    archive = bundle()
    events = dict(unzipped(archive))["events.jsonl"]
    bits, places = range(0, 8 * len(archive), stride), range(0, len(archive), stride)
    of_events = range(0, 8 * len(events), stride)
    with tempfile.TemporaryDirectory() as folder, each_signature_verified_once():
        place = Path(folder)
        assert verdict_of(archive, place).ok
        wrong = report(f"{len(bits)} bits flipped", flipped(archive, bits), place)
        wrong += report("bytes cut, missing, doubled, swapped", edited(archive, places), place)
        again = restated(archive, "events.jsonl", flipped(events, of_events))
        wrong += report(f"{len(of_events)} bits of events restated", again, place)
    return 1 if wrong else 0


def bundle() -> bytes:
    """Return a signed bundle of at least ``LEAST_BITS`` bits, its verifier's source among them."""
    more = [line(number, FIRST, number - 2, b'{"n":%d}' % number) for number in range(6, 60)]
    events = (*EVENTS, *more)
    members = log_files([note(7, events=events), note(59, events=events)])
    source = verifier_source()[:12_000]
    archive = contents(events, more=[*members, Member("verify.py", MemberKind.VERIFIER, [source])])
    assert 8 * len(archive) >= LEAST_BITS
    return archive


def report(name: str, changes: Iterable[Change], folder: Path) -> int:
    """Print what was found of these changes; return how many were accepted."""
    heading(name)
    begin, found = time.perf_counter(), Counter[str]()
    for done, data in changes:
        verdict = verdict_of(data, folder)
        found[verdict.problem or "ACCEPTED"] += 1
        if verdict.ok:
            print(f"   accepted: {done}")
    seconds = time.perf_counter() - begin
    print(f"   {found.total()} changes in {seconds:.0f} s: {found['ACCEPTED']} accepted")
    print("   " + ", ".join(f"{number} {problem}" for problem, number in found.most_common()))
    return found["ACCEPTED"]


if __name__ == "__main__":
    sys.exit(main())
