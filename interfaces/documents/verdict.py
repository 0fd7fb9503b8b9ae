"""What a check of a bundle finds, in words a person and a program can use."""

from dataclasses import dataclass
from enum import StrEnum

WHAT_IT_PROVES = "核对只证明各文件与清单一致,不能排除有权限的人连同清单一起改动。"
LONGEST_SENTENCE = 400


class Problem(StrEnum):
    """Why a bundle is refused."""

    UNREADABLE = "unreadable"
    NOT_AN_ARCHIVE = "not-an-archive"
    TOO_LARGE = "too-large"
    UNSAFE_NAME = "unsafe-name"
    DUPLICATE_FILE = "duplicate-file"
    MISSING_FILE = "missing-file"
    UNLISTED_FILE = "unlisted-file"
    DAMAGED_FILE = "damaged-file"
    UNKNOWN_FORMAT = "unknown-format"
    MALFORMED_MANIFEST = "malformed-manifest"
    SIZE_DIFFERS = "size-differs"
    DIGEST_DIFFERS = "digest-differs"
    ROWS_DIFFER = "rows-differ"
    MALFORMED_LINE = "malformed-line"
    BROKEN_CHAIN = "broken-chain"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much had been found in order when the verdict was reached."""

    files: int = 0
    events: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first thing found wrong with a bundle, or that nothing was."""

    ok: bool
    sentence: str
    """In Chinese, naming the file and the line; printable whatever the bundle holds."""
    counts: Counts
    manifest_sha256: str | None = None
    """To compare with what the issuer of the bundle says by another way."""
    problem: Problem | None = None
    path: str | None = None
    line: int | None = None


class Refused(Exception):
    """The first thing found wrong ends the check."""

    def __init__(
        self, problem: Problem, detail: str, path: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail
        self.path = path
        self.line = line

    def verdict(self, counts: Counts, manifest_sha256: str | None) -> Verdict:
        """Return the verdict this refusal amounts to."""
        path = None if self.path is None else printable(self.path)
        place = path or "这个文件"
        if self.line is not None:
            place += f"第{self.line}行"
        sentence = printable(f"核对不通过:{place}:{self.detail}。")
        return Verdict(False, sentence, counts, manifest_sha256, self.problem, path, self.line)


def accepted(counts: Counts, manifest_sha256: str | None) -> Verdict:
    """Return the verdict on a bundle nothing is wrong with."""
    found = f"{counts.files}个文件、{counts.events}条事件均与清单一致"
    return Verdict(True, f"核对通过:{found}。{WHAT_IT_PROVES}", counts, manifest_sha256)


def printable(text: str) -> str:
    """Return text fit for a terminal: what a damaged file smuggled in is spelled out."""
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return plain if len(plain) <= LONGEST_SENTENCE else plain[:LONGEST_SENTENCE] + "…"
