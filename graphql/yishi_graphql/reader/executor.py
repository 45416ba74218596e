"""The protocol by which HTTP runs documents."""

from __future__ import annotations

from typing import Any, Protocol

from yishi_core.errors import YishiError
from yishi_core.kernel.access import Principal


class Executor(Protocol):
    """Runs documents; implemented by `yishi_graphql.reader.Reader`.

    The answer is the whole JSON. `StaleGrants` may be raised only while nothing has been written:
    the document is then run again from its start.
    """

    async def execute(
        self,
        principal: Principal,
        document: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        language: str,
    ) -> bytes: ...

    async def plugins_of(self, principal: Principal) -> frozenset[str]:
        """The plugins whose part of the schema the caller's documents may use."""
        ...

    async def turned_away(
        self, principal: Principal, document: str, operation_name: str | None, error: YishiError
    ) -> None:
        """Audit a document that was not run because its sender is unknown."""
        ...
