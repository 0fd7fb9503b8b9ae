"""Checks an audit bundle against its own manifest, and names the first bad file or line.

The bundle may come from anywhere: whatever is wrong with it is a verdict, never a failure of the
check. Memory is bounded, and time by the size of the file. A passed check proves that the files
are those of the manifest; it proves nothing against whoever can write a manifest.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from interfaces.documents.event_lines import (
    MAX_LINE,
    BrokenChain,
    BrokenLine,
    EventChain,
    read_event_line,
)
from interfaces.documents.manifest import (
    EVENTS_PATH,
    MANIFEST_PATH,
    MAX_MANIFEST,
    EventRange,
    FileEntry,
    MalformedManifest,
    Manifest,
    UnknownFormat,
)
from interfaces.documents.tally import Tally
from interfaces.documents.untrusted_zip import UntrustedZip
from interfaces.documents.verdict import Counts, Problem, Refused, Verdict, accepted

FREE_BYTES = 1_073_741_824
"""What any bundle may unpack to, in bytes."""
GREATEST_RATIO = 200
"""How many times its own size a bundle may unpack to beyond ``FREE_BYTES``."""


def check_bundle(path: Path) -> Verdict:
    """Check the bundle at ``path`` and return the verdict, whatever the file holds."""
    check = _Check()
    try:
        with UntrustedZip.open(path) as archive:
            check.run(archive)
    except Refused as refused:
        return refused.verdict(check.counts, check.manifest_sha256)
    return accepted(check.counts, check.manifest_sha256)


class _Check:
    """One pass over one bundle; remembers how far it came."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.manifest_sha256: str | None = None

    def run(self, archive: UntrustedZip) -> None:
        manifest = self._manifest(archive)
        _require_same_files(archive, manifest)
        _require_sane_size(archive, manifest)
        for file in manifest.files:
            self._check_file(archive, file, manifest.events)

    def _manifest(self, archive: UntrustedZip) -> Manifest:
        if MANIFEST_PATH not in archive:
            raise Refused(Problem.MISSING_FILE, "不在压缩包内,这不是审计导出包", MANIFEST_PATH)
        if archive.size_of(MANIFEST_PATH) > MAX_MANIFEST:
            raise Refused(Problem.TOO_LARGE, f"超过{MAX_MANIFEST}字节", MANIFEST_PATH)
        raw = b"".join(archive.blocks(MANIFEST_PATH))
        self.manifest_sha256 = hashlib.sha256(raw).hexdigest()
        try:
            return Manifest.from_bytes(raw)
        except UnknownFormat as error:
            raise Refused(Problem.UNKNOWN_FORMAT, str(error), MANIFEST_PATH) from error
        except MalformedManifest as error:
            raise Refused(Problem.MALFORMED_MANIFEST, str(error), MANIFEST_PATH) from error

    def _check_file(self, archive: UntrustedZip, stated: FileEntry, events: EventRange) -> None:
        tally = Tally(stated.path, stated.kind)
        passing = _passing(archive, stated, tally)
        checked = 0
        if stated.path == EVENTS_PATH:
            checked = _follow_events(passing, events)
        else:
            for _ in passing:
                pass
        _require_as_stated(stated, tally.entry())
        self.counts = Counts(
            files=self.counts.files + 1,
            events=self.counts.events + checked,
            bytes=self.counts.bytes + stated.bytes,
        )


def _require_same_files(archive: UntrustedZip, manifest: Manifest) -> None:
    listed = {MANIFEST_PATH, *(file.path for file in manifest.files)}
    for file in manifest.files:
        if file.path not in archive:
            raise Refused(Problem.MISSING_FILE, "清单列有此文件,压缩包内没有", file.path)
    for path in archive:
        if path not in listed:
            raise Refused(Problem.UNLISTED_FILE, "清单没有列出这个文件", path)


def _require_sane_size(archive: UntrustedZip, manifest: Manifest) -> None:
    unpacked = sum(file.bytes for file in manifest.files)
    if unpacked > max(FREE_BYTES, GREATEST_RATIO * archive.size):
        raise Refused(
            Problem.TOO_LARGE, f"清单称解压后为{unpacked}字节,与压缩包大小不相称", MANIFEST_PATH
        )


def _passing(archive: UntrustedZip, stated: FileEntry, tally: Tally) -> Iterator[bytes]:
    """Yield a file's blocks while they are tallied; stop where it outgrows its stated size."""
    for block in archive.blocks(stated.path):
        tally.add(block)
        yield block
        if tally.bytes > stated.bytes:
            return


def _require_as_stated(stated: FileEntry, found: FileEntry) -> None:
    if found.bytes > stated.bytes:
        detail = f"比清单所列的{stated.bytes}字节长"
        raise Refused(Problem.SIZE_DIFFERS, detail, stated.path)
    if found.bytes < stated.bytes:
        detail = f"为{found.bytes}字节,清单所列为{stated.bytes}字节"
        raise Refused(Problem.SIZE_DIFFERS, detail, stated.path)
    if found.sha256 != stated.sha256:
        raise Refused(Problem.DIGEST_DIFFERS, "内容与清单所列的SHA-256摘要不符", stated.path)
    if found.rows != stated.rows:
        detail = f"为{found.rows}行,清单所列为{stated.rows}行"
        raise Refused(Problem.ROWS_DIFFER, detail, stated.path)


def _follow_events(blocks: Iterator[bytes], stated: EventRange) -> int:
    """Follow every event line; return how many there are."""
    chain = EventChain(stated)
    for number, line in enumerate(_lines(blocks), 1):
        try:
            chain.follow(read_event_line(line))
        except BrokenLine as error:
            raise Refused(Problem.MALFORMED_LINE, str(error), EVENTS_PATH, number) from error
        except BrokenChain as error:
            raise Refused(Problem.BROKEN_CHAIN, str(error), EVENTS_PATH, number) from error
    try:
        chain.finish()
    except BrokenChain as error:
        raise Refused(Problem.BROKEN_CHAIN, str(error), EVENTS_PATH) from error
    return chain.count


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines with their ends; what is too long for one ends them."""
    pending = b""
    for block in blocks:
        *lines, pending = (pending + block).split(b"\n")
        for line in lines:
            yield line + b"\n"
        if len(pending) > MAX_LINE:
            break
    if pending:
        yield pending
