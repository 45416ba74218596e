"""The district's way with another variant in one of its townships: the rules of both hold."""

from __future__ import annotations

from tests.stories.yushi_345.district import District


async def test_each_rule_is_asked_of_its_own_record_and_place(district: District) -> None:
    town, here = district.town, {"org": district.town.orgs["township"]}
    await town.switch_on("township_duty_group")
    appraisal = {"kind": "report_appraisal", "title": "述职评议", "date": "2026-10-01"}
    await district.township.refused(
        "recordActivity", "REFUSED", "appraisal_opinion_missing", **here, **appraisal
    )
    event = await district.planned()
    await district.township.refused(
        "holdConsultation", "REFUSED", "convener_of_township_missing", consultation=event
    )
    # in the neighbouring township only the district's way holds
    neighbour = {"org": town.orgs["neighbour"]}
    await town["neighbour"].do("recordActivity", "__typename", **neighbour, **appraisal)
