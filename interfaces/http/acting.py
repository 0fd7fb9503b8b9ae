"""What every act over HTTP needs: who acts, on which version, and the receipt afterwards.

Until people and permissions are managed here, the person, unit and role come from headers. That is
a development mode: the server listens on loopback only.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, NamedTuple, TypeVar
from urllib.parse import unquote_to_bytes
from uuid import UUID, uuid4

from fastapi import Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from application.audit.strict import to_base64
from application.event_store.idempotency import KeyedRequest
from application.store import Done
from application.work import Work
from domain.model import Act, Aggregate, BusinessDate, Role
from interfaces.bootstrap import System
from interfaces.http.problems import MalformedPrecondition, PreconditionRequired

LONGEST_KEY = 200
NOT_UTF8 = "应为百分号编码的UTF-8"

ETAG = re.compile(r'"([1-9][0-9]{0,8})"')

A = TypeVar("A", bound=Aggregate)


class ActBody(BaseModel):
    """What every act states besides its own facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    occurred_on: BusinessDate | None = Field(
        default=None,
        description="文件上的办理日期;缺省为登记当天",
        examples=["2015-03-25"],
    )


class Actor(NamedTuple):
    """The person who acts, for whom, in which role."""

    person: str
    unit: str
    role: Role
    correlation_id: UUID

    def act(self, on: date | None, system: System) -> Act:
        """Return an act of this person, dated ``on`` or else today."""
        now = system.clock()
        try:
            return Act(
                actor=self.person,
                unit=self.unit,
                role=self.role,
                occurred_on=on or system.day_of(now),
                recorded_at=now,
                correlation_id=self.correlation_id,
                causation_id=self.correlation_id,
            )
        except ValidationError as error:
            fields = {"actor": "X-Actor", "unit": "X-Unit", "role": "X-Role"}
            errors = [
                {**each, "loc": ("header", fields.get(str(each["loc"][0]), str(each["loc"][0])))}
                for each in error.errors()
            ]
            raise RequestValidationError(errors) from error


class RequestIncomplete(Exception):
    """Something an act needs is missing from the request or is not what it should be."""


async def get_system(request: Request) -> System:
    """Return the county the application was created for."""
    system: System = request.app.state.system
    return system


async def get_actor(
    x_actor: Annotated[
        str,
        Header(
            description="办理人(百分号编码的UTF-8)",
            examples=["%E7%BB%8F%E5%8A%9E%E4%BA%BA%E7%94%B2"],
        ),
    ],
    x_unit: Annotated[
        str, Header(description="办理人所在单位的代码(百分号编码的UTF-8)", examples=["RDB"])
    ],
    x_role: Annotated[Role, Header(description="办理身份")],
    x_correlation_id: Annotated[UUID | None, Header(description="同一事务的关联标识")] = None,
) -> Actor:
    """Read who acts from the headers of the development mode."""
    actor, unit = _stated("X-Actor", x_actor), _stated("X-Unit", x_unit)
    return Actor(actor, unit, x_role, x_correlation_id or uuid4())


def read_actor(headers: Mapping[str, str]) -> Actor:
    """Read the same from the headers of a request; raises ``RequestIncomplete``."""
    try:
        correlation = headers.get("x-correlation-id")
        signed = _signed(headers["x-actor"], headers["x-unit"], headers["x-role"])
        return Actor(*signed, UUID(correlation) if correlation else uuid4())
    except (KeyError, ValueError):
        raise RequestIncomplete from None


@lru_cache(maxsize=256)
def _signed(actor: str, unit: str, role: str) -> tuple[str, str, Role]:
    """Return person, unit and role; remembered, because whoever acts acts again soon."""
    return _decoded(actor), _decoded(unit), Role(role)


def _stated(header: str, text: str) -> str:
    """Return what a header states; what is written in another encoding is refused at its name."""
    try:
        return _decoded(text)
    except UnicodeError:
        wrong = {"type": "header_encoding", "loc": ("header", header), "msg": NOT_UTF8}
        raise RequestValidationError([wrong]) from None


def _decoded(text: str) -> str:
    """Undo percent-encoded UTF-8; ``UnicodeError`` says that the text is anything else.

    Who acted is recorded for good, so no name is ever guessed from bytes of another encoding.
    """
    return unquote_to_bytes(text.encode("ascii")).decode()


async def get_expected_version(
    if_match: Annotated[
        str | None, Header(description="所依据的版本,即ETag", examples=['"3"'])
    ] = None,
) -> int:
    """Read the version an act was decided on."""
    return read_expected_version(if_match)


def read_expected_version(if_match: str | None) -> int:
    """Return the version ``If-Match`` names."""
    if if_match is None:
        raise PreconditionRequired
    version = ETAG.fullmatch(if_match.strip())
    if version is None:
        raise MalformedPrecondition
    return int(version[1])


SystemDep = Annotated[System, Depends(get_system)]
ActorDep = Annotated[Actor, Depends(get_actor)]
ExpectedVersion = Annotated[int, Depends(get_expected_version)]


class Acting:
    """Carries out one act for one request."""

    def __init__(
        self,
        request: Request,
        response: Response,
        system: System,
        actor: Actor,
        idempotency_key: str | None,
    ) -> None:
        self.request = request
        self.response = response
        self.system = system
        self.actor = actor
        self.idempotency_key = idempotency_key

    async def perform(self, occurred_on: date | None, command: Callable[[Work], A]) -> A:
        """Run the command, set ``ETag`` and the receipt, and return the new state."""
        return (await self.carry_out(occurred_on, command)).aggregate

    async def carry_out(self, occurred_on: date | None, command: Callable[[Work], A]) -> Done[A]:
        """Do the same, and return all that the command led to."""
        act = self.actor.act(occurred_on, self.system)
        done: Done[A] = await self.system.store.submit(act, command, await self._keyed())
        self.response.headers["ETag"] = etag(done.aggregate)
        self.response.headers["X-Sequence"] = str(done.sequence)
        self.response.headers["X-Leaf-Hash"] = to_base64(done.leaf_hash)
        return done

    async def begin(
        self, occurred_on: date | None, command: Callable[[Work], A], collection: str
    ) -> A:
        """Run a command that begins an item, and say where the item is."""
        aggregate = await self.perform(occurred_on, command)
        self.response.headers["Location"] = f"{collection}/{aggregate.id}"
        return aggregate

    async def _keyed(self) -> KeyedRequest | None:
        """Return the request with its key; one for another unit or in another role is another."""
        if self.idempotency_key is None:
            return None
        body = await self.request.body()
        signed = f"{self.actor.role} {self.actor.unit}"
        asked = f"{signed} {self.request.method} {self.request.url.path}\n".encode()
        return KeyedRequest(self.idempotency_key, asked + body)


def etag(aggregate: Aggregate) -> str:
    """Return the ETag of an item: its version, quoted."""
    return f'"{aggregate.version}"'


async def get_acting(
    request: Request,
    response: Response,
    system: SystemDep,
    actor: ActorDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="幂等键:同一键重复发送只办理一次", min_length=1, max_length=LONGEST_KEY
        ),
    ] = None,
) -> Acting:
    """Put together what one act needs; a coroutine, because a function would cost a thread."""
    return Acting(request, response, system, actor, idempotency_key)


def read_idempotency_key(headers: Mapping[str, str]) -> str | None:
    """Read the key from the headers of a request; raises ``RequestIncomplete``."""
    key = headers.get("idempotency-key")
    if key is not None and not 1 <= len(key) <= LONGEST_KEY:
        raise RequestIncomplete
    return key


ActingDep = Annotated[Acting, Depends(get_acting)]
