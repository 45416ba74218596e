"""Running cases finish under the plugins with which they began, also where these are retired; nothing
else is done there with what such a plugin brings (decision 0082).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.plugins.samples import Quiet, module
from tests.fixtures.county import County, make_county, make_platform, stamps
from tests.tenants.switches.conftest import begun, end
from yishi_core.domain.procedures.models import (
    CaseState,
    ConsultationCase,
    StepRecord,
    StepState,
)
from yishi_core.domain.procedures.todos import STEP
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.permissions import Rights
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    operation,
    question,
)
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.settings.source import TenantSettings

pytestmark = pytest.mark.anyio

LANTERNS = """
[[policy]]
role = "township_staff"
object = "lantern"
actions = ["hang"]
"""


class LanternRights(Rights):
    HANG = "lantern:hang", "挂灯", "hang lanterns"


class HangLanternInput(Input):
    """For which case."""

    case: Ref[ConsultationCase]


class LightLanternInput(Input):
    """For which case."""

    case: Ref[ConsultationCase]


class FoundLanternInput(Input):
    """Where."""

    org: Ref[OrgUnit]


class CountLanternsInput(Input):
    """Where."""

    org: Ref[OrgUnit]


class SeeLanternsInput(Input):
    """Where."""

    org: Ref[OrgUnit]


class Hung(Structure):
    """How many hang."""

    number: int


@operation(Text("挂灯", "Hang a lantern"), permission=LanternRights.HANG, subject="case")
async def hang_lantern(context: OperationContext, data: HangLanternInput) -> Hung:
    """Hang a lantern, which needs the plugin's own right."""
    return Hung(number=1)


@operation(Text("亮灯", "Light a lantern"), permission=Permission.CASE_ADVANCE, subject="case")
async def light_lantern(context: OperationContext, data: LightLanternInput) -> Hung:
    """Light a lantern, which needs a right of core."""
    return Hung(number=2)


@operation(Text("设灯", "Found a lantern"), permission=Permission.STATION_MANAGE, subject="org")
async def found_lantern(context: OperationContext, data: FoundLanternInput) -> Hung:
    """Found a lantern, for no case."""
    return Hung(number=3)


@question(Text("数灯", "Count lanterns"), permission=LanternRights.HANG, subject="org")
async def count_lanterns(context: OperationContext, data: CountLanternsInput) -> Hung:
    """How many hang, told to those who hang them."""
    return Hung(number=4)


@question(Text("看灯", "See lanterns"), permission="station:read", subject="org")
async def see_lanterns(context: OperationContext, data: SeeLanternsInput) -> Hung:
    """How many are seen, by anybody who sees stations."""
    return Hung(number=5)


LIGHT_UP = Todo(
    "lantern.hang",
    STEP,
    Text("挂灯", "Hang a lantern"),
    waits="未挂灯",
    permission=LanternRights.HANG,
    when=StepRecord.state == StepState.ACTIVE,
    record=(ConsultationCase, StepRecord.case_id),
    by=("hang_lantern",),
)


class Lanterns(Quiet):
    service = module(
        "lantern_service",
        LanternRights=LanternRights,
        hang_lantern=hang_lantern,
        light_lantern=light_lantern,
        found_lantern=found_lantern,
        count_lanterns=count_lanterns,
        see_lanterns=see_lanterns,
        LIGHT_UP=LIGHT_UP,
    )


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> County:
    """A county whose township has the lanterns on."""
    plugins = load_plugins([Lanterns("lanterns", LANTERNS)], entry_points=False)
    platform = replace(
        make_platform(database, tmp_path / "files", plugins), settings=TenantSettings(plugins)
    )
    county = await make_county(platform)
    await switch(county, True)
    return county


async def switch(town: County, on: bool) -> None:
    await town.act("county", "switch_plugin", org=town.orgs["township"], plugin="lanterns", on=on)


async def test_a_running_case_finishes_under_the_plugin_with_which_it_began(town: County) -> None:
    case = await begun(town)
    await switch(town, False)
    assert town.principals["township"].paths_for("lantern:hang") == ()
    assert (await town.act("township", "hang_lantern", case=case)).number == 1
    assert (await town.act("township", "light_lantern", case=case)).number == 2


async def test_another_case_does_not_begin_with_a_retired_plugin(town: County) -> None:
    case, other = await begun(town), await begun(town, under="neighbour")
    await switch(town, False)
    error = await town.refused("township", "hang_lantern", code="FORBIDDEN", case=other)
    assert error.data["permission"] == "lantern:hang"
    error = await town.refused(
        "township", "light_lantern", code="REFUSED", rule="plugin_retired", case=other
    )
    assert error.fields[0].path == "case"
    await end(town, case, CaseState.CONCLUDED)
    await town.refused("township", "hang_lantern", code="FORBIDDEN", case=case)
    await town.refused(
        "township", "light_lantern", code="REFUSED", rule="plugin_retired", case=case
    )


async def test_what_belongs_to_no_case_is_not_begun_where_the_plugin_is_retired_or_off(
    town: County,
) -> None:
    await begun(town)
    org = town.orgs["village"]
    assert (await town.act("township", "found_lantern", org=org)).number == 3
    await switch(town, False)
    await town.refused("township", "found_lantern", code="REFUSED", rule="plugin_retired", org=org)
    await town.refused(
        "county",
        "found_lantern",
        code="REFUSED",
        rule="plugin_off",
        org=town.orgs["neighbour"],
    )


async def test_questions_are_answered_where_the_plugin_is_retired_and_not_found_where_it_is_off(
    town: County,
) -> None:
    await begun(town)
    await switch(town, False)
    for name, number in (("count_lanterns", 4), ("see_lanterns", 5)):
        assert (await town.act("township", name, org=town.orgs["village"])).number == number
    assert (await town.act("county", "see_lanterns", org=town.orgs["county"])).number == 5
    await town.refused("county", "see_lanterns", code="NOT_FOUND", org=town.orgs["neighbour"])


async def test_the_to_do_list_names_the_cases_that_run_under_a_retired_plugin(
    town: County,
) -> None:
    case, other = await begun(town), await begun(town, under="neighbour")
    await town.plant(a_step(town, case), a_step(town, other))
    assert await waiting(town, "county") == []
    await switch(town, False)
    told = ("插件已停用,事项未办结", ["stopCase", "moveCaseSettings"], global_id(case))
    assert await waiting(town, "county") == [told]
    assert told in await waiting(town, "township")
    assert told not in await waiting(town, "neighbour")
    await end(town, case, CaseState.CONCLUDED)
    assert await waiting(town, "county") == []


async def test_to_dos_of_a_retired_plugin_wait_where_cases_are_running(town: County) -> None:
    case = await begun(town)
    await town.plant(a_step(town, case))
    told = ("未挂灯", ["hangLantern"], global_id(case))
    assert told in await waiting(town, "township")
    await switch(town, False)
    assert told in await waiting(town, "township")
    await end(town, case, CaseState.CONCLUDED)
    assert told not in await waiting(town, "township")


async def waiting(town: County, who: str) -> list[tuple[str, list[str], str]]:
    """State, operations and record of what waits for somebody."""
    found = (await town.act(who, "todos")).items
    return [(i.state, i.operations, i.record) for i in found if i.todo != "case.advance"]


def a_step(town: County, case: ConsultationCase) -> StepRecord:
    """The active step of a case."""
    return StepRecord(
        county=case.county,
        id=new_id(),
        org_path=case.org_path,
        org_id=case.org_id,
        case_id=case.id,
        position=1,
        step="meet",
        label="协商",
        stage="deliberate",
        state=StepState.ACTIVE,
        **stamps(),
    )
