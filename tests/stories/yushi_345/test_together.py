"""The district's way with another variant in one of its townships."""

from __future__ import annotations

from tests.stories.asking import asked
from tests.stories.yushi_345.district import District


async def test_a_township_goes_by_both_ways(district: District) -> None:
    town, here = district.town, {"org": district.town.orgs["township"]}
    await town.switch_on("township_duty_group")
    board = await asked(district.township, "platformBoard", "formulas { plugin formula }", **here)
    assert {(f["plugin"], f["formula"]) for f in board["formulas"]} == {
        ("yushi_345", "13+4"),
        ("township_duty_group", "1组"),
    }
    figures = await asked(district.township, "variantFigures", "plugin", **here)
    assert {one["plugin"] for one in figures} == {"yushi_345", "township_duty_group"}
    # both rules are asked, each of its own record
    appraisal = {**here, "kind": "report_appraisal", "title": "述职评议", "date": "2026-10-01"}
    await district.township.refused(
        "recordActivity", "REFUSED", "appraisal_opinion_missing", **appraisal
    )
    event = await district.planned()
    await district.township.refused(
        "holdConsultation", "REFUSED", "convener_of_township_missing", consultation=event
    )
    # words of the one do not hide those of the other
    [list_] = await asked(
        district.township,
        "vocabularies",
        "words { code label }",
        **here,
        names=["activity_kind"],
    )
    words = {word["code"]: word["label"] for word in list_["words"]}
    assert (words["visit"], words["party_meeting"]) == ("走访调研", "党政班子专题会")
    # in the neighbouring township only the district's way holds
    elsewhere = {**appraisal, "org": town.orgs["neighbour"]}
    await town["neighbour"].do("recordActivity", "__typename", **elsewhere)
