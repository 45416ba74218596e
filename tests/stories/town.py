"""The county of a story. The owner creates it, as `yishi county create` does; from then on
everything goes over HTTP.

Accounts carry the names of the demonstration: `county`, `leader`, `township`, `village`, `member`,
`unit`, `neighbour` …
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.fixtures.county import installed_plugins, schema_of
from tests.fixtures.database import Urls
from tests.stories.people import Json, Person
from yishi_core.facilities.attachments.store import LocalFiles
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.facilities.jobs.procrastinate_queue import DatabaseQueue
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import PluginSet
from yishi_core.kernel.tree.regions import RegionLevel, RegionRow
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.place.compose import compose, policy
from yishi_graphql.place.opened import owner_session
from yishi_graphql.reader import Reader
from yishi_tenants.accounts.tokens.source import TokenPrincipals
from yishi_tenants.counties.onboarding import CountyOrder, create_county
from yishi_tenants.counties.regions import write_regions
from yishi_tenants.settings.source import TenantSettings

PASSWORD = "Chunfeng-Huayu-2026"
DIVISIONS = {
    "100": "河口镇",
    "101": "东坪镇",
    "100201": "柳湾村",
    "100202": "石桥村",
    "101201": "东坪村",
}
"""The divisions of every story: what follows the county's code → name."""
PLACES = {
    "county": "",
    "township": "100",
    "neighbour": "101",
    "village": "100201",
    "village2": "100202",
    "neighbour_village": "101201",
}
"""Short names of the bodies of divisions."""
_codes = itertools.count(970101)


def story_platform(database: Database, files: Path, plugins: PluginSet | None = None) -> Platform:
    """The platform as it is assembled to serve, over a test database; with all installed plugins
    unless some are named.
    """
    plugins = installed_plugins() if plugins is None else plugins
    rights = policy(plugins)
    return compose(
        database,
        plugins=plugins,
        rights=rights,
        principals=TokenPrincipals(database, rights),
        settings=TenantSettings(plugins),
        files=LocalFiles(files),
        queue=DatabaseQueue(),
    )


def story_application(platform: Platform) -> Litestar:
    http = HttpSettings()
    schema = schema_of(platform.plugins)
    return create_application(platform, http, Reader(platform, schema, limits=http.limits))


@dataclass
class Town:
    """A county with its people over HTTP; `orgs` by short name are global ids."""

    http: AsyncTestClient[Litestar]
    platform: Platform
    code: int
    orgs: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    @property
    def resident(self) -> Person:
        """Somebody without an account."""
        return Person(self.http)

    async def person(
        self,
        name: str,
        *grants: tuple[str, str],
        scopes: list[str] | None = None,
        read_only: bool = False,
    ) -> Person:
        """The county administrator makes an account with grants (role, org) and issues it a
        token.
        """
        admin = self.people["county"]
        made = await admin.do(
            "createAccount",
            "account { id } password",
            org=self.orgs[grants[0][1]],
            name=name.replace("_", "-"),
            display_name=name,
        )
        assert made["account"], f"{name} was made and cannot be read by who made it: {made}"
        account = made["account"]["id"]
        for role, org in grants:
            await admin.do(
                "giveGrant", "__typename", account=account, role=role, org=self.orgs[org]
            )
        first = await self.resident.do(
            "login",
            "token mustChangePassword",
            county=self.code,
            name=name.replace("_", "-"),
            password=made["password"],
        )
        assert first["mustChangePassword"] is True
        own = Person(self.http, first["token"], name)
        await own.do(
            "changePassword", "__typename", old_password=made["password"], new_password=PASSWORD
        )
        token = await admin.do(
            "issueToken",
            "token",
            account=account,
            label="故事",
            read_only=read_only,
            scopes=scopes,
            days=90,
        )
        person = Person(self.http, token["token"], name)
        self.people[name] = person
        return person

    async def org(
        self, short: str, parent: str, slug: str, kind: str, name: str, **rest: Any
    ) -> str:
        """The county administrator creates a body below another."""
        made = await self.people["county"].do(
            "createOrg",
            "orgUnit { id }",
            parent=self.orgs[parent],
            slug=slug,
            kind=kind,
            name=name,
            **rest,
        )
        self.orgs[short] = made["orgUnit"]["id"]
        return self.orgs[short]

    async def switch_on(self, plugin: str, org: str = "township") -> None:
        await self.people["county"].do(
            "switchPlugin", "__typename", org=self.orgs[org], plugin=plugin, on=True
        )

    async def deliver(self) -> int:
        """Carry the waiting events to the plugins, as the worker does."""
        return await deliver_pending(self.platform, self.code)


async def found_town(
    http: AsyncTestClient[Litestar],
    platform: Platform,
    urls: Urls,
    further: Mapping[str, str] | None = None,
) -> Town:
    """Create the county as its owner, log the administrator in with a new password, and fill the
    posts.

    `further` are divisions beside those of every story: what follows the county's code → name; three
    digits are a township's, six a village's.
    """
    code = next(_codes)
    divisions = {**DIVISIONS, **(further or {})}
    await _divide(urls, code, {d: name for d, name in divisions.items() if len(d) == 3})
    villages = [
        RegionRow(f"{code}{d}", name, RegionLevel.VILLAGE, f"{code}{d[:3]}")
        for d, name in divisions.items()
        if len(d) == 6
    ]
    async with owner_session(urls.owner) as session:
        made = await create_county(session, CountyOrder(str(code), villages))
        account, password = made.account.name, made.password
    town = Town(http, platform, code)
    first = await town.resident.do(
        "login", "token mustChangePassword", county=code, name=account, password=password
    )
    admin = Person(http, first["token"], "county")
    await admin.do("changePassword", "__typename", old_password=password, new_password=PASSWORD)
    again = await town.resident.do("login", "token", county=code, name=account, password=PASSWORD)
    town.people["county"] = Person(http, again["token"], "county")
    await _places(town)
    for name, role, place in (
        ("leader", "county_leader", "county"),
        ("township", "township_staff", "township"),
        ("head", "leading_group_head", "township"),
        ("village", "council_staff", "village"),
        ("member", "member", "township"),
        ("unit", "handling_unit", "unit"),
        ("other_unit", "handling_unit", "other_unit"),
        ("neighbour", "township_staff", "neighbour"),
    ):
        await town.person(name, (role, place))
    return town


async def _divide(urls: Urls, code: int, townships: Mapping[str, str]) -> None:
    rows = [
        RegionRow(f"{code}"[:2], "示范省", RegionLevel.PROVINCE, None),
        RegionRow(f"{code}"[:4], "示范市", RegionLevel.CITY, f"{code}"[:2]),
        RegionRow(f"{code}", "青禾县", RegionLevel.COUNTY, f"{code}"[:4]),
        *(
            RegionRow(f"{code}{township}", name, RegionLevel.TOWNSHIP, f"{code}")
            for township, name in townships.items()
        ),
    ]
    async with owner_session(urls.owner) as session:
        await write_regions(session, rows)


async def _places(town: Town) -> None:
    codes = {short: f"{town.code}{division}" for short, division in PLACES.items()}
    found: Json = await town["county"].ask(
        "query($codes: [String!]) { orgs(first: 50, where: {regionCode: {in: $codes}}) "
        "{ nodes { id regionCode } } }",
        codes=list(codes.values()),
    )
    by_code = {node["regionCode"]: node["id"] for node in found["orgs"]["nodes"]}
    for short, region in codes.items():
        town.orgs[short] = by_code[region]
    await town.org("unit", "county", "unit-water", "department", "县水利局", handles=True)
    await town.org("other_unit", "county", "unit-roads", "department", "县交通运输局", handles=True)
    await town.org("party", "county", "party", "party_government", "县委县政府")
