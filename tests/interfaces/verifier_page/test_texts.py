"""What can be read of a text, and which names are one, the page judges as Python does."""

from application.audit.refusal import Field, Refused
from application.audit.strict import text_of
from interfaces.documents.malformed import MalformedManifest
from interfaces.documents.manifest import LONGEST_PATH, require_plain_path
from interfaces.verifier.verdict import LONGEST_SENTENCE, printable
from tests.interfaces.verifier_page.node import Answer, ask, call
from tests.interfaces.verifier_page.test_formats import not_canonical

LETTERS = [
    each
    for each in map(chr, range(0x10000))
    if each.isalpha() and len({each, each.lower(), each.upper(), each.casefold()}) > 1
]
ODD = (
    "\0\t\n\x7f\x80\x9f\xa0\xad\u0600\u200b\u2028\u2029\u202e\u2066\u3000\ue000\ufeff\uffff"
    "\U000e0001"
)
PLAIN = "aZ~ é县\u0301\ufffd\U0001f3db\U00020000"


def test_letters_are_one_where_python_folds_them_into_one() -> None:
    answers = ask([call("paths.js", "foldedPath", each) for each in LETTERS])
    folded = dict(zip(LETTERS, answers, strict=True))
    pairs = {(each.casefold(), folded[each]) for each in LETTERS}
    assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
    words = ["Straße/ΣΑΣ.txt", "STRASSE/σας.TXT", "strasse/σασ.txt", "ı", "I", "a/b"]
    found = ask([call("paths.js", "foldedPath", each) for each in words])
    assert found[0] == found[1] == found[2]
    assert len({*found}) == len({each.casefold() for each in words})


def test_what_cannot_be_read_is_spelled_out() -> None:
    texts = ["", *ODD, *PLAIN, ODD + PLAIN]
    texts += [each * (LONGEST_SENTENCE + more) for each in ("x", "\U0001f3db") for more in (0, 1)]
    texts += ["\0" * LONGEST_SENTENCE, "\r\n" * LONGEST_SENTENCE]
    shown = [*map(printable, texts)]
    assert ask([call("printable.js", "shown", each) for each in texts]) == shown
    found = ask([call("printable.js", "isPrintable", each) for each in texts])
    assert found == [each.isprintable() for each in texts]
    counted = ask([call("printable.js", "characters", each) for each in texts])
    assert counted == [*map(len, texts)]


def strict_text(data: bytes) -> Answer:
    try:
        return text_of(data, 9, Field.POLICY)
    except Refused as error:
        return not_canonical(error)


def test_texts_are_strict_from_their_first_character_on() -> None:
    texts = ["", "\n", "a\n", "a", "\0a\n", "\n\0\n", "a\n\tb\n", "\n\n\x7f", "县\r\n", "a\nb"]
    given = [
        *map(str.encode, texts),
        b"a\n\xff\n\n",
        b"\xe5\n",
        b"\n" * 8 + b"\xff",
        b"\n\xff\n",
        b"x" * 10,
    ]
    about = [Field.POLICY.label, Field.POLICY.value]
    found = ask([call("strict.js", "strictText", each, 9, about) for each in given])
    assert found == [*map(strict_text, given)]


def is_plain(path: str) -> bool:
    try:
        require_plain_path(path)
    except MalformedManifest:
        return False
    return True


def test_paths_are_plain_where_python_takes_them_for_plain() -> None:
    odd = [*ODD, *PLAIN, *'\\:*?"<>|/. ']
    steps = [text for each in odd for text in (each, f"a{each}", f"{each}b", f"a{each}b")]
    paths = [*steps, *(f"a/{each}" for each in steps), *(f"{each}/a" for each in steps)]
    paths += ["x" * LONGEST_PATH, "x" * (LONGEST_PATH + 1), "\U00020000" * LONGEST_PATH]
    paths += ["..", "a/.."]
    found = ask([call("paths.js", "isPlainPath", each) for each in paths])
    assert dict(zip(paths, found, strict=True)) == {each: is_plain(each) for each in paths}
