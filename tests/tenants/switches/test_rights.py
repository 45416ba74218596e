"""Rights that a plugin brings hold at the places where it is on, from the next request after
switching, and nowhere else (access.md 4).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core import cases
from tests.core.plugins.samples import Quiet, module
from tests.fixtures.county import County, make_county, make_platform
from tests.tenants.switches.conftest import begun
from yishi_core.errors import Text
from yishi_core.kernel.access import Grant, Principal, PrincipalKind, Switch
from yishi_core.kernel.access.permissions import Rights
from yishi_core.kernel.database import Database, StaleGrants
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, operation
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.tokens.source import TokenPrincipals
from yishi_tenants.settings.source import TenantSettings

LAMPS = """
[roles]
clerk = "文书"

[[policy]]
role = "clerk"
object = "account"
actions = ["manage"]

[[policy]]
role = "clerk"
object = "intake"
actions = ["read", "handle"]

[[policy]]
role = "clerk"
object = "org_unit"
actions = ["read"]

[[policy]]
role = "township_staff"
object = "lamp"
actions = ["light"]

[[policy]]
role = "council_staff"
object = "role"
actions = ["clerk"]
"""


class Lamp(Rights):
    LIGHT = "lamp:light", "点灯", "light lamps"


class LightInput(Input):
    """Where."""

    org: Ref[OrgUnit]


class Lit(Structure):
    """Whether it is lit."""

    lit: bool


@operation(Text("点灯", "Light a lamp"), permission=Lamp.LIGHT, subject="org")
async def light_lamp(context: OperationContext, data: LightInput) -> Lit:
    """Light a lamp."""
    return Lit(lit=True)


class Lamps(Quiet):
    service = module("lamp_service", Lamp=Lamp, light_lamp=light_lamp)


@pytest.fixture
def lamps(database: Database, tmp_path: Path) -> Platform:
    plugins = load_plugins([Lamps("lamps", LAMPS)], entry_points=False)
    return replace(
        make_platform(database, tmp_path / "files", plugins), settings=TenantSettings(plugins)
    )


@pytest.fixture
async def town(lamps: Platform) -> County:
    """A county with a clerk at each township and one at the county, and the plugin on at one
    township.
    """
    county = await make_county(lamps)
    for name, place in (
        ("clerk", "township"),
        ("far_clerk", "neighbour"),
        ("chief_clerk", "county"),
        ("village_clerk", "village"),
    ):
        await county.person(name, ("clerk", place))
    await switch(county, "township", True)
    return county


async def switch(town: County, org: str, on: bool) -> None:
    await town.act("county", "switch_plugin", org=town.orgs[org], plugin="lamps", on=on)


async def bearer(town: County, who: str) -> tuple[str, Principal]:
    """A token of somebody, and who it makes a request."""
    (account,) = await town.rows(Account, Account.id == town.principals[who].account)
    issued = await town.act("county", "issue_token", account=account, label="令牌", read_only=False)
    return issued.token, await town.platform.principals.by_token(issued.token)


async def test_a_role_of_a_plugin_does_nothing_where_the_plugin_is_off(town: County) -> None:
    await town.act(
        "clerk", "create_account", org=town.orgs["village"], name="taken.on", display_name="x"
    )
    await town.act(
        "village_clerk", "create_account", org=town.orgs["village"], name="below", display_name="x"
    )
    await town.refused(
        "far_clerk",
        "create_account",
        code="NOT_FOUND",
        org=town.orgs["neighbour"],
        name="nobody",
        display_name="x",
    )
    assert await town.rows(Account, Account.name == "nobody") == []


async def test_a_grant_above_reaches_the_places_where_the_plugin_is_on_and_no_others(
    town: County,
) -> None:
    chief = town.principals["chief_clerk"]
    assert chief.paths_for("account:manage") == (town.orgs["township"].org_path,)
    await town.act(
        "chief_clerk", "create_account", org=town.orgs["village"], name="in.reach", display_name="x"
    )
    for place in ("neighbour", "neighbour_village", "county"):
        await town.refused(
            "chief_clerk",
            "create_account",
            code="NOT_FOUND",
            org=town.orgs[place],
            name="nobody",
            display_name="x",
        )
    assert await town.rows(Account, Account.name == "nobody") == []


async def test_a_core_role_gains_rights_on_what_is_the_plugin_s_own_where_it_is_on(
    town: County,
) -> None:
    assert (await town.act("township", "light_lamp", org=town.orgs["village"])).lit
    error = await town.refused(
        "neighbour", "light_lamp", code="FORBIDDEN", org=town.orgs["neighbour"]
    )
    assert error.data["permission"] == "lamp:light"
    await switch(town, "township", False)
    await switch(town, "village", True)
    assert (await town.act("township", "light_lamp", org=town.orgs["village"])).lit
    await town.refused("township", "light_lamp", code="FORBIDDEN", org=town.orgs["township"])


async def test_switching_counts_from_the_next_request_of_every_process(town: County) -> None:
    token, _ = await bearer(town, "far_clerk")
    elsewhere = TokenPrincipals(town.platform.database, town.platform.policy)
    for on in (True, False):
        before = await elsewhere.by_token(token)
        assert bool(before.paths_for("account:manage")) is not on
        await switch(town, "neighbour", on)
        with pytest.raises(StaleGrants):
            await town.act(
                before, "create_account", org=town.orgs["neighbour"], name="late", display_name="x"
            )
        elsewhere.forget(token)
        assert bool((await elsewhere.by_token(token)).paths_for("account:manage")) is on
    assert await town.rows(Account, Account.name == "late") == []


@pytest.mark.parametrize(
    ("org", "asked_anew"),
    [
        (
            "township",
            {
                "county",
                "township",
                "village",
                "village2",
                "head",
                "member",
                "clerk",
                "chief_clerk",
                "committee",
            },
        ),
        (
            "village",
            {
                "county",
                "township",
                "village",
                "head",
                "member",
                "clerk",
                "chief_clerk",
                "committee",
            },
        ),
    ],
)
async def test_those_are_asked_anew_whose_rights_may_have_changed(
    town: County, org: str, asked_anew: set[str]
) -> None:
    await town.person(
        "committee", ("special_committee", "neighbour")
    )  # a link may take it anywhere
    await switch(town, "township", False)
    before = {a.name: a.grant_version for a in await town.rows(Account)}
    await switch(town, org, True)
    raised = {a.name for a in await town.rows(Account) if a.grant_version > before[a.name]}
    assert raised >= asked_anew
    assert raised.isdisjoint({"neighbour", "far_clerk", "unit", "unit2"})
    assert ("village2" in raised) == (org == "township")


async def test_one_gives_a_plugin_s_role_where_it_is_on_only(town: County) -> None:
    village = await bearer(town, "village")
    assert village[1].paths_for("role:clerk") == (town.orgs["village"].org_path,)
    await switch(town, "township", False)
    town.platform.principals.forget(village[0])
    assert (await town.platform.principals.by_token(village[0])).paths_for("role:clerk") == ()


async def test_who_is_told_are_those_who_may_do_it_at_the_place(town: County) -> None:
    source = town.platform.principals
    async with town.platform.database.transaction(town.system.reading) as session:
        there = await source.holding(
            session, town.code, "account:manage", town.orgs["village"].org_path
        )
        elsewhere = await source.holding(
            session, town.code, "account:manage", town.orgs["neighbour"].org_path
        )
    assert there == [town.principals["village_clerk"].account]
    assert elsewhere == [town.principals["neighbour"].account], (
        "not the clerk of the neighbouring township, where the plugin is off"
    )


async def test_one_is_told_what_one_may_do_where_the_plugin_is_on(town: County) -> None:
    _, near = await bearer(town, "clerk")
    _, far = await bearer(town, "far_clerk")
    assert "account:manage" in (await town.act(near, "me")).grants[0].permissions
    assert (await town.act(far, "me")).grants[0].permissions == []
    for who, org, expected in (("township", "village", True), ("neighbour", "neighbour", False)):
        told = await town.act(
            who, "explain", permission="account:manage", id=global_id(town.orgs[org])
        )
        assert ("clerk" in {role.role for role in told.roles}) is expected, org


async def test_matters_wait_for_a_role_of_a_plugin_where_it_is_on(lamps: Platform) -> None:
    """Callers who stand alike share a statement: each is shown his own places by it."""
    waiting = {}
    for on in ("township", "neighbour"):
        town = await make_county(lamps)
        await town.person(
            "chief_clerk", ("clerk", "county"), ("county_leader", "county")
        )  # who reads everything, and decides nothing
        await switch(town, on, True)
        for village in ("village", "neighbour_village"):
            station = await cases.station(town, village)
            await town.act(
                "county",
                "record_intake",
                station=station,
                channel="visit",
                content=f"{village}的路灯坏了",
                submitter_kind="resident",
                received_at="2026-03-02T09:00:00+08:00",
            )
        waiting[on] = [item.title for item in (await town.act("chief_clerk", "todos")).items]
    assert waiting == {
        "township": ["village的路灯坏了"],
        "neighbour": ["neighbour_village的路灯坏了"],
    }


def test_a_switch_of_another_county_gives_nothing(lamps: Platform) -> None:
    path, switches = (
        "90/01/01/",
        (Switch("lamps", 900102, "90/01/02/"), Switch("other", 900101, "90/01/01/")),
    )
    someone = Principal(
        PrincipalKind.ACCOUNT,
        900101,
        lamps.policy,
        (Grant("clerk", 900101, path),),
        new_id(),
        1,
        switches=switches,
    )
    assert someone.paths_for("account:manage") == ()
    on = replace(someone, switches=(Switch("lamps", 900101, "90/01/01/"),))
    assert on.added == (Grant("clerk", 900101, path, "lamps"),)


def test_a_retired_plugin_gives_no_right_but_those_to_read(lamps: Platform) -> None:
    path = "90/01/01/100/"
    someone = Principal(
        PrincipalKind.ACCOUNT,
        900101,
        lamps.policy,
        (Grant("clerk", 900101, path),),
        new_id(),
        1,
        switches=(Switch("lamps", 900101, "90/01/01/", retired=True),),
    )
    assert someone.paths_for("intake:read") == (path,)
    assert someone.paths_for("intake:handle") == ()
    assert someone.paths_for("intake:handle", to_read=True) == (path,)
    assert someone.has_plugin("lamps")
    assert someone.has_plugin("lamps", 900101, path + "201/")
    assert not someone.has_plugin("lamps", retired=False)
    assert not someone.has_plugin("lamps", 900102, path), "another county"
    again = replace(someone, switches=(*someone.switches, Switch("lamps", 900101, path + "201/")))
    assert again.paths_for("intake:handle") == (path + "201/",), "on again at one village"
    assert again.has_plugin("lamps", 900101, "90/01/01/", retired=False)
    assert not again.has_plugin("lamps", 900101, path + "202/", retired=False)


async def test_one_is_told_what_remains_of_ones_rights_where_the_plugin_is_retired(
    town: County,
) -> None:
    await begun(town)
    token, _ = await bearer(town, "clerk")
    await switch(town, "township", False)
    town.platform.principals.forget(token)
    clerk = await town.platform.principals.by_token(token)
    assert [s.retired for s in clerk.switches] == [True]
    assert (await town.act(clerk, "me")).grants[0].permissions == [
        "intake:read",
        "org_unit:read",
    ]
    for permission, told in (("intake:read", True), ("account:manage", False)):
        found = await town.act(
            "township", "explain", permission=permission, id=global_id(town.orgs["village"])
        )
        assert ("clerk" in {role.role for role in found.roles}) is told, permission
