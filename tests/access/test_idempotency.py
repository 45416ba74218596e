"""K39: one key, one effect, equal answers; another request may not use it, and another county's or
account's key is its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.county import County, make_county, make_platform
from tests.fixtures.database import Urls
from tests.stories.people import camelled
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.database import Limits
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.reader import Reader
from yishi_graphql.schema import Schema

pytestmark = pytest.mark.anyio
PROPOSE = """mutation($input: ProposeTopicInput!, $key: String) {
  proposeTopic(input: $input, idempotencyKey: $key) { topic { id title version } ok } }"""
MANY = 50


@pytest.fixture
async def county(database_urls: Urls, tmp_path: Path) -> AsyncIterator[County]:
    """Served with few connections, for which fifty requests wait as long as it takes: nothing here
    is about being fast.
    """
    database = await Database.open(
        database_urls.app,
        size=4,
        limits=Limits(statement=120, connection=120),
        closing=[IndexBuffer],
    )
    yield await make_county(make_platform(database, tmp_path))
    await database.close()


@pytest.fixture
def asking(county: County, schema: Schema) -> Reader:
    return Reader(county.platform, schema)


async def propose(
    reader: Reader, county: County, who: str, key: str, title: str = "村道照明"
) -> Any:
    given = {
        "org": global_id(county.orgs["village"]),
        "title": title,
        "description": "村口到学校没有路灯",
        "topic_source": "resident",
        "focus_category": "roads",
    }
    variables = {"input": camelled(given), "key": key}
    return json.loads(await reader.execute(county.principals[who], PROPOSE, variables, None, "zh"))


@pytest.mark.check("K39", part="fifty at once: one effect, equal answers")
async def test_fifty_requests_with_one_key_have_one_effect_and_equal_answers(
    asking: Reader, county: County
) -> None:
    answers = await asyncio.gather(
        *(propose(asking, county, "village", "k-1") for _ in range(MANY))
    )
    assert "errors" not in answers[0], answers[0]
    assert all(answer == answers[0] for answer in answers)
    assert [global_id(t) for t in await county.rows(Topic)] == [
        answers[0]["data"]["proposeTopic"]["topic"]["id"]
    ]
    assert len(await county.rows(AuditEntry, AuditEntry.operation == "propose_topic")) == 1


@pytest.mark.check("K39", part="another body is refused")
async def test_a_key_is_not_taken_for_another_request(asking: Reader, county: County) -> None:
    await propose(asking, county, "village", "k-1")
    answer = await propose(asking, county, "village", "k-1", "村道硬化")
    assert answer["errors"][0]["extensions"]["code"] == "REFUSED"
    assert answer["errors"][0]["extensions"]["rule"] == "idempotency_key"
    assert [t.title for t in await county.rows(Topic)] == ["村道照明"]


@pytest.mark.check("K39", part="another county's and another account's key is its own")
async def test_equal_keys_of_others_are_independent(asking: Reader, county: County) -> None:
    other = await make_county(county.platform)
    asked = ((county, "village"), (county, "township"), (other, "village"))
    answers = await asyncio.gather(*(propose(asking, where, who, "k-1") for where, who in asked))
    assert len({answer["data"]["proposeTopic"]["topic"]["id"] for answer in answers}) == 3
    assert (len(await county.rows(Topic)), len(await other.rows(Topic))) == (2, 1)
