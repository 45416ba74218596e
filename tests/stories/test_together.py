"""Several variants in one township work together, or the second is refused with the reason."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from tests.stories.people import Json
from tests.stories.town import Town

SHOWN = """query ($org: ID!) {
  plugins(org: $org) { code state }
  labels(org: $org) { term label }
  vocabularies(org: $org) { name }
  platformBoard(org: $org) { formulas { plugin parts { text } } }
  variantFigures(org: $org) { plugin figures { label figure { text } } }
  reportOutline(org: $org) { chapters { plugin heading text } }
}"""
"""What an office is shown of its way."""


async def switched(town: Town, plugin: str, *, on: bool) -> Json:
    """The whole answer to switching a plugin on or off in the township."""
    return await town["county"].send(
        "mutation ($org: ID!, $plugin: String!, $on: Boolean!) {"
        " switchPlugin(input: {org: $org, plugin: $plugin, on: $on}) { __typename } }",
        org=town.orgs["township"],
        plugin=plugin,
        on=on,
    )


async def on_together(town: Town, plugins: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """The plugins that are on after switching on one after the other, and why others are not."""
    on, refused = [], {}
    for plugin in plugins:
        answer = await switched(town, plugin, on=True)
        if "errors" in answer:
            refused[plugin] = answer["errors"][0]["message"]
        else:
            on.append(plugin)
    return on, refused


async def test_all_variants_are_on_in_one_township_and_everything_is_shown(story: Town) -> None:
    plugins = [plugin.code for plugin in story.platform.plugins]
    assert len(plugins) >= 13
    on, refused = await on_together(story, plugins)
    assert refused == {}, refused
    shown = await story["township"].ask(SHOWN, org=story.orgs["township"])
    assert {p["code"] for p in shown["plugins"] if p["state"] == "on"} == {"core", *on}


@pytest.mark.slow
async def test_any_two_variants_are_on_together_or_the_second_is_refused(story: Town) -> None:
    codes = [plugin.code for plugin in story.platform.plugins]
    for pair in itertools.combinations(codes, 2):
        on, refused = await on_together(story, pair)
        assert all(refused.values()), pair
        shown = await story["township"].ask(SHOWN, org=story.orgs["township"])
        assert {p["code"] for p in shown["plugins"] if p["state"] == "on"} == {"core", *on}, pair
        for plugin in on:
            assert "errors" not in await switched(story, plugin, on=False)
