"""Why a use case could not be carried out, as opposed to the rules in ``domain.errors``.

CommandRefused
├── NotFound            no item of this kind has this id
├── PersonUnknown       no event names a person of this name
├── NumberTaken         another item of this kind already has this number
├── StaleVersion        the item changed since the caller last read it
├── KeyReused           an idempotency key was used before for something else
├── EventTooLong        one event would state more than an export or a receipt holds
├── StillWaiting        a delivery that is on its way cannot be resent
├── PersonRestricted    nothing more is recorded of whose data is stored and secured alone
├── ErasureOutstanding  nothing is exported before a decided erasure is carried out
├── LedgersStale        nothing is exported from ledgers that do not hold
├── UnknownFact         a query or a reference names something that does not exist
├── NothingSigned, NotYetSigned (``application.log.heads``)
StoreUnavailable        the database could not be reached or the outcome is not known
StoreDamaged            stored bytes are not what this system writes
"""

from typing import ClassVar
from uuid import UUID


class CommandRefused(Exception):
    """A use case was refused before anything was recorded."""

    title: ClassVar[str]
    code: ClassVar[str]

    def __init__(self, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class NotFound(CommandRefused):
    """No item of this kind has this id."""

    title = "事项不存在"
    code = "not-found"

    def __init__(self, label: str, key: UUID | str, field: str | None = None) -> None:
        super().__init__(f"没有编号或标识为{key}的{label}", field)


class PersonUnknown(CommandRefused):
    """No event names a person of this name, or the person was erased."""

    title = "没有此人"
    code = "person-unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"办理记录中没有名为“{name}”的人,或者其个人信息已经删除", "name")


class NumberTaken(CommandRefused):
    """Another item of this kind already has this number; numbers are never used twice."""

    title = "编号已被使用"
    code = "number-taken"

    def __init__(self, label: str, number: str) -> None:
        super().__init__(f"编号{number}已有{label}使用,编号不能重复", "number")


class StaleVersion(CommandRefused):
    """The item changed since the caller last read it."""

    title = "事项已被他人更新"
    code = "stale-version"

    def __init__(self, label: str, expected: int, version: int) -> None:
        super().__init__(
            f"该{label}现为第{version}版,您依据的是第{expected}版;请重新读取后再办理", "If-Match"
        )


class KeyReused(CommandRefused):
    """An idempotency key was used before, for something else."""

    title = "幂等键已用于其他请求"
    code = "key-reused"

    def __init__(self, key: str) -> None:
        super().__init__(f"幂等键{key}已用于内容不同的请求,请换用新的键", "Idempotency-Key")


class EventTooLong(CommandRefused):
    """One event would state more than a line of an export and a receipt hold."""

    title = "一次登记的内容过多"
    code = "event-too-long"

    def __init__(self, longest: int) -> None:
        super().__init__(f"一条记录的内容超过{longest}字节,请分次登记")


class StillWaiting(CommandRefused):
    """A delivery that is still on its way is not resent; only one that ended is."""

    title = "通知尚待发送"
    code = "still-waiting"


class PersonRestricted(CommandRefused):
    """Nothing more is recorded of a person whose data is stored and secured alone."""

    title = "个人信息已停止处理"
    code = "person-restricted"

    def __init__(self, subject: str) -> None:
        super().__init__(f"所写人员(标识{subject})的个人信息已停止处理,不能再以姓名登记")


class ErasureOutstanding(CommandRefused):
    """What was decided about personal data is carried out before anything is exported."""

    title = "个人信息的删除或者限制尚未执行完毕"
    code = "erasure-outstanding"

    def __init__(self) -> None:
        super().__init__(
            "有个人信息已决定删除、限制处理或者恢复处理而尚未执行完毕,执行完毕后再导出"
        )


class LedgersStale(CommandRefused):
    """Ledgers told in part, or by an earlier version, would not be found true by a verifier."""

    title = "台账须重新生成"
    code = "ledgers-stale"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why},运行zhuoluo rebuild重新生成以后再导出")


class UnknownFact(CommandRefused):
    """A query or a reference names something that does not exist or cannot be."""

    title = "查询条件不成立"
    code = "unknown-fact"


class StoreUnavailable(Exception):
    """The database could not be reached, or it is not known whether the command was recorded."""


class StoreDamaged(Exception):
    """Stored rows are not what this system writes, such as an unknown topic."""
