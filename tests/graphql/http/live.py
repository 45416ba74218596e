"""A served application in processes of its own: `python -m tests.graphql.http.live PORT DRAIN` (see
`test_serve.py`).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any, cast

from tests.graphql.http.served import POLICY, FarDatabase, Tokens
from yishi_core.kernel.access import Principal
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_graphql.http.application import create_application
from yishi_graphql.http.health import Flag
from yishi_graphql.http.logs import configure_logs
from yishi_graphql.http.serve import serve, watched
from yishi_graphql.http.settings import HttpSettings

SETTINGS = HttpSettings(
    body_bytes=100_000, header_bytes=16_384, body_seconds=1, stop_seconds=10, blocked_seconds=2
)


class SlowReader:
    """Answers after as many seconds as the document says; `block` blocks the loop, `running` is
    answered by how many others run.
    """

    def __init__(self) -> None:
        self.running = 0

    async def plugins_of(self, *_: Any) -> frozenset[str]:
        return frozenset()

    async def turned_away(self, *_: Any) -> None:
        """Nobody keeps an audit here."""

    async def execute(
        self,
        principal: Principal,
        document: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        language: str,
    ) -> bytes:
        if document.startswith("block"):
            time.sleep(60)  # noqa: ASYNC251  # what a plugin must not do
        if document == "running":
            return json.dumps({"data": self.running}).encode()
        self.running += 1
        try:
            await asyncio.sleep(float(document.removeprefix("mutation")))
        finally:
            self.running -= 1
        return json.dumps({"data": document}).encode()


def load(stopping: Flag) -> Any:
    configure_logs()
    platform = Platform(
        modules=(),
        registry=Registry([]),
        operations={},
        policy=POLICY,
        plugins=load_plugins(entry_points=False),
        database=cast(Any, FarDatabase()),
        principals=Tokens(),
        settings=cast(Any, None),
        files=cast(Any, None),
        queue=cast(Any, None),
    )
    app = create_application(platform, SETTINGS, SlowReader(), stopping)
    watched(app, SETTINGS, {})
    return app


if __name__ == "__main__":
    port, drain = int(sys.argv[1]), float(sys.argv[2])
    serve(load, SETTINGS.model_copy(update={"drain_seconds": drain}), host="127.0.0.1", port=port)
    print("stopped")
