"""What a release would change, before it is done."""

from __future__ import annotations

import pytest

from tests.stories.own_variants.making import (
    BASE,
    STEPS,
    case_of,
    copied,
    edited,
    procedure,
    released,
    wrong,
)
from tests.stories.town import Town

PREVIEW = """query($v: ID!) { previewVariant(variant: $v) {
  possible problems { key } baseBefore baseNow runningCases cases { title }
  changes { key before after } words { vocabulary code label records }
} }"""


@pytest.fixture
async def town(story: Town) -> Town:
    await story.switch_on(BASE)
    return story


async def test_a_preview_tells_changes_running_cases_and_words_that_records_lose(
    town: Town,
) -> None:
    township = town["township"]
    variant = await copied(town)
    words = {**variant["draft"]["vocabularies"], "topic_source": {"own_flood": "汛期巡查发现"}}
    variant = await edited(township, variant, vocabularies=words)
    await released(township, variant)
    await case_of(town, "清河道", topic_source="own_flood")
    seen = (await township.ask(PREVIEW, v=variant["id"]))["previewVariant"]
    assert (seen["possible"], seen["changes"], seen["words"]) == (True, [], [])

    steps = [{**STEPS[0], "label": "河长来报"}, *STEPS[1:]]
    variant = await edited(
        township,
        {**variant, "version": variant["version"] + 1},
        procedures=[procedure(steps=steps)],
        vocabularies={"law_place": words["law_place"]},
    )
    seen = (await township.ask(PREVIEW, v=variant["id"]))["previewVariant"]
    assert seen["possible"] is True
    assert (seen["baseBefore"], seen["baseNow"]) == ("1.0.0", "1.0.0")
    assert (seen["runningCases"], seen["cases"]) == (1, [{"title": "清河道"}])
    changed = {c["key"]: (c["before"], c["after"]) for c in seen["changes"]}
    assert changed["procedures.five_link.steps.collect.label"] == ("收集信息", "河长来报")
    assert changed["vocabularies.topic_source.own_flood.label"] == ("汛期巡查发现", None)
    lost = {(w["vocabulary"], w["code"]): w["records"] for w in seen["words"]}
    assert lost == {("topic_source", "own_flood"): 1}, "core has the words that were dropped"


async def test_of_two_editors_the_second_is_told(town: Town) -> None:
    township, variant = town["township"], await copied(town)
    await edited(township, variant, summary="第一位")
    error = await town["county"].refused(
        "editVariant",
        "CONFLICT",
        variant=variant["id"],
        values={"summary": "第二位"},
        based_on=variant["version"],
    )
    assert error["extensions"]["currentVersion"] == variant["version"] + 1


async def test_what_is_wrong_is_told_by_key_and_nothing_is_half_written(town: Town) -> None:
    township, variant = town["township"], await copied(town)
    found = await wrong(
        township,
        variant,
        summary="新的简介",
        figures=[{"metric": "nonsense", "label": "没有"}],
        quotas=[
            {
                "code": "own_set",
                "label": "每年",
                "items": [
                    {
                        "code": "a",
                        "label": "四次",
                        "subject": "station",
                        "metric": "topics{source=nonsense}",
                        "min": 4,
                        "period": "year",
                    }
                ],
            }
        ],
        procedures=[{"code": "five_link", "label": "", "steps": []}],
    )
    assert set(found) == {
        "figures.0",
        "quotas.own_set.a",
        "procedures.0.label",
        "procedures.0.steps",
    }
    assert "指标目录中没有“nonsense”" in found["figures.0"]
    again = await township.ask(
        "query($v: ID!) { node(id: $v) { ... on OwnVariant { version draft } } }", v=variant["id"]
    )
    assert again["node"] == {"version": variant["version"], "draft": variant["draft"]}


async def test_code_name_and_base_of_a_copy_are_looked_at(town: Town) -> None:
    given = {"org": town.orgs["township"], "variant": BASE, "label": "河口议事堂"}
    township = town["township"]
    await copied(town)
    for changed, path in (
        ({"code": "river"}, "input.code"),
        ({"code": "own_河"}, "input.code"),
        ({"code": "own_river_hall", "label": "另一个"}, "input.code"),
        ({"code": "own_b"}, "input.label"),
        ({"code": "own_b", "label": "羌山议事堂"}, "input.label"),
        ({"code": "own_b", "label": "另一个", "variant": "no_such"}, "input.variant"),
        ({"code": "own_b", "label": "另一个", "variant": "core"}, "input.variant"),
        ({"code": "own_b", "label": "另一个", "variant": "own_no_such"}, "input.variant"),
    ):
        await township.refused("copyVariant", "INVALID_INPUT", field=path, **{**given, **changed})
    taken = await town["neighbour"].refused(
        "copyVariant",
        "INVALID_INPUT",
        field="input.code",
        **{**given, "org": town.orgs["neighbour"], "code": "own_river_hall", "label": "东坪的"},
    )
    assert "河口" not in taken["message"], "it is not told whose code it is"
