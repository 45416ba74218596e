"""Who is asking: the principal of a request, and one more try with fresh grants when they have
changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from yishi_core.errors import Unauthenticated
from yishi_core.kernel.access import Policy, Principal
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.operation.sources import PrincipalSource

T = TypeVar("T")
LONGEST = 200
"""Characters of a token; a longer header is none of ours and is not looked up."""


def bearer(header: str | None) -> str | None:
    """The token of an `Authorization` header, None without one; raises `Unauthenticated` for
    anything but a bearer.
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
    """Finds principals. Without a token: an anonymous visitor of no county, who names one in what
    he asks for.
    """

    def __init__(self, source: PrincipalSource, policy: Policy) -> None:
        self._source = source
        self._policy = policy

    @property
    def nobody(self) -> Principal:
        """A visitor who has not said of which county."""
        return Principal.anonymous(0, self._policy)

    async def known(self, token: str) -> Principal:
        """The principal of a token, as far as it is known without asking for anything; raises
        `Unauthenticated`.
        """
        return await self._source.by_token(token)

    async def run(self, token: str | None, work: Callable[[Principal], Awaitable[T]]) -> T:
        """Do the work as the token's principal.

        `StaleGrants` is raised before anything was written, so the work is done once more with
        fresh grants. Stale again: they change faster than we read them, which nobody's account
        does; it is answered as not logged in.
        """
        if token is None:
            return await work(self.nobody)
        for _ in range(2):
            try:
                return await work(await self._source.by_token(token))
            except StaleGrants:
                self._source.forget(token)
        raise Unauthenticated.missing()
