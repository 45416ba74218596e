"""A caller sees what his orgs have switched on."""

from __future__ import annotations

import pytest

from tests.graphql.reader.conftest import Asking, gid
from yishi_graphql.reader.switched import SwitchedPlugins


@pytest.fixture
def some_plugin(asking: Asking) -> str:
    """A plugin that needs no other."""
    variants = asking.county.platform.plugins.variants
    code = next((c for c, v in variants.items() if not v.needs), None)
    if code is None:
        pytest.skip("no variant is installed")
    return code


async def test_a_switched_on_plugin_is_seen_below_and_above_and_not_beside(
    asking: Asking, some_plugin: str
) -> None:
    people, switched = asking.county.principals, SwitchedPlugins(asking.county.platform.database)
    assert await switched(people["village"]) == frozenset()
    township = asking.county.orgs["township"]
    switch = (
        "mutation($org: ID!, $code: String!) { switchPlugin(input: {org: $org, plugin: "
        "$code, on: true}) { pluginSwitch { plugin } } }"
    )
    assert await asking.data("county", switch, org=gid(township), code=some_plugin)
    await asking.county.renew()
    for who, seen in {
        "village": True,
        "township": True,
        "county": True,
        "neighbour": False,
        "unit": False,
    }.items():
        assert (some_plugin in await switched(people[who])) is seen, who
    assert await switched(asking.county.anonymous) == frozenset()
