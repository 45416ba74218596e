"""A year of a liaison committee in the demonstration county (docs/demo.md).

It is set up and furnished, reports its ledger and its half-year, and lacks one of the four schemes.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.liaison_committee.demo.founding import check_building, found_committee
from yishi_plugins.liaison_committee.demo.reporting import report_half_year, report_ledger
from yishi_plugins.liaison_committee.demo.serving import serve


async def play(scene: Scene) -> None:
    """Play the year."""
    committee = await found_committee(scene)
    await check_building(scene, committee)
    await serve(scene, committee)
    await report_ledger(scene, committee)
    await report_half_year(scene, committee)
