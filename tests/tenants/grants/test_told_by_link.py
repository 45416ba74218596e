"""Who reaches a place by a link hears of what waits there, and `explain` names him (access.md 4,
`linked`).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures.county import County
from tests.tenants.grants.test_explain import explained
from tests.tenants.grants.test_links import bodies, holder, link
from yishi_tenants.accounts.models import Account

SCREENS = "topic:screen"


async def told(town: County, org: str, permission: str = SCREENS) -> set[str]:
    """Names of the accounts that are told of what waits at an org."""
    async with town.platform.database.transaction(town.system.reading) as session:
        place = town.orgs[org].org_path
        found = await town.platform.principals.holding(session, town.code, permission, place)
    return {a.name for a in await town.rows(Account, Account.id.in_(found))}


@pytest.fixture
async def clerk(town: County) -> Any:
    await bodies(town)
    return await holder(town, "clerk")


async def test_a_committee_is_told_beside_the_township_that_it_guides(
    town: County, clerk: Any
) -> None:
    before = await told(town, "township")
    assert "township" in before
    made = await link(town, "township")
    assert await told(town, "township") == before | {"clerk"}
    assert "clerk" not in await told(town, "neighbour")
    assert "clerk" not in await told(town, "township", "topic:approve_small")
    await town.act("county", "unlink_orgs", link=made)
    assert await told(town, "township") == before


async def test_who_guides_an_area_is_told_of_what_it_covers(town: County, clerk: Any) -> None:
    await link(town, "township", "area", link_kind="covers")
    assert "clerk" not in await told(town, "township")
    await link(town, "area")
    assert "clerk" in await told(town, "township")
    assert "clerk" not in await told(town, "neighbour")


async def test_explain_names_who_reaches_it_by_a_link(town: County, clerk: Any) -> None:
    before = {
        (h.role, h.org_name) for h in (await explained(town, "county", SCREENS, "township")).holders
    }
    await link(town, "township")
    after = {
        (h.role, h.org_name) for h in (await explained(town, "county", SCREENS, "township")).holders
    }
    assert after - before == {("special_committee", "提案委员会")}
