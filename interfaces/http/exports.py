"""The audit export over HTTP: the bytes the command line writes too, streamed as they are made."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from domain.model import BusinessDate
from interfaces.exporting import Period, export
from interfaces.http.asking import ClocksDep
from interfaces.http.problems import problems

router = APIRouter(prefix="/exports", tags=["导出"])

MEDIA_TYPE = "application/zip"
BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "审计导出包(ZIP):事件、台账、比率、说明和清单",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            "Content-Disposition": {"schema": {"type": "string"}},
            "X-Sequence": {
                "description": "所依据的日志序号;以它为known_at可再次得到同样的文件",
                "schema": {"type": "integer"},
            },
        },
    }
}


@router.get("/audit-bundle", response_class=StreamingResponse, responses=BUNDLE | problems())
def export_audit_bundle(
    clocks: ClocksDep,
    since: Annotated[BusinessDate, Query(description="期间起(含)", examples=["2015-01-01"])],
    until: Annotated[BusinessDate, Query(description="期间止(含)", examples=["2015-12-31"])],
) -> StreamingResponse:
    """审计导出包;期间、截至日期和日志序号相同,所得文件逐字节相同."""
    bundle = export(clocks.system, Period(since, until), clocks.as_of, clocks.known_at)
    name = f"{since}-{until}-{clocks.as_of}-{bundle.known_at}.zip"
    local = quote(f"审计导出包-{name}")
    headers = {
        "Content-Disposition": f"attachment; filename=audit-{name}; filename*=UTF-8''{local}",
        "X-Sequence": str(bundle.known_at),
    }
    # A plain iterator: every part is made in a worker thread, none on the event loop.
    return StreamingResponse(bundle, media_type=MEDIA_TYPE, headers=headers)
