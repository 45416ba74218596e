"""A variant uses a procedure of core's library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.tenants.settings.conftest import county_with
from yishi_core.domain.procedures.models import StepRecord
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin


async def test_where_a_plugin_offers_a_procedure_of_the_library_cases_take_it(
    database: Database, tmp_path: Path
) -> None:
    steps = Quiet("steps", 'offers = ["six_step_handling"]')
    county = await county_with(database, tmp_path, steps)
    assert (await cases.case(county)).procedure == "community_default"
    township = county.orgs["township"]
    await county.act("county", "switch_plugin", org=township, plugin="steps", on=True)
    assert (await cases.case(county)).procedure == "six_step_handling"


def test_an_offered_procedure_that_the_library_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(BrokenPlugin, match="procedure of core's library six_steps"):
        load_plugins([Quiet("steps", 'offers = ["six_steps"]')], entry_points=False)


EDITABLE = """
offers = ["ten_step"]

[settings.steps]
type = "procedure"
label = "十步"
procedure = "ten_step"
open_to = ["county", "township"]
"""


async def test_the_steps_of_an_offered_procedure_are_a_setting_of_who_offers_it(
    database: Database, tmp_path: Path
) -> None:
    county = await county_with(database, tmp_path, Quiet("steps", EDITABLE))
    township = county.orgs["township"]
    await county.act("county", "switch_plugin", org=township, plugin="steps", on=True)
    [variant] = await county.act("member", "variants")
    assert [(p.code, len(p.steps)) for p in variant.procedures] == [("ten_step", 10)]
    begun = await cases.case(county)
    shorter = [
        {"code": "talk", "label": "议", "stage": "deliberate"},
        {"code": "do", "label": "办", "stage": "convert"},
    ]
    await county.act(
        "township", "configure_plugin", org=township, plugin="steps", values={"steps": shorter}
    )
    anew = await cases.case(county)
    assert [
        [s.label for s in await county.rows(StepRecord, StepRecord.case_id == case.id)][-2:]
        for case in (begun, anew)
    ] == [["交办督办", "反馈评议"], ["议", "办"]]


def test_steps_of_a_procedure_that_is_not_offered_are_no_setting() -> None:
    with pytest.raises(BrokenPlugin, match="declares no procedure ten_step"):
        load_plugins(
            [Quiet("steps", EDITABLE.replace('"ten_step"]', '"nine_step"]'))], entry_points=False
        )
