"""Signed notes: the published ones open, and nothing but one canonical form is read."""

import base64

import pytest

from application.audit.keys import KeyType, VerifierKey, key_id_of
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
from application.audit.refusal import Problem, Refused
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
    ("note", "problem", "line"),
    [
        ("", Problem.NO_FINAL_NEWLINE, 1),
        ("text\n", Problem.MISSING_LINE, 2),
        ("text\n\n", Problem.MISSING_LINE, 3),
        (NOTE + "\n", Problem.MISSING_LINE, 5),
        (NOTE[:-1], Problem.NO_FINAL_NEWLINE, 3),
        (NOTE.replace("\n\n", "\n"), Problem.MISSING_LINE, 3),
        (NOTE.replace("text", "te\rxt"), Problem.CONTROL_CHARACTER, 1),
        (NOTE.replace("— log", "—  log"), Problem.MALFORMED_LINE, 3),
        (NOTE.replace("— log", "- log"), Problem.MALFORMED_LINE, 3),
        (NOTE.replace("— log", "— l\tog"), Problem.CONTROL_CHARACTER, 3),
        (NOTE.replace("— log", "— l+og"), Problem.MALFORMED_NAME, 3),
        (NOTE.replace("— log", "— l\u3000og"), Problem.MALFORMED_NAME, 3),
        (NOTE.replace("— log", "— l\u202eog"), Problem.MALFORMED_NAME, 3),
        (NOTE.replace("— log", "— "), Problem.MALFORMED_NAME, 3),
        (NOTE.replace("— log", "— " + "l" * 256), Problem.MALFORMED_NAME, 3),
        (NOTE[:-1] + " \n", Problem.MALFORMED_LINE, 3),
        (NOTE[:-2] + "\n", Problem.BASE64_NOT_CANONICAL, 3),
        (NOTE[:-1] + "=\n", Problem.BASE64_NOT_CANONICAL, 3),
        (NOTE[:-3] + "é=\n", Problem.BASE64_NOT_CANONICAL, 3),
        ("text\n\n— log AAAAAA==\n", Problem.WRONG_LENGTH, 3),
        ("text\n\n— log AAAAA===\n", Problem.BASE64_NOT_CANONICAL, 3),
        ("text\n\n— log AAAAAAB=\n", Problem.BASE64_NOT_CANONICAL, 3),
        ("text\n\n— log \n", Problem.WRONG_LENGTH, 3),
    ],
)
def test_any_other_form_of_a_note_is_refused(note: str, problem: Problem, line: int) -> None:
    with pytest.raises(Refused) as refused:
        parse_note(note.encode())
    assert (refused.value.problem, refused.value.line) == (problem, line)


def test_a_note_that_is_not_utf8_is_refused_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        parse_note(b"text\n\xff\n\n")
    assert (refused.value.problem, refused.value.line) == (Problem.NOT_UTF8, 2)


@pytest.mark.parametrize(
    ("note", "problem"),
    [
        ("t" * LONGEST_NOTE + NOTE, Problem.TOO_LARGE),
        ("t\n" * MOST_LINES + NOTE, Problem.TOO_MANY_LINES),
        (NOTE + SIGNATURE.text * MOST_SIGNATURES, Problem.TOO_MANY_SIGNATURES),
    ],
)
def test_a_note_is_bounded(note: str, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        parse_note(note.encode())
    assert refused.value.problem is problem


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
    with pytest.raises(Refused) as refused:
        open_note(Note("text\n", tuple(strangers)), [KEY])
    assert refused.value.problem is Problem.UNSIGNED


def test_a_wrong_signature_by_a_known_key_condemns_the_note() -> None:
    other = TestSigner.named("other")
    other_key = VerifierKey("other", KeyType.LOG, other.public)
    wrong = Signature("log", KEY.key_id, other.sign(b"text\n"))
    note = parse_note(Note("text\n", (sign_note("text\n", "other", other), wrong)).data)
    with pytest.raises(Refused) as refused:
        open_note(note, [KEY, other_key])
    assert (refused.value.problem, refused.value.line) == (Problem.WRONG_SIGNATURE, 4)


def test_a_known_key_signs_once() -> None:
    note = parse_note(Note("text\n", (SIGNATURE, SIGNATURE)).data)
    with pytest.raises(Refused) as refused:
        open_note(note, [KEY])
    assert (refused.value.problem, refused.value.line) == (Problem.REPEATED_SIGNATURE, 4)


def test_two_keys_of_one_name_and_id_cannot_be_told_apart() -> None:
    with pytest.raises(Refused) as refused:
        open_note(Note("text\n", (SIGNATURE,)), [KEY, KEY])
    assert refused.value.problem is Problem.AMBIGUOUS_KEYS


@pytest.mark.parametrize("text", ["text", "te\0xt\n", ""])
def test_what_is_no_note_text_is_not_signed(text: str) -> None:
    with pytest.raises(Refused):
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
        ("l" * 600 + "+530d903a+AQ==", Problem.MALFORMED_KEY),
    ],
)
def test_a_key_written_otherwise_is_refused(vkey: str, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        VerifierKey.from_vkey(vkey, 7)
    assert (refused.value.problem, refused.value.line) == (problem, 7)


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_weak_key_is_refused_when_it_is_read(public: str) -> None:
    typed = b"\x01" + bytes.fromhex(public)
    key_id = key_id_of("log", typed).hex()
    with pytest.raises(Refused) as refused:
        VerifierKey.from_vkey(f"log+{key_id}+{base64.b64encode(typed).decode()}", 2)
    assert (refused.value.problem, refused.value.line) == (Problem.WEAK_KEY, 2)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        VerifierKey("log", KeyType.LOG, SIGNER.public[:31])
    assert refused.value.problem is Problem.WRONG_LENGTH


def test_every_character_of_a_key_counts() -> None:
    for at in range(len(FOO_KEY)):
        for other in (chr(ord(FOO_KEY[at]) ^ 1), chr(ord(FOO_KEY[at]) + 1), ""):
            with pytest.raises(Refused):
                VerifierKey.from_vkey(FOO_KEY[:at] + other + FOO_KEY[at + 1 :])
