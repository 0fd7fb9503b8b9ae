"""Builds the API for one county: routers, problems, and the guards of the development mode."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.routing import APIRoute

from application.reactions.every_day import work_every_day
from interfaces.bootstrap import System
from interfaces.http import (
    api_docs,
    audit_trail,
    calendar_years,
    commitments,
    coverage,
    deadline_derivations,
    deliveries,
    exports,
    figures,
    health,
    log,
    opinion_deadlines,
    opinion_handling,
    opinions,
    personal_records,
    plans,
    rates,
    reminders,
    responsibilities,
    rule_impact,
    rule_profiles,
    status,
    supervision_notices,
    task_deadlines,
    tasks,
    units,
)
from interfaces.http.alongside import alongside
from interfaces.http.api_description import DescribedAPI
from interfaces.http.guards import LimitedBody, LoopbackOnly
from interfaces.http.problems import add_problem_handlers
from interfaces.http.route_table import RouteTable

DESCRIPTION = """\
人大监督意见从提出到销号的全程办理与监督。每项办理都写明办理人、单位、身份和办理日期,
任何清单和比率都可按任一业务日期(`as_of`)、按任一时点所知(`known_at`)查询。
"""

ROUTERS = (
    tasks.router,
    task_deadlines.router,
    opinions.router,
    opinion_handling.router,
    opinion_deadlines.router,
    plans.router,
    commitments.router,
    supervision_notices.router,
    reminders.router,
    personal_records.router,
    personal_records.searches,
    units.router,
    rule_profiles.router,
    rule_impact.router,
    coverage.router,
    responsibilities.router,
    figures.router,  # before rates: /rates/shares/… is no item behind a rate
    rates.router,
    audit_trail.router,
    exports.router,
    log.router,
    deliveries.router,
    calendar_years.router,
    deadline_derivations.router,
    status.router,
    health.router,
)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    system: System = app.state.system
    sending = system.worker.run if system.worker else None
    daily = partial(work_every_day, system.store, system.keys) if system.ticking else None
    async with alongside(sending), alongside(daily):
        yield


def create_app(system: System) -> FastAPI:
    """Build the API of a county."""
    routes = [each for router in ROUTERS for each in router.routes if isinstance(each, APIRoute)]
    app = DescribedAPI(
        title="着落",
        summary="人大监督意见办理与监督",
        description=DESCRIPTION,
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        routes=[RouteTable(routes), *routes],
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.system = system
    app.add_middleware(LimitedBody, largest=system.settings.largest_body)
    app.add_middleware(LoopbackOnly)
    api_docs.add_to(app)
    add_problem_handlers(app)
    return app
