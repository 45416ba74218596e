"""K12: what was taken away is gone with the next request of every process, over HTTP, for reads and
writes; inventions leave nothing behind.
"""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from tests.access.world import World
from tests.fixtures.county import County
from tests.fixtures.database import Urls
from tests.stories.people import Json, Person
from tests.stories.town import Town, found_town, story_application, story_platform
from yishi_core.errors import Unauthenticated
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.access.policy import Policy
from yishi_core.kernel.access.principal import Grant
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.http.callers import Callers
from yishi_graphql.reader import Reader
from yishi_tenants.accounts.tokens.source import TokenPrincipals

pytestmark = pytest.mark.anyio
READ = "query($org: ID!) { orgUnit(id: $org) { id } topics { totalCount } }"


@pytest.fixture
async def story(database: Database, database_urls: Urls, tmp_path: Path) -> AsyncIterator[Town]:
    platform = story_platform(database, tmp_path / "files")
    async with AsyncTestClient(story_application(platform)) as http:
        yield await found_town(http, platform, database_urls)


@pytest.fixture
async def elsewhere(story: Town, database_urls: Urls, tmp_path: Path) -> AsyncIterator[Town]:
    """The same town served by another process: its own pool, its own caches. Its people carry the
    same tokens.
    """
    database = await Database.open(database_urls.app, size=2, closing=[IndexBuffer])
    platform = story_platform(database, tmp_path / "files")
    async with AsyncTestClient(story_application(platform)) as http:
        people = {name: Person(http, person.token, name) for name, person in story.people.items()}
        yield Town(http, platform, story.code, story.orgs, people)
    await database.close()


@pytest.mark.check("K12", part="over HTTP, in another process, for reads and writes")
async def test_what_is_revoked_here_is_gone_there_with_the_next_request(
    story: Town, elsewhere: Town
) -> None:
    for name, org, how in (
        ("village", "village", "grant"),
        ("head", "township", "token"),
        ("member", "township", "account"),
    ):
        place, there = story.orgs[org], elsewhere[name]
        for person in (story[name], there):
            assert (await person.ask(READ, org=place))["orgUnit"]["id"] == place
        given: Json = {
            "org": place,
            "title": "村道照明",
            "description": "村口到学校没有路灯",
            "topic_source": "resident",
        }
        await there.do("proposeTopic", "topic { id }", focus_category="roads", **given)
        await take_away(story, name, how)
        read = await there.send(READ, org=place)
        if how == "grant":  # an account without grants is still somebody
            assert read["data"] == {"orgUnit": None, "topics": {"totalCount": 0}}
        else:
            assert read["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        await there.refused(
            "proposeTopic",
            "NOT_FOUND" if how == "grant" else "UNAUTHENTICATED",
            focus_category="roads",
            **given,
        )
    topics = await story["township"].ask("{ topics { totalCount } }")
    assert topics["topics"]["totalCount"] == 3


async def take_away(town: Town, name: str, how: str) -> None:
    county = town["county"]
    accounts = await county.ask(
        "query($n: String!) { accounts(where: {name: {eq: $n}}) { nodes { id } } }", n=name
    )
    account = accounts["accounts"]["nodes"][0]["id"]
    if how == "account":
        await county.do("disableAccount", "__typename", account=account)
        return
    many, field, operation = (
        ("grantRows", "grant", "endGrant") if how == "grant" else ("tokens", "token", "revokeToken")
    )
    last = "endedAt" if how == "grant" else "revokedAt"
    ask = (
        "query($a: ID!) "
        f"{{ {many}(where: {{account: {{id: {{eq: $a}}}}, {last}: {{isNull: true}}}}) "
        "{ nodes { id } } }"
    )
    for row in (await county.ask(ask, a=account))[many]["nodes"]:
        await county.do(operation, "__typename", **{field: row["id"]})


@pytest.mark.slow
@pytest.mark.check("K12", part="10,000 invented tokens do not grow memory")
async def test_ten_thousand_invented_tokens_do_not_grow_memory(
    database: Database, world: World
) -> None:
    policy = world.platform.policy
    callers = Callers(TokenPrincipals(database, policy), policy)

    async def nobody(_: Principal) -> None:
        pytest.fail("an invented token was good")

    async def invent(numbers: range) -> None:
        for n in numbers:
            with pytest.raises(Unauthenticated):
                await callers.run(f"ys_{100000 + n}_{n:043d}", nobody)

    await grows_less_than(400_000, invent, first=1_000)


@pytest.mark.slow
@pytest.mark.check("K12", part="10,000 invented counties do not grow memory")
async def test_ten_thousand_invented_counties_do_not_grow_memory(
    reader: Reader, world: World
) -> None:
    """What is remembered of visitors is full after 5,000 of them, and small."""
    policy = world.platform.policy

    async def visit(numbers: range) -> None:
        for n in numbers:
            document = "query($c: Int!) { public(county: $c) { stations { totalCount } } }"
            await reader.execute(
                Principal.anonymous(0, policy), document, {"c": 100_000 + n}, None, "zh"
            )

    grown = await grows_less_than(1_000_000, visit, first=5_000)
    assert grown < 20_000_000, f"{grown} bytes for what is remembered of visitors"


async def grows_less_than(most: int, work: Any, first: int) -> int:
    """Bytes that stay after 10,000 more rounds are less than `most`; those that stay after the
    first ones are the answer.
    """
    tracemalloc.start()
    try:
        await work(range(first))
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        await work(range(first, first + 10_000))
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < most, f"{after - before} bytes stayed"
    return before


@pytest.mark.check(
    "K12",
    part="a user named like a role gets nothing; an empty policy denies everything, over the "
    "whole way",
)
async def test_a_name_is_no_role_and_an_empty_policy_lets_nobody_in(
    town: County, reader: Reader
) -> None:
    named = await town.person("county_admin")
    await town.refused(
        named,
        "create_account",
        code="NOT_FOUND",
        org=town.orgs["village"],
        name="x1",
        display_name="x",
    )
    admin = town.principals["county"]
    lawless = Principal(
        PrincipalKind.ACCOUNT,
        town.code,
        Policy([]),
        (Grant("county_admin", town.code, town.orgs["county"].org_path),),
        account=admin.account,
        version=admin.version,
    )
    await town.refused(
        lawless,
        "create_account",
        code="NOT_FOUND",
        org=town.orgs["village"],
        name="x1",
        display_name="x",
    )
    for who in (named, lawless):
        for many in ("accounts", "grantRows", "auditEntries", "members"):
            answer = json.loads(
                await reader.execute(who, f"{{ {many} {{ totalCount }} }}", None, None, "zh")
            )
            assert answer["data"][many]["totalCount"] == 0, many
        read = await reader.execute(who, READ, {"org": global_id(town.orgs["village"])}, None, "zh")
        assert json.loads(read)["data"] == {"orgUnit": None, "topics": {"totalCount": 0}}
    assert b"totalCount" in await reader.execute(
        admin, "{ accounts(first: 1) { totalCount nodes { name } } }", None, None, "zh"
    )
