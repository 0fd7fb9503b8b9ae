"""The head of the log in a form people compare by eye: on paper, over the telephone."""

from application.audit.checkpoint import Checkpoint, parse_checkpoint
from application.audit.note import parse_note

GROUP = 4
GROUPS = 8
"""Groups of four hexadecimal digits: 128 bits, which nobody finds a second tree for."""


def short_root(root: bytes) -> str:
    """Return the beginning of a root in groups, as it is printed and read aloud."""
    digits = root.hex().upper()
    return " ".join(digits[at * GROUP : (at + 1) * GROUP] for at in range(GROUPS))


def in_words(checkpoint: Checkpoint) -> str:
    """Return one line: which log, how many leaves, and the beginning of each root over them."""
    return f"日志{checkpoint.origin},{_size_and_roots(checkpoint)}"


def _size_and_roots(checkpoint: Checkpoint) -> str:
    words = f"记录总数{checkpoint.size},首部 {short_root(checkpoint.root)}"
    if checkpoint.sm3_root is None:
        return words
    return f"{words},SM3首部 {short_root(checkpoint.sm3_root)}"


def words_of(note: bytes) -> str:
    """Return the same line for a signed head."""
    return in_words(parse_checkpoint(parse_note(note).text))


def printed(known_at: int, note: bytes | None) -> str:
    """Return what stands at the foot of printed ledgers: up to which event, under which head.

    The name of the log, which may be long, comes last.
    """
    if note is None:
        return f"截至序号{known_at};日志尚未签署"
    head = parse_checkpoint(parse_note(note).text)
    return f"截至序号{known_at};{_size_and_roots(head)},日志{head.origin}"
