"""Where a plugin is neither on nor retired, no entrance that takes a name of it knows it: what is asked
for is not found, as any other name that does not exist.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from tests.core.plugins.samples import Quiet, module
from tests.fixtures.county import County, make_county, make_platform
from tests.tenants.switches.conftest import Halls, begun
from yishi_core.domain.activities import Activity
from yishi_core.domain.procedures import WalkGroup
from yishi_core.errors import InvalidInput, NotFound, Text
from yishi_core.facilities.ledgers.importing import read_file
from yishi_core.facilities.ledgers.templates import template
from yishi_core.facilities.metrics import Counter, Metric, Rate
from yishi_core.kernel.access import Permission, readable
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_graphql.ledgers.export import open_ledger
from yishi_tenants.settings.source import TenantSettings

pytestmark = pytest.mark.anyio

PORCHES = Metric("porches", Counter(Activity, Activity.date, station=Activity.station_id))
SHARE = Rate("porch_share", PORCHES, PORCHES)


@pytest.fixture
def town(halls: Halls) -> County:
    return halls.county


async def take_out(halls: Halls, who: str, org: str | None = None) -> Any:
    """The register of visits."""
    county = halls.county
    ledger, page = await open_ledger(
        county.platform,
        halls.reader,
        county.principals[who],
        "HouseholdVisit",
        org=global_id(county.orgs[org]) if org else None,
        where={},
        language="zh",
    )
    return ledger.titles, page.total


async def test_its_ledger_is_not_found(halls: Halls, town: County) -> None:
    kept = await halls.visit()
    for who, org in (("neighbour", None), ("unit", None), ("county", "neighbour")):
        with pytest.raises(NotFound):
            await take_out(halls, who, org)
    assert (await take_out(halls, "county"))[1] == 1
    await halls.switch(False)
    assert (await take_out(halls, "county", "village"))[1] == 1, "retired, it is read on"
    await void(town, kept)
    await halls.switch(False)
    for who in ("county", "township"):
        with pytest.raises(NotFound):
            await take_out(halls, who)


async def test_its_ledgers_are_not_listed(halls: Halls, town: County) -> None:
    async def listed(who: str, **rest: str) -> set[str]:
        return {ledger.entity for ledger in await town.act(who, "ledgers", **rest)}

    assert "HouseholdVisit" in await listed("county")
    assert await listed("neighbour", entity="HouseholdVisit") == set()
    await halls.switch(False)
    assert "Station" in await listed("county")
    for who in ("county", "township", "group"):
        assert await listed(who, entity="HouseholdVisit") == set(), who


async def test_its_records_are_neither_loaded_nor_explained(halls: Halls, town: County) -> None:
    kept = await halls.visit()
    await void(town, kept)
    await halls.switch(False)
    for who in ("county", "township", "village"):
        await town.refused(who, "void_record", code="NOT_FOUND", id=kept, reason="录入有误")
    await town.refused(
        "county", "explain", code="NOT_FOUND", permission="intake:read", id=global_id(kept)
    )
    model = town.platform.registry["HouseholdVisit"]
    assert not readable(town.principals["county"], model).anything


PORCH = """
[[procedures]]
code = "porch"
label = "门廊"
steps = [{ code = "meet", label = "协商", stage = "deliberate" }]
"""


class FormPorchInput(Input):
    """Where."""

    org: Ref[OrgUnit] = Field(title="组织")


@operation(
    Text("设门廊小组", "Form a group of the porch"),
    permission=Permission.WALK_GROUP_FORM,
    subject="org",
    importable=True,
)
async def form_porch(context: OperationContext, data: FormPorchInput) -> WalkGroup:
    """Form a group; no test comes so far."""
    raise NotImplementedError


class Porch(Quiet):
    service = module("porch.service", form_porch=form_porch)
    metrics = module("porch.metrics", PORCHES=PORCHES, SHARE=SHARE)


@pytest.fixture
async def porch(database: Database, tmp_path: Path) -> County:
    """A county whose township has a plugin on that brings metrics."""
    plugins = load_plugins([Porch("porch", PORCH)], entry_points=False)
    platform = replace(
        make_platform(database, tmp_path / "files", plugins), settings=TenantSettings(plugins)
    )
    county = await make_county(platform)
    await county.act(
        "county", "switch_plugin", org=county.orgs["township"], plugin="porch", on=True
    )
    return county


@pytest.mark.parametrize("written", ["porches", "porch_share"])
async def test_its_figures_are_those_of_no_catalogue(porch: County, written: str) -> None:
    async def figure(who: str, org: str) -> Any:
        return await porch.act(who, "metric", org=porch.orgs[org], metric=written)

    for who, org in (("township", "village"), ("county", "township"), ("county", "county")):
        assert (await figure(who, org)).metric == written
    error = await porch.refused(
        "neighbour", "metric", code="INVALID_INPUT", org=porch.orgs["neighbour"], metric=written
    )
    assert error.fields[0].path == "metric"
    assert written not in error.text.zh
    await begun(porch)
    await porch.act("county", "switch_plugin", org=porch.orgs["township"], plugin="porch", on=False)
    assert (await figure("township", "village")).metric == written, "retired, it is read on"


async def test_no_quota_is_set_by_its_figures_where_it_is_retired_or_off(porch: County) -> None:
    item = {
        "code": "porch",
        "label": "门廊",
        "subject": "station",
        "metric": "porches",
        "min": 2,
        "period": "year",
    }

    async def refused(org: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            await porch.act(
                "county",
                "define_quota_set",
                org=porch.orgs[org],
                code="more",
                name="自定",
                items=[item],
            )
        assert [f.path for f in caught.value.fields] == ["items.0.metric"]

    for org, set_ in (("township", "own"), ("county", "all")):
        await porch.act(
            "county", "define_quota_set", org=porch.orgs[org], code=set_, name="自定", items=[item]
        )
    await refused("neighbour")
    await begun(porch)
    await porch.act("county", "switch_plugin", org=porch.orgs["township"], plugin="porch", on=False)
    await refused("township")


async def test_its_files_do_not_come_in(porch: County) -> None:
    principals, file = porch.principals, "组织\n河口镇\n".encode()
    assert "组织*" in await template(porch.platform, principals["township"], "WalkGroup")
    assert len((await read_file(porch.platform, principals["township"], "WalkGroup", file)).lines)
    with pytest.raises(NotFound):
        await template(porch.platform, principals["neighbour"], "WalkGroup")
    with pytest.raises(NotFound):
        await read_file(porch.platform, principals["neighbour"], "WalkGroup", file)


async def void(town: County, row: Any) -> None:
    await town.act("township", "void_record", id=row, reason="录入有误")
