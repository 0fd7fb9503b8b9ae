"""A small sound bundle, and ways to spoil it."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from interfaces.documents.bundle import AuditBundle, Member
from interfaces.documents.bundle_readme import readme
from interfaces.documents.event_lines import event_line, read_event_line
from interfaces.documents.manifest import MemberKind, Scope, Selection, SelectionKind
from interfaces.documents.stored_zip import ArchiveWriter
from interfaces.documents.table_csv import table_csv
from interfaces.documents.tally import Tally
from interfaces.documents.workbook import Sheet, workbook
from interfaces.verifier.bundle_check import NOTHING_BESIDE, Beside, check_bundle
from interfaces.verifier.history import Substance
from interfaces.verifier.identities import identity_of
from interfaces.verifier.verdict import Verdict

HEADERS = ("编号", "标题", "办结率")
ROWS = (("Y1", "农村\n污水", Fraction(1, 2)), ("Y2", '"物业"', Fraction(2, 3)))
FIRST, SECOND = (UUID(identity_of("opinion", number)) for number in ("Y1", "Y2"))
PATHS = (
    "events.jsonl",
    "ledgers/意见台账.xlsx",
    "ledgers/意见台账.csv",
    "rates.json",
    "README.txt",
    "manifest.json",
)
Files = list[tuple[str, bytes]]


ONE_OPINION = Selection(SelectionKind.OPINION, "Y1")
ONE_UNIT = Selection(SelectionKind.UNIT, "NJJ")
"""Every event is an act of it."""
BY_UNIT = b'{"act":{"unit":"NJJ"}}'


def scope(known_at: int = 5, selection: Selection | None = None) -> Scope:
    return Scope(
        county="样本县人大常委会",
        title="2015年度审计导出包",
        period_from=date(2015, 1, 1),
        period_to=date(2015, 12, 31),
        as_of=date(2015, 12, 31),
        known_at=known_at,
        selection=selection,
    )


def line(sequence: int, aggregate_id: UUID, version: int, state: bytes = BY_UNIT) -> bytes:
    return event_line(sequence, "opinion.referred", aggregate_id, version, state)


EVENTS = (
    line(1, FIRST, 1, '{"act":{"unit":"NJJ"},"标题":"污水","数":1.50}'.encode()),
    line(2, SECOND, 1, b'{"act":{"unit":"NJJ"},"a": {"b": [1, null, true]}}'),
    line(3, FIRST, 2),
    line(4, FIRST, 3),
    line(5, SECOND, 2),
)


def bundle(
    events: Iterable[bytes] = EVENTS,
    known_at: int | None = None,
    selection: Selection | None = None,
    more: Sequence[Member] = (),
) -> AuditBundle:
    lines = list(events)
    if known_at is None:
        known_at = read_event_line(lines[-1]).sequence if lines else 0
    about = scope(known_at, selection)
    tables = [
        Member(PATHS[1], MemberKind.LEDGER, workbook([Sheet("意见台账", HEADERS, ROWS)])),
        Member(PATHS[2], MemberKind.LEDGER, table_csv(HEADERS, ROWS)),
        Member(PATHS[3], MemberKind.RATES, [b'{\n "rates": []\n}\n']),
    ]
    members = [*(tables if selection is None else []), *more]
    members.append(readme(about, members, None))
    return AuditBundle(about, lines, members, {"software": "0.1.0", "shape": 1})


def contents(
    events: Iterable[bytes] = EVENTS,
    known_at: int | None = None,
    selection: Selection | None = None,
    more: Sequence[Member] = (),
) -> bytes:
    return b"".join(bundle(events, known_at, selection, more))


def unzipped(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(info.filename, opened.read(info)) for info in opened.infolist()]


def table_of_contents(archive: bytes) -> int:
    """Return where the archive's own begins; a workbook in it has one too."""
    return int.from_bytes(archive[-6:-2], "little")


def rezipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Zip anew, as someone would who covers up a change."""
    writer = ArchiveWriter()
    parts = [part for path, data in files for part in writer.file(path, [data])]
    return b"".join([*parts, writer.end()])


def resealed(files: dict[str, bytes]) -> bytes:
    """Zip anew under a manifest that states what the files now are."""
    stated = json.loads(files["manifest.json"])
    for file in stated["files"]:
        tally = Tally(file["path"], MemberKind(file["kind"]))
        tally.add(files[file["path"]])
        file.update(asdict(tally.entry()))
    return rezipped((files | {"manifest.json": canonical(stated)}).items())


def spoiled(path: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one file of the sound bundle and zip it anew, under the old manifest."""
    return rezipped([(p, change(d) if p == path else d) for p, d in unzipped(contents())])


def restated(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Change what the manifest says, in its own form."""

    def rewrite(raw: bytes) -> bytes:
        stated = json.loads(raw)
        change(stated)
        return canonical(stated)

    return spoiled("manifest.json", rewrite)


def canonical(stated: object) -> bytes:
    return (json.dumps(stated, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def verdict_on(
    archive: bytes,
    folder: Path,
    beside: Beside = NOTHING_BESIDE,
    substances: Sequence[Substance] = (),
) -> Verdict:
    path = folder / "bundle.zip"
    path.write_bytes(archive)
    return check_bundle(path, beside, substances)
