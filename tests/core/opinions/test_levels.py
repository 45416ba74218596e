"""An opinion passed upward level by level, and used by each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core.domain.opinions.models import OpinionLevel, OpinionState, Submission


async def test_the_own_level_first_then_the_county(town: County) -> None:
    opinion = await briefs.edited(town)
    here = await town.act(
        "township", "report_opinion", opinion=opinion, to_county=False, to_body="河口镇党委政府"
    )
    assert here.state is OpinionState.REPORTED_LOCAL
    await town.refused(
        "county",
        "submit_opinion",
        code="REFUSED",
        rule="state",
        opinion=opinion,
        to_level="city",
        to_body="市政协",
    )
    there = await town.act(
        "township", "report_opinion", opinion=opinion, to_county=True, to_body="青禾县政协"
    )
    assert there.state is OpinionState.REPORTED_COUNTY
    assert [s.to_level for s in await town.rows(Submission)] == [
        OpinionLevel.TOWNSHIP,
        OpinionLevel.COUNTY,
    ]


async def test_what_the_county_has_the_county_edits(town: County) -> None:
    opinion = await briefs.at_county(town)
    await town.refused("township", "edit_opinion", code="FORBIDDEN", opinion=opinion, editor="罗静")
    edited = await town.act(
        "county", "edit_opinion", opinion=opinion, editor="方正", title="关于减少基层巡查打卡的建议"
    )
    assert (edited.state, edited.editor) == (OpinionState.REPORTED_COUNTY, "方正")


async def test_level_by_level_unless_express(town: County) -> None:
    opinion = await briefs.at_county(town)
    for level in ("province", "national"):
        await town.refused(
            "county",
            "submit_opinion",
            code="REFUSED",
            rule="level_skipped",
            opinion=opinion,
            to_level=level,
            to_body="省政协",
        )
    error = await town.refused(
        "county",
        "submit_opinion",
        code="INVALID_INPUT",
        opinion=opinion,
        to_level="township",
        to_body="镇政府",
    )
    assert error.fields[0].path == "to_level"
    sent = await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="province",
        to_body="省政协",
        route="express",
    )
    assert sent.state is OpinionState.SUBMITTED_UP


@pytest.mark.parametrize("who", ["township", "leader", "member", "auditor"])
async def test_only_the_county_submits_upward(town: County, who: str) -> None:
    opinion = await briefs.at_county(town)
    code = "NOT_FOUND" if who == "member" else "FORBIDDEN"
    await town.refused(
        who, "submit_opinion", code=code, opinion=opinion, to_level="city", to_body="市政协"
    )


async def test_used_only_when_it_was_passed_on(town: County) -> None:
    opinion = await briefs.edited(town)
    raw: dict[str, Any] = {"opinion": opinion, "level": "county"}
    await town.refused(
        "county", "adopt_opinion", code="REFUSED", rule="state", mode="single", body="县委办", **raw
    )
    await town.refused(
        "county",
        "endorse_opinion",
        code="REFUSED",
        rule="state",
        leader_post="县委书记",
        text="请办理",
        **raw,
    )
    await town.refused(
        "county", "feed_back_effect", code="REFUSED", rule="state", opinion=opinion, effect="已解决"
    )


async def test_a_township_records_its_own_level_s_use(town: County) -> None:
    opinion = await briefs.at_county(town)
    raw = {"opinion": opinion, "mode": "single", "body": "县委办"}
    await town.refused(
        "township", "adopt_opinion", code="REFUSED", rule="county_records", level="county", **raw
    )
    await town.act(
        "township",
        "endorse_opinion",
        opinion=opinion,
        level="township",
        leader_post="镇党委书记",
        text="请村里落实",
    )
    error = await town.refused(
        "county", "adopt_opinion", code="INVALID_INPUT", level="county", on="2020-01-01", **raw
    )
    assert error.fields[0].path == "on"
