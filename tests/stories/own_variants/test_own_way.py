"""Copied, edited, released, running: cases keep the edition with which they began."""

from __future__ import annotations

import pytest

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
from tests.stories.town import Town

WORDS = {"topic_source": {"own_flood": "汛期巡查发现"}}


@pytest.fixture
async def town(story: Town) -> Town:
    """The first township has the hall."""
    await story.switch_on(BASE)
    return story


async def words(town: Town, org: str, who: str = "county") -> list[str]:
    found = await town[who].ask(
        'query($org: ID!) { vocabularies(org: $org, names: ["topic_source"]) '
        "{ words { code offered } } }",
        org=town.orgs[org],
    )
    [listed] = found["vocabularies"]
    return [word["code"] for word in listed["words"] if word["offered"]]


async def states(town: Town, org: str, who: str = "county") -> dict[str, tuple[str, str]]:
    """Code → state and version of the plugins that an org sees."""
    found = await town[who].ask(
        "query($org: ID!) { plugins(org: $org) { code state version } }",
        org=town.orgs[org],
    )
    return {one["code"]: (one["state"], one["version"]) for one in found["plugins"]}


async def test_a_township_makes_a_way_of_its_own_and_runs_it(town: Town) -> None:
    township = town["township"]
    before = await case_of(town, "修栈道")
    variant = await copied(town)
    assert (variant["state"], variant["edition"], variant["base"]) == ("draft", 0, BASE)
    assert variant["draft"]["procedures"][0]["code"] == "five_link"
    variant = await edited(
        township,
        variant,
        procedures=[procedure()],
        labels={"Station": "河口议事堂"},
        vocabularies={**variant["draft"]["vocabularies"], **WORDS},
        guide=[{"code": "own_river", "title": "河边怎么议", "text": "先看河,再说事。"}],
    )
    assert "own_flood" not in await words(town, "township"), "a draft changes nothing"
    edition = await released(township, variant, note="第一版")
    assert edition["number"] == 1

    here = await states(town, "township")
    assert (here[BASE], here[OWN]) == (("on", "1.0.0"), ("on", "1"))
    assert OWN not in await states(town, "neighbour")
    assert "own_flood" in await words(town, "township")
    assert "own_flood" not in await words(town, "neighbour")
    found = await township.ask(
        "query($org: ID!) { labels(org: $org) { term label plugin } }",
        org=town.orgs["village"],
    )
    assert found["labels"] == [{"term": "Station", "label": "河口议事堂", "plugin": OWN}]

    after = await case_of(town, "清河道", topic_source="own_flood")
    assert await steps_of(town, after) == [step["label"] for step in STEPS]
    assert await steps_of(town, before) == [
        "收集信息",
        "确定议题",
        "调查研究",
        "开展协商",
        "跟踪问效",
    ]
    # The base's rules go on: a document that its step demands is still demanded of the older case.
    await town["village"].do(
        "advanceStep", "__typename", case=after, step="collect", note="河长来报"
    )


async def test_the_next_edition_holds_for_what_begins_afterwards(town: Town) -> None:
    township = town["township"]
    variant = await edited(township, await copied(town), procedures=[procedure()])
    await released(township, variant)
    first = await case_of(town, "清河道")
    fewer = [step for step in STEPS if step["code"] != "walk"]
    variant = await edited(
        township,
        {**variant, "version": variant["version"] + 1},
        procedures=[procedure(steps=fewer)],
    )
    assert (await released(township, variant))["number"] == 2
    second = await case_of(town, "加固堤岸")
    assert (len(await steps_of(town, first)), len(await steps_of(town, second))) == (5, 4)
    seen = await township.ask(
        "query($case: ID!) { previewCaseSettings(case: $case)"
        " { possible changes { key } stepsAfter } }",
        case=first,
    )
    moved = [step["label"] for step in fewer]
    assert seen["previewCaseSettings"] == {
        "possible": True,
        "changes": [{"key": f"{BASE}.five_link_steps"}],
        "stepsAfter": moved,
    }
    await township.do("moveCaseSettings", "__typename", case=first)
    assert await steps_of(town, first) == moved
    await township.refused("releaseVariant", "REFUSED", "edition_unchanged", variant=variant["id"])
    assert (await states(town, "village"))[OWN] == ("on", "2")
