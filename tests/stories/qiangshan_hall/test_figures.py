"""The figures that the variant's document names (domain.md 3.10): it prints no counts but one."""

from __future__ import annotations

import pytest

from tests.stories.figures import Printer, Row, Table
from tests.stories.picture import photo
from tests.stories.qiangshan_hall.hall import Hall

CELL = "Computable"
TABLE = Table(
    "S1.9",
    [
        Row(CELL, "N", "pledges_total", "3"),
        Row(CELL, "N", "pledges_fulfilled", "2"),
        Row(CELL, "N", "activities{kind=visit}", "4"),
        Row(CELL, "N", "info_exchanges", "2"),
        Row(CELL, "N", "consultations_total", "2"),
        Row(CELL, "=1", "honours{level=national}", "1"),
    ],
)


@pytest.mark.figures
async def test_every_row_of_the_table(hall: Hall, figures: Printer) -> None:
    await consulted_and_pledged(hall)
    await visited_and_told(hall)
    await figures.hold(hall.town, TABLE)


async def consulted_and_pledged(hall: Hall) -> None:
    """Two consultations from one sheet each, three pledges, two of them kept and shown."""
    village, member = hall.town["village"], hall.town["member"]
    held = []
    for on, title in (("2026-09-20", "栈道怎么修"), ("2026-11-02", "路灯装在哪里")):
        made = await village.do(
            "recordConsultation",
            "consultation { id }",
            station=hall.station,
            date=on,
            title=title,
            content=["当面议定。"],
            participants=[{"person": hall.zhang, "party_kind": "cppcc_member"}],
        )
        held.append(made["consultation"]["id"])
    for n, text in enumerate(("捐两方木料", "出工三天", "捐十盏路灯")):
        given = {"consultation": held[0], "person": hall.zhang, "due_on": "2026-12-20"}
        made = await member.do("makePledge", "pledge { id }", text=text, **given)
        pledge = made["pledge"]["id"]
        if n < 2:
            picture = await village.upload(f"duixian{n}.jpg", photo(), pledge)
            await village.do(
                "fulfilPledge",
                "__typename",
                pledge=pledge,
                fulfil_note="已当众兑现",
                photos=[picture],
            )


async def visited_and_told(hall: Hall) -> None:
    """Four visits, two things told to the township, and the honour of the year."""
    town = hall.town
    for month, whom in ((3, "杨家"), (5, "余家"), (8, "云台寺"), (10, "王家")):
        await town["village"].do(
            "recordHouseholdVisit",
            "__typename",
            station=hall.station,
            visitor=hall.zhang,
            link_kind="temple" if whom == "云台寺" else "household",
            visited=whom,
            visited_on=f"2026-{month:02d}-16",
            wishes="盼着路灯早点亮",
        )
    for content in ("栈道协商情况", "路灯协商情况"):
        await town["village"].do(
            "passInformation",
            "__typename",
            from_org=town.orgs["village"],
            to_org=town.orgs["township"],
            content=content,
        )
    await town["township"].do(
        "recordHonour",
        "__typename",
        org=town.orgs["village"],
        kind="scenic_area",
        title="国家3A级旅游景区",
        level="national",
        awarded_by="文化和旅游主管部门",
        year=2026,
    )
