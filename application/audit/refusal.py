"""Why a proof, a note or a policy is refused, in words a person and a program can use."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Problem(str, Enum):
    """The first thing found wrong; the value is stable and programs may rely on it."""

    TOO_LARGE = "too-large"
    TOO_MANY_LINES = "too-many-lines"
    TOO_MANY_SIGNATURES = "too-many-signatures"
    NOT_UTF8 = "not-utf8"
    CONTROL_CHARACTER = "control-character"
    NO_FINAL_NEWLINE = "no-final-newline"
    MISSING_LINE = "missing-line"
    UNEXPECTED_LINE = "unexpected-line"
    MALFORMED_LINE = "malformed-line"
    MALFORMED_NUMBER = "malformed-number"
    NUMBER_OUT_OF_RANGE = "number-out-of-range"
    BASE64_NOT_CANONICAL = "base64-not-canonical"
    WRONG_LENGTH = "wrong-length"
    MALFORMED_NAME = "malformed-name"
    MALFORMED_KEY = "malformed-key"
    KEY_ID_DIFFERS = "key-id-differs"
    UNSUPPORTED_KEY = "unsupported-key"
    WEAK_KEY = "weak-key"
    AMBIGUOUS_KEYS = "ambiguous-keys"
    REPEATED_SIGNATURE = "repeated-signature"
    WRONG_SIGNATURE = "wrong-signature"
    UNSIGNED = "unsigned"
    UNKNOWN_LOG = "unknown-log"
    INDEX_OUTSIDE_TREE = "index-outside-tree"
    TREE_SHRINKS = "tree-shrinks"
    PROOF_LENGTH_DIFFERS = "proof-length-differs"
    ROOT_DIFFERS = "root-differs"
    EARLIER_ROOT_DIFFERS = "earlier-root-differs"
    TILE_LENGTH_DIFFERS = "tile-length-differs"
    MALFORMED_TILE_PATH = "malformed-tile-path"
    REPEATED_NAME = "repeated-name"
    REPEATED_KEY = "repeated-key"
    REPEATED_MEMBER = "repeated-member"
    UNKNOWN_NAME = "unknown-name"
    QUORUM_NOT_REACHED = "quorum-not-reached"
    HASH_UNAVAILABLE = "hash-unavailable"
    WITNESS_AHEAD = "witness-ahead"
    UNKNOWN_HEAD = "unknown-head"
    KEY_EXPOSED = "key-exposed"
    LOG_ENDED = "log-ended"
    LOG_NOT_IN_USE = "log-not-in-use"


class Field(str, Enum):
    """What a problem is about: a word of the formats, or something given beside them."""

    NOTE = "note"
    CHECKPOINT = "checkpoint"
    PROOF_FILE = "proof-file"
    POLICY = "policy"
    HEADING = "heading"
    EXTRA = "extra"
    ORIGIN = "origin"
    SIZE = "size"
    ROOT = "root"
    SM3_ROOT = "sm3-root"
    INDEX = "index"
    PROOF = "proof"
    LEAF = "leaf"
    HASH = "hash"
    EARLIER_SIZE = "earlier-size"
    LATER_SIZE = "later-size"
    EARLIER_ROOT = "earlier-root"
    LATER_ROOT = "later-root"
    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"
    NAME = "name"
    KEY = "key"
    LOG = "log"
    WITNESS = "witness"
    GROUP = "group"
    QUORUM = "quorum"
    TILE = "tile"
    HASHING = "hashing"
    REQUEST = "request"
    MEMORY = "memory"
    TREE = "tree"

    @property
    def label(self) -> str:
        """What it is called in Chinese."""
        return _FIELD_LABELS[self]


_FIELD_LABELS = {
    Field.NOTE: "签名文本",
    Field.CHECKPOINT: "检查点",
    Field.PROOF_FILE: "证明文件",
    Field.POLICY: "策略文件",
    Field.HEADING: "首行标识",
    Field.EXTRA: "附带内容",
    Field.ORIGIN: "日志名称",
    Field.SIZE: "记录总数",
    Field.ROOT: "根哈希",
    Field.SM3_ROOT: "SM3根哈希",
    Field.INDEX: "记录序号",
    Field.PROOF: "证明路径",
    Field.LEAF: "记录内容",
    Field.HASH: "哈希值",
    Field.EARLIER_SIZE: "较早的记录总数",
    Field.LATER_SIZE: "较晚的记录总数",
    Field.EARLIER_ROOT: "较早的根哈希",
    Field.LATER_ROOT: "较晚的根哈希",
    Field.SIGNATURE: "签名",
    Field.TIMESTAMP: "见证时刻",
    Field.NAME: "名称",
    Field.KEY: "公钥",
    Field.LOG: "日志",
    Field.WITNESS: "见证方",
    Field.GROUP: "见证小组",
    Field.QUORUM: "法定数",
    Field.TILE: "瓦片",
    Field.HASHING: "哈希算法",
    Field.REQUEST: "见证请求",
    Field.MEMORY: "上次签署的记录",
    Field.TREE: "库内的哈希树",
}


class Sentences(NamedTuple):
    """The same said in the two languages."""

    chinese: str
    english: str


SENTENCES = {
    Problem.TOO_LARGE: Sentences("超过允许的长度", "is longer than allowed"),
    Problem.TOO_MANY_LINES: Sentences("行数超过上限", "has more lines than allowed"),
    Problem.TOO_MANY_SIGNATURES: Sentences(
        "签名数量超过上限", "carries more signatures than allowed"
    ),
    Problem.NOT_UTF8: Sentences("不是UTF-8文本", "is not UTF-8 text"),
    Problem.CONTROL_CHARACTER: Sentences("含有控制字符", "contains a control character"),
    Problem.NO_FINAL_NEWLINE: Sentences("末行没有换行", "does not end with a newline"),
    Problem.MISSING_LINE: Sentences("缺少应有的行", "lacks a line it must have"),
    Problem.UNEXPECTED_LINE: Sentences("有多余的行", "has a line that does not belong there"),
    Problem.MALFORMED_LINE: Sentences("该行格式不对", "the line is malformed"),
    Problem.MALFORMED_NUMBER: Sentences(
        "不是没有前导零的十进制数", "is not a decimal number without leading zeroes"
    ),
    Problem.NUMBER_OUT_OF_RANGE: Sentences("数值超出范围", "the number is out of range"),
    Problem.BASE64_NOT_CANONICAL: Sentences("不是规范的Base64", "is not canonical Base64"),
    Problem.WRONG_LENGTH: Sentences("字节数不对", "has the wrong number of bytes"),
    Problem.MALFORMED_NAME: Sentences(
        "名称为空、过长或含有空格、加号", "the name is empty, too long, or has a space or a plus"
    ),
    Problem.MALFORMED_KEY: Sentences("公钥格式不对", "the key is malformed"),
    Problem.KEY_ID_DIFFERS: Sentences(
        "公钥标识与公钥不符", "the key ID is not that of the name and key"
    ),
    Problem.UNSUPPORTED_KEY: Sentences(
        "这里不能使用这种公钥", "a key of this type cannot be used here"
    ),
    Problem.WEAK_KEY: Sentences(
        "公钥不是素数阶子群上的规范点", "the key is no canonical point of the prime-order group"
    ),
    Problem.AMBIGUOUS_KEYS: Sentences(
        "两个公钥的名称和标识相同", "two keys share one name and key ID"
    ),
    Problem.REPEATED_SIGNATURE: Sentences("同一公钥签名两次", "one key signs twice"),
    Problem.WRONG_SIGNATURE: Sentences(
        "签名与内容或公钥不符", "the signature is not of this text by this key"
    ),
    Problem.UNSIGNED: Sentences("没有受信任公钥的签名", "no trusted key has signed"),
    Problem.UNKNOWN_LOG: Sentences("不是策略所列的日志", "the log is not one the policy names"),
    Problem.INDEX_OUTSIDE_TREE: Sentences("序号不在树内", "the index lies outside the tree"),
    Problem.TREE_SHRINKS: Sentences("后一棵树比前一棵小", "the later tree is the smaller one"),
    Problem.PROOF_LENGTH_DIFFERS: Sentences(
        "证明的哈希个数与树的大小不符", "the number of hashes does not fit the size of the tree"
    ),
    Problem.ROOT_DIFFERS: Sentences("算出的根哈希与所给的不同", "the root comes out differently"),
    Problem.EARLIER_ROOT_DIFFERS: Sentences(
        "算出的较早根哈希与所给的不同,历史已被改动",
        "the earlier root comes out differently: history was altered",
    ),
    Problem.TILE_LENGTH_DIFFERS: Sentences("瓦片的字节数不对", "the tile has the wrong length"),
    Problem.MALFORMED_TILE_PATH: Sentences("瓦片路径格式不对", "the tile path is malformed"),
    Problem.REPEATED_NAME: Sentences("名称重复或为保留名称", "the name is taken or reserved"),
    Problem.REPEATED_KEY: Sentences("同一公钥列出两次", "one key is listed twice"),
    Problem.REPEATED_MEMBER: Sentences(
        "同一名称列入小组两次", "one name is a member of groups twice"
    ),
    Problem.UNKNOWN_NAME: Sentences("前文没有这个名称", "the name is not defined above"),
    Problem.QUORUM_NOT_REACHED: Sentences("见证不够", "too few witnesses cosigned"),
    Problem.HASH_UNAVAILABLE: Sentences(
        "本机没有这种哈希算法", "this machine lacks the hash function"
    ),
    Problem.WITNESS_AHEAD: Sentences(
        "请求不是从见证方上次见过的记录总数接续的",
        "the request does not continue from the size the witness saw last",
    ),
    Problem.UNKNOWN_HEAD: Sentences(
        "本库没有签署过这个检查点", "this store has signed no such checkpoint"
    ),
    Problem.KEY_EXPOSED: Sentences(
        "私钥文件他人可读,应只有属主可读(chmod 600)",
        "others may read the private key; let its owner alone (chmod 600)",
    ),
    Problem.LOG_ENDED: Sentences(
        "该日志已经结束,不再签署", "this log has ended and is not signed any more"
    ),
    Problem.LOG_NOT_IN_USE: Sentences(
        "不是数据库现用的日志", "this is not the log the store has in use"
    ),
}


class Refused(Exception):
    """The first thing found wrong and where; ``line`` counts from 1 in the file given."""

    def __init__(
        self,
        problem: Problem,
        field: Field,
        line: int | None = None,
        reason: Sentences | None = None,
    ) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.field = field
        self.line = line
        self.reason = reason

    @property
    def code(self) -> str:
        """The stable name of the problem."""
        return self.problem.value

    @property
    def what(self) -> Sentences:
        """What it is about and what is wrong, without the line, for whoever names that."""
        sentences = SENTENCES[self.problem]
        chinese = f"{self.field.label}:{sentences.chinese}"
        english = f"{self.field.value}: {sentences.english}"
        if self.reason is None:
            return Sentences(chinese, english)
        return Sentences(f"{chinese}:{self.reason.chinese}", f"{english}: {self.reason.english}")

    @property
    def chinese(self) -> str:
        """One Chinese sentence that names the place and what is wrong."""
        place = "" if self.line is None else f"第{self.line}行的"
        return f"{place}{self.what.chinese}。"

    @property
    def english(self) -> str:
        """One English sentence that names the place and what is wrong."""
        place = "" if self.line is None else f"line {self.line}, "
        return f"{place}{self.what.english}."

    def __str__(self) -> str:
        return f"{self.chinese} {self.english}"
