"""Bodies of files: what does not arrive in time."""

from __future__ import annotations

import asyncio

import pytest

from yishi_graphql.http.faults import BadRequest
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.http.transfer import in_time

pytestmark = pytest.mark.anyio


async def test_a_body_that_does_not_arrive_in_time_is_a_408() -> None:
    with pytest.raises(BadRequest) as refused:
        async with in_time(HttpSettings(body_seconds=0.01)):
            await asyncio.Event().wait()
    assert refused.value.status == 408
