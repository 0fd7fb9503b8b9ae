"""Witnesses over HTTP (C2SP tlog-witness): the client of the operator, the server of a witness."""

from collections.abc import Callable

import httpx2
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from application.audit.note import parse_note, with_signatures
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import number_of
from application.audit.witness_request import LONGEST_REQUEST, parse_witness_request
from application.log.witness import Behind, Witness
from interfaces.causes import cause_beneath

ADD_CHECKPOINT = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
SECONDS = 10.0
CONFLICT, TOO_LARGE = 409, 413
STATUS = {
    Problem.UNKNOWN_LOG: 404,
    Problem.UNSIGNED: 403,
    Problem.WRONG_SIGNATURE: 403,
    Problem.TREE_SHRINKS: 422,
    Problem.ROOT_DIFFERS: 422,
    Problem.EARLIER_ROOT_DIFFERS: 422,
    Problem.PROOF_LENGTH_DIFFERS: 422,
}
"""What the specification answers; anything else that cannot be read is 400."""


class WitnessUnreachable(Exception):
    """A witness did not countersign; the sentence says why, in Chinese."""


def ask(url: str, request: Callable[[int | None], bytes]) -> bytes:
    """Send a request; return the head with what the witness signed under it.

    ``request`` makes it, continuing from the size the witness names when it saw another head.
    """
    data = request(None)
    with httpx2.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client:
        answer = _post(client, url, data)
        if answer.status_code == CONFLICT:
            data = request(_size_in(answer))
            answer = _post(client, url, data)
    if answer.is_error or answer.is_redirect:
        raise WitnessUnreachable(f"拒绝见证(HTTP {answer.status_code}):{answer.text[:200]}")
    return _with_lines(parse_witness_request(data).checkpoint, answer.content)


def _post(client: httpx2.Client, url: str, data: bytes) -> httpx2.Response:
    try:
        return client.post(url.rstrip("/") + ADD_CHECKPOINT, content=data)
    except httpx2.TimeoutException as error:
        raise WitnessUnreachable(f"{url}没有在限定时间内答复") from error
    except httpx2.HTTPError as error:
        raise WitnessUnreachable(f"无法连接{url}:{cause_beneath(error)}") from error


def _size_in(answer: httpx2.Response) -> int:
    try:
        return number_of(answer.text.removesuffix("\n"), Field.SIZE)
    except Refused as refused:
        raise WitnessUnreachable(f"答复不合规范:{refused.chinese}") from refused


def _with_lines(checkpoint: bytes, lines: bytes) -> bytes:
    """Put the signature lines of an answer under the head they are for."""
    try:
        note = parse_note(checkpoint)
        added = parse_note(f"{note.text}\n".encode() + lines)
        return with_signatures(note, added.signatures).data
    except Refused as refused:
        raise WitnessUnreachable(f"答复不合规范:{refused.chinese}") from refused


def witness_app(witness: Witness) -> Starlette:
    """Serve one witness; requests are countersigned one after the other."""

    async def add_checkpoint(request: Request) -> Response:
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > LONGEST_REQUEST:
                return Response("请求过长\n", TOO_LARGE)
        return await run_in_threadpool(_answer, witness, bytes(data))

    return Starlette(routes=[Route(ADD_CHECKPOINT, add_checkpoint, methods=["POST"])])


def _answer(witness: Witness, data: bytes) -> Response:
    try:
        note = parse_note(witness.countersign(data))
    except Behind as behind:
        return Response(f"{behind.size}\n", CONFLICT, media_type=SIZE_TYPE)
    except Refused as refused:
        return Response(f"{refused.chinese}\n", STATUS.get(refused.problem, 400))
    return Response(note.signatures[-1].text)
