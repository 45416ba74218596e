"""Taking a county on, on an empty database: 石泉县 with its eleven towns, and everything that may be
wrong.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from tests.fixtures.database import Server, Urls
from yishi_core.errors import Code, YishiError
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.tree.models import OrgKind, OrgUnit, Region
from yishi_core.kernel.tree.regions import RegionLevel, RegionRow, read_villages_csv
from yishi_graphql.place.opened import owner_session
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account, Credential
from yishi_tenants.accounts.passwords import verify_password
from yishi_tenants.counties.onboarding import CountyOrder, NewCounty, create_county
from yishi_tenants.counties.overview import only_county, show_county
from yishi_tenants.counties.regions import regions_below, write_regions

SHIQUAN = "610922"
TOWNS = [
    "城关镇",
    "饶峰镇",
    "两河镇",
    "迎丰镇",
    "池河镇",
    "后柳镇",
    "喜河镇",
    "熨斗镇",
    "云雾山镇",
    "中池镇",
    "曾溪镇",
]


def divisions() -> list[RegionRow]:
    rows = [
        RegionRow("61", "陕西省", RegionLevel.PROVINCE, None),
        RegionRow("6109", "安康市", RegionLevel.CITY, "61"),
        RegionRow(SHIQUAN, "石泉县", RegionLevel.COUNTY, "6109"),
        RegionRow("610921", "汉阴县", RegionLevel.COUNTY, "6109"),
        RegionRow("610921100", "城关镇", RegionLevel.TOWNSHIP, "610921"),
    ]
    towns = [
        RegionRow(f"{SHIQUAN}{100 + n}", name, RegionLevel.TOWNSHIP, SHIQUAN)
        for n, name in enumerate(TOWNS)
    ]
    return rows + towns


@pytest.fixture
async def owner_url(fresh_database: Urls) -> str:
    """An empty installation that knows some divisions."""
    async with owner_session(fresh_database.owner) as session:
        await write_regions(session, divisions())
    return fresh_database.owner


@pytest.fixture(scope="module")
async def refusing(database_server: Server, anyio_backend: str) -> AsyncIterator[str]:
    """An installation for creations that are refused: one for all, for they leave nothing behind."""
    urls = database_server.clone(f"yishi_refusing_{database_server.run}_{new_id().hex[-8:]}")
    async with owner_session(urls.owner) as session:
        await write_regions(session, divisions())
    yield urls.owner
    database_server.drop(urls.name)


@asynccontextmanager
async def looking(owner_url: str) -> AsyncIterator[AsyncSession]:
    async with owner_session(owner_url) as session:
        yield session


async def create(
    owner_url: str, code: str = SHIQUAN, villages: tuple[RegionRow, ...] = ()
) -> NewCounty:
    async with owner_session(owner_url) as session:
        return await create_county(session, CountyOrder(code, villages))


async def counts(owner_url: str) -> dict[str, int]:
    """Rows of everything a county's creation writes."""
    async with looking(owner_url) as session:
        tables = (OrgUnit, Account, Credential, GrantRow, AuditEntry)
        found = {
            t.__name__: (
                await session.execute(sa.select(sa.func.count()).select_from(t))
            ).scalar_one()
            for t in tables
        }
        villages = sa.select(sa.func.count()).select_from(Region).where(Region.level == "village")
        return found | {"village": (await session.execute(villages)).scalar_one()}


async def refused(owner_url: str, code: Code, *args: object) -> YishiError:
    """The creation is refused, and nothing was written."""
    before = await counts(owner_url)
    with pytest.raises(YishiError) as caught:
        await create(owner_url, *args)  # type: ignore[arg-type]
    assert caught.value.code is code
    assert await counts(owner_url) == before
    return caught.value


async def test_a_county_gets_its_tree_of_organisations(owner_url: str) -> None:
    made = await create(owner_url)
    async with looking(owner_url) as session:
        orgs = (await session.scalars(sa.select(OrgUnit).order_by(OrgUnit.org_path))).all()
    assert [(o.org_path, o.name, o.kind) for o in orgs[:3]] == [
        ("61/09/22/", "石泉县政协", OrgKind.COUNTY_CPPCC),
        ("61/09/22/100/", "城关镇政协联络组", OrgKind.LIAISON_GROUP),
        ("61/09/22/101/", "饶峰镇政协联络组", OrgKind.LIAISON_GROUP),
    ]
    assert [o.name.removesuffix("政协联络组") for o in orgs[1:]] == TOWNS
    assert {o.parent_id for o in orgs[1:]} == {made.root.id}
    assert orgs[0].sort_key.startswith("shi2 quan2 xian4")


async def test_the_one_administrator_has_a_password_for_one_login(owner_url: str) -> None:
    made = await create(owner_url)
    async with looking(owner_url) as session:
        account = (await session.scalars(sa.select(Account))).one()
        credential = (await session.scalars(sa.select(Credential))).one()
        grant = (await session.scalars(sa.select(GrantRow))).one()
    assert (account.name, account.must_change_password) == ("admin", True)
    assert (grant.role, grant.reach_path, grant.account_id) == (
        "county_admin",
        "61/09/22/",
        account.id,
    )
    assert credential.password_hash.startswith("$argon2id$")
    assert made.password not in credential.password_hash
    assert made.password not in repr(made)
    assert verify_password(credential.password_hash, made.password)


async def test_villages_become_organisations_below_their_town(
    owner_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "villages.csv"
    file.write_text(
        "code,name,kind,urban_rural_code\n610922100201,堡子村村民委员会,社区,121\n610922100001,滨江社区居民委员会,,\n",
        "utf-8",
    )
    rows = tuple(read_villages_csv(file, SHIQUAN, {f"{SHIQUAN}100"}))
    made = await create(owner_url, SHIQUAN, rows)
    assert [(v.org_path, v.name) for v in made.villages] == [
        ("61/09/22/100/001/", "滨江社区两委"),
        ("61/09/22/100/201/", "堡子村两委"),
    ]
    assert {v.parent_id for v in made.villages} == {made.townships[0].id}
    async with looking(owner_url) as session:
        overview = await show_county(session, int(SHIQUAN))
        assert await only_county(session) == int(SHIQUAN)
    assert overview.kinds == {
        OrgKind.COUNTY_CPPCC: 1,
        OrgKind.LIAISON_GROUP: 11,
        OrgKind.VILLAGE_COMMITTEES: 2,
    }
    assert (len(overview.below), overview.accounts) == (11, 1)
    assert (await counts(owner_url))["village"] == 2
    async with looking(owner_url) as session:
        kinds = [
            (r.village_kind, r.urban_rural_code, r.is_dev_zone)
            for r in await regions_below(session, f"{SHIQUAN}100")
        ]
    assert kinds == [("community", None, False), ("community", "121", False)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("610999", "没有区划代码610999"),
        ("abc", "没有区划代码abc"),
        ("6109", "地级"),
        ("610922100", "乡级"),
    ],
)
async def test_a_code_that_is_no_county_is_refused(refusing: str, code: str, words: str) -> None:
    error = await refused(refusing, Code.INVALID_INPUT, code)
    assert words in error.text.zh
    assert [f.path for f in error.fields] == ["code"]


async def test_a_second_creation_is_refused(owner_url: str) -> None:
    await create(owner_url)
    error = await refused(owner_url, Code.CONFLICT)
    assert "石泉县" in error.text.zh


async def test_two_counties_stand_beside_each_other(owner_url: str) -> None:
    await create(owner_url)
    other = await create(owner_url, "610921")
    assert [t.name for t in other.townships] == ["城关镇政协联络组"]
    async with looking(owner_url) as session:
        with pytest.raises(YishiError) as caught:
            await only_county(session)
    assert "610921、610922" in caught.value.text.zh


@pytest.mark.parametrize("code", ["610922300201", "610921100201", "610922100"])
async def test_a_village_elsewhere_is_refused(refusing: str, code: str) -> None:
    wrong = RegionRow(code, "错村", RegionLevel.VILLAGE, code[:9])
    good = RegionRow("610922100201", "堡子村", RegionLevel.VILLAGE, "610922100")
    error = await refused(refusing, Code.INVALID_INPUT, SHIQUAN, (good, wrong))
    assert [f.path for f in error.fields] == ["villages.1"]
    assert code in error.text.zh


async def test_a_village_named_twice_is_refused(refusing: str, tmp_path: Path) -> None:
    row = RegionRow("610922100201", "堡子村", RegionLevel.VILLAGE, "610922100")
    assert "重复" in (await refused(refusing, Code.INVALID_INPUT, SHIQUAN, (row, row))).text.zh
    file = tmp_path / "villages.csv"
    file.write_text("code,name\n610922100201,堡子村\n610922100201,堡子村\n610922100203,\n", "utf-8")
    with pytest.raises(YishiError) as caught:
        read_villages_csv(file, SHIQUAN, {f"{SHIQUAN}100"})
    assert any("3" in f.path or "3" in f.text.zh for f in caught.value.fields)


async def test_show_of_an_unknown_county_is_not_found(refusing: str) -> None:
    async with looking(refusing) as session:
        with pytest.raises(YishiError) as caught:
            await show_county(session, 610922)
    assert caught.value.code is Code.NOT_FOUND
