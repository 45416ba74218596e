"""K45: a database behind a wire that is slow or cut: who asks is told in time, the process is seen
to live, and all comes back by itself.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.county import County, make_platform
from tests.fixtures.database import Urls
from tests.fixtures.wire import wire
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.database import Limits
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema

pytestmark = pytest.mark.anyio
PATIENT = Limits(connection=2.0, connect=2)


@dataclass(frozen=True)
class Anybody:
    """Every token is one person's."""

    principal: Principal

    async def by_token(self, token: str) -> Principal:
        return self.principal

    def forget(self, token: str) -> None:
        raise AssertionError("nobody's grants change here")


@pytest.mark.slow
@pytest.mark.check(
    "K45",
    part="a database that is slow or cut off: 503 in time, liveness stays green, the pool "
    "recovers without restart",
)
async def test_a_slow_or_cut_wire_is_told_of_and_survived(
    town: County, database_urls: Urls, tmp_path: Path
) -> None:
    with wire(database_urls.app) as far:
        database = await Database.open(far.url, size=3, limits=PATIENT, closing=[IndexBuffer])
        platform = replace(
            make_platform(database, tmp_path), principals=Anybody(town.principals["village"])
        )
        app = create_application(
            platform,
            HttpSettings(),
            Reader(platform, build_schema(platform.registry, platform.operations.values())),
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://here"
        ) as http:
            # In this loop, to which the pool belongs: litestar's test client runs the application
            # in another, where the pool would not come back.
            async def ask() -> int:
                headers = {"Authorization": "Bearer ys_x"}
                answer: Any = await http.post(
                    "/graphql",
                    json={"query": "{ orgUnits(first: 1) { totalCount } }"},
                    headers=headers,
                )
                return int(answer.status_code)

            assert [await ask() for _ in range(3)] == [200] * 3
            for spoil, allowed in (
                (far.sever, {503}),
                (lambda: setattr(far, "delay", 5.0), {200, 503}),
            ):
                spoil()
                started = time.monotonic()
                asked = [asyncio.create_task(ask()) for _ in range(12)]
                assert (await http.get("/health/live")).status_code == 200
                assert time.monotonic() - started < 2
                found = await asyncio.gather(*asked)
                assert set(found) <= allowed, found
                assert 503 in found
                assert time.monotonic() - started < 20
                far.cut, far.delay = False, 0.0
                assert any([await ask() == 200 for _ in range(20)])
                assert await asyncio.gather(*(ask() for _ in range(12))) == [200] * 12
        await database.close()
