"""``python -m bench.verifying [events] [checkpoints]``: time and memory of ``verify.py``.

A synthetic bundle of 1,000,000 events of about 600 bytes, with signed and witnessed checkpoints,
is verified by the assembled file in a process of its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from application.audit.checkpoint import Checkpoint, signed
from application.audit.merkle import SHA256
from bench.timing import heading
from interfaces.documents.bundle import AuditBundle
from interfaces.documents.event_lines import event_line
from interfaces.verifier.single_file import verifier_source
from interfaces.verifier.tree import GrowingTree
from tests.application.audit.heads import ORIGIN, cosignature, log_signature
from tests.interfaces.documents.bundles import scope
from tests.interfaces.verifier.signed import log_files

EVENTS, CHECKPOINTS = 1_000_000, 10
ITEMS_SHARE = 10
"""Events of each item."""
BUDGET_SECONDS, BUDGET_MIB = 60, 200
FILLER = "整改情况:已按要求办理,附佐证材料。" * 8


def main() -> int:
    """Build, verify and print; the budgets decide."""
    given = [int(each) for each in sys.argv[1:]]
    count, checkpoints = [*given, *(EVENTS, CHECKPOINTS)[len(given) :]]
    heading(f"verify.py on {count} events and {checkpoints} checkpoints")
    with tempfile.TemporaryDirectory() as folder:
        path, program = Path(folder, "bundle.zip"), Path(folder, "verify.py")
        program.write_bytes(verifier_source())
        members = log_files(notes(count, checkpoints))
        with path.open("wb") as file:
            file.writelines(AuditBundle(scope(count), events(count), members))
        print(f"   {path.stat().st_size / 2**20:.0f} MiB")
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-I", "-S", program, path], check=False)
        seconds = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent, resident = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"   {seconds:.1f} s ({spent:.1f} s of one core), {resident:.0f} MiB resident")
    kept = spent <= BUDGET_SECONDS and resident <= BUDGET_MIB
    return done.returncode or int(not kept)


def events(count: int) -> Iterator[bytes]:
    """Yield events of many items in turns."""
    items = max(count // ITEMS_SHARE, 1)
    for number in range(count):
        state = f'{{"number":{number},"text":"{FILLER}","act":{{"unit":"U{number % 97}"}}}}'
        item, version = number % items, number // items + 1
        yield event_line(
            number + 1, "task.progress-reported", UUID(int=item), version, state.encode()
        )


def notes(count: int, checkpoints: int) -> list[bytes]:
    """Return checkpoints at even distances, each with the quorum of witnesses."""
    tree, found = GrowingTree(), list[bytes]()
    sizes = {count * (number + 1) // checkpoints for number in range(checkpoints)}
    for line in events(count):
        tree.add(SHA256.leaf(line[:-1]))
        if tree.size in sizes:
            head = Checkpoint(ORIGIN, tree.size, tree.root())
            found.append(
                signed(head, [log_signature(head), *map(cosignature, (0, 1), [head] * 2)])
            )
    return found


if __name__ == "__main__":
    sys.exit(main())
