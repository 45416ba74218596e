"""Whether the proposer is satisfied with the answer, and who says so for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.meetings import plenary
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.outcomes.models import Assignment, Feedback, Reply
from yishi_core.domain.proposals.models import ProposalState
from yishi_core.facilities.jobs.delivery import deliver_pending


async def test_an_unsatisfied_proposer_sends_it_back_once(town: County) -> None:
    proposal = await papers.replied(town)
    error = await town.refused(
        "member",
        "give_proposal_feedback",
        code="INVALID_INPUT",
        proposal=proposal,
        satisfaction="unsatisfied",
    )
    assert error.fields[0].path == "comment"
    result = await town.result(
        "member",
        "give_proposal_feedback",
        proposal=proposal,
        satisfaction="unsatisfied",
        comment="没有时间表",
    )
    assert [a.rule for a in result.advice] == ["rework"]
    assert await papers.state(town, proposal) == "handling"
    [handed] = await town.rows(Assignment)
    await town.act("county", "demand_rework", assignment=handed, rework_note="请写明时间表")
    await papers.reply(town, handed)
    assert await papers.state(town, proposal) == "replied"
    await town.act(
        "member",
        "give_proposal_feedback",
        proposal=proposal,
        satisfaction="unsatisfied",
        comment="仍不满意",
    )
    assert await papers.state(town, proposal) == "feedback"
    assert [f.satisfaction.value for f in await town.rows(Feedback)] == [
        "unsatisfied",
        "unsatisfied",
    ]


@pytest.mark.parametrize("who", ["county", "leader", "township", "member2", "unit"])
async def test_the_proposer_alone_says_whether_he_is_satisfied(town: County, who: str) -> None:
    proposal = await papers.replied(town)
    code = "NOT_FOUND" if who == "member2" else "FORBIDDEN"
    await town.refused(
        who, "give_proposal_feedback", code=code, proposal=proposal, satisfaction="satisfied"
    )
    assert await town.rows(Feedback) == []


async def test_a_co_signer_reads_and_does_not_speak_for_the_first(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", "member2")
    draft = await papers.draft(town, person=first, proposal_kind="joint")
    await town.act(
        "member", "submit_proposal", proposal=draft, one_matter=True, co_proposers=[second]
    )
    await town.act("county", "review_proposal", proposal=draft, review="建议立案")
    await town.act("county", "decide_proposal", proposal=draft, decision="filed")
    await papers.answered(town, await papers.assigned(town, draft))
    await town.refused(
        "member2",
        "give_proposal_feedback",
        code="FORBIDDEN",
        proposal=draft,
        satisfaction="satisfied",
    )


async def test_the_proposer_judges_no_reply_before_it_was_given(town: County) -> None:
    proposal = await papers.filed(town)
    handed = await papers.assigned(town, proposal)
    await papers.answered(town, handed)
    [reply] = await town.rows(Reply)
    yesterday = str(reply.replied_on - timedelta(days=1))
    error = await town.refused(
        "member",
        "give_proposal_feedback",
        code="INVALID_INPUT",
        proposal=proposal,
        satisfaction="satisfied",
        on=yesterday,
    )
    assert error.fields[0].path == "on"
    assert "答复日期" in str(error.fields[0].text.zh)


async def test_the_office_writes_down_the_word_of_who_has_no_account(town: County) -> None:
    given = {
        **papers.TEXT,
        "org": town.orgs["county"],
        "proposer_name": "县妇联",
        "proposal_kind": "group",
    }
    proposal = await town.act(
        "county", "record_proposal", **given, submitted_on="2026-03-01", end="filed"
    )
    await papers.answered(town, await papers.assigned(town, proposal))
    said = {"proposal": proposal, "satisfaction": "basically_satisfied"}
    await town.refused("county", "give_proposal_feedback", code="FORBIDDEN", **said)
    await town.refused("county", "record_proposal_feedback", code="INVALID_INPUT", **said)
    told = await town.act("county", "record_proposal_feedback", **said, communicated_by="letter")
    assert (told.to, told.communicated_by.value, await papers.state(town, proposal)) == (
        "县妇联",
        "letter",
        "feedback",
    )
    await town.refused(
        "county",
        "record_proposal_feedback",
        code="REFUSED",
        rule="state",
        **said,
        communicated_by="letter",
    )


async def test_the_proposer_is_told_that_he_was_answered(town: County) -> None:
    proposal = await papers.replied(town)
    await deliver_pending(town.platform, town.code)
    told = {item.event: item.text for item in (await town.act("member", "notifications")).items}
    assert told["assignment.confirmed"].startswith("您的提案已有答复")
    assert (await town.fresh(proposal)).state is ProposalState.REPLIED
