"""The principal of a request, with one retry when its grants have changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from yishi_core.errors import Unauthenticated
from yishi_core.kernel.access import Policy, Principal
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.operation.sources import PrincipalSource

T = TypeVar("T")
LONGEST = 200
"""Longest token in characters; a longer header cannot be ours and is not looked up."""


def bearer(header: str | None) -> str | None:
    """The token of an `Authorization` header; None without a header.

    Raises `Unauthenticated` for anything but a bearer token of ours.
    """
    if header is None:
        return None
    scheme, _, token = header.strip().partition(" ")
    token = token.strip()
    if (
        scheme.lower() != "bearer"
        or not token.startswith("ys_")
        or len(token) > LONGEST
        or not token.isascii()
    ):
        raise Unauthenticated.missing()
    return token


class Callers:
    """Finds the principals of requests.

    A request without a token comes from an anonymous visitor, who names a county in the request.
    """

    def __init__(self, source: PrincipalSource, policy: Policy) -> None:
        self._source = source
        self._policy = policy

    @property
    def nobody(self) -> Principal:
        """A visitor who has not named a county."""
        return Principal.anonymous(0, self._policy)

    async def known(self, token: str) -> Principal:
        """The principal of a token; raises `Unauthenticated`."""
        return await self._source.by_token(token)

    async def run(self, token: str | None, work: Callable[[Principal], Awaitable[T]]) -> T:
        """Do the work as the token's principal.

        `StaleGrants` is raised before anything has been written, so the work is repeated once with
        fresh grants. If they are stale again, they change faster than we can read them, which no
        real account's do; the answer is then `Unauthenticated`.
        """
        if token is None:
            return await work(self.nobody)
        for _ in range(2):
            try:
                return await work(await self._source.by_token(token))
            except StaleGrants:
                self._source.forget(token)
        raise Unauthenticated.missing()
