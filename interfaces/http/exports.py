"""The audit export over HTTP: the bytes the command line writes too, streamed as they are made."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from domain.model import BusinessDate
from domain.text import Code
from interfaces.documents.manifest import Selection, SelectionKind
from interfaces.exporting import AuditExport, Period, export, export_part
from interfaces.http.acting import SystemDep
from interfaces.http.asking import ClocksDep
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/exports", tags=["导出"], dependencies=WELL_FORMED)

MEDIA_TYPE = "application/zip"
BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "审计导出包(ZIP):事件、台账、比率、说明和清单",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            "Content-Disposition": {"schema": {"type": "string"}},
            "X-Sequence": {
                "description": "所依据的日志序号;以它为known_at可再次得到同样的文件。"
                "所问的known_at在一次办理的几条记录中间的,退至该次办理之前的最后一条",
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
    """审计导出包.

    known_at在一次办理的几条记录中间的,退至该次办理之前,以应答的X-Sequence为准。
    期间、截至日期和日志序号相同的,台账、比率和事件逐字节相同;
    签名、见证、页脚首部和可以公开的姓名按导出时.
    """
    bundle = export(clocks.system, Period(since, until), clocks.as_of, clocks.known_at)
    return _streamed(bundle, f"{since}-{until}-{clocks.as_of}-{bundle.known_at}.zip")


@router.get("/audit-part", response_class=StreamingResponse, responses=BUNDLE | problems(404))
def export_audit_part(
    system: SystemDep,
    kind: Annotated[SelectionKind, Query(description="事项的种类,或者单位")],
    key: Annotated[Code, Query(description="事项的编号,或者单位的代码")],
) -> StreamingResponse:
    """一件事项或者一个单位的办理记录,逐条证明在已签署的日志之中.

    意见的连同为它制定的整改方案和任务;只答复其他意见的措施,不给出责任人姓名的原文.
    """
    bundle = export_part(system, Selection(kind, key))
    return _streamed(bundle, f"{kind.value}-{bundle.known_at}.zip")


def _streamed(bundle: AuditExport, name: str) -> StreamingResponse:
    local = quote(f"审计导出包-{name}")
    headers = {
        "Content-Disposition": f"attachment; filename=audit-{name}; filename*=UTF-8''{local}",
        "X-Sequence": str(bundle.known_at),
    }
    # A plain iterator: every part is made in a worker thread, none on the event loop.
    return StreamingResponse(bundle, media_type=MEDIA_TYPE, headers=headers)
