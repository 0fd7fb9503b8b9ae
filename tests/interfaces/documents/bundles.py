"""A small sound bundle, and ways to spoil it."""

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from interfaces.documents.bundle import AuditBundle, Member
from interfaces.documents.bundle_check import check_bundle
from interfaces.documents.bundle_readme import readme
from interfaces.documents.event_lines import event_line
from interfaces.documents.manifest import MemberKind, Scope
from interfaces.documents.table_csv import table_csv
from interfaces.documents.verdict import Verdict
from interfaces.documents.workbook import Sheet, workbook
from interfaces.documents.zip_stream import Entry, zip_stream

HEADERS = ("编号", "标题", "办结率")
ROWS = (("Y1", "农村\n污水", Fraction(1, 2)), ("Y2", '"物业"', Fraction(2, 3)))
FIRST, SECOND = UUID(int=0xA1), UUID(int=0xB2)
PATHS = (
    "events.jsonl",
    "ledgers/意见台账.xlsx",
    "ledgers/意见台账.csv",
    "rates.json",
    "README.txt",
    "manifest.json",
)
Files = list[tuple[str, bytes]]


def scope(known_at: int = 9) -> Scope:
    return Scope(
        county="样本县人大常委会",
        title="2015年度审计导出包",
        period_from=date(2015, 1, 1),
        period_to=date(2015, 12, 31),
        as_of=date(2015, 12, 31),
        known_at=known_at,
    )


def line(sequence: int, aggregate_id: UUID, version: int, state: bytes = b"{}") -> bytes:
    return event_line(sequence, "opinion.referred", aggregate_id, version, state)


EVENTS = (
    line(1, FIRST, 1, '{"标题":"污水","数":1.50}'.encode()),
    line(2, SECOND, 1, b'{"a": {"b": [1, null, true]}}'),
    line(3, FIRST, 2),
    line(4, FIRST, 3),
    line(5, SECOND, 2),
)


def bundle(events: Iterable[bytes] = EVENTS, known_at: int = 9) -> AuditBundle:
    members = [
        Member(PATHS[1], MemberKind.LEDGER, workbook([Sheet("意见台账", HEADERS, ROWS)])),
        Member(PATHS[2], MemberKind.LEDGER, table_csv(HEADERS, ROWS)),
        Member(PATHS[3], MemberKind.RATES, [b'{\n "rates": []\n}\n']),
    ]
    members.append(readme(scope(known_at), members))
    return AuditBundle(scope(known_at), events, members, {"software": "0.1.0", "shape": 1})


def contents(events: Iterable[bytes] = EVENTS, known_at: int = 9) -> bytes:
    return b"".join(bundle(events, known_at))


def unzipped(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(info.filename, opened.read(info)) for info in opened.infolist()]


def rezipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Zip anew, as someone would who covers up a change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name given twice is one of the cases
        return b"".join(zip_stream(Entry(path, [data]) for path, data in files))


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


def verdict_on(archive: bytes, folder: Path) -> Verdict:
    path = folder / "bundle.zip"
    path.write_bytes(archive)
    return check_bundle(path)
