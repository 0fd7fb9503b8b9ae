"""Evidence: what proves a statement, known by its hash. The bytes lie in a store of their own."""

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from domain.errors import RuleViolation
from domain.model import BusinessDate, ValueObject
from domain.text import Name

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")


def _sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise PydanticCustomError("sha256_malformed", "应为64位小写十六进制的SHA-256摘要值")
    return value


def _size(value: int) -> int:
    if value < 1:
        raise PydanticCustomError("size_empty", "不能是空文件")
    return value


def _media_type(value: str) -> str:
    if not _MEDIA_TYPE.fullmatch(value):
        raise PydanticCustomError("media_type_malformed", "应为小写的媒体类型,如application/pdf")
    return value


class EvidenceMissing(RuleViolation):
    """A claim rests on at least one piece of evidence."""

    title = "缺少佐证材料"


class Evidence(ValueObject):
    """One file that proves a statement."""

    name: Name
    sha256: Annotated[str, AfterValidator(_sha256)]
    """SHA-256 of the bytes, 64 lowercase hexadecimal digits."""
    size: Annotated[int, AfterValidator(_size)]
    """In bytes."""
    media_type: Annotated[str, AfterValidator(_media_type)]
    """Type and subtype without parameters, in lower case, such as ``image/jpeg``."""
    effective_on: BusinessDate | None = None
    """The day the evidence speaks of, such as the date of a certificate; not the upload."""
