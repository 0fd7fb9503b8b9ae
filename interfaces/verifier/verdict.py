"""What a check of a bundle comes to, in words a person and a program can use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from application.audit.policy import Policy
from application.audit.refusal import Sentences
from interfaces.documents.manifest import Manifest
from interfaces.verifier.finding import Finding

LONGEST_SENTENCE = 400


@dataclass(frozen=True)
class Counts:
    """How much had been found in order when the verdict was reached."""

    files: int = 0
    events: int = 0
    bytes: int = 0
    checkpoints: int = 0
    proofs: int = 0
    kept: int = 0
    """Checkpoints and receipts given beside the bundle that agree with it."""


@dataclass(frozen=True)
class LogHead:
    """The last checkpoint of the bundle."""

    origin: str
    size: int
    root: str
    sm3_root: str | None
    """Over the same leaves under SM3, where the checkpoint states it."""
    quorum: Sentences
    covers: int
    """The last event under it."""


@dataclass(frozen=True)
class Verdict:
    """The first thing found wrong with a bundle, or that nothing was."""

    ok: bool
    chinese: str
    """Names the file and the line; printable whatever the bundle holds."""
    english: str
    counts: Counts
    problem: str | None = None
    path: str | None = None
    line: int | None = None
    sequence: int | None = None
    manifest_sha256: str | None = None
    """To compare with what the issuer of the bundle says by another way."""
    head: LogHead | None = None
    """``None`` where nothing is signed."""
    keys: tuple[str, ...] = ()
    """The keys that were trusted, with their fingerprints."""
    remarks: tuple[Sentences, ...] = ()
    """What was not proven, and what else one should know."""

    @property
    def text(self) -> str:
        """The verdict for a person, in both languages."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield self.chinese
        yield self.english
        if self.head is not None:
            yield f"日志 log: {self.head.origin}  {self.head.size}  {self.head.root}"
            if self.head.sm3_root is not None:
                yield f"SM3: {self.head.sm3_root}"
        if self.manifest_sha256 is not None:
            yield f"清单 manifest SHA-256: {self.manifest_sha256}"
        for key in self.keys:
            yield f"公钥 key: {key}"
        for remark in self.remarks:
            yield f"- {remark.chinese}\n  {remark.english}"


def refused(finding: Finding, before: Verdict) -> Verdict:
    """Return the verdict a finding amounts to, with what had been found before it."""
    path = None if finding.path is None else printable(finding.path)
    chinese, english = path or "导出包", path or "the bundle"
    if finding.line is not None:
        chinese += f"第{finding.line}行"
        english += f", line {finding.line}"
    return replace(
        before,
        ok=False,
        chinese=printable(f"核验不通过:{chinese}:{finding.chinese}。"),
        english=printable(f"Refused: {english}: {finding.english}."),
        problem=finding.code,
        path=path,
        line=finding.line,
        sequence=finding.sequence,
    )


def accepted(before: Verdict, manifest: Manifest, remarks: Sequence[Sentences]) -> Verdict:
    """Return the verdict on a bundle nothing is wrong with."""
    counts, head = before.counts, before.head
    whole = ("完整导出包", "whole bundle")
    if not manifest.is_whole:
        whole = ("部分导出包", "partial bundle")
    signed = ("没有签名", "nothing is signed")
    if head is not None:
        signed = (
            f"日志{head.origin}前{head.covers}条有签名,{head.quorum.chinese}",
            f"signed by {head.origin} up to event {head.covers}; {head.quorum.english}",
        )
    return replace(
        before,
        ok=True,
        chinese=printable(
            f"核验通过:{whole[0]},{counts.files}个文件、{counts.events}条事件相符;{signed[0]}。"
        ),
        english=printable(
            f"Sound: {whole[1]}, {counts.files} files and {counts.events} events agree; "
            f"{signed[1]}."
        ),
        remarks=tuple(remarks),
    )


def keys_of(policy: Policy) -> tuple[str, ...]:
    """Return each key of a policy as a line to compare with paper."""
    keys: Sequence[tuple[str, str]] = [
        *((key.name, key.vkey) for key in policy.log_keys),
        *((f"{each.name} ({each.key.name})", each.key.vkey) for each in policy.witnesses),
    ]
    return tuple(printable(f"{name}  {fingerprint(vkey)}") for name, vkey in keys)


def fingerprint(vkey: str) -> str:
    """Return 32 hexadecimal digits, in groups of four, that stand for a key."""
    digits = hashlib.sha256(vkey.encode()).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def printable(text: str) -> str:
    """Return text fit for a terminal: what a damaged file smuggled in is spelled out."""
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return plain if len(plain) <= LONGEST_SENTENCE else plain[:LONGEST_SENTENCE] + "…"
