"""A filed proposal in the hands of units, judged by its proposer (domain.md 2.10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.core.meetings import plenary
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Reply,
    Satisfaction,
    Supervision,
)
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.kernel.access.audience import audience_of
from yishi_core.kernel.access.places import county_path, person_mark


async def test_a_proposal_goes_the_whole_way(town: County) -> None:
    proposal = await papers.filed(town)
    handed = await papers.assigned(town, proposal)
    assert (handed.proposal_id, handed.outcome_id, handed.org_path) == (
        proposal.id,
        None,
        county_path(town.code),
    )
    assert await papers.state(town, proposal) == "assigned"
    await town.act("unit", "accept_assignment", assignment=handed)
    assert await papers.state(town, proposal) == "handling"
    await papers.reply(town, handed)
    assert await papers.state(town, proposal) == "replied"
    told = await town.act(
        "member", "give_proposal_feedback", proposal=proposal, satisfaction="satisfied"
    )
    assert (told.proposal_id, told.satisfaction, told.to) == (
        proposal.id,
        Satisfaction.SATISFIED,
        "许文兰",
    )
    assert await papers.state(town, proposal) == "feedback"
    await town.act(
        "county", "appraise_proposal", proposal=proposal, appraisal="办理认真,提案人满意"
    )
    closed = await town.act("county", "close_proposal", proposal=proposal)
    assert (closed.state, closed.appraisal) == (ProposalState.CLOSED, "办理认真,提案人满意")
    assert (await town.fresh(handed)).state is AssignmentState.CLOSED
    excellent = await town.act("county", "commend_proposal", proposal=proposal)
    assert excellent.is_excellent
    await town.refused(
        "county", "commend_proposal", code="REFUSED", rule="excellent_already", proposal=proposal
    )


@pytest.mark.parametrize(("given", "days"), [({}, 90), ({"complicated": True}, 180)])
async def test_three_months_six_if_difficult(
    town: County, given: dict[str, Any], days: int
) -> None:
    handed = await papers.assigned(town, **given)
    assert handed.due_on - handed.assigned_on == timedelta(days=days)


async def test_beyond_six_months_is_too_long(town: County) -> None:
    proposal = await papers.filed(town)
    raw = {
        "proposal": proposal,
        "unit": town.orgs["unit"],
        "brief": papers.BRIEF,
        "complicated": True,
        "due_on": "2099-01-01",
    }
    error = await town.refused("county", "assign_proposal", code="INVALID_INPUT", **raw)
    assert error.fields[0].path == "due_on"
    assert await town.rows(Assignment) == []


async def test_units_read_the_proposal_and_signers_what_units_answer(town: County) -> None:
    proposal = await papers.filed(town)
    person = person_mark(proposal.first_proposer_id)
    handed = await papers.assigned(town, proposal)
    units = audience_of(town.orgs["unit"].org_path, town.code)
    assert set(handed.audience) == {*units, person, f"account:{proposal.created_by}"}
    assert set(units) <= set((await town.fresh(proposal)).audience)
    await papers.answered(town, handed)
    [reply] = await town.rows(Reply)
    assert person in reply.audience
    assert county_path(town.code) in reply.audience


async def test_the_member_is_no_handling_unit(town: County) -> None:
    handed = await papers.assigned(town)
    await town.refused("member", "accept_assignment", code="FORBIDDEN", assignment=handed)
    await town.refused("unit2", "accept_assignment", code="NOT_FOUND", assignment=handed)
    await town.refused(
        "township",
        "reassign",
        code="NOT_FOUND",
        assignment=handed,
        unit=town.orgs["unit2"],
        brief=papers.BRIEF,
    )


@pytest.mark.parametrize("who", ["leader", "township", "member", "auditor"])
async def test_only_the_county_hands_it_over(town: County, who: str) -> None:
    proposal = await papers.filed(town)
    await town.refused(
        who,
        "assign_proposal",
        code="FORBIDDEN",
        proposal=proposal,
        unit=town.orgs["unit"],
        brief=papers.BRIEF,
    )


async def test_only_a_filed_one_is_handed_over(town: County) -> None:
    proposal = await papers.reviewed(town)
    await town.refused(
        "county",
        "assign_proposal",
        code="REFUSED",
        rule="state",
        proposal=proposal,
        unit=town.orgs["unit"],
        brief=papers.BRIEF,
    )


async def test_several_units_one_leads_and_all_must_be_confirmed(town: County) -> None:
    proposal = await papers.filed(town)
    lead = await papers.assigned(town, proposal)
    await town.refused(
        "county",
        "assign_proposal",
        code="REFUSED",
        rule="second_lead",
        proposal=proposal,
        unit=town.orgs["unit2"],
        brief=papers.BRIEF,
    )
    assisting = await papers.assigned(town, proposal, "unit2", handling_role="separate")
    assert await papers.state(town, proposal) == "assigned"
    await papers.answered(town, lead)
    assert await papers.state(town, proposal) == "handling"
    await papers.answered(town, assisting, "unit2")
    assert await papers.state(town, proposal) == "replied"


async def test_the_unit_talks_with_the_proposer_first(town: County) -> None:
    handed = await papers.assigned(town)
    await town.act("unit", "accept_assignment", assignment=handed)
    error = await town.refused(
        "unit",
        "reply_assignment",
        code="INVALID_INPUT",
        assignment=handed,
        text="已列入计划",
        result_class="B",
    )
    assert error.fields[0].path == "communicated_by"


async def test_a_returned_one_goes_to_another_unit(town: County) -> None:
    proposal = await papers.filed(town)
    handed = await papers.assigned(town, proposal)
    await town.act(
        "unit",
        "return_assignment",
        assignment=handed,
        returned_reason="not_our_duty",
        returned_note="属交通部门",
    )
    again = await town.act(
        "county", "reassign", assignment=handed, unit=town.orgs["unit2"], brief=papers.BRIEF
    )
    assert (again.proposal_id, again.replaces_id) == (proposal.id, handed.id)
    fresh = await town.fresh(proposal)
    assert fresh.state is ProposalState.ASSIGNED
    assert town.orgs["unit"].org_path not in fresh.audience
    assert {town.orgs["unit2"].org_path, person_mark(proposal.first_proposer_id)} <= set(
        fresh.audience
    )


async def test_steps_in_their_order(town: County) -> None:
    proposal = await papers.replied(town)
    for operation, given in (("appraise_proposal", {"appraisal": "认真"}), ("close_proposal", {})):
        await town.refused(
            "county", operation, code="REFUSED", rule="state", proposal=proposal, **given
        )
    await town.act("member", "give_proposal_feedback", proposal=proposal, satisfaction="satisfied")
    await town.refused(
        "member",
        "give_proposal_feedback",
        code="REFUSED",
        rule="state",
        proposal=proposal,
        satisfaction="satisfied",
    )
    await town.refused(
        "county",
        "appraise_proposal",
        code="INVALID_INPUT",
        proposal=proposal,
        appraisal="认真",
        appraised_on="2020-01-01",
    )
    await town.refused("county", "close_proposal", code="REFUSED", rule="state", proposal=proposal)


async def test_a_leader_supervises(town: County) -> None:
    proposal = await papers.filed(town)
    await town.refused(
        "leader",
        "supervise_proposal",
        code="REFUSED",
        rule="state",
        proposal=proposal,
        method="leader",
        by="县长 高远",
        finding="未交办",
        demand="尽快交办",
    )
    handed = await papers.assigned(town, proposal)
    said = {
        "method": "leader",
        "by": "县长 高远",
        "finding": "进展缓慢",
        "demand": "月底前拿出方案",
    }
    await town.act("leader", "supervise_proposal", proposal=proposal, **said)
    moved = str(handed.due_on - timedelta(days=30))
    await town.act(
        "county", "supervise_proposal", proposal=proposal, assignment=handed, new_due=moved, **said
    )
    assert [s.proposal_id for s in await town.rows(Supervision)] == [proposal.id] * 2
    assert str((await town.fresh(handed)).due_on) == moved
    error = await town.refused(
        "county",
        "supervise_proposal",
        code="INVALID_INPUT",
        proposal=proposal,
        new_due=moved,
        **said,
    )
    assert error.fields[0].path == "new_due"


async def test_a_check_names_the_inspection_it_was_made_at(town: County) -> None:
    proposal = await papers.filed(town)
    await papers.assigned(town, proposal)
    seen = await town.act(
        "county",
        "record_activity",
        org=town.orgs["county"],
        kind="inspection",
        title="视察办理情况",
        date="2026-03-05",
    )
    await town.act(
        "county",
        "supervise_proposal",
        proposal=proposal,
        activity=seen,
        method="special_inspection",
        by="县长 高远",
        finding="进展缓慢",
        demand="月底前拿出方案",
    )
    [check] = await town.rows(Supervision)
    assert check.activity_id == seen.id


async def test_a_proposal_that_was_handed_in_is_voided_by_the_county_only(town: County) -> None:
    proposal = await papers.submitted(town)
    await town.refused("township", "void_record", code="FORBIDDEN", id=proposal, reason="录入有误")
    await town.act("county", "void_record", id=proposal, reason="录入有误")
    [row] = await town.rows(Proposal)
    assert row.void_reason == "录入有误"


async def test_extensions_drafts_and_sheets_are_those_of_every_assignment(town: County) -> None:
    proposal = await papers.filed(town)
    handed = await papers.assigned(
        town, proposal, due_on=str((await town.fresh(proposal)).decided_on + timedelta(days=30))
    )
    await town.act("unit", "accept_assignment", assignment=handed)
    later = str(handed.due_on + timedelta(days=20))
    await town.act(
        "unit", "ask_extension", assignment=handed, wanted_until=later, reason="须会同多部门研究"
    )
    await town.act("county", "decide_extension", assignment=handed, granted=True)
    assert str((await town.fresh(handed)).due_on) == later
    sheet = await town.act("unit", "assignment_sheet", assignment=handed)
    assert (sheet.no, sheet.title, sheet.brief) == (proposal.no, papers.TEXT["title"], papers.BRIEF)
    await town.act(
        "unit",
        "draft_reply",
        assignment=handed,
        text="已列入计划",
        result_class="B",
        communicated_by="meeting",
    )
    await town.act("unit", "submit_reply_draft", assignment=handed)
    await town.act("county", "review_reply_draft", assignment=handed, passed=True)
    await town.act("unit", "issue_reply", assignment=handed)
    await town.act("county", "confirm_reply", assignment=handed)
    assert await papers.state(town, proposal) == "replied"


async def test_signers_of_a_merged_one_read_what_units_answer_before_and_after(
    town: County,
) -> None:
    second = await plenary.member(town, "贺敏", "member2")
    main = await papers.filed(town)
    first, other = (
        await papers.assigned(town, main),
        await papers.assigned(town, main, "unit2", handling_role="separate"),
    )
    await papers.answered(town, first)
    late = await papers.draft(town, "member2", second, title="关于村级供水的提案")
    await town.act("member2", "submit_proposal", proposal=late, one_matter=True)
    await town.act("county", "review_proposal", proposal=late, review="与在办提案重复")
    await town.act("county", "decide_proposal", proposal=late, decision="merged", merged_into=main)
    await papers.answered(town, other, "unit2")
    assert [person_mark(second.id) in reply.audience for reply in await town.rows(Reply)] == [
        True,
        True,
    ]
    assert person_mark(second.id) in (await town.fresh(main)).audience
