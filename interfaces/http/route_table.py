"""Finds a route by the words of its address, instead of comparing with one after the other."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

Shape = tuple[str, ...]
"""Method and words of an address; a word that is a parameter is left empty."""


class RouteTable(BaseRoute):
    """Stands before the routes it knows: it finds the usual request's route at once.

    Whatever it does not find (another method, an unknown address) is left to the routes behind
    it, so refusals stay theirs.
    """

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes: dict[Shape, Route] = {}
        self._blanks: dict[tuple[str, int], list[tuple[int, ...]]] = {}
        for route in routes:
            words = route.path.split("/")[1:]
            blank = tuple(i for i, word in enumerate(words) if word.startswith("{"))
            for method in route.methods or ():
                self._routes.setdefault(_shape(method, words, blank), route)
                known = self._blanks.setdefault((method, len(words)), [])
                if blank not in known:
                    known.append(blank)
        for known in self._blanks.values():
            known.sort(key=len)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            words = scope["path"].split("/")[1:]
            for blank in self._blanks.get((scope["method"], len(words)), ()):
                route = self._routes.get(_shape(scope["method"], words, blank))
                if route is not None:
                    return route.matches(scope)
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["route"].handle(scope, receive, send)


def _shape(method: str, words: Sequence[str], blank: tuple[int, ...]) -> Shape:
    return (method, *("" if i in blank else word for i, word in enumerate(words)))
