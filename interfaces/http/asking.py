"""What every list over HTTP needs: the two clocks, the order, and the place in the list."""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from application.errors import UnknownFact
from application.projections.audit_trail import known_at as sequence_known_at
from application.projections.audit_trail import known_until_now
from application.projections.pages import NO_PLACE, Ordering, Page
from application.projections.versioned import Moment
from domain.model import BusinessDate, ValueObject
from interfaces.http.acting import SystemDep

T = TypeVar("T", bound=BaseModel)

LARGEST_PAGE = 500

ISO = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]")
NUMBER = re.compile(r"[+-]?\d+", re.ASCII)

AsOf = Annotated[
    BusinessDate | None,
    Query(description="截至的业务日期;缺省为今天", examples=["2015-12-31"]),
]


def _iso(text: Any) -> Any:
    """Refuse a bare number, which would be read as seconds since 1970."""
    if not isinstance(text, str) or not ISO.match(text):
        raise PydanticCustomError("datetime_parsing", "")
    return text


def _with_zone(moment: datetime) -> datetime:
    """Return the moment in UTC; without a zone it is none."""
    if moment.tzinfo is None:
        raise PydanticCustomError("timezone_aware", "")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("datetime_parsing", "") from None


Instant = Annotated[datetime, BeforeValidator(_iso), AfterValidator(_with_zone)]
"""A moment asked about: a date and a time with its zone, as ISO 8601 writes them."""


def _sequence_or_moment(asked: Any) -> str:
    return "sequence" if isinstance(asked, int) or NUMBER.fullmatch(asked) else "moment"


KnownAt = Annotated[
    Annotated[
        Annotated[int, Tag("sequence")] | Annotated[Instant, Tag("moment")],
        Discriminator(_sequence_or_moment),
    ]
    | None,
    Query(description="按当时所知:日志序号,或带时区的时刻;缺省为现在所知", examples=["1200"]),
]


class Listed(BaseModel, Generic[T]):
    """One page of a list, and the moment it answers for."""

    as_of: date = Field(description="截至的业务日期", examples=["2015-12-31"])
    known_at: int = Field(description="所依据的日志序号", examples=[1200])
    items: list[T]
    next_cursor: str | None = Field(description="下一页的游标;最后一页为空", examples=[None])


class _Cursor(ValueObject):
    """The place after a page: bound to the question it belongs to."""

    question: str
    as_of: BusinessDate
    known_at: int
    after: tuple[date | UUID | int | str, ...]
    kinds: str


class Read(Protocol):
    """A query of a read model that answers in pages."""

    def __call__(
        self,
        connection: Any,
        moment: Moment,
        *,
        order: Ordering,
        after: tuple[Any, ...] | None,
        limit: int,
    ) -> Page: ...


class Clocks:
    """The moment a question is about."""

    def __init__(self, system: SystemDep, as_of: AsOf = None, known_at: KnownAt = None) -> None:
        self.system = system
        self.as_of = as_of or system.today
        self.known_at = known_at

    def moment(self, connection: Any) -> Moment:
        """Return the moment, with what was known as a sequence number."""
        return Moment(self.as_of, sequence_known_at(connection, self.known_at))


ClocksDep = Annotated[Clocks, Depends(Clocks)]


class Asking:
    """One question for a page of a list."""

    def __init__(
        self,
        request: Request,
        clocks: ClocksDep,
        sort: Annotated[
            str | None, Query(description="排序字段;前加-为倒序", max_length=40)
        ] = None,
        limit: Annotated[int, Query(description="每页条数", ge=1, le=LARGEST_PAGE)] = 50,
        cursor: Annotated[
            str | None, Query(description="上一页给出的游标", max_length=2000)
        ] = None,
    ) -> None:
        self.clocks = clocks
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
        self.question = _digest(request)

    def answer(
        self, read: Read, present: Callable[[Mapping[str, Any]], T], *, sort: str
    ) -> Listed[T]:
        """Read the page asked for; ``sort`` is the order when none is asked for."""
        place = None if self.cursor is None else self._place(self.cursor)
        with self.clocks.system.database.reading() as connection:
            moment = _moment_of(place, connection) if place else self.clocks.moment(connection)
            page = read(
                connection,
                moment,
                order=Ordering.parse(self.sort or sort),
                after=_values(place) if place else None,
                limit=self.limit,
            )
        return Listed(
            as_of=moment.as_of,
            known_at=moment.known_at,
            items=[present(row) for row in page.rows],
            next_cursor=None if page.last is None else self._cursor_after(page.last, moment),
        )

    def _cursor_after(self, last: tuple[Any, ...], moment: Moment) -> str:
        place = _Cursor(
            question=self.question,
            as_of=moment.as_of,
            known_at=moment.known_at,
            after=last,
            kinds="".join(_kind(value) for value in last),
        )
        return urlsafe_b64encode(place.model_dump_json().encode()).decode()

    def _place(self, cursor: str) -> _Cursor:
        try:
            place = _Cursor.model_validate_json(urlsafe_b64decode(cursor.encode()))
        except (ValueError, ValidationError):
            raise UnknownFact(NO_PLACE, "cursor") from None
        if place.question != self.question:
            raise UnknownFact("游标属于另一项查询,请从第一页重新查询", "cursor")
        return place


AskingDep = Annotated[Asking, Depends(Asking)]

_KINDS: dict[str, TypeAdapter[Any]] = {
    "d": TypeAdapter(date),
    "u": TypeAdapter(UUID),
    "i": TypeAdapter(int),
    "s": TypeAdapter(str),
}


def _kind(value: object) -> str:
    kinds: dict[type, str] = {date: "d", UUID: "u", int: "i"}
    return kinds.get(type(value), "s")


def _values(place: _Cursor) -> tuple[Any, ...]:
    try:
        return tuple(
            _KINDS[kind].validate_python(value if kind == "i" else str(value))
            for kind, value in zip(place.kinds, place.after, strict=True)
        )
    except (KeyError, ValueError):
        raise UnknownFact(NO_PLACE, "cursor") from None


def _moment_of(place: _Cursor, connection: Any) -> Moment:
    """Return the moment of the first page; one the log never had is none."""
    if not 0 <= place.known_at <= known_until_now(connection):
        raise UnknownFact(NO_PLACE, "cursor")
    return Moment(place.as_of, place.known_at)


def _digest(request: Request) -> str:
    asked = sorted(
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {"cursor", "limit"}
    )
    return hashlib.sha256(f"{request.url.path}{asked}".encode()).hexdigest()[:16]
