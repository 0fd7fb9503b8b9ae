"""The organisation tree over HTTP."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, Field

from application.commands import units
from application.projections.unit_register import page_of_units
from domain.text import Code, Name, Reason
from domain.unit import Unit, UnitKind, UnitLevel
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/units", tags=["单位"], route_class=ActRoute, dependencies=WELL_FORMED)


class RegisterUnit(ActBody):
    """登记单位."""

    code: Code = Field(description="单位代码,登记后不变", examples=["JYJ"])
    name: Name = Field(description="名称", examples=["县教育局"])
    kind: UnitKind = Field(description="性质", examples=["department"])
    level: UnitLevel = Field(description="层级", examples=["county"])
    parent: Code | None = Field(default=None, description="上级单位代码", examples=["XZF"])


class RenameUnit(ActBody):
    """单位更名."""

    name: Name = Field(description="新名称", examples=["县教育和文化体育局"])
    reason: Reason = Field(description="依据或原因", examples=["机构改革"])


class MoveUnit(ActBody):
    """调整隶属关系."""

    parent: Code = Field(description="新的上级单位代码", examples=["XZF"])


class MergeUnit(ActBody):
    """并入其他单位."""

    successor: Code = Field(description="并入的单位代码", examples=["JYJ"])
    reason: Reason = Field(description="依据或原因", examples=["机构改革"])


class CloseUnit(ActBody):
    """撤销单位."""

    reason: Reason = Field(description="依据或原因", examples=["机构改革"])


class UnitState(BaseModel):
    """A unit as it stands."""

    code: str
    name: str
    kind: UnitKind
    level: UnitLevel
    parent: str | None
    ended_on: date | None
    successor: str | None


class UnitRow(UnitState):
    """A unit as it stood on the day asked for."""


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(404, 409))
async def register_unit(body: RegisterUnit, acting: ActingDep) -> UnitState:
    """登记单位."""
    command = partial(
        units.register,
        code=body.code,
        name=body.name,
        kind=body.kind,
        level=body.level,
        parent=body.parent,
    )
    unit = await acting.perform(body.occurred_on, command)
    acting.response.headers["Location"] = f"/units/{quote(unit.number)}"
    return state_of(unit)


@router.get("", responses=problems())
def list_units(
    asking: AskingDep,
    parent: Annotated[Code | None, Query(description="只列该单位的下级")] = None,
) -> Listed[UnitRow]:
    """单位名册;可查任一天."""
    return asking.answer(partial(page_of_units, parent=parent), row_of, sort="code")


@router.get("/{code}", responses=problems(404))
def read_unit(code: Code, system: SystemDep, response: Response) -> UnitState:
    """读取单位."""
    unit = system.store.read(Unit, Unit.id_of(code))
    response.headers["ETag"] = etag(unit)
    return state_of(unit)


@router.post("/{code}/names", responses=problems(404, 409, 412, 428))
async def rename_unit(
    code: Code, body: RenameUnit, acting: ActingDep, expected: ExpectedVersion
) -> UnitState:
    """单位更名."""
    command = partial(
        units.rename, code=code, expected=expected, name=body.name, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{code}/parents", responses=problems(404, 409, 412, 428))
async def move_unit(
    code: Code, body: MoveUnit, acting: ActingDep, expected: ExpectedVersion
) -> UnitState:
    """调整隶属关系."""
    command = partial(units.move, code=code, expected=expected, parent=body.parent)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{code}/mergers", responses=problems(404, 409, 412, 428))
async def merge_unit(
    code: Code, body: MergeUnit, acting: ActingDep, expected: ExpectedVersion
) -> UnitState:
    """并入其他单位."""
    command = partial(
        units.merge, code=code, expected=expected, successor=body.successor, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{code}/closures", responses=problems(404, 409, 412, 428))
async def close_unit(
    code: Code, body: CloseUnit, acting: ActingDep, expected: ExpectedVersion
) -> UnitState:
    """撤销单位."""
    command = partial(units.close, code=code, expected=expected, reason=body.reason)
    return state_of(await acting.perform(body.occurred_on, command))


def state_of(unit: Unit) -> UnitState:
    """Present a unit."""
    return UnitState(
        code=unit.number,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        parent=unit.parent,
        ended_on=unit.ended_on,
        successor=unit.successor,
    )


def row_of(row: Mapping[str, Any]) -> UnitRow:
    """Present a row of the register."""
    return UnitRow.model_validate({name: row[name] for name in UnitRow.model_fields})
