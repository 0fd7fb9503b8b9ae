"""What stands before every request: who may connect at all, and how much may be sent."""

import ipaddress
from functools import lru_cache

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from interfaces.http.problems import TITLES_OF_STATUS, problem

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class LoopbackOnly:
    """Serves nobody but this machine: without sign-in, whoever connects could act as anyone.

    The name asked for must be local too, so that a page from elsewhere cannot reach the server
    through a name of its own that resolves here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(scope):
            refusal = _refusal(403, "开发模式没有登录,只接受本机访问")
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_local(scope: Scope) -> bool:
    address, _ = scope.get("client") or ("", 0)
    host = _header(scope, b"host") or ""
    return _is_loopback(address) and _names_this_machine(host)


@lru_cache(maxsize=64)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _names_this_machine(host: str) -> bool:
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in LOCAL_NAMES


class LimitedBody:
    """Refuses a body that is too large, or whose length is not stated, before reading it."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        if _header(scope, b"transfer-encoding") is not None:
            return _refusal(411, "请求须写明内容长度(Content-Length)")
        length = _header(scope, b"content-length")
        if length is None or (length.isdecimal() and int(length) <= self.largest):
            return None
        return _refusal(413, f"请求内容不能超过{self.largest}字节")


def _header(scope: Scope, name: bytes) -> str | None:
    """Return the first header of this name; asked of every request, so it must be quick."""
    for each, value in scope["headers"]:
        if each == name:
            return str(value, "latin-1")
    return None


def _refusal(status: int, detail: str) -> JSONResponse:
    code, title = TITLES_OF_STATUS[status]
    return problem(code, title, status, detail)
