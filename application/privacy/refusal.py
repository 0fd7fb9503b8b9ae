"""Why a sealed value or a key is refused, in words a person and a program can use."""

from enum import StrEnum
from typing import NamedTuple


class Problem(StrEnum):
    """The first thing found wrong; the value is stable and programs may rely on it."""

    MALFORMED_VALUE = "malformed-value"
    MALFORMED_SUBJECT = "malformed-subject"
    BASE64_NOT_CANONICAL = "base64-not-canonical"
    WRONG_LENGTH = "wrong-length"
    TEXT_TOO_LONG = "text-too-long"
    TEXT_NOT_UNICODE = "text-not-unicode"
    OTHER_SUBJECT = "other-subject"
    NOT_AS_SEALED = "not-as-sealed"
    MALFORMED_CONTENT = "malformed-content"
    COMMITMENT_DIFFERS = "commitment-differs"
    UNKNOWN_SUBJECT = "unknown-subject"
    ERASED = "erased"
    RESTRICTED = "restricted"
    NO_KEY_STORE = "no-key-store"
    KEY_STORE_THERE = "key-store-there"
    OTHER_WRAPPING_KEY = "other-wrapping-key"
    KEY_DAMAGED = "key-damaged"
    MALFORMED_KEY = "malformed-key"
    KEY_ID_DIFFERS = "key-id-differs"
    KEY_EXPOSED = "key-exposed"


class Sentences(NamedTuple):
    """The same said in the two languages."""

    chinese: str
    english: str


SENTENCES = {
    Problem.MALFORMED_VALUE: Sentences(
        "不是密封的个人信息", "is not a sealed value with its three parts"
    ),
    Problem.MALFORMED_SUBJECT: Sentences(
        "个人标识格式不对", "the subject is not a UUID in its one form"
    ),
    Problem.BASE64_NOT_CANONICAL: Sentences("不是规范的Base64", "is not canonical Base64"),
    Problem.WRONG_LENGTH: Sentences("字节数不对", "has the wrong number of bytes"),
    Problem.TEXT_TOO_LONG: Sentences("文字过长,不能密封", "the text is too long to be sealed"),
    Problem.TEXT_NOT_UNICODE: Sentences(
        "文字含有残缺的字符,不能密封", "the text has half a character and cannot be sealed"
    ),
    Problem.OTHER_SUBJECT: Sentences(
        "密封的是他人的信息", "it was sealed for another subject than the key's"
    ),
    Problem.NOT_AS_SEALED: Sentences(
        "密文被改动,或者不是在此处密封的", "it was altered, or was not sealed for this place"
    ),
    Problem.MALFORMED_CONTENT: Sentences(
        "密封的内容格式不对", "what was sealed is not in its one form"
    ),
    Problem.COMMITMENT_DIFFERS: Sentences(
        "内容与登记的摘要不符", "the content is not what the commitment was made to"
    ),
    Problem.UNKNOWN_SUBJECT: Sentences("密钥库中没有此人", "the key store knows no such subject"),
    Problem.ERASED: Sentences("此人的信息已依法删除", "the subject was erased"),
    Problem.RESTRICTED: Sentences(
        "此人的信息已停止处理", "the subject's data is stored and secured alone"
    ),
    Problem.NO_KEY_STORE: Sentences("此处没有密钥库", "there is no key store here"),
    Problem.KEY_STORE_THERE: Sentences("此处已有密钥库", "there is a key store already"),
    Problem.OTHER_WRAPPING_KEY: Sentences(
        "密钥库现用的不是这把主密钥", "the key store is now under another wrapping key"
    ),
    Problem.KEY_DAMAGED: Sentences(
        "密钥库中的密钥被改动或者属于他人", "a stored key was altered or is another's"
    ),
    Problem.MALFORMED_KEY: Sentences("主密钥格式不对", "the wrapping key is malformed"),
    Problem.KEY_ID_DIFFERS: Sentences(
        "主密钥与其标识不符", "the key ID is not that of the wrapping key"
    ),
    Problem.KEY_EXPOSED: Sentences(
        "主密钥文件他人可读,应只有属主可读(chmod 600)",
        "others may read the wrapping key; let its owner alone (chmod 600)",
    ),
}


class Refused(Exception):
    """The first thing found wrong, and in what; never what was to be kept secret."""

    def __init__(self, problem: Problem, where: str) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.where = where

    @property
    def code(self) -> str:
        """The stable name of the problem."""
        return self.problem.value

    @property
    def chinese(self) -> str:
        """One Chinese sentence that names the place and what is wrong."""
        return f"{self.where}:{SENTENCES[self.problem].chinese}。"

    @property
    def english(self) -> str:
        """One English sentence that names the place and what is wrong."""
        return f"{self.where}: {SENTENCES[self.problem].english}."

    def __str__(self) -> str:
        return f"{self.chinese} {self.english}"
