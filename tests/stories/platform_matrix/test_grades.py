"""Three grades: who decides, how long a unit has, and which rate is printed."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.platform_matrix.matrix import (
    PLUGIN,
    Matrix,
    consult,
    day,
    hand_over,
    open_case,
    outcome,
)


async def rate(matrix: Matrix, base: str = "") -> tuple[str, str]:
    """The rate and its base as it is printed; without a base that of the setting."""
    metric = f"conversion_rate{{base={base}}}" if base else "conversion_rate"
    found = await asked(
        matrix.town["county"],
        "metric",
        "value metric part whole",
        org=matrix.town.orgs["county"],
        metric=metric,
        from_on=day(100),
    )
    return f"{found['part']}/{found['whole']}", found["metric"]


@pytest.mark.day
async def test_every_event_has_its_grade_and_a_key_matter_more_time(matrix: Matrix) -> None:
    small = await open_case(matrix, "急弯", 40)
    key = await open_case(matrix, "食品产业园怎么建", 40, "key_special")
    special = await open_case(matrix, "现代农业园区", 40, "deliberative_special")
    grades = []
    for case in (small, key, special):
        held = await consult(matrix, case, 30)
        grades.append(held["consultation"]["grade"])
    assert grades == ["small_micro", "key_special", "deliberative_special"]
    dues = [
        (await hand_over(matrix, await outcome(matrix, case, 30, title), 10))["assignment"]["dueOn"]
        for case, title in ((small, "加宽"), (key, "园区道路"))
    ]
    assert dues == [day(-5), day(-20)]
    county, org = matrix.town["county"], matrix.town.orgs["county"]
    for grade in grades:
        found = await asked(
            county,
            "metric",
            "value",
            org=org,
            metric=f"consultations{{grade={grade}}}",
            from_on=day(100),
        )
        assert found["value"] == "1", grade


@pytest.mark.day
async def test_the_rate_is_printed_by_small_consultations_unless_the_county_chooses(
    matrix: Matrix,
) -> None:
    for title, grade, converted in (
        ("急弯", "small_micro", True),
        ("塘坝", "small_micro", False),
        ("园区", "key_special", False),
    ):
        case = await open_case(matrix, title, 40, grade)
        await consult(matrix, case, 30)
        if grade == "small_micro":
            one = await outcome(matrix, case, 30, title)
            if converted:
                await matrix.town["township"].do(
                    "convertOutcome",
                    "__typename",
                    outcome=one,
                    conversion_kind="problem_solved",
                    conversion_note="已经办好,群众都看得到。",
                    converted_on=day(5),
                )
    small = "conversion_rate{base=consultations_small_micro}"
    assert await rate(matrix) == ("1/2", small)
    assert (await rate(matrix, "consultations_all"))[0] == "1/3"
    assert (await rate(matrix, "outcomes"))[0] == "1/2"
    chosen = {"plugin": "core", "values": {"conversion_base": "consultations_all"}}
    await matrix.town["township"].refused(
        "configurePlugin", "INVALID_INPUT", org=matrix.town.orgs["township"], **chosen
    )
    await matrix.town["county"].do(
        "configurePlugin", "__typename", org=matrix.town.orgs["county"], **chosen
    )
    assert await rate(matrix) == ("1/3", "conversion_rate{base=consultations_all}")


@pytest.mark.day
async def test_the_report_says_what_was_counted_and_words_are_those_of_the_place(
    matrix: Matrix,
) -> None:
    await consult(matrix, await open_case(matrix, "急弯", 40), 3)
    county, org = matrix.town["county"], matrix.town.orgs["county"]
    outline = await asked(
        county, "reportOutline", "chapters { plugin text }", org=org, from_on=day(100)
    )
    texts = [c["text"] for c in outline["chapters"] if c["plugin"] == PLUGIN]
    assert "协商 1 场,其中议政性专题协商 0 场、重点专题协商 0 场、小微协商 1 场" in texts[1]
    [forms] = await asked(
        county, "vocabularies", "name words { code label }", org=org, names=["form"]
    )
    labels = {word["code"]: word["label"] for word in forms["words"]}
    assert (labels["bench"], labels["group_meeting"]) == ("长凳会", "活动小组协商")
