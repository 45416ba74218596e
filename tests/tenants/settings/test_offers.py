"""A variant uses a procedure of core's library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.tenants.settings.conftest import county_with
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
