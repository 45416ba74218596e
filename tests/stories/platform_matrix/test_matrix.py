"""The board: how many platforms of each part there are, fixed and mobile, and what is missing."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked, not_answered
from tests.stories.platform_matrix.matrix import Matrix, day

BOARD = (
    "formulas { formula name parts { label expected registered gap surplus fixed mobile text "
    "byOrg { name registered } } }"
)


@pytest.mark.day
async def test_the_board_tells_the_four_parts_with_their_gaps(matrix: Matrix) -> None:
    town = matrix.town
    county = town["county"]
    await county.do(
        "openStation",
        "__typename",
        org=town.orgs["county"],
        name="青禾县协商中心",
        kind="council_room",
        level="county",
        opened_on=day(300),
    )
    await county.do(
        "openStation",
        "__typename",
        org=town.orgs["neighbour_village"],
        name="东坪流动工作室",
        kind="member_studio",
        sub_kind="regional",
        level="village",
        mobility="mobile",
        opened_on=day(90),
    )
    await town.org("east", "county", "area-east", "area_work_committee", "东片区工委")
    await town.org("group", "county", "group-1", "member_group", "第一活动小组")

    [shown] = (await asked(county, "platformBoard", BOARD, org=town.orgs["county"]))["formulas"]
    assert (shown["formula"], shown["name"]) == ("1+2+9+34", "青禾县政协")
    parts = shown["parts"]
    assert [
        (p["label"], p["expected"], p["registered"], p["gap"], p["fixed"], p["mobile"])
        for p in parts
    ] == [
        ("县(区)级平台", 1, 1, 0, 1, 0),
        ("片区工委", 2, 1, 1, None, None),
        ("委员活动小组", 9, 1, 8, None, None),
        ("村(社区)委员工作室", 34, 2, 32, 1, 1),
    ]
    assert parts[3]["text"] == "村(社区)委员工作室:应有34个,已登记2个,缺32个"
    assert {org["name"]: org["registered"] for org in parts[3]["byOrg"]} == {
        "河口镇政协联络组": 1,
        "东坪镇政协联络组": 1,
    }
    found = await asked(
        county, "metric", "value", org=town.orgs["county"], metric="platforms_total"
    )
    assert found["value"] == "5"


@pytest.mark.day
async def test_a_platform_that_closes_leaves_the_board_and_its_history_stays(
    matrix: Matrix,
) -> None:
    county, org = matrix.town["county"], matrix.town.orgs["county"]
    await county.do(
        "closeStation", "__typename", station=matrix.studio, on=day(10), reason="并入村部"
    )

    async def studios(**on: str) -> int:
        [shown] = (await asked(county, "platformBoard", BOARD, org=org, **on))["formulas"]
        return int(shown["parts"][3]["registered"])

    assert (await studios(), await studios(on=day(20))) == (0, 1)
    error = await not_answered(county, "platformBoard", BOARD, org=org, on=day(-1))
    assert error["extensions"]["code"] == "INVALID_INPUT"


@pytest.mark.day
async def test_who_has_no_overview_sees_no_board(matrix: Matrix) -> None:
    town = matrix.town
    error = await not_answered(town["unit"], "platformBoard", BOARD, org=town.orgs["county"])
    assert error["extensions"]["code"] in ("FORBIDDEN", "NOT_FOUND")
    error = await not_answered(town["neighbour"], "platformBoard", BOARD, org=town.orgs["township"])
    assert error["extensions"]["code"] in ("FORBIDDEN", "NOT_FOUND")
