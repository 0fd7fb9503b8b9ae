"""Builds the API for one county: routers, problems, and the guards of the development mode."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from interfaces.bootstrap import System
from interfaces.http import (
    api_docs,
    audit_trail,
    commitments,
    coverage,
    exports,
    health,
    opinions,
    plans,
    rates,
    reminders,
    responsibilities,
    supervision_notices,
    tasks,
    units,
)
from interfaces.http.guards import LimitedBody, LoopbackOnly
from interfaces.http.problems import add_problem_handlers

DESCRIPTION = """\
人大监督意见从提出到销号的全程办理与监督。每项办理都写明办理人、单位、身份和办理日期,
任何清单和比率都可按任一业务日期(`as_of`)、按任一时点所知(`known_at`)查询。
"""

# The busiest first: an address is compared with one route after the other.
ROUTERS = (
    tasks.router,
    opinions.router,
    plans.router,
    commitments.router,
    supervision_notices.router,
    reminders.router,
    units.router,
    coverage.router,
    responsibilities.router,
    rates.router,
    audit_trail.router,
    exports.router,
    health.router,
)


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncGenerator[None]:
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    yield
    gc.unfreeze()


def create_app(system: System) -> FastAPI:
    """Build the API of a county."""
    app = FastAPI(
        title="着落",
        summary="人大监督意见办理与监督",
        description=DESCRIPTION,
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.system = system
    app.add_middleware(LimitedBody, largest=system.settings.largest_body)
    app.add_middleware(LoopbackOnly)
    for router in ROUTERS:
        app.include_router(router)
    api_docs.add_to(app)
    add_problem_handlers(app)
    return app
