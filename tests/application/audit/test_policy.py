"""Policies: parsed strictly, decided with a reason."""

import pytest

from application.audit.keys import KeyType, VerifierKey
from application.audit.policy import (
    LONGEST_POLICY,
    MOST_OF_A_KIND,
    MOST_POLICY_LINES,
    Group,
    Log,
    Witness,
    parse_policy,
)
from application.audit.refusal import Field, Problem
from tests.application.audit.heads import LOG_KEY, NAMES, POLICY_TEXT, WITNESS_KEYS, policy
from tests.application.audit.refusals import refused
from tests.application.audit.signing import TestSigner

LOG = f"log {LOG_KEY.vkey}\n"
A, B, C = (f"witness {name} {key.vkey}\n" for name, key in zip("abc", WITNESS_KEYS, strict=True))
# C2SP tlog-policy, "Example policy"
NESTED = (
    LOG
    + """
witness X1 {}
witness X2 {}
witness X3 {}
group X-witnesses 2 X1 X2 X3

witness Y1 {}
witness Y2 {}
witness Y3 {}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""
)


def log_key(name: str) -> VerifierKey:
    return VerifierKey(name, KeyType.LOG, TestSigner.named(name).public)


def witness_key(name: str) -> VerifierKey:
    return VerifierKey(name, KeyType.WITNESS, TestSigner.named(name).public)


def test_a_policy_says_whom_to_trust() -> None:
    read = policy()
    assert read.logs == (Log(LOG_KEY),)
    assert read.witnesses == tuple(
        Witness(name, key) for name, key in zip(NAMES, WITNESS_KEYS, strict=True)
    )
    assert read.groups == (Group("见证", 2, NAMES),)
    assert read.log_keys == (LOG_KEY,)
    assert read.witness_keys == WITNESS_KEYS


def test_blanks_comments_and_addresses_are_read() -> None:
    log = f"\t# 注\n\n  {LOG[:-1]} https://log.example\t\n"
    text = f"{log}witness\ta {WITNESS_KEYS[0].vkey} u\nquorum a \n"
    read = parse_policy(text.encode())
    assert read.logs == (Log(LOG_KEY, "https://log.example"),)
    assert read.witnesses == (Witness("a", WITNESS_KEYS[0], "u"),)


@pytest.mark.parametrize(
    ("cosigners", "reached", "chinese", "english"),
    [
        (
            (),
            False,
            "“见证”要求3个中至少2个见证,实有0个(无),未达到法定数;缺人大机、档案馆、审计局",
            "见证 asks for 2 of 3 witnesses, 0 cosigned (none); missing 人大机, 档案馆, 审计局",
        ),
        (
            (1,),
            False,
            "“见证”要求3个中至少2个见证,实有1个(档案馆),未达到法定数;缺人大机、审计局",
            "见证 asks for 2 of 3 witnesses, 1 cosigned (档案馆); missing 人大机, 审计局",
        ),
        (
            (0, 2),
            True,
            "“见证”要求3个中至少2个见证,实有2个(人大机、审计局),已达到法定数",
            "见证 asks for 2 of 3 witnesses, 2 cosigned (人大机, 审计局)",
        ),
    ],
)
def test_the_decision_gives_its_reason(
    cosigners: tuple[int, ...], reached: bool, chinese: str, english: str
) -> None:
    decision = policy().decide({WITNESS_KEYS[each] for each in cosigners})
    assert decision == (reached, chinese, english)


def test_a_key_the_policy_does_not_name_counts_for_nothing() -> None:
    assert not policy().decide({WITNESS_KEYS[0], witness_key("stranger"), LOG_KEY}).reached


@pytest.mark.parametrize("cosigned", [0, 1])
def test_a_single_witness_may_be_the_quorum(cosigned: int) -> None:
    decision = parse_policy(f"{LOG}{A}{B}quorum b\n".encode()).decide({WITNESS_KEYS[cosigned]})
    assert decision.reached is bool(cosigned)
    assert decision.chinese.startswith("“b”要求1个中至少1个见证")


def test_a_policy_may_ask_for_no_witness_and_says_so() -> None:
    decision = parse_policy(f"{LOG}quorum none\n".encode()).decide(())
    assert decision == (
        True,
        "策略不要求见证,只有日志自己的签名",
        "the policy asks for no witness: the log vouches for itself",
    )


@pytest.mark.parametrize(
    ("cosigned", "reached"),
    [
        ("X1 X2 Y1", True),
        ("X1 X2 X3 Y1 Y2 Y3", True),
        ("X2 X3 Y3", True),
        ("X1 X2 X3", False),
        ("X1 Y1 Y2 Y3", False),
        ("", False),
    ],
)
def test_groups_of_groups_are_counted(cosigned: str, reached: bool) -> None:
    names = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
    read = parse_policy(NESTED.format(*(witness_key(name).vkey for name in names)).encode())
    decision = read.decide({witness_key(name) for name in cosigned.split()})
    assert decision.reached is reached
    assert decision.chinese.startswith("“X-and-Y”要求2个中至少2个见证")


@pytest.mark.parametrize(
    ("text", "problem", "field", "line"),
    [
        ("", Problem.MISSING_LINE, Field.QUORUM, None),
        (f"{LOG}{A}", Problem.MISSING_LINE, Field.QUORUM, None),
        (f"{A}quorum a\n", Problem.MISSING_LINE, Field.LOG, None),
        (f"{LOG}{A}quorum a", Problem.NO_FINAL_NEWLINE, Field.POLICY, 3),
        (f"{LOG}{A}quorum a\nquorum a\n", Problem.UNEXPECTED_LINE, Field.QUORUM, 4),
        (f"{LOG}{A}quorum b\n", Problem.UNKNOWN_NAME, Field.QUORUM, 3),
        (f"{LOG}quorum a\n{A}", Problem.UNKNOWN_NAME, Field.QUORUM, 2),
        (f"{LOG}{A}quorum\n", Problem.MALFORMED_LINE, Field.POLICY, 3),
        (f"{LOG}{A}quorum a b\n", Problem.MALFORMED_LINE, Field.POLICY, 3),
        ("log\n", Problem.MALFORMED_LINE, Field.POLICY, 1),
        (f"{LOG[:-1]} u v\n", Problem.MALFORMED_LINE, Field.POLICY, 1),
        ("witness a\n", Problem.MALFORMED_LINE, Field.POLICY, 1),
        (f"{A[:-1]} u v\n", Problem.MALFORMED_LINE, Field.POLICY, 1),
        (f"{A}group g 1\n", Problem.MALFORMED_LINE, Field.POLICY, 2),
        ("Log x\n", Problem.MALFORMED_LINE, Field.POLICY, 1),
        (f"{LOG}\u3000\n", Problem.MALFORMED_LINE, Field.POLICY, 2),
        (f"log {WITNESS_KEYS[0].vkey}\n", Problem.UNSUPPORTED_KEY, Field.KEY, 1),
        (f"witness a {LOG_KEY.vkey}\n", Problem.UNSUPPORTED_KEY, Field.KEY, 1),
        ("log a+b\n", Problem.MALFORMED_KEY, Field.KEY, 1),
        (f"{LOG}{LOG}", Problem.REPEATED_KEY, Field.KEY, 2),
        (f"{A}witness b {WITNESS_KEYS[0].vkey}\n", Problem.REPEATED_KEY, Field.KEY, 2),
        (f"{A}witness a {WITNESS_KEYS[1].vkey}\n", Problem.REPEATED_NAME, Field.WITNESS, 2),
        (f"witness none {WITNESS_KEYS[1].vkey}\n", Problem.REPEATED_NAME, Field.WITNESS, 1),
        (f"witness a+b {WITNESS_KEYS[1].vkey}\n", Problem.MALFORMED_NAME, Field.WITNESS, 1),
        (f"{A}group a 1 a\n", Problem.REPEATED_NAME, Field.GROUP, 2),
        (f"{A}group none 1 a\n", Problem.REPEATED_NAME, Field.GROUP, 2),
        (f"{A}group g 1 g\n", Problem.UNKNOWN_NAME, Field.GROUP, 2),
        (f"{A}group g 1 b\n", Problem.UNKNOWN_NAME, Field.GROUP, 2),
        (f"{A}group g 1 none\n", Problem.UNKNOWN_NAME, Field.GROUP, 2),
        (f"{A}group g 1 a a\n", Problem.REPEATED_MEMBER, Field.GROUP, 2),
        (f"{A}{B}group g 1 a b\ngroup h 1 g b\n", Problem.REPEATED_MEMBER, Field.GROUP, 4),
        (f"{A}{B}group g 0 a b\n", Problem.NUMBER_OUT_OF_RANGE, Field.GROUP, 3),
        (f"{A}{B}group g 3 a b\n", Problem.NUMBER_OUT_OF_RANGE, Field.GROUP, 3),
        (f"{A}{B}group g 01 a b\n", Problem.MALFORMED_NUMBER, Field.GROUP, 3),
        (f"{A}{B}group g some a b\n", Problem.MALFORMED_NUMBER, Field.GROUP, 3),
        (f"{LOG}a\rb\n", Problem.CONTROL_CHARACTER, Field.POLICY, 2),
        (f"{LOG}# \0\n", Problem.CONTROL_CHARACTER, Field.POLICY, 2),
        (POLICY_TEXT + "\x7f\n", Problem.CONTROL_CHARACTER, Field.POLICY, 8),
    ],
)
def test_any_other_policy_is_refused_with_its_line(
    text: str, problem: Problem, field: Field, line: int | None
) -> None:
    with refused(problem, field, line):
        parse_policy(text.encode())


def test_a_log_that_is_its_own_witness_is_refused() -> None:
    own = VerifierKey("own", KeyType.WITNESS, LOG_KEY.public)
    with refused(Problem.REPEATED_KEY, Field.KEY, 2):
        parse_policy(f"{LOG}witness own {own.vkey}\nquorum own\n".encode())


def test_a_policy_that_is_not_utf8_is_refused_with_its_line() -> None:
    with refused(Problem.NOT_UTF8, Field.POLICY, 2):
        parse_policy(LOG.encode() + b"# \xff\n")


def test_a_policy_is_bounded() -> None:
    largest = "#" * (LONGEST_POLICY - len(POLICY_TEXT.encode())) + POLICY_TEXT
    longest = "\n" * (MOST_POLICY_LINES - 1 - POLICY_TEXT.count("\n")) + POLICY_TEXT
    for text, problem in (
        ("#" + largest, Problem.TOO_LARGE),
        ("\n" + longest, Problem.TOO_MANY_LINES),
    ):
        assert parse_policy(text[1:].encode()) == policy()
        with refused(problem, Field.POLICY):
            parse_policy(text.encode())


def test_there_is_room_for_thirty_two_of_a_kind() -> None:
    lines = [f"witness w{each} {witness_key(f'w{each}').vkey}\n" for each in range(MOST_OF_A_KIND)]
    groups = [f"group g{each} 1 w{each}\n" for each in range(MOST_OF_A_KIND)]
    logs = [f"log {log_key(f'l{each}').vkey}\n" for each in range(MOST_OF_A_KIND)]
    text = "".join(logs + lines + groups)
    read = parse_policy(f"{text}quorum g31\n".encode())
    assert {len(each) for each in (read.logs, read.witnesses, read.groups)} == {MOST_OF_A_KIND}
    for more, field in (
        (f"log {log_key('more').vkey}\n", Field.LOG),
        (f"witness more {witness_key('more').vkey}\n", Field.WITNESS),
        ("group more 1 g0\n", Field.GROUP),
    ):
        with refused(Problem.TOO_MANY_LINES, field, 3 * MOST_OF_A_KIND + 1):
            parse_policy(f"{text}{more}".encode())
