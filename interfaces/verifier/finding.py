"""The first thing wrong with a bundle: it ends the check."""

from __future__ import annotations

from enum import Enum

from application.audit.refusal import Refused
from interfaces.documents.malformed import Malformed


class Fault(str, Enum):
    """Why a bundle is refused; the value is stable and programs may rely on it."""

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
    SELECTION_DIFFERS = "selection-differs"
    MALFORMED_SEALED_VALUE = "malformed-sealed-value"
    MALFORMED_OPENING = "malformed-opening"
    OPENING_CONTRADICTS = "opening-contradicts"
    OPENING_WITHOUT_VALUE = "opening-without-value"
    ERASED_YET_TOLD = "erased-yet-told"
    SCHEMA_MISSING = "schema-missing"
    MALFORMED_POLICY = "malformed-policy"
    MALFORMED_CHECKPOINT = "malformed-checkpoint"
    WRONG_LOG = "wrong-log"
    UNSIGNED_CHECKPOINT = "unsigned-checkpoint"
    CHECKPOINTS_NOT_ASCENDING = "checkpoints-not-ascending"
    QUORUM_NOT_MET = "quorum-not-met"
    ROOT_DIFFERS = "root-differs"
    MALFORMED_PROOF = "malformed-proof"
    NOT_INCLUDED = "not-included"
    CHECKPOINT_CONTRADICTS = "checkpoint-contradicts"
    MALFORMED_RECEIPT = "malformed-receipt"
    RECEIPT_CONTRADICTS = "receipt-contradicts"
    MALFORMED_EVENT = "malformed-event"
    ILLEGAL_TRANSITION = "illegal-transition"
    FOUR_EYES_VIOLATED = "four-eyes-violated"
    ATTACHMENT_DIFFERS = "attachment-differs"
    LEDGER_DIFFERS = "ledger-differs"
    RATES_DIFFER = "rates-differ"

    def __str__(self) -> str:
        return self.value


class Finding(Exception):
    """Something is wrong; says what and where, in Chinese and in English."""

    def __init__(
        self,
        code: str,
        sequence: int | None,
        chinese: str,
        english: str,
        path: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(f"{chinese} / {english}")
        self.code = code
        """One of ``Fault``."""
        self.sequence = sequence
        """The event it is about, if it is about one."""
        self.chinese = chinese
        self.english = english
        self.path = path
        """The file of the bundle, or the file given beside it."""
        self.line = line


def about_file(
    fault: Fault, chinese: str, english: str, path: str | None = None, line: int | None = None
) -> Finding:
    """Return what is wrong with a file, or with the bundle as a whole."""
    return Finding(fault, None, chinese, english, path, line)


def malformed(
    fault: Fault, error: Malformed | Refused, path: str, line: int | None = None
) -> Finding:
    """Return the finding that a file could not be read, for the reason given.

    ``line`` is that of something with lines of its own; otherwise the reason names its line.
    """
    if isinstance(error, Refused) and line is None:
        return about_file(fault, *error.what, path, error.line)
    chinese, english = error.chinese.rstrip("。"), error.english.rstrip(".")
    return about_file(fault, chinese, english, path, line)
