"""Personal records over HTTP. A name is only ever sent in a body: no address and no log has it."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi import status as http

from application.commands import personal_records
from application.projections.personal_records import RecordFilter, page_of_personal_records
from domain.model import BusinessDate
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import RecordStatus
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.audit_trail import TrailEntry, timeline_of
from interfaces.http.personal_record_bodies import (
    LiftRestriction,
    NamedPerson,
    OpenRecord,
    ReclassifyRecord,
    RefuseErasure,
    RequestErasure,
    RestrictRecord,
)
from interfaces.http.personal_record_state import (
    FoundPerson,
    RecordRow,
    RecordState,
    found,
    row_of,
    state_of,
)
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/personal-records", tags=["个人信息"], route_class=ActRoute, dependencies=WELL_FORMED
)
searches = APIRouter(
    prefix="/personal-record-searches", tags=["个人信息"], dependencies=WELL_FORMED
)

ACT_PROBLEMS = problems(404, 409, 412, 428)


@searches.post("", responses=problems(404))
def find_person(body: NamedPerson, system: SystemDep) -> FoundPerson:
    """按姓名查找个人信息档案;姓名写在请求内容中,不进入地址."""
    subject = personal_records.subject_named(system.keys, body.name)
    return found(subject, personal_records.record_about(system.store, subject))


@router.post("", status_code=http.HTTP_201_CREATED, responses=problems(404, 409))
async def open_record(body: OpenRecord, acting: ActingDep) -> RecordState:
    """为办理记录中写明的人建立个人信息档案;档案不写姓名."""
    command = partial(
        personal_records.open_record,
        keys=acting.system.keys,
        name=body.name,
        purpose=body.purpose,
        basis=body.basis,
        retention=body.retention,
    )
    return state_of(await acting.begin(body.occurred_on, command, "/personal-records"))


@router.get("", responses=problems())
def list_records(
    asking: AskingDep,
    status: Annotated[RecordStatus | None, Query(description="状态")] = None,
    retention_over_on: Annotated[
        BusinessDate | None,
        Query(description="到期清单:在这一天保管期限已经届满而尚未删除的"),
    ] = None,
) -> Listed[RecordRow]:
    """个人信息台账;可按任一天、任一时点所知查询,可按opened_on、retention_until排序."""
    wanted = RecordFilter(status=status, retention_over_on=retention_over_on)
    return asking.answer(
        partial(page_of_personal_records, wanted=wanted), row_of, sort="opened_on"
    )


@router.get("/{record_id}", responses=problems(404))
def read_record(record_id: UUID, system: SystemDep, response: Response) -> RecordState:
    """读取个人信息档案."""
    record = system.store.read(PersonalRecord, record_id)
    response.headers["ETag"] = etag(record)
    return state_of(record)


@router.get("/{record_id}/timeline", responses=problems(404))
def read_timeline(record_id: UUID, asking: AskingDep, system: SystemDep) -> Listed[TrailEntry]:
    """个人信息档案的全过程."""
    system.store.read(PersonalRecord, record_id)
    return timeline_of(asking, system, record_id)


@router.post("/{record_id}/reclassifications", responses=ACT_PROBLEMS)
async def reclassify_record(
    record_id: UUID, body: ReclassifyRecord, acting: ActingDep, expected: ExpectedVersion
) -> RecordState:
    """调整保管期限."""
    command = partial(
        personal_records.reclassify,
        record_id=record_id,
        expected=expected,
        retention=body.retention,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{record_id}/restrictions", responses=ACT_PROBLEMS)
async def restrict_record(
    record_id: UUID, body: RestrictRecord, acting: ActingDep, expected: ExpectedVersion
) -> RecordState:
    """限制处理:今后只存储并采取安全保护措施,不再显示姓名."""
    command = partial(
        personal_records.restrict, record_id=record_id, expected=expected, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{record_id}/restriction-liftings", responses=ACT_PROBLEMS)
async def lift_restriction(
    record_id: UUID, body: LiftRestriction, acting: ActingDep, expected: ExpectedVersion
) -> RecordState:
    """解除限制处理."""
    command = partial(
        personal_records.lift_restriction,
        record_id=record_id,
        expected=expected,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{record_id}/erasure-requests", responses=ACT_PROBLEMS)
async def request_erasure(
    record_id: UUID, body: RequestErasure, acting: ActingDep, expected: ExpectedVersion
) -> RecordState:
    """申请删除个人信息;审批以前停止处理."""
    command = partial(
        personal_records.request_erasure,
        record_id=record_id,
        expected=expected,
        ground=body.ground,
        document=body.document,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{record_id}/erasure-approvals", responses=ACT_PROBLEMS)
async def approve_erasure(
    record_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> RecordState:
    """批准删除;由申请人以外的人批准,法定保存期限届满以前不能批准."""
    command = partial(personal_records.approve_erasure, record_id=record_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{record_id}/erasure-refusals", responses=ACT_PROBLEMS)
async def refuse_erasure(
    record_id: UUID, body: RefuseErasure, acting: ActingDep, expected: ExpectedVersion
) -> RecordState:
    """不批准删除;由申请人以外的人决定."""
    command = partial(
        personal_records.refuse_erasure,
        record_id=record_id,
        expected=expected,
        ground=body.ground,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))
