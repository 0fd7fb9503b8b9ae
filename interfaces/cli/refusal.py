"""How a command ends: the exit codes scripts rely on, and the one sentence a refusal says."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    UNAVAILABLE = 3


EXIT_CODES = """\
退出码:0 完成;1 被拒绝或者核验不通过;2 命令写法或者设置有误;3 数据库不可用。"""


class Refusal(Exception):
    """A command ends early; the sentence, in Chinese, is all that is printed."""

    def __init__(self, sentence: str, code: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def wrong_usage(sentence: str) -> Refusal:
    """Return the refusal of a command that was written or set up wrongly."""
    return Refusal(sentence, ExitCode.USAGE)
