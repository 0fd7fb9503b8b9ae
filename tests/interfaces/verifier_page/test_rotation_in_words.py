"""The page says in both languages what is wrong with logs after one another."""

from pathlib import Path

from tests.interfaces.verifier.rotated import NAMES, Chain, parts, told_falsely
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_same_rotation import (
    LINES,
    ONCE,
    TWICE,
    files_of,
    partial,
    whole,
)
from tests.interfaces.verifier_page.test_sound_bundles import job


def test_the_page_says_what_is_wrong_with_logs_after_one_another(tmp_path: Path) -> None:
    sound = whole(ONCE.note(0, 2), ONCE.note(1, 5))
    second, third = NAMES[1], NAMES[2]
    goes_on = told_falsely(LINES)["the old log goes on"]
    later = Chain((4,), LINES).note(0, 4)
    link = partial(files_of(parts(LINES)["a link of another log"]))
    cases: dict[str, tuple[dict[str, object], str, str]] = {
        "goes on": (
            job(tmp_path / "0", whole(*goes_on.notes, policy=goes_on.policy)),
            "它的日志已在前面结束",
            "is of a log that ended before",
        ),
        "link": (
            job(tmp_path / "1", link),
            f"应证明日志{second}从何开始",
            f"should prove what the log {second} begins on",
        ),
        "kept later": (
            job(tmp_path / "2", sound, checkpoints=[later]),
            f"日志{NAMES[0]}在导出包里先已结束,留存的检查点却在其后:换密钥之后历史被改动",
            f"the log {NAMES[0]} has ended before in the bundle",
        ),
        "receipt of none": (
            job(tmp_path / "3", sound, receipts=[TWICE.receipt(2, 5, 5)]),
            f"导出包没有回执所属的日志{third}",
            f"the bundle has nothing of the log {third}",
        ),
    }
    answers = ask([stated for stated, _, _ in cases.values()], made.TABLES)
    for (name, (_, chinese, english)), answer in zip(cases.items(), answers, strict=True):
        assert answer["chinese"].endswith(f":{chinese}。"), (name, answer)
        assert answer["english"].endswith(f": {english}."), (name, answer)
