"""Policies, receipts, checkpoints and keys at what their formats allow, and one step beyond it."""

import base64
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from application.audit.checkpoint import LONGEST_TEXT
from application.audit.entry import LONGEST_ENTRY
from application.audit.keys import LONGEST_KEY, KeyType, key_id_of
from application.audit.merkle import LONGEST_PROOF
from application.audit.note import LONGEST_NOTE, MOST_LINES, MOST_SIGNATURES
from application.audit.policy import LONGEST_POLICY, MOST_OF_A_KIND, MOST_POLICY_LINES
from application.audit.proof_file import LONGEST_FILE
from application.audit.strict import LONGEST_NAME
from tests.application.audit import heads
from tests.application.audit.signing import TestSigner
from tests.application.audit.test_ed25519 import SMALL_ORDER

POLICY = heads.POLICY_TEXT.encode()
RECEIPT = heads.proof_file(0, 1)
HEAD = heads.head(0, 1)
LOG, *WITNESSES, GROUP, QUORUM = POLICY.splitlines(keepends=True)[1:]
FIRST, SECOND = (line.split(b" ")[1] for line in WITNESSES[:2])
HASH = base64.b64encode(bytes(32)) + b"\n"
CONTROLS = (b"\x00", b"\x08", b"\x0b", b"\x1f", b"\x7f", b"\r")
NO_CONTROLS = (b"\xc2\x80", b"\xe2\x80\xa8", b"\xef\xbb\xbf")
"""Beside the others of ASCII, none is a control character there."""
Cases = dict[str, bytes]


def policies() -> Cases:
    """Return policies in which names, numbers, sizes and counts only just fit, or do not."""
    numbers = (b"0", b"1", b"3", b"4", b"any", b"all", b"02", b"18446744073709551616", b"toString")
    other = WITNESSES[1].split(b" ")[1]
    names = (
        b"none",
        other,
        "见证".encode(),
        b"a" * 255,
        b"a" * 256,
        b"a+b",
        b"a\xc2\xa0b",
        b"\xc2\x80",
    )
    last = GROUP.rsplit(b" ", 1)[1]
    return {
        "empty": b"",
        "one line end": b"\n",
        "no line end": POLICY[:-1],
        "line end more": POLICY + b"\n",
        "half a line more": POLICY + b"#",
        **_each(
            "group of",
            ((number, GROUP.replace(b" 2 ", b" %s " % number)) for number in numbers),
            GROUP,
        ),
        **{f"witness {_named(name)}": POLICY.replace(FIRST, name) for name in names},
        "group of none": POLICY.replace(GROUP, GROUP + b"group x 1\n"),
        "group without a number": POLICY.replace(GROUP, GROUP + b"group x\n"),
        "member of two groups": POLICY.replace(GROUP, GROUP + b"group x 1 " + FIRST + b"\n"),
        "member twice": POLICY.replace(GROUP, GROUP.replace(last, FIRST + b"\n")),
        "member unknown": POLICY.replace(GROUP, GROUP.replace(last, "县\n".encode())),
        "group of its own": POLICY.replace(GROUP, "group 见证 1 见证\n".encode()),
        "group named like a witness": POLICY.replace("group 见证".encode(), b"group " + FIRST),
        "group named none": POLICY.replace("group 见证".encode(), b"group none"),
        "log twice": POLICY.replace(LOG, LOG + LOG),
        "key twice": POLICY.replace(WITNESSES[1], WITNESSES[0].replace(FIRST, SECOND)),
        "key of a log and of a witness": POLICY.replace(
            WITNESSES[1], b"witness x %s\n" % vkey(heads.ORIGIN, type_=KeyType.WITNESS)
        ),
        "witness as log": POLICY.replace(LOG, b"log " + WITNESSES[0].split(b" ")[2]),
        "log as witness": POLICY.replace(WITNESSES[0], b"witness x " + LOG.split(b" ")[1]),
        "no key": POLICY.replace(WITNESSES[0], b"witness x x\n"),
        "URL of a witness": POLICY.replace(WITNESSES[0], WITNESSES[0][:-1] + b" https://a\n"),
        "more than a URL": POLICY.replace(WITNESSES[0], WITNESSES[0][:-1] + b" https://a x\n"),
        "URL of a log": POLICY.replace(LOG, LOG[:-1] + b" https://a\n"),
        "more than a URL of a log": POLICY.replace(LOG, LOG[:-1] + b" https://a x\n"),
        "log without a key": POLICY.replace(LOG, b"log\n"),
        "witness without a key": POLICY.replace(WITNESSES[0], b"witness x\n"),
        "no log": POLICY.replace(LOG, b""),
        "no quorum": POLICY.replace(QUORUM, b""),
        "quorum of nobody": POLICY.replace(QUORUM, b"quorum none\n"),
        "quorum unknown": POLICY.replace(QUORUM, "quorum 县\n".encode()),
        "quorum of two": POLICY.replace(QUORUM, b"quorum " + FIRST + b" x\n"),
        "quorum without a name": POLICY.replace(QUORUM, b"quorum\n"),
        "quorum twice": POLICY.replace(QUORUM, QUORUM + QUORUM),
        "quorum none twice": POLICY.replace(QUORUM, b"quorum none\nquorum none\n"),
        "another word": POLICY + b"trust nobody\n",
        "a word of the language": POLICY + b"constructor x\n",
        "tabs and spaces": POLICY.replace(LOG, b"\t " + LOG.replace(b" ", b"\t ")),
        "remark after spaces": POLICY + b" \t#x\n",
        "not UTF-8": POLICY.replace(LOG, b"# \xff\n" + LOG),
        **{
            f"control {mark.hex()}": POLICY.replace(LOG, LOG + b"#" + mark + b"\n")
            for mark in CONTROLS
        },
        **{
            f"mark {mark.hex()}": POLICY.replace(LOG, LOG + b"#" + mark + b"\n")
            for mark in NO_CONTROLS
        },
        "mark at the beginning": b"\xef\xbb\xbf" + POLICY,
        **{f"{count} groups": chained(count) for count in around(MOST_OF_A_KIND)},
        **{f"{count} logs": with_keys(b"log", count) for count in around(MOST_OF_A_KIND)},
        **{f"{count} witnesses": with_keys(b"witness", count) for count in around(MOST_OF_A_KIND)},
        **{f"{size} bytes": filled(POLICY, size, b"#") for size in around(LONGEST_POLICY)},
        **{
            f"{count} lines": b"\n" * (count - 1 - POLICY.count(b"\n")) + POLICY
            for count in around(MOST_POLICY_LINES)
        },
    }


def _each(what: str, lines: Iterable[tuple[bytes, bytes]], instead: bytes) -> Cases:
    return {f"{what} {_named(name)}": POLICY.replace(instead, line) for name, line in lines}


def _named(data: bytes) -> str:
    """Return what a case is called after, not too long."""
    text = data.decode()
    return text.encode("unicode_escape").decode() if len(text) < 40 else f"of {len(text)}"


def chained(groups: int) -> bytes:
    """Return a policy with so many groups, each of which stands for the one before."""
    names = [FIRST, *(b"g%d" % number for number in range(1, groups + 1))]
    lines = [b"group %s 1 %s\n" % (name, of) for of, name in pairwise(names)]
    return b"".join([LOG, WITNESSES[0], *lines, b"quorum " + names[-1] + b"\n"])


def with_keys(kind: bytes, count: int) -> bytes:
    """Return a policy with so many logs, or so many witnesses, each with a key of its own."""
    names = [b"k%d" % number for number in range(count)]
    if kind == b"log":
        return b"".join(b"log %s\n" % vkey(name.decode()) for name in names) + b"quorum none\n"
    keys = [vkey(name.decode(), type_=KeyType.WITNESS) for name in names]
    lines = [b"witness %s %s\n" % pair for pair in zip(names, keys, strict=True)]
    return b"".join([LOG, *lines, b"quorum none\n"])


def vkey(name: str, typed: bytes | None = None, type_: int = KeyType.LOG) -> bytes:
    """Return a key as policies have it; its ID is right whatever it is made of."""
    material = bytes([type_]) + _public(name) if typed is None else typed
    encoded = base64.b64encode(material)
    return b"%s+%s+%s" % (name.encode(), key_id_of(name, material).hex().encode(), encoded)


@cache
def _public(name: str) -> bytes:
    return TestSigner.named(name).public


def keys() -> Cases:
    """Return keys whose parts only just fit, or do not."""
    name, key_id, material = (sound := vkey("县")).split(b"+", 2)
    public = _public("县")
    long = "镇" * (LONGEST_NAME // 3)
    mark = "\U0001f3db"
    return {
        "log": sound,
        "witness": vkey("县", type_=KeyType.WITNESS),
        **{f"type {number}": vkey("县", type_=number) for number in (0, 2, 3, 5, 255)},
        "no public key": vkey("县", b"\1"),
        "nothing": vkey("县", b""),
        "public key short": vkey("县", b"\1" + public[:-1]),
        "public key long": vkey("县", b"\1" + public + b"x"),
        "weak": vkey("县", b"\1" + bytes.fromhex(SMALL_ORDER[0])),
        "neutral": vkey("县", b"\4" + b"\1" + bytes(31)),
        "no point": vkey("县", b"\1" + b"\2" + bytes(31)),
        "another ID": b"+".join([name, b"00000000", material]),
        "ID in capitals": b"+".join([name, key_id.upper() + b"A", material]),
        "ID short": b"+".join([name, key_id[:-1], material]),
        "ID long": b"+".join([name, key_id + b"0", material]),
        "ID followed": b"+".join([name, key_id + b" ", material]),
        "ID preceded": b"+".join([name, b" " + key_id, material]),
        "no ID": b"+".join([name, material.replace(b"+", b"")]),
        "name alone": name,
        "none": b"",
        "no name": b"+".join([b"", key_id, material]),
        "space in the name": b"+".join([b"a b", key_id, material]),
        "unpadded": sound[:-1] if sound.endswith(b"=") else sound + b"=",
        "plus in the key": next(
            key for number in range(99) if b"+" in (key := vkey(f"k{number}")).split(b"+", 2)[2]
        ),
        "longest name": vkey(long),
        "too long a name": vkey(long + "x"),
        **{
            f"{size} characters": b"%s+00000000+%s" % (mark.encode(), b"A" * (size - 11))
            for size in around(LONGEST_KEY)
        },
        "few characters of many bytes": mark.encode() * 250 + b"+00000000+AAAA",
    }


def receipts() -> Cases:
    """Return receipts whose proof, extra data, index and size only just fit, or do not."""
    magic, index, *proof = RECEIPT[: RECEIPT.index(b"\n\n") + 1].splitlines(keepends=True)
    signed = RECEIPT[RECEIPT.index(b"\n\n") + 1 :]
    extras = [bytes(size) for size in (0, 1, LONGEST_ENTRY, LONGEST_ENTRY + 1)]
    beside = {len(extra): b"extra " + base64.b64encode(extra) + b"\n" for extra in extras}
    numbers = (b"9223372036854775807", b"9223372036854775808", b"00", b"-1", b"", b"0")
    return {
        "sound": RECEIPT,
        "empty": b"",
        "no line end": RECEIPT[:-1],
        "not UTF-8": RECEIPT + b"\xff\n",
        "control": RECEIPT + b"\x7f\n",
        **{
            f"extra of {size}": b"".join([magic, extra, index, *proof, signed])
            for size, extra in beside.items()
        },
        **{
            f"proof of {count}": b"".join([magic, index, HASH * count, signed])
            for count in around(LONGEST_PROOF)
        },
        **{
            f"index {number.decode()}": b"".join(
                [magic, b"index " + number + b"\n", *proof, signed]
            )
            for number in numbers
        },
        **{f"{size} bytes": filled(RECEIPT, size, b"x") for size in around(LONGEST_FILE)},
        "no index": b"".join([magic, *proof, signed]),
        "no heading": b"".join([index, *proof, signed]),
        "another heading": RECEIPT.replace(b"@v1", b"@v2", 1),
        "heading alone": b"".join([magic, signed]),
        "heading and extra": b"".join([magic, beside[1], signed]),
        "no checkpoint": b"".join([magic, index, *proof, b"\n"]),
        "no blank line": b"".join([magic, index, *proof]),
        "extra twice": magic + beside[1] + beside[1] + index + signed,
        "extra of another spelling": magic + b"extra AB==\n" + index + signed,
        "hash of 31": b"".join([magic, index, base64.b64encode(bytes(31)) + b"\n", signed]),
        "hash of another spelling": b"".join([magic, index, HASH[:-2] + b"\n", signed]),
        "blank lines more": b"".join([magic, index, *proof, b"\n", signed]),
    }


def checkpoints() -> Cases:
    """Return signed checkpoints whose lines, names, sizes and signatures only just fit, or not."""
    above, signed = HEAD.split(b"\n\n")
    text = above + b"\n"
    origin, size, root = text.splitlines(keepends=True)
    signatures = signed.splitlines(keepends=True)
    dash, name, value = signatures[0].split(b" ")
    origins = (b"a" * 255, b"a" * 256, b"a b", b"a+b", b"", b"a\xe2\x80\xa8b")
    sizes = (
        b"0",
        b"00",
        b"9" * 19,
        b"9" * 18,
        b"",
        b"9223372036854775807",
        b"9223372036854775808",
    )
    return {
        "sound": HEAD,
        "empty": b"",
        "no line end": HEAD[:-1],
        "blank line at the end": HEAD + b"\n",
        "blank line at the beginning": b"\n" + HEAD,
        "no signature": text,
        "signature of nothing": text + b"\n",
        "two blank lines": text + b"\n\n" + signed,
        "signature alone": signed,
        "no blank line": HEAD.replace(b"\n\n", b"\n"),
        "blank line first": b"\n" + signed,
        "blank lines first": b"\n\n" + signed,
        "not UTF-8": HEAD.replace(origin, b"\xff\n"),
        **{
            f"control {mark.hex()}": HEAD.replace(root, mark + root) for mark in (*CONTROLS, b"\t")
        },
        **{
            f"{count} signatures": text + b"\n" + signatures[0] * count
            for count in around(MOST_SIGNATURES)
        },
        **{
            f"{count} lines": b"\n" * (count - HEAD.count(b"\n")) + HEAD
            for count in around(MOST_LINES)
        },
        **{
            f"signature of {count} bytes": text
            + b"\n"
            + _line([dash, name, base64.b64encode(bytes(count))])
            for count in (4, 5)
        },
        "signature of another spelling": HEAD.replace(value, value[:-1] + b"=\n"),
        "signature of two words": text + b"\n" + _line([dash, name]),
        "signature of four words": text + b"\n" + _line([dash, name, value[:-1], b"x"]),
        "a hyphen for a dash": HEAD.replace(dash, b"-"),
        "plus in a name": HEAD.replace(name, b"a+b"),
        "no name": HEAD.replace(b" " + name + b" ", b"  "),
        **{f"{count} bytes": filled(HEAD, count, b"x") for count in around(LONGEST_NOTE)},
        **{f"origin {_named(each)}": HEAD.replace(origin, each + b"\n") for each in origins},
        **{f"size {each.decode()}": HEAD.replace(size, each + b"\n") for each in sizes},
        "root": HEAD.replace(root, HASH),
        "root of another spelling": HEAD.replace(root, HASH[:-2] + b"\n"),
        "root of 3 bytes": HEAD.replace(root, b"AAAA\n"),
        "a line more": HEAD.replace(root, HASH + HASH),
        "a line less": HEAD.replace(root, b"", 1),
        **{
            f"after the root {_named(each)}": HEAD.replace(root, root + each)
            for each in (
                b"sm3 " + HASH,
                b"sm3 " + HASH + b"x\n",
                b"sm3 " + HASH + b"sm3 " + HASH,
                b"sm3  " + HASH,
                b"sm3\n",
                b"sm3 \n",
                b"sm3 AAAA\n",
                b"sm3 " + HASH[:-2] + b"\n",
                b"SM3 " + HASH,
                b"sm2 " + HASH,
            )
        },
        "the SM3 root before the root": HEAD.replace(root, b"sm3 " + HASH + root),
        "the SM3 root for the root": HEAD.replace(root, b"sm3 " + HASH),
        **{
            f"text of {count} bytes": HEAD.replace(
                root, root + b"x" * (count - len(text) - 1) + b"\n"
            )
            for count in around(LONGEST_TEXT)
        },
    }


def _line(words: Sequence[bytes]) -> bytes:
    return b" ".join(words) + b"\n"


def around(count: int) -> tuple[int, int]:
    """Return the most there may be and one more."""
    return count, count + 1


def filled(data: bytes, size: int, mark: bytes) -> bytes:
    """Return a file with a first line that makes it so many bytes long."""
    return mark + b"x" * (size - len(data) - 2) + b"\n" + data
