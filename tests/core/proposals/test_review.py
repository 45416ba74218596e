"""The county reviews what was handed in: filed, refused, merged, passed on as an opinion, chosen as a key one."""

from __future__ import annotations

import pytest

from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_core.domain.proposals.models import ProposalState


@pytest.mark.parametrize("who", ["leader", "township", "member", "auditor"])
async def test_only_the_county_reviews(town: County, who: str) -> None:
    proposal = await papers.submitted(town)
    await town.refused(
        who, "review_proposal", code="FORBIDDEN", proposal=proposal, review="情况属实"
    )


async def test_a_decision_follows_the_review(town: County) -> None:
    proposal = await papers.submitted(town)
    await town.refused(
        "county",
        "decide_proposal",
        code="REFUSED",
        rule="state",
        proposal=proposal,
        decision="filed",
    )
    await town.refused(
        "county",
        "review_proposal",
        code="INVALID_INPUT",
        proposal=proposal,
        review="情况属实",
        reviewed_on="2020-01-01",
    )


async def test_not_filed_for_a_reason_of_the_list(town: County) -> None:
    proposal = await papers.reviewed(town)
    for given in (
        {"decision": "not_filed"},
        {"decision": "filed", "not_filed_reason": "empty"},
        {"decision": "not_filed", "not_filed_reason": "x"},
    ):
        await town.refused(
            "county", "decide_proposal", code="INVALID_INPUT", proposal=proposal, **given
        )
    done = await town.act(
        "county",
        "decide_proposal",
        proposal=proposal,
        decision="not_filed",
        not_filed_reason="empty",
        note="缺少具体建议",
    )
    assert (done.state, done.no, done.review) == (ProposalState.NOT_FILED, None, "缺少具体建议")


async def test_merged_into_one_that_is_under_way(town: County) -> None:
    main, other = await papers.filed(town), await papers.reviewed(town, title="关于村级供水的提案")
    await town.refused(
        "county", "decide_proposal", code="INVALID_INPUT", proposal=other, decision="merged"
    )
    await town.refused(
        "county",
        "decide_proposal",
        code="REFUSED",
        rule="merge_itself",
        proposal=other,
        decision="merged",
        merged_into=other,
    )
    done = await town.act(
        "county", "decide_proposal", proposal=other, decision="merged", merged_into=main
    )
    assert (done.state, done.merged_into_id) == (ProposalState.MERGED, main.id)
    third = await papers.reviewed(town, title="关于管网的提案")
    await town.refused(
        "county",
        "decide_proposal",
        code="REFUSED",
        rule="merge_target",
        proposal=third,
        decision="merged",
        merged_into=other,
    )


async def test_one_into_which_others_were_merged_is_not_withdrawn(town: County) -> None:
    main, other = await papers.filed(town), await papers.reviewed(town, title="关于村级供水的提案")
    await town.act("county", "decide_proposal", proposal=other, decision="merged", merged_into=main)
    await town.refused(
        "member",
        "withdraw_proposal",
        code="REFUSED",
        rule="has_merged",
        proposal=main,
        reason="情况已解决",
    )
    assert await papers.state(town, main) == "filed"


async def test_passed_on_as_an_opinion(town: County) -> None:
    proposal = await papers.reviewed(town)
    done = await town.act(
        "county", "decide_proposal", proposal=proposal, decision="converted_to_opinion"
    )
    [opinion] = await town.rows(Opinion)
    assert (done.state, done.opinion_id) == (ProposalState.CONVERTED_TO_OPINION, opinion.id)
    assert (opinion.state, opinion.reporter, opinion.problem) == (
        OpinionState.COLLECTED,
        "许文兰",
        papers.TEXT["situation"],
    )
    assert opinion.person_id == proposal.first_proposer_id


async def test_key_ones_are_chosen_by_leaders(town: County) -> None:
    proposal = await papers.filed(town)
    await town.refused(
        "county",
        "choose_key_proposal",
        code="FORBIDDEN",
        proposal=proposal,
        key_supervisor="县长 高远",
    )
    chosen = await town.act(
        "leader", "choose_key_proposal", proposal=proposal, key_supervisor="县长 高远"
    )
    assert (chosen.is_key, chosen.key_supervisor) == (True, "县长 高远")
    await town.refused(
        "leader",
        "choose_key_proposal",
        code="REFUSED",
        rule="key_already",
        proposal=proposal,
        key_supervisor="县长 高远",
    )
    other = await papers.submitted(town, title="关于公路的提案", situation="路面破损。")
    await town.refused(
        "leader",
        "choose_key_proposal",
        code="REFUSED",
        rule="state",
        proposal=other,
        key_supervisor="县长 高远",
    )
