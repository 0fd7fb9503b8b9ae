"""Signed notes: the published ones open, and nothing but one canonical form is read."""

import base64

import pytest

from application.audit.keys import LONGEST_KEY, KeyType, VerifierKey, key_id_of
from application.audit.note import (
    LONGEST_NOTE,
    MOST_LINES,
    MOST_SIGNATURES,
    Note,
    Signature,
    open_note,
    parse_note,
    sign_note,
    with_signatures,
)
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import LONGEST_NAME
from tests.application.audit.refusals import refused
from tests.application.audit.signing import TestSigner
from tests.application.audit.test_ed25519 import SMALL_ORDER

# C2SP signed-note, "Example"
FOO_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3"
    "mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# golang.org/x/mod/sumdb/note
PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_NOTE = (
    f"{PETER_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
    "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# C2SP signed-note, "Format": the key is not published, the text has a blank line
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
    "ed è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONr"
    "MouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
SIGNER = TestSigner.named("log")
KEY = VerifierKey("log", KeyType.LOG, SIGNER.public)
SIGNATURE = sign_note("text\n", "log", SIGNER)
NOTE = Note("text\n", (SIGNATURE,)).data.decode()
# as much of each as a note may have
LARGEST = "t" * (LONGEST_NOTE - len(NOTE.encode())) + NOTE
LONGEST = "t\n" * (MOST_LINES - NOTE.count("\n")) + NOTE
FULLEST = NOTE + SIGNATURE.text * (MOST_SIGNATURES - 1)


@pytest.mark.parametrize(("vkey", "note"), [(FOO_KEY, FOO_NOTE), (PETER_KEY, PETER_NOTE)])
def test_a_published_note_opens(vkey: str, note: str) -> None:
    key = VerifierKey.from_vkey(vkey)
    opened = open_note(parse_note(note.encode()), [key])
    assert opened.text == note.partition("\n\n")[0] + "\n"
    assert [verified for verified, _ in opened.verified] == [key]
    assert opened.unknown == 0
    assert parse_note(note.encode()).data.decode() == note
    assert key.vkey == vkey


def test_a_published_note_is_signed_to_the_byte() -> None:
    signature = sign_note(PETER_TEXT, "PeterNeumann", TestSigner(PETER_SEED))
    assert Note(PETER_TEXT, (signature,)).data.decode() == PETER_NOTE


def test_the_last_blank_line_ends_the_text() -> None:
    note = parse_note(POEM.encode())
    assert note.text.endswith("\n\ned è subito sera.\n")
    assert [signature.name for signature in note.signatures] == ["quasimodo.example/salvatore"]
    assert note.data.decode() == POEM


@pytest.mark.parametrize(
    ("note", "problem", "field", "line"),
    [
        ("", Problem.NO_FINAL_NEWLINE, Field.NOTE, 1),
        ("text\n", Problem.MISSING_LINE, Field.SIGNATURE, 2),
        ("text\n\n", Problem.MISSING_LINE, Field.SIGNATURE, 3),
        (NOTE + "\n", Problem.MISSING_LINE, Field.SIGNATURE, 5),
        (NOTE[:-1], Problem.NO_FINAL_NEWLINE, Field.NOTE, 3),
        (NOTE.replace("\n\n", "\n"), Problem.MISSING_LINE, Field.SIGNATURE, 3),
        (NOTE.replace("text", "te\rxt"), Problem.CONTROL_CHARACTER, Field.NOTE, 1),
        (NOTE.replace("text", "\n\rtext"), Problem.CONTROL_CHARACTER, Field.NOTE, 2),
        (NOTE.replace("— log", "—  log"), Problem.MALFORMED_LINE, Field.SIGNATURE, 3),
        (NOTE.replace("— log", "- log"), Problem.MALFORMED_LINE, Field.SIGNATURE, 3),
        (NOTE.replace("— log", "— l\tog"), Problem.CONTROL_CHARACTER, Field.NOTE, 3),
        (NOTE.replace("— log", "— l+og"), Problem.MALFORMED_NAME, Field.SIGNATURE, 3),
        (NOTE.replace("— log", "— l\u3000og"), Problem.MALFORMED_NAME, Field.SIGNATURE, 3),
        (NOTE.replace("— log", "— l\u202eog"), Problem.MALFORMED_NAME, Field.SIGNATURE, 3),
        (NOTE.replace("— log", "— "), Problem.MALFORMED_NAME, Field.SIGNATURE, 3),
        (NOTE.replace("— log", "— " + "l" * 256), Problem.MALFORMED_NAME, Field.SIGNATURE, 3),
        (NOTE[:-1] + " \n", Problem.MALFORMED_LINE, Field.SIGNATURE, 3),
        (NOTE[:-2] + "\n", Problem.BASE64_NOT_CANONICAL, Field.SIGNATURE, 3),
        (NOTE[:-1] + "=\n", Problem.BASE64_NOT_CANONICAL, Field.SIGNATURE, 3),
        (NOTE[:-3] + "é=\n", Problem.BASE64_NOT_CANONICAL, Field.SIGNATURE, 3),
        ("text\n\n— log AAAAAA==\n", Problem.WRONG_LENGTH, Field.SIGNATURE, 3),
        ("text\n\n— log AAAAA===\n", Problem.BASE64_NOT_CANONICAL, Field.SIGNATURE, 3),
        ("text\n\n— log AAAAAAB=\n", Problem.BASE64_NOT_CANONICAL, Field.SIGNATURE, 3),
        ("text\n\n— log \n", Problem.WRONG_LENGTH, Field.SIGNATURE, 3),
    ],
)
def test_any_other_form_of_a_note_is_refused(
    note: str, problem: Problem, field: Field, line: int
) -> None:
    with refused(problem, field, line):
        parse_note(note.encode())


@pytest.mark.parametrize("before", ["text\n", "\n"])
def test_a_note_that_is_not_utf8_is_refused_with_its_line(before: str) -> None:
    with refused(Problem.NOT_UTF8, Field.NOTE, 2):
        parse_note(before.encode() + b"\xff\n\n")


@pytest.mark.parametrize(
    ("note", "problem", "field"),
    [
        ("t" + LARGEST, Problem.TOO_LARGE, Field.NOTE),
        ("t\n" + LONGEST, Problem.TOO_MANY_LINES, Field.NOTE),
        (FULLEST + SIGNATURE.text, Problem.TOO_MANY_SIGNATURES, Field.SIGNATURE),
    ],
)
def test_a_note_is_bounded(note: str, problem: Problem, field: Field) -> None:
    with refused(problem, field):
        parse_note(note.encode())


@pytest.mark.parametrize("note", [LARGEST, LONGEST, FULLEST])
def test_a_note_at_a_bound_is_read(note: str) -> None:
    assert parse_note(note.encode()).data.decode() == note


def test_sixteen_signatures_of_five_thousand_bytes_are_read() -> None:
    """The specification obliges every verifier to accept as many as that."""
    others = [Signature(f"pq{number}", b"abcd", b"s" * 5_000) for number in range(16)]
    opened = open_note(parse_note(with_signatures(parse_note(NOTE.encode()), others).data), [KEY])
    assert opened.unknown == 16


def test_signatures_of_unknown_keys_are_counted_and_ignored() -> None:
    strangers = [
        Signature("stranger", SIGNATURE.key_id, SIGNATURE.value),
        Signature("log", b"\0\0\0\0", SIGNATURE.value),
    ]
    note = Note("text\n", (*strangers, SIGNATURE))
    opened = open_note(note, [KEY])
    assert (opened.unknown, len(opened.verified)) == (2, 1)
    with refused(Problem.UNSIGNED, Field.SIGNATURE):
        open_note(Note("text\n", tuple(strangers)), [KEY])


def test_a_wrong_signature_by_a_known_key_condemns_the_note() -> None:
    other = TestSigner.named("other")
    other_key = VerifierKey("other", KeyType.LOG, other.public)
    wrong = Signature("log", KEY.key_id, other.sign(b"text\n"))
    note = parse_note(Note("text\n", (sign_note("text\n", "other", other), wrong)).data)
    with refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, 4):
        open_note(note, [KEY, other_key])


def test_a_known_key_signs_once() -> None:
    note = parse_note(Note("text\n", (SIGNATURE, SIGNATURE)).data)
    with refused(Problem.REPEATED_SIGNATURE, Field.SIGNATURE, 4):
        open_note(note, [KEY])


def test_two_keys_of_one_name_and_id_cannot_be_told_apart() -> None:
    with refused(Problem.AMBIGUOUS_KEYS, Field.KEY):
        open_note(Note("text\n", (SIGNATURE,)), [KEY, KEY])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("text", Problem.NO_FINAL_NEWLINE),
        ("te\0xt\n", Problem.CONTROL_CHARACTER),
        ("", Problem.NO_FINAL_NEWLINE),
    ],
)
def test_what_is_no_note_text_is_not_signed(text: str, problem: Problem) -> None:
    with refused(problem, Field.NOTE, 1):
        sign_note(text, "log", SIGNER)


@pytest.mark.parametrize(
    ("vkey", "problem"),
    [
        ("", Problem.MALFORMED_KEY),
        ("log", Problem.MALFORMED_KEY),
        ("log+530d903a", Problem.MALFORMED_KEY),
        (FOO_KEY.replace("530d903a", "530D903A"), Problem.MALFORMED_KEY),
        (FOO_KEY.replace("530d903a", "530d903"), Problem.MALFORMED_KEY),
        (FOO_KEY + " ", Problem.BASE64_NOT_CANONICAL),
        (FOO_KEY[:-1], Problem.BASE64_NOT_CANONICAL),
        (FOO_KEY[:-1] + "l", Problem.KEY_ID_DIFFERS),
        (FOO_KEY.replace("example", "exbmple"), Problem.KEY_ID_DIFFERS),
        (FOO_KEY.replace("foo", "f o"), Problem.MALFORMED_NAME),
        (FOO_KEY.replace("530d903a", "530d903b"), Problem.KEY_ID_DIFFERS),
        (FOO_KEY.replace("+Aeky", "+Bukz"), Problem.UNSUPPORTED_KEY),
        (FOO_KEY[:-4], Problem.WRONG_LENGTH),
        ("log+530d903a+", Problem.UNSUPPORTED_KEY),
        ("l" * (LONGEST_NAME + 1) + "+530d903a+AQ==", Problem.MALFORMED_NAME),
        ("l" * (LONGEST_KEY - 14) + "+530d903a+AQ==", Problem.MALFORMED_NAME),
        ("l" * (LONGEST_KEY - 13) + "+530d903a+AQ==", Problem.MALFORMED_KEY),
    ],
)
def test_a_key_written_otherwise_is_refused(vkey: str, problem: Problem) -> None:
    with refused(problem, Field.KEY, 7):
        VerifierKey.from_vkey(vkey, 7)


@pytest.mark.parametrize("name", ["l" * LONGEST_NAME, "日" * (LONGEST_NAME // 3)])
def test_the_longest_name_is_measured_in_bytes(name: str) -> None:
    key = VerifierKey(name, KeyType.LOG, SIGNER.public)
    assert VerifierKey.from_vkey(key.vkey) == key
    with refused(Problem.MALFORMED_NAME, Field.NAME):
        VerifierKey(name + "l", KeyType.LOG, SIGNER.public)


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_weak_key_is_refused_when_it_is_read(public: str) -> None:
    typed = b"\x01" + bytes.fromhex(public)
    key_id = key_id_of("log", typed).hex()
    with refused(Problem.WEAK_KEY, Field.KEY, 2):
        VerifierKey.from_vkey(f"log+{key_id}+{base64.b64encode(typed).decode()}", 2)


def test_a_key_of_another_length_is_refused() -> None:
    with refused(Problem.WRONG_LENGTH, Field.KEY):
        VerifierKey("log", KeyType.LOG, SIGNER.public[:31])


def test_every_character_of_a_key_counts() -> None:
    for at in range(len(FOO_KEY)):
        for other in (chr(ord(FOO_KEY[at]) ^ 1), chr(ord(FOO_KEY[at]) + 1), ""):
            with pytest.raises(Refused):
                VerifierKey.from_vkey(FOO_KEY[:at] + other + FOO_KEY[at + 1 :])
