"""The county sees what its offices make, takes one over, spreads it, exports it; another county
imports it.
"""

from __future__ import annotations

import tomllib

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.own_variants.making import (
    BASE,
    OWN,
    STEPS,
    case_of,
    copied,
    edited,
    procedure,
    released,
    steps_of,
)
from tests.stories.people import Json
from tests.stories.town import Town, found_town

SPREAD = """query($org: ID!) { ownVariantsInUse(org: $org) {
  variant { id code state edition } maker behind
  places { org { id } edition retired runningCases }
} }"""
PLACES = "edition places { org { id } outcome reason } variant { id }"


@pytest.fixture
async def town(story: Town) -> Town:
    await story.switch_on(BASE)
    return story


async def in_use(town: Town, who: str = "county") -> Json:
    """The one variant that an office sees, with where it runs by short name."""
    found = await town[who].ask(SPREAD, org=town.orgs[who])
    [one] = found["ownVariantsInUse"]
    names = {id_: name for name, id_ in town.orgs.items()}
    places = {
        names[p["org"]["id"]]: (p["edition"], p["retired"], p["runningCases"])
        for p in one["places"]
    }
    return {**one["variant"], "maker": one["maker"], "behind": one["behind"], "places": places}


async def test_from_one_township_to_the_county_and_on_to_another(
    town: Town, serving: Serving, database_urls: Urls
) -> None:
    township, county = town["township"], town["county"]
    variant = await edited(
        township,
        await copied(town),
        procedures=[procedure()],
        vocabularies={"topic_source": {"own_flood": "汛期巡查发现"}},
        presets={"intake_reply_days": 12},
    )
    await released(township, variant)
    case = await case_of(town, "清河道", topic_source="own_flood")

    # --- the county sees it, and takes it over before it spreads it
    seen = await in_use(town)
    assert seen["maker"] == "河口镇政协联络组"
    assert seen["places"] == {"township": (1, False, 1)}
    places = [town.orgs["township"], town.orgs["neighbour"]]
    await county.refused(
        "spreadVariant", "REFUSED", "not_of_the_county", variant=seen["id"], orgs=places
    )
    await township.refused("takeOverVariant", "FORBIDDEN", variant=seen["id"])
    taken = await county.do(
        "takeOverVariant", "ownVariant { id edition state draft }", variant=seen["id"]
    )
    mine = taken["ownVariant"]
    assert (mine["edition"], mine["state"]) == (2, "released")
    await township.refused(
        "editVariant",
        "REFUSED",
        "own_variant_taken_over",
        variant=variant["id"],
        values={"summary": "还是我们的"},
        based_on=variant["version"] + 2,
    )
    assert (await in_use(town))["behind"] == 1

    # --- one act for all places; each refusal is told
    told = await county.do("spreadVariant", PLACES, variant=mine["id"], orgs=places)
    by_org = {p["org"]["id"]: (p["outcome"], p["reason"]) for p in told["places"]}
    assert by_org[town.orgs["township"]] == ("switched_on", None)
    outcome, reason = by_org[town.orgs["neighbour"]]
    assert (outcome, reason) == ("refused", f"插件“{OWN}”需要先启用:{BASE}。")
    assert (await in_use(town))["places"] == {"township": (2, False, 1)}
    await town.switch_on(BASE, "neighbour")
    told = await county.do("spreadVariant", PLACES, variant=mine["id"], orgs=places)
    assert [p["outcome"] for p in told["places"]] == ["refused", "switched_on"]
    assert (await in_use(town))["places"] == {
        "neighbour": (2, False, 0),
        "township": (2, False, 1),
    }
    assert await steps_of(town, case) == [step["label"] for step in STEPS]

    # --- a neighbour reads what the county has put to work there, and does not change it
    assert (await in_use(town, "neighbour"))["code"] == OWN
    await town["neighbour"].refused(
        "editVariant",
        "FORBIDDEN",
        variant=mine["id"],
        values={"summary": "我们的"},
        based_on=1,
    )

    # --- out as a file, and in at another county
    found = await county.ask(
        "query($v: ID!) { exportVariant(variant: $v) { name text } }", v=mine["id"]
    )
    file = found["exportVariant"]
    assert file["name"] == "own_river_hall-2.toml"
    read = tomllib.loads(file["text"])
    assert (read["code"], read["version"], read["base"]) == (OWN, "2", BASE)
    assert [step["label"] for step in read["procedures"][0]["steps"]] == [s["label"] for s in STEPS]
    abroad = await found_town(serving.http, serving.platform, database_urls)
    await abroad.switch_on(BASE)
    made = await abroad["township"].do(
        "importVariant",
        "variant { id code label version state } problems { key text }",
        org=abroad.orgs["township"],
        text=file["text"],
    )
    assert made["problems"] == []
    assert (made["variant"]["code"], made["variant"]["state"]) == (OWN, "draft")
    await released(abroad["township"], made["variant"])
    assert await steps_of(abroad, await case_of(abroad, "修渠")) == [s["label"] for s in STEPS]

    # --- and withdrawn where it was made: what runs finishes, nothing new begins
    hints = await county.do(
        "withdrawVariant",
        "ownVariant { state } advice { rule }",
        variant=mine["id"],
        reason="改用全县统一做法",
    )
    assert hints["ownVariant"]["state"] == "withdrawn"
    assert (await in_use(town))["places"] == {"township": (2, True, 1)}
    await town["village"].do("advanceStep", "__typename", case=case, step="collect", note="续办")
    assert (await steps_of(town, await case_of(town, "修桥")))[0] == "收集信息"
    assert (await in_use(abroad))["state"] == "released", "another county is not touched"


async def test_a_file_that_does_not_fit_becomes_a_draft_with_its_problems(town: Town) -> None:
    text = f"""
code = "own_canal"
label = "水渠议事"
version = "3"
base = "{BASE}"
base_version = "0.9.0"
figures = [{{ metric = "no_such_metric", label = "没有的指标" }}]
colour = "red"
"""
    township = town["township"]
    error = await township.refused(
        "importVariant", "INVALID_INPUT", org=town.orgs["township"], text=text
    )
    assert [f["path"] for f in error["extensions"]["fields"]] == ["input.text.colour"]
    for wrong, path in (
        ("policy = []", "input.text.policy"),
        ("not toml", "input.text"),
        (text.replace(BASE, "no_such_base").replace("colour", "summary"), "input.base"),
    ):
        given = wrong if wrong.startswith("\n") else f'code = "own_x"\nlabel = "某"\n{wrong}\n'
        await township.refused(
            "importVariant", "INVALID_INPUT", field=path, org=town.orgs["township"], text=given
        )
    made = await township.do(
        "importVariant",
        "variant { id version baseVersion } problems { key text }",
        org=town.orgs["township"],
        text=text.replace('colour = "red"', "quotas = 7"),
    )
    variant = made["variant"]
    keys = {problem["key"] for problem in made["problems"]}
    assert keys == {"figures.0", "quotas"}
    refused = await township.refused("releaseVariant", "INVALID_INPUT", variant=variant["id"])
    assert {f["path"] for f in refused["extensions"]["fields"]} == {
        "input.variant.figures.0",
        "input.variant.quotas",
    }
    # One part after the other is put right.
    variant = await edited(township, variant, figures=[])
    variant = await edited(township, variant, quotas=None)
    await released(township, variant)
