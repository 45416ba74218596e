"""The forms that a place offers, by group and in its own words (domain.md 5.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.core import cases
from tests.fixtures.county import County


async def listed(town: County, who: str = "village") -> list[tuple[str, list[str], list[str]]]:
    found: Any = await town.act(who, "consultation_forms", org=town.orgs["village"])
    return [
        (
            choices.label,
            [group.value for group in choices.groups],
            [f"{choice.form.value}={choice.label}" for choice in choices.forms],
        )
        for choices in found
    ]


async def test_core_has_four_groups_and_every_form_is_in_one(town: County) -> None:
    found = await listed(town, "member")
    assert [(label, groups, len(forms)) for label, groups, forms in found] == [
        ("会场协商", ["in_room"], 6),
        ("现场协商", ["on_site"], 2),
        ("院坝板凳类", ["light"], 9),
        ("线上", ["online"], 3),
    ]


async def test_a_place_lists_what_it_offers_and_groups_of_one_name_are_one(town: County) -> None:
    source = await cases.choose(town)
    source.newest = replace(
        source.newest,
        digest="forms",
        vocabularies={
            **source.newest.vocabularies,
            "form": {"meeting": "集中会议", "online": "线上议事", "bench": "村社板凳会"},
            "form_group": {"in_room": "会场协商议事", "light": "微协商", "online": "微协商"},
        },
    )
    assert await listed(town) == [
        ("会场协商议事", ["in_room"], ["meeting=集中会议"]),
        ("微协商", ["light", "online"], ["bench=村社板凳会", "online=线上议事"]),
    ]
