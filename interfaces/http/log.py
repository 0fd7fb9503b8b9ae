"""The tamper-evident log over HTTP: the signed head, tiles, receipts, consistency proofs."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.responses import PlainTextResponse, Response

from application.audit.proofs import consistency_proof, root
from application.audit.refusal import Field as About
from application.audit.refusal import Problem, Refused
from application.audit.strict import LONGEST_NAME, to_base64
from application.audit.tiles import Tile, read_tile, tile_in
from application.errors import NotFound, UnknownFact
from application.event_store.log_tree import StoredTree
from application.event_store.logs import leaves_of
from application.log.heads import NothingSigned, latest_head, log_named
from application.log.receipts import Receipt, receipt_of
from interfaces.http.acting import SystemDep
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED
from interfaces.log_policy import log_policy

router = APIRouter(prefix="/log", tags=["日志"], dependencies=WELL_FORMED)

WhichLog = Annotated[
    str | None,
    Query(
        alias="log",
        max_length=LONGEST_NAME,
        description="哪一个日志,写名称或者第几个;缺省为现用的。更换签署密钥后开始新的日志",
    ),
]

HASH = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="


def _text(
    description: str, headers: dict[str, Any] | None = None
) -> dict[int | str, dict[str, Any]]:
    content = {"text/plain": {"schema": {"type": "string"}}}
    told = {"description": description, "content": content}
    return {200: told if headers is None else {**told, "headers": headers}}


QUORUM_HEADER = "X-Quorum"
QUORUM = {
    QUORUM_HEADER: {
        "description": "回执所依据的检查点是否达到见证法定数:reached为达到;missing为尚未达到,"
        "核验不会通过,请待见证之后再取(日志已经结束的,请核对策略文件是否还列着当时的见证方);没有设置日志策略文件的,不带这一项",
        "schema": {"type": "string", "enum": ["reached", "missing"]},
    }
}


TILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "瓦片:至多256个哈希,每个32字节",
        "content": {"application/octet-stream": {}},
    }
}


class Consistency(BaseModel):
    """前若干条是后若干条的开头;凭两个根哈希和证明路径可以自行验算(RFC 9162)."""

    first: int = Field(description="较早的记录总数", examples=[120])
    first_root: str = Field(description="较早的根哈希(Base64)", examples=[HASH])
    second: int = Field(description="较晚的记录总数", examples=[379])
    second_root: str = Field(description="较晚的根哈希(Base64)", examples=[HASH])
    proof: list[str] = Field(description="证明路径(Base64)", examples=[[HASH]])


@router.get(
    "/checkpoint",
    response_class=PlainTextResponse,
    responses=_text("签署的检查点及其见证(C2SP tlog-checkpoint)") | problems(404),
)
def latest_checkpoint(system: SystemDep, name: WhichLog = None) -> PlainTextResponse:
    """最近签署的检查点."""
    with system.database.reading() as connection:
        head = latest_head(connection, log_named(connection, name))
    if head is None:
        raise NothingSigned
    return PlainTextResponse(head.note)


@router.get(
    "/proof/{sequence}",
    response_class=PlainTextResponse,
    responses=_text("回执文件(C2SP tlog-proof),单位应保存", QUORUM) | problems(404, 409, 422),
)
def proof_of_event(
    system: SystemDep,
    sequence: Annotated[int, Path(ge=1, le=2**53, description="日志序号,即X-Sequence")],
) -> PlainTextResponse:
    """一条事件的回执:凭它可以离线证明这条事件确已记录.

    依据覆盖这条事件、达到见证法定数的最近一个检查点;还没有达到的,依据最近一个.
    """
    known = log_policy(system.settings)
    with system.database.reading() as connection:
        receipt = receipt_of(connection, sequence, known and known.policy)
    return PlainTextResponse(receipt.data, headers=_quorum_of(receipt))


def _quorum_of(receipt: Receipt) -> dict[str, str]:
    if receipt.reached is None:
        return {}
    return {QUORUM_HEADER: "reached" if receipt.reached else "missing"}


@router.get("/consistency", responses=problems(404))
def proof_of_consistency(
    system: SystemDep,
    first: Annotated[int, Query(ge=0, le=2**53, description="较早的记录总数")],
    second: Annotated[int, Query(ge=0, le=2**53, description="较晚的记录总数")],
    name: WhichLog = None,
) -> Consistency:
    """证明日志自较早到较晚只有增加."""
    with system.database.reading() as connection:
        log = log_named(connection, name)
        held = leaves_of(connection, log)
        if not first <= second <= held:
            raise UnknownFact(f"记录总数应由小到大,不超过现有的{held}", "second")
        tree = StoredTree(connection, log)
        return Consistency(
            first=first,
            first_root=to_base64(root(first, tree)),
            second=second,
            second_root=to_base64(root(second, tree)),
            proof=[to_base64(each) for each in consistency_proof(first, second, tree)],
        )


@router.get(
    "/tile/{level}/{path:path}",
    response_class=Response,
    responses=TILE | problems(404),
)
def tile(system: SystemDep, level: str, path: str, name: WhichLog = None) -> Response:
    """哈希树的一个瓦片(C2SP tlog-tiles)."""
    with system.database.reading() as connection:
        log = log_named(connection, name)
        try:
            wanted = Tile.from_path(f"tile/{level}/{path}")
            _require_within(wanted, leaves_of(connection, log))
            found = read_tile(StoredTree(connection, log), wanted)
        except Refused:
            raise NotFound("瓦片", f"{level}/{path}") from None
    return Response(found, media_type="application/octet-stream")


def _require_within(tile: Tile, size: int) -> None:
    """Refuse hashes over leaves that an ended log did not come to sign."""
    if tile.width > tile_in(tile.level, tile.index, size).width:
        raise Refused(Problem.INDEX_OUTSIDE_TREE, About.TILE)
