"""Checks a bundle: what it says against its own bytes, its signatures and what others kept.

The bundle may come from anywhere: whatever is wrong with it is a verdict, never a failure of the
check. Memory is bounded, and time by the size of the file. The first thing wrong ends it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from application.audit.policy import LONGEST_POLICY, Policy
from application.audit.refusal import Sentences
from interfaces.documents.event_lines import MAX_LINE
from interfaces.documents.log_lines import LONGEST_CHECKPOINT_LINE, LONGEST_PROOF_LINE
from interfaces.documents.malformed import MalformedManifest, UnknownFormat
from interfaces.documents.manifest import (
    CHECKPOINTS_PATH,
    EVENTS_PATH,
    MANIFEST_PATH,
    MAX_MANIFEST,
    OPENINGS_PATH,
    POLICY_PATH,
    PROOFS_PATH,
    SCHEMAS,
    FileEntry,
    Manifest,
    MemberKind,
    SelectionKind,
)
from interfaces.documents.opening_lines import LONGEST_OPENING
from interfaces.documents.tally import Tally
from interfaces.verifier.archive import Archive, opened_archive
from interfaces.verifier.attachments import Attachments
from interfaces.verifier.chain import EventChain
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.heads import read_policy
from interfaces.verifier.history import History, Substance, lines_of
from interfaces.verifier.kept import Compared, Given, require_kept_checkpoint
from interfaces.verifier.kept_leaves import GIVEN_LEAF, require_kept_leaf
from interfaces.verifier.kept_receipts import require_receipt
from interfaces.verifier.logs import (
    Heads,
    follow_heads,
    require_known_at,
    require_proofs,
    require_roots,
)
from interfaces.verifier.personal_texts import PersonalTexts
from interfaces.verifier.remarks import UNPROVEN, not_compared, remarks_on
from interfaces.verifier.selected import Selected
from interfaces.verifier.sm3_roots import Sm3Roots
from interfaces.verifier.verdict import (
    Counts,
    LogHead,
    Verdict,
    accepted,
    keys_of,
    printable,
    refused,
)


class Beside(NamedTuple):
    """What whoever checks brings along."""

    policy: Given | None = None
    """Whom to trust, instead of those the bundle names."""
    checkpoints: Sequence[Given] = ()
    receipts: Sequence[Given] = ()
    leaves: Sequence[str] = ()
    """Leaf hashes with their sequence numbers, as written down."""


NOTHING_BESIDE = Beside()


def check_bundle(
    path: Path, beside: Beside = NOTHING_BESIDE, substances: Sequence[Substance] = ()
) -> Verdict:
    """Check the bundle at ``path`` and return the verdict, whatever the file holds."""
    check = _Check(beside, substances)
    try:
        with opened_archive(path) as archive:
            return check.run(archive)
    except Finding as finding:
        return refused(finding, check.verdict)


class _Check:
    """One pass over one bundle; ``verdict`` holds how far it came."""

    def __init__(self, beside: Beside, substances: Sequence[Substance]) -> None:
        self.verdict = Verdict(False, "", "", Counts())
        self._beside = beside
        self._substances = substances

    def run(self, archive: Archive) -> Verdict:
        manifest = self._manifest(archive)
        _require_same_files(archive, manifest)
        substances = self._substances if manifest.is_whole else ()
        tables = [*manifest.paths(MemberKind.LEDGER), *manifest.paths(MemberKind.RATES)]
        for substance in substances:
            substance.require_known(tables)
        attachments = Attachments(manifest.files)
        texts = _personal_texts(archive, manifest)
        selected = Selected(manifest.scope.selection)
        history = History(_chain(manifest), substances, texts, attachments, selected)
        for file in manifest.files:
            self._check_file(archive, file, history)
        _require_schemas(manifest, history)
        policy, heads = self._signed(archive, manifest, history)
        sm3_roots = Sm3Roots(partial(_event_lines, archive), is_whole=manifest.is_whole)
        sm3_roots.require_of(heads)
        only_log = None if policy is None else policy.only_log
        compared = Compared(manifest.scope, history, heads, sm3_roots, only_log)
        uncompared = self._compare_with_kept(policy, compared)
        history.require_legal()
        attachments.require()
        for substance in substances:
            substance.check_tables(manifest.scope, partial(_table, archive))
        own = self._beside.policy is None
        remarks = [*uncompared, *remarks_on(manifest, history, policy, heads, own)]
        remarks += sm3_roots.remarks()
        for substance in substances:
            remarks += substance.remarks(tables)
        remarks += UNPROVEN
        return accepted(self.verdict, manifest, remarks)

    def _count(self, **more: int) -> None:
        counts = self.verdict.counts
        added = {name: getattr(counts, name) + number for name, number in more.items()}
        self.verdict = replace(self.verdict, counts=replace(counts, **added))

    def _manifest(self, archive: Archive) -> Manifest:
        if MANIFEST_PATH not in archive:
            raise about_file(
                Fault.MISSING_FILE,
                "不在压缩包内,这不是审计导出包",
                "is not in the archive, which is no audit bundle",
                MANIFEST_PATH,
            )
        raw = archive.read(MANIFEST_PATH, MAX_MANIFEST)
        self.verdict = replace(self.verdict, manifest_sha256=hashlib.sha256(raw).hexdigest())
        try:
            return Manifest.from_bytes(raw)
        except UnknownFormat as error:
            raise malformed(Fault.UNKNOWN_FORMAT, error, MANIFEST_PATH) from None
        except MalformedManifest as error:
            raise malformed(Fault.MALFORMED_MANIFEST, error, MANIFEST_PATH) from None

    def _check_file(self, archive: Archive, stated: FileEntry, history: History) -> None:
        tally = Tally(stated.path, stated.kind)
        passing = _passing(archive, tally, stated.path)
        if stated.path == EVENTS_PATH:
            history.follow(passing)
            self._count(events=history.chain.count)
        else:
            for _ in passing:
                pass
        _require_as_stated(stated, tally.entry())
        self._count(files=1, bytes=stated.bytes)

    def _signed(
        self, archive: Archive, manifest: Manifest, history: History
    ) -> tuple[Policy | None, Heads]:
        """Verify what is signed; without a signer there is nothing, and no log file at all."""
        given = self._beside.policy
        policy = None if given is None else read_policy(given.data, given.name)
        if manifest.paths(MemberKind.LOG):
            _require_log_files(manifest)
            own = read_policy(archive.read(POLICY_PATH, LONGEST_POLICY), POLICY_PATH)
            policy = policy or own
        if policy is not None:
            self.verdict = replace(self.verdict, keys=keys_of(policy))
        if policy is None or not manifest.paths(MemberKind.LOG):
            return policy, Heads()
        lines = lines_of(archive.blocks(CHECKPOINTS_PATH), LONGEST_CHECKPOINT_LINE)
        heads = follow_heads(lines, policy, manifest.scope.known_at)
        self._count(checkpoints=len(heads.placed))
        if manifest.is_whole:
            require_roots(heads, history)
        else:
            lines = lines_of(archive.blocks(PROOFS_PATH), LONGEST_PROOF_LINE)
            require_proofs(lines, heads, history)
            require_known_at(heads, manifest.scope.known_at)
            self._count(proofs=len(history.leaves))
        head, covers = heads.last.head, heads.last.covers
        quorum = Sentences(head.decision.chinese, head.decision.english)
        sm3_root = None if head.sm3_root is None else head.sm3_root.hex()
        stated = LogHead(head.origin, head.size, head.root.hex(), sm3_root, quorum, covers)
        self.verdict = replace(self.verdict, head=stated)
        return policy, heads

    def _compare_with_kept(self, policy: Policy | None, compared: Compared) -> list[Sentences]:
        """Return what could not be compared."""
        beside = self._beside
        kept = [
            *((require_kept_checkpoint, given) for given in beside.checkpoints),
            *((require_receipt, given) for given in beside.receipts),
        ]
        uncompared = list[Sentences]()
        for require, given in kept:
            if policy is None:
                raise about_file(
                    Fault.MISSING_FILE,
                    "包内没有公钥,核对检查点和回执须另给策略文件",
                    "the bundle names no keys; a policy must be given to compare what was kept",
                    POLICY_PATH,
                )
            reason = require(given, policy, compared)
            uncompared += self._compared(printable(given.name), reason)
        for text in beside.leaves:
            uncompared += self._compared(GIVEN_LEAF, require_kept_leaf(text, compared))
        return uncompared

    def _compared(self, name: str, reason: Sentences | None) -> Iterator[Sentences]:
        """Count what was compared, and yield what was not for this reason."""
        if reason is None:
            self._count(kept=1)
        else:
            yield not_compared(name, reason)


def _chain(manifest: Manifest) -> EventChain:
    selection = manifest.scope.selection
    of_unit = selection is not None and selection.kind is SelectionKind.UNIT
    return EventChain(manifest.events, between=of_unit)


def _require_same_files(archive: Archive, manifest: Manifest) -> None:
    listed = [*(file.path for file in manifest.files), MANIFEST_PATH]
    for path in listed:
        if path not in archive:
            raise about_file(
                Fault.MISSING_FILE,
                "清单列有此文件,压缩包内没有",
                "is listed in the manifest but is not in the archive",
                path,
            )
    known = set(listed)
    for path in archive:
        if path not in known:
            raise about_file(
                Fault.UNLISTED_FILE,
                "清单没有列出这个文件",
                "is in the archive but is not listed in the manifest",
                path,
            )
    if list(archive) != listed:
        raise about_file(
            Fault.MALFORMED_MANIFEST,
            "各文件在压缩包内的次序与清单不同",
            "lists the files in another order than they stand in",
            MANIFEST_PATH,
        )


def _event_lines(archive: Archive) -> Iterator[bytes]:
    return lines_of(archive.blocks(EVENTS_PATH), MAX_LINE)


def _personal_texts(archive: Archive, manifest: Manifest) -> PersonalTexts:
    if not manifest.paths(MemberKind.OPENING):
        return PersonalTexts(None)
    return PersonalTexts(lines_of(archive.blocks(OPENINGS_PATH), LONGEST_OPENING))


def _table(archive: Archive, path: str) -> Iterator[bytes]:
    """Yield the blocks of a table that every whole bundle has."""
    if path not in archive:
        raise about_file(Fault.MISSING_FILE, "没有列入清单", "is not listed in the manifest", path)
    return archive.blocks(path)


def _passing(archive: Archive, tally: Tally, path: str) -> Iterator[bytes]:
    """Yield a file's blocks while they are tallied."""
    for block in archive.blocks(path):
        tally.add(block)
        yield block


def _require_as_stated(stated: FileEntry, found: FileEntry) -> None:
    if found.bytes != stated.bytes:
        raise about_file(
            Fault.SIZE_DIFFERS,
            f"为{found.bytes}字节,清单所列为{stated.bytes}字节",
            f"has {found.bytes} bytes, but the manifest states {stated.bytes}",
            stated.path,
        )
    if found.sha256 != stated.sha256:
        raise about_file(
            Fault.DIGEST_DIFFERS,
            "内容与清单所列的SHA-256摘要不符",
            "its SHA-256 is not the one the manifest states",
            stated.path,
        )
    if found.rows != stated.rows:
        raise about_file(
            Fault.ROWS_DIFFER,
            f"为{_rows(found).chinese},清单所列为{_rows(stated).chinese}",
            f"has {_rows(found).english}, but the manifest states {_rows(stated).english}",
            stated.path,
        )


def _rows(file: FileEntry) -> Sentences:
    if file.rows is None:
        return Sentences("不计行数的文件", "no rows to count")
    return Sentences(f"{file.rows}行", f"{file.rows} rows")


def _require_schemas(manifest: Manifest, history: History) -> None:
    """Refuse a bundle that describes some kinds of events and leaves others undescribed."""
    described = manifest.topics_with_schema()
    for topic in sorted(history.topics - described) if described else ():
        raise about_file(
            Fault.SCHEMA_MISSING,
            "没有这种事件的结构说明",
            "the schema of this kind of event is missing",
            f"{SCHEMAS}/{topic}.json",
        )


def _require_log_files(manifest: Manifest) -> None:
    wanted = {POLICY_PATH, CHECKPOINTS_PATH}
    if not manifest.is_whole:
        wanted.add(PROOFS_PATH)
    found = set(manifest.paths(MemberKind.LOG))
    for path in sorted(wanted - found):
        raise about_file(Fault.MISSING_FILE, "没有列入清单", "is not listed in the manifest", path)
    for path in sorted(found - wanted):
        raise about_file(
            Fault.MALFORMED_PROOF,
            "完整导出包不应另有逐条证明",
            "a whole bundle carries no proofs of single events",
            path,
        )
