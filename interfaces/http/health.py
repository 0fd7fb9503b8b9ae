"""Whether the server lives, whether it can work, and which problems it may answer with."""

from functools import cache
from importlib.metadata import packages_distributions

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from application.projections.audit_trail import known_until_now
from domain.errors import RuleViolation
from interfaces.http.acting import SystemDep
from interfaces.http.problems import TITLES_OF_STATUS, kinds_of_problems, problem, problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(tags=["运行"], dependencies=WELL_FORMED)

OWN_PACKAGES = ("domain", "application", "interfaces")
OWN_DISTRIBUTION = "zhuoluo"


class Alive(BaseModel):
    """The process answers."""

    status: str = Field(examples=["alive"])


class Ready(BaseModel):
    """The system can work."""

    status: str = Field(examples=["ready"])
    sequence: int = Field(description="日志最新序号", examples=[1200])


class KindOfProblem(BaseModel):
    """One kind of problem an answer may name."""

    type: str = Field(examples=["/problems/stale-version"])
    title: str = Field(examples=["事项已被他人更新"])


@router.get("/livez")
async def is_alive() -> Alive:
    """进程是否存活."""
    return Alive(status="alive")


@router.get("/readyz", response_model=Ready, responses=problems())
def is_ready(system: SystemDep) -> Ready | JSONResponse:
    """能否受理:数据库可读,且程序包未被同名软件覆盖."""
    strangers = _packages_of_others()
    if strangers:
        code, title = TITLES_OF_STATUS[503]
        return problem(code, title, 503, f"程序包{'、'.join(strangers)}被其他软件覆盖,请重新安装")
    with system.database.reading() as connection:
        return Ready(status="ready", sequence=known_until_now(connection))


@cache
def _packages_of_others() -> list[str]:
    """Name our packages that another distribution overwrote; their names are common words.

    Asked once: the metadata of everything installed is read, and what runs is loaded already.
    """
    providers = packages_distributions()
    return [
        package
        for package in OWN_PACKAGES
        if set(providers.get(package, [OWN_DISTRIBUTION])) != {OWN_DISTRIBUTION}
    ]


@router.get("/problems")
def list_problems() -> list[KindOfProblem]:
    """各类问题的固定标识与名称."""
    return [
        KindOfProblem(type=f"/problems/{code}", title=title)
        for code, title in kinds_of_problems(_rules(RuleViolation)).items()
    ]


def _rules(kind: type[RuleViolation]) -> list[type[RuleViolation]]:
    return [kind, *(rule for child in kind.__subclasses__() for rule in _rules(child))]
