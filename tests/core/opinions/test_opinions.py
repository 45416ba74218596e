"""Opinions: written, handed in, reported, and who sees them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.meetings import plenary
from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core.domain.opinions.models import (
    Adoption,
    Endorsement,
    Opinion,
    OpinionLevel,
    OpinionState,
    Submission,
    SubmissionRoute,
)


async def test_an_opinion_goes_the_whole_way(town: County) -> None:
    """As in [S4]: a town's opinion, endorsed by a city leader, adopted in the province, the
    frequency cut.
    """
    opinion = await briefs.collected(town, reported_on="2026-03-02")
    assert (opinion.state, opinion.no, opinion.word_count) == (
        OpinionState.COLLECTED,
        "2026-0001",
        29,
    )
    await town.act(
        "township",
        "edit_opinion",
        opinion=opinion,
        editor="罗静",
        suggestion="合并系统,减少打卡频次。",
        edited_on="2026-03-03",
    )
    await town.act(
        "township",
        "report_opinion",
        opinion=opinion,
        to_county=True,
        to_body="青禾县政协",
        on="2026-03-04",
    )
    first = await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="county",
        to_body="县委、县政府",
        on="2026-03-06",
    )
    assert (first.state, first.issue_no) == (OpinionState.SUBMITTED_UP, "2026-0001")
    await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="city",
        to_body="市政协",
        on="2026-03-09",
    )
    await town.act(
        "county",
        "endorse_opinion",
        opinion=opinion,
        level="city",
        leader_post="市委副书记",
        text="请相关部门研究",
        on="2026-03-20",
    )
    assert await briefs.state(town, opinion) == "endorsed"
    await town.act(
        "county",
        "adopt_opinion",
        opinion=opinion,
        level="province",
        mode="forwarded",
        body="省级主管部门",
        on="2026-05-01",
    )
    assert await briefs.state(town, opinion) == "adopted"
    told = await town.act(
        "county",
        "feed_back_effect",
        opinion=opinion,
        effect="巡查频次减为每天一次",
        replied_on="2026-06-01",
    )
    assert told.state is OpinionState.EFFECT_FED_BACK
    assert (await town.act("county", "close_opinion", opinion=opinion)).state is OpinionState.CLOSED
    ways = [(s.to_level, s.route) for s in await town.rows(Submission)]
    normal = SubmissionRoute.NORMAL
    assert ways == [
        (OpinionLevel.COUNTY, normal),
        (OpinionLevel.COUNTY, normal),
        (OpinionLevel.CITY, normal),
    ]
    assert len(await town.rows(Adoption)) == len(await town.rows(Endorsement)) == 1


async def test_an_issue_number_is_given_once(town: County) -> None:
    first = await briefs.submitted(town)
    second = await briefs.submitted(town, title="另一件", problem="路灯不亮。")
    assert (first.issue_no, second.issue_no) == ("2026-0001", "2026-0002")
    again = await town.act(
        "county", "submit_opinion", opinion=first, to_level="city", to_body="市政协"
    )
    assert again.issue_no == "2026-0001"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"problem": ""}, "problem"),
        ({"cause": ""}, "cause"),
        ({"suggestion": " "}, "suggestion"),
        ({"problem": "问" * 1500}, "suggestion"),
        ({"reported_on": "2099-01-01"}, "reported_on"),
        ({"reporter": None}, "reporter"),
        ({"category": "nonsense"}, "category"),
    ],
)
async def test_what_is_not_taken(town: County, given: dict[str, Any], path: str) -> None:
    error = await town.refused(
        "township",
        "create_opinion",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        **{**briefs.TEXT, **given},
    )
    assert error.fields[0].path == path
    assert await town.rows(Opinion) == []


async def test_no_copied_text_whatever_the_spaces_and_commas(town: County) -> None:
    await briefs.collected(town)
    raw = {**briefs.TEXT, "title": "换个题目", "suggestion": "合并系统, 减少频次。 "}
    await town.refused(
        "township",
        "create_opinion",
        code="REFUSED",
        rule="copied",
        org=town.orgs["township"],
        **raw,
    )


@pytest.mark.parametrize("who", ["township", "village", "member"])
async def test_who_reports(town: County, who: str) -> None:
    org = "village" if who == "village" else "township"
    assert (await briefs.collected(town, who, org)).state is OpinionState.COLLECTED


@pytest.mark.parametrize("who", ["county", "leader", "head", "unit", "auditor"])
async def test_who_does_not_report(town: County, who: str) -> None:
    code = "NOT_FOUND" if who == "unit" else "FORBIDDEN"
    await town.refused(who, "create_opinion", code=code, org=town.orgs["township"], **briefs.TEXT)


async def test_a_member_s_account_is_the_reporter(town: County) -> None:
    person = await plenary.member(town)
    opinion = await briefs.collected(town, "member", reporter=None, reporter_unit=None)
    assert (opinion.person_id, opinion.reporter, opinion.reporter_unit) == (
        person.id,
        "许文兰",
        town.orgs["township"].name,
    )


async def test_an_observer_s_draft_is_his_alone_until_he_hands_it_in(town: County) -> None:
    await town.person("observer", ("observer", "village"))
    draft = await briefs.collected(town, "observer", "village", draft=True)
    assert (draft.state, draft.no) == (OpinionState.DRAFT, None)
    for who in ("county", "township", "auditor"):
        await town.refused(who, "edit_opinion", code="NOT_FOUND", opinion=draft, editor="罗静")
    await town.act("observer", "change_opinion", opinion=draft, cause="系统各自为政。")
    handed_in = await town.act("observer", "hand_in_opinion", opinion=draft)
    assert (handed_in.state, handed_in.cause) == (OpinionState.COLLECTED, "系统各自为政。")
    await town.refused(
        "observer", "change_opinion", code="REFUSED", rule="state", opinion=draft, cause="再改"
    )
    await town.act("township", "edit_opinion", opinion=draft, editor="罗静")


async def test_a_draft_thrown_away(town: County) -> None:
    draft = await briefs.collected(town, "member", draft=True)
    await town.act("member", "discard_opinion", opinion=draft)
    await town.refused("county", "edit_opinion", code="NOT_FOUND", opinion=draft, editor="罗静")
    await town.refused("member", "hand_in_opinion", code="REFUSED", rule="voided", opinion=draft)


async def test_others_opinions_are_not_seen(town: County) -> None:
    opinion = await briefs.collected(town, "member")
    for who in ("member2", "neighbour", "village", "unit"):
        await town.refused(who, "edit_opinion", code="NOT_FOUND", opinion=opinion, editor="罗静")
    await town.refused("member", "edit_opinion", code="FORBIDDEN", opinion=opinion, editor="罗静")


async def test_the_reporter_reads_what_becomes_of_what_the_office_entered_for_him(
    town: County,
) -> None:
    person = await plenary.member(town)
    opinion = await briefs.collected(town, person=person)
    await town.refused("member", "edit_opinion", code="FORBIDDEN", opinion=opinion, editor="罗静")
    await town.refused("member2", "edit_opinion", code="NOT_FOUND", opinion=opinion, editor="罗静")


async def test_unedited_only_by_the_express_route(town: County) -> None:
    opinion = await briefs.collected(town)
    raw = {"opinion": opinion, "to_county": True, "to_body": "青禾县政协"}
    await town.refused("township", "report_opinion", code="REFUSED", rule="state", **raw)
    sent = await town.act("township", "report_opinion", route="express", **raw)
    assert sent.state is OpinionState.REPORTED_COUNTY
    assert [s.route for s in await town.rows(Submission)] == [SubmissionRoute.EXPRESS]
