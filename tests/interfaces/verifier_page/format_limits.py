"""Policies, receipts and checkpoints at what their formats allow, and one step beyond it."""

import base64
from itertools import pairwise

from application.audit.merkle import LONGEST_PROOF
from application.audit.note import LONGEST_NOTE, MOST_LINES, MOST_SIGNATURES
from application.audit.policy import LONGEST_POLICY, MOST_OF_A_KIND, MOST_POLICY_LINES
from application.audit.proof_file import LONGEST_EXTRA, LONGEST_FILE
from tests.application.audit import heads

POLICY = heads.POLICY_TEXT.encode()
RECEIPT = heads.proof_file(0, 1)
HEAD = heads.head(0, 1)
LOG, *WITNESSES, GROUP, QUORUM = POLICY.splitlines(keepends=True)[1:]
FIRST, SECOND = (line.split(b" ")[1] for line in WITNESSES[:2])
HASH = base64.b64encode(bytes(32)) + b"\n"


def policies() -> list[bytes]:
    """Return policies in which names, numbers, sizes and counts only just fit, or do not."""
    numbers = [b"0", b"1", b"3", b"4", b"any", b"all", b"02", b"18446744073709551616"]
    groups = [GROUP.replace(b" 2 ", b" %s " % number) for number in numbers]
    names = [b"none", WITNESSES[1].split(b" ")[1], "见证".encode(), b"a" * 255, b"a" * 256, b"a+b"]
    return [
        *(POLICY.replace(GROUP, group) for group in groups),
        *(POLICY.replace(FIRST, name) for name in names),
        POLICY.replace(GROUP, GROUP + b"group x 1\n"),
        POLICY.replace(GROUP, GROUP + b"group x 1 " + FIRST + b"\n"),
        POLICY.replace(LOG, LOG + LOG),
        POLICY.replace(WITNESSES[1], WITNESSES[0].replace(FIRST, SECOND)),
        POLICY.replace(WITNESSES[0], WITNESSES[0][:-1] + b" https://example.org\n"),
        POLICY.replace(WITNESSES[0], WITNESSES[0][:-1] + b" https://example.org x\n"),
        POLICY.replace(QUORUM, b"quorum none\n"),
        POLICY.replace(QUORUM, b"quorum " + FIRST + b" x\n"),
        POLICY.replace(QUORUM, QUORUM + QUORUM),
        POLICY.replace(LOG, LOG.replace(b" ", b"\t ")),
        *(chained(count) for count in (MOST_OF_A_KIND, MOST_OF_A_KIND + 1)),
        *(filled(POLICY, size, b"#") for size in (LONGEST_POLICY, LONGEST_POLICY + 1)),
        *(b"\n" * (count - POLICY.count(b"\n")) + POLICY for count in around(MOST_POLICY_LINES)),
    ]


def chained(groups: int) -> bytes:
    """Return a policy with so many groups, each of which stands for the one before."""
    names = [FIRST, *(b"g%d" % number for number in range(1, groups + 1))]
    lines = [b"group %s 1 %s\n" % (name, of) for of, name in pairwise(names)]
    return b"".join([LOG, WITNESSES[0], *lines, b"quorum " + names[-1] + b"\n"])


def receipts() -> list[bytes]:
    """Return receipts whose proof, extra data, index and size only just fit, or do not."""
    magic, index, *proof = RECEIPT[: RECEIPT.index(b"\n\n") + 1].splitlines(keepends=True)
    signed = RECEIPT[RECEIPT.index(b"\n\n") + 1 :]
    extras = [b"", *(bytes(size) for size in (1, LONGEST_EXTRA, LONGEST_EXTRA + 1))]
    beside = [b"extra " + base64.b64encode(extra) + b"\n" for extra in extras]
    numbers = [b"9223372036854775807", b"9223372036854775808", b"00", b"-1", b""]
    return [
        *(b"".join([magic, extra, index, *proof, signed]) for extra in beside),
        *(b"".join([magic, index, HASH * count, signed]) for count in around(LONGEST_PROOF)),
        *(b"".join([magic, b"index " + number + b"\n", *proof, signed]) for number in numbers),
        *(filled(RECEIPT, size, b"x") for size in (LONGEST_FILE, LONGEST_FILE + 1)),
        b"".join([magic, *proof, signed]),
        b"".join([index, *proof, signed]),
        b"".join([magic, signed]),
        b"".join([magic, index, *proof, b"\n"]),
        b"".join([magic, index, *proof]),
        magic + beside[1] + beside[1] + index + signed,
    ]


def checkpoints() -> list[bytes]:
    """Return signed checkpoints whose lines, names, sizes and signatures only just fit, or not."""
    text, signed = HEAD.split(b"\n\n")
    origin, size, root = text.splitlines(keepends=True)
    signatures = signed.splitlines(keepends=True)
    dash, name, _ = signatures[0].split(b" ")
    short = [base64.b64encode(bytes(count)) for count in (4, 5)]
    return [
        HEAD, HEAD[:-1], HEAD + b"\n", text + b"\n", text + b"\n\n", signed, b"\n" + HEAD,
        *(text + b"\n\n" + signatures[0] * count for count in around(MOST_SIGNATURES)),
        *(b"\n" * (count - HEAD.count(b"\n")) + HEAD for count in around(MOST_LINES)),
        *(text + b"\n\n" + b" ".join([dash, name, each]) + b"\n" for each in short),
        *(filled(HEAD, count, b"x") for count in (LONGEST_NOTE, LONGEST_NOTE + 1)),
        *(HEAD.replace(origin, each + b"\n") for each in (b"a" * 255, b"a" * 256, b"a b", b"a+b")),
        *(HEAD.replace(size, each + b"\n") for each in (b"0", b"00", b"9" * 19, b"9" * 18, b"")),
        *(HEAD.replace(root, each) for each in (HASH, HASH[:-2] + b"\n", b"AAAA\n", HASH + HASH)),
        HEAD.replace(dash, b"-"), HEAD.replace(name, b"a+b"), HEAD.replace(b"\n\n", b"\n"),
    ]  # fmt: skip


def around(count: int) -> tuple[int, int]:
    """Return the most there may be and one more."""
    return count, count + 1


def filled(data: bytes, size: int, mark: bytes) -> bytes:
    """Return a file with a first line that makes it so many bytes long."""
    return mark + b"x" * (size - len(data) - 2) + b"\n" + data
