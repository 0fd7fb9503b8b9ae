"""What other rules would do to what is open, and letting it go over to them, over HTTP."""

from datetime import date, datetime, time
from functools import partial

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from application.commands import moved_dues
from domain.model import CHINA_STANDARD_TIME, Act, BusinessDate
from domain.text import Code
from interfaces.bootstrap import System
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ActorDep, ExpectedVersion, SystemDep
from interfaces.http.moved_dues import MovedDue
from interfaces.http.moved_dues import moved_dues as presented
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/rule-profiles/{congress}",
    tags=["规则方案"],
    responses=problems(404, 409, 412, 428),
    route_class=ActRoute,
    dependencies=WELL_FORMED,
)


class PreviewRules(BaseModel):
    """试算草案的影响."""

    valid_from: BusinessDate = Field(description="拟施行日期", examples=["2026-12-01"])


class RuleImpact(BaseModel):
    """Which open items a draft would touch."""

    congress: str
    valid_from: date
    examined: int = Field(description="改按新规则办理的未办结意见件数", examples=[6])
    items: list[MovedDue] = Field(description="期限、预警颜色或者是否逾期发生变化的意见")


class RulesMigrated(BaseModel):
    """Which open items went over to the rules in force."""

    congress: str
    version: int = Field(description="施行中的版次")
    migrated: int = Field(description="改按新规则办理的件数")
    items: list[MovedDue] = Field(description="期限、预警颜色或者是否逾期发生变化的意见")


@router.post("/previews", responses=problems(404, 409))
def preview_rules(
    congress: Code, body: PreviewRules, system: SystemDep, actor: ActorDep
) -> RuleImpact:
    """试算:草案自某日施行、未办结意见改按新规则办理,哪些意见的期限、颜色或者逾期会变化.

    不作任何记录;与届时公布并改按新规则办理的结果逐件一致。
    """
    act = _on_the_day(actor.act(body.valid_from, system), body.valid_from, system)
    preview = partial(moved_dues.preview_rules, congress=congress, valid_from=body.valid_from)
    moved = system.store.rehearse(act, preview)
    felt = [each for each in moved if each.is_felt]
    return RuleImpact(
        congress=congress,
        valid_from=body.valid_from,
        examined=len(moved),
        items=presented(felt),
    )


@router.post("/migrations")
async def migrate_items(
    congress: Code, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> RulesMigrated:
    """未办结的意见改按施行中的规则办理;以后办理的意见本来就按新规则."""
    command = partial(moved_dues.migrate_opinions, congress=congress, expected=expected)
    done = await acting.carry_out(body.occurred_on, command)
    moved = await run_in_threadpool(moved_dues.moved_by, acting.system.store, done.sequence)
    version = done.aggregate.in_force_on(acting.system.today)
    return RulesMigrated(
        congress=congress,
        version=version.version if version else 0,
        migrated=len(moved),
        items=presented(each for each in moved if each.is_felt),
    )


def _on_the_day(act: Act, day: date, system: System) -> Act:
    """Let the act be recorded on the day the rules come into force, if that is still to come."""
    morning = datetime.combine(day, time(9), CHINA_STANDARD_TIME)
    return act.model_copy(update={"recorded_at": max(system.clock(), morning)})
