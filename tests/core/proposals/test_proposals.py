"""From a draft to its filing (domain.md 2.10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.core import cases
from tests.core.meetings import plenary
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.models import Opinion
from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState


def at(day: str) -> Any:
    return clock.moved(datetime.fromisoformat(f"{day}T12:00:00+08:00"))


async def test_a_proposal_from_draft_to_filing(town: County) -> None:
    draft = await papers.draft(town)
    assert (draft.state, draft.no, draft.proposer_name, draft.word_count) == (
        ProposalState.DRAFT,
        None,
        "许文兰",
        40,
    )
    await plenary.term(town)
    handed_in = await town.act(
        "member", "submit_proposal", proposal=draft, one_matter=True, submitted_on="2026-03-02"
    )
    assert (handed_in.state, str(handed_in.submitted_on)) == (ProposalState.SUBMITTED, "2026-03-02")
    assert handed_in.term_id is not None
    await town.act(
        "county", "review_proposal", proposal=draft, review="情况属实", reviewed_on="2026-03-05"
    )
    filed = await town.act(
        "county", "decide_proposal", proposal=draft, decision="filed", decided_on="2026-03-06"
    )
    assert (filed.state, filed.no) == (ProposalState.FILED, "2026-0001")


async def test_a_draft_is_seen_by_its_author_alone(town: County) -> None:
    draft = await papers.draft(town)
    for who in ("county", "leader", "auditor", "township", "member2"):
        await town.refused(
            who, "review_proposal", code="NOT_FOUND", proposal=draft, review="情况属实"
        )
    await town.refused(
        "member2", "submit_proposal", code="NOT_FOUND", proposal=draft, one_matter=True
    )
    changed = await town.act(
        "member", "change_proposal", proposal=draft, suggestions="尽快建设备用水源。"
    )
    assert changed.word_count == 35


async def test_who_signs_reads_it_once_it_is_handed_in(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", "member2")
    draft = await papers.draft(town, person=first, proposal_kind="joint")
    await town.act(
        "member", "submit_proposal", proposal=draft, one_matter=True, co_proposers=[second]
    )
    rows = await town.rows(CoProposer)
    assert [(r.person_id, r.position) for r in rows] == [(second.id, 1)]
    # he sees it: what he may not do is refused, not hidden
    await town.refused(
        "member2", "withdraw_proposal", code="FORBIDDEN", proposal=draft, reason="不再联名"
    )


async def test_an_account_that_stands_for_nobody_proposes_nothing(town: County) -> None:
    await town.refused(
        "member",
        "draft_proposal",
        code="REFUSED",
        rule="not_linked",
        org=town.orgs["township"],
        **papers.TEXT,
    )


@pytest.mark.parametrize("who", ["county", "leader", "township", "village", "unit", "auditor"])
async def test_only_members_propose(town: County, who: str) -> None:
    code = "NOT_FOUND" if who == "unit" else "FORBIDDEN"
    await town.refused(who, "draft_proposal", code=code, org=town.orgs["township"], **papers.TEXT)


@pytest.mark.parametrize(
    ("given", "handing", "path"),
    [
        ({"situation": ""}, {}, "situation"),
        ({"analysis": " "}, {}, "analysis"),
        ({"suggestions": ""}, {}, "suggestions"),
        ({"situation": "情" * 1500}, {}, "suggestions"),
        ({}, {"one_matter": False}, "one_matter"),
        ({}, {"submitted_on": "2099-01-01"}, "submitted_on"),
        ({}, {"submitted_on": "2020-01-01"}, "proposal"),
        ({"proposal_kind": "joint"}, {}, "co_proposers"),
        ({"proposal_kind": "sector", "proposer_name": "农业界"}, {}, "convener"),
        ({"proposal_kind": "party", "proposer_name": "民盟青禾县支部"}, {}, "stamped"),
    ],
)
async def test_what_is_not_taken(
    town: County, given: dict[str, Any], handing: dict[str, Any], path: str
) -> None:
    draft = await papers.draft(town, **given)
    error = await town.refused(
        "member",
        "submit_proposal",
        code="INVALID_INPUT",
        proposal=draft,
        **{"one_matter": True, **handing},
    )
    assert error.fields[0].path == path
    assert await papers.state(town, draft) == "draft"


async def test_the_limit_of_characters_counts_no_spaces(town: County) -> None:
    draft = await papers.draft(town, situation="情 " * 1498, analysis="分", suggestions="议")
    handed_in = await town.act("member", "submit_proposal", proposal=draft, one_matter=True)
    assert handed_in.word_count == 1500


async def test_bodies_propose_with_signature_or_stamp(town: County) -> None:
    await plenary.member(town)
    party = await papers.draft(town, proposal_kind="party", proposer_name="民盟青禾县支部")
    assert (party.proposer_name, party.first_proposer_id) == ("民盟青禾县支部", None)
    assert (
        await town.act("member", "submit_proposal", proposal=party, one_matter=True, stamped=True)
    ).stamped
    sector = await papers.draft(town, proposal_kind="sector", proposing_org=town.orgs["county"])
    assert (
        await town.act(
            "member", "submit_proposal", proposal=sector, one_matter=True, convener="贺敏"
        )
    ).convener == "贺敏"
    error = await town.refused(
        "member",
        "draft_proposal",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        proposal_kind="group",
        **papers.TEXT,
    )
    assert error.fields[0].path == "proposer_name"


async def test_signers_are_members_in_office_and_sign_once(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", None)
    nobody = await town.act("county", "register_person", org=town.orgs["township"], name="吴长河")
    draft = await papers.draft(town, person=first, proposal_kind="joint")
    for signers, path in (
        ([nobody], "co_proposers.0"),
        ([second, second], "co_proposers"),
        ([first], "co_proposers"),
    ):
        error = await town.refused(
            "member",
            "submit_proposal",
            code="INVALID_INPUT",
            proposal=draft,
            one_matter=True,
            co_proposers=signers,
        )
        assert error.fields[0].path == path


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2025-10-19", "too_early"),
        ("2025-10-20", None),
        ("2026-01-22", None),
        ("2026-01-23", "too_late"),
    ],
)
async def test_plenary_proposals_have_their_time(town: County, day: str, rule: str | None) -> None:
    draft = await papers.draft(
        town, time_kind="plenary", plenary_meeting=await plenary.meeting(town)
    )
    raw: dict[str, Any] = {"proposal": draft, "one_matter": True, "submitted_on": day}
    if rule:
        await town.refused("member", "submit_proposal", code="REFUSED", rule=rule, **raw)
    else:
        assert (await town.act("member", "submit_proposal", **raw)).state is ProposalState.SUBMITTED


async def test_a_plenary_proposal_names_its_meeting_and_no_other_does(town: County) -> None:
    await plenary.member(town)
    meeting = await plenary.meeting(town)
    for given in ({"time_kind": "plenary"}, {"time_kind": "regular", "plenary_meeting": meeting}):
        error = await town.refused(
            "member",
            "draft_proposal",
            code="INVALID_INPUT",
            org=town.orgs["township"],
            **papers.TEXT,
            **given,
        )
        assert error.fields[0].path == "plenary_meeting"


async def test_what_was_handed_in_is_not_changed(town: County) -> None:
    proposal = await papers.submitted(town)
    await town.refused(
        "member", "change_proposal", code="REFUSED", rule="state", proposal=proposal, title="改名"
    )
    await town.refused(
        "member",
        "submit_proposal",
        code="REFUSED",
        rule="state",
        proposal=proposal,
        one_matter=True,
    )


async def test_a_draft_thrown_away_is_read_by_nobody(town: County) -> None:
    draft = await papers.draft(town)
    gone = await town.act("member", "withdraw_proposal", proposal=draft, reason="另行起草")
    assert (gone.state, gone.void_reason) == (ProposalState.DRAFT, "另行起草")
    await town.refused(
        "county", "review_proposal", code="NOT_FOUND", proposal=draft, review="情况属实"
    )


@pytest.mark.parametrize("step", ["submitted", "reviewed", "filed"])
async def test_a_proposal_is_withdrawn_until_a_unit_has_it(town: County, step: str) -> None:
    proposal = await getattr(papers, step)(town)
    gone = await town.act("member", "withdraw_proposal", proposal=proposal, reason="情况已解决")
    assert (gone.state, gone.withdraw_reason) == (ProposalState.WITHDRAWN, "情况已解决")


async def test_not_withdrawn_when_a_unit_has_it(town: County) -> None:
    proposal = await papers.filed(town)
    await papers.assigned(town, proposal)
    await town.refused(
        "member",
        "withdraw_proposal",
        code="REFUSED",
        rule="state",
        proposal=proposal,
        reason="情况已解决",
    )


async def test_a_draft_of_one_becomes_a_joint_one_or_a_body_s(town: County) -> None:
    second = await plenary.member(town, "贺敏", None)
    draft = await papers.draft(town)
    await town.refused(
        "member",
        "submit_proposal",
        code="INVALID_INPUT",
        proposal=draft,
        one_matter=True,
        co_proposers=[second],
    )
    joint = await town.act("member", "change_proposal", proposal=draft, proposal_kind="joint")
    assert (joint.proposal_kind.value, joint.proposer_name, joint.first_proposer_id) == (
        "joint",
        "许文兰",
        draft.first_proposer_id,
    )
    body = {"proposal": draft, "proposal_kind": "sector"}
    error = await town.refused("member", "change_proposal", code="INVALID_INPUT", **body)
    assert error.fields[0].path == "proposer_name"
    named = await town.act("member", "change_proposal", **body, proposer_name="农业界")
    assert (named.proposer_name, named.first_proposer_id) == ("农业界", None)
    back = await town.act("member", "change_proposal", proposal=draft, proposal_kind="joint")
    assert (back.proposer_name, back.first_proposer_id) == ("许文兰", joint.first_proposer_id)
    done = await town.act(
        "member", "submit_proposal", proposal=draft, one_matter=True, co_proposers=[second]
    )
    assert done.state is ProposalState.SUBMITTED


async def test_matters_go_with_a_proposal_that_becomes_an_opinion(town: County) -> None:
    station = await cases.station(town)
    intake = await town.act(
        "village", "record_intake", station=station, content="水管漏水", channel="offline_desk"
    )
    await town.act("township", "accept_intake", intake=intake, focus_category="water")
    proposal = await papers.reviewed(town)
    await town.act("township", "turn_into_proposal", intake=intake, proposal=proposal)
    await town.act("county", "decide_proposal", proposal=proposal, decision="converted_to_opinion")
    [row], [opinion] = await town.rows(Intake), await town.rows(Opinion)
    assert (row.state, row.opinion_id) == (IntakeState.TO_OPINION, opinion.id)


async def test_a_proposal_takes_up_accepted_matters(town: County) -> None:
    intake = await town.act(
        "member",
        "record_intake",
        org=town.orgs["township"],
        content="村里经常停水",
        channel="visit",
        submitter_kind="resident",
        submitter_name="周桂花",
    )
    await plenary.member(town)
    raw: dict[str, Any] = {"org": town.orgs["township"], "intakes": [intake], **papers.TEXT}
    await town.refused(
        "member", "draft_proposal", code="REFUSED", rule="intake_not_accepted", **raw
    )
    await town.act("township", "accept_intake", intake=intake)
    named = await papers.draft(town, intakes=[intake], situation="周桂花家经常停水。")
    await town.refused(
        "member",
        "submit_proposal",
        code="REFUSED",
        rule="not_masked",
        proposal=named,
        one_matter=True,
    )
    await town.act("member", "change_proposal", proposal=named, situation="村里经常停水。")
    proposal = await town.act("member", "submit_proposal", proposal=named, one_matter=True)
    [row] = await town.rows(Intake)
    assert (row.state, row.proposal_id) == (IntakeState.TO_PROPOSAL, proposal.id)
    await town.act("member", "withdraw_proposal", proposal=proposal, reason="改为社情民意")
    [row] = await town.rows(Intake)
    assert (row.state, row.proposal_id) == (IntakeState.ACCEPTED, None)


async def test_another_county_knows_nothing_of_it(town: County, platform: Any) -> None:
    from tests.fixtures.county import make_county

    proposal = await papers.submitted(town)
    away = await make_county(platform)
    await away.refused(
        "county", "review_proposal", code="NOT_FOUND", proposal=proposal, review="情况属实"
    )
    stranger = await plenary.member(away)
    draft = await papers.draft(town, proposal_kind="joint", title="联名提案")
    await town.refused(
        "member",
        "submit_proposal",
        code="NOT_FOUND",
        proposal=draft,
        one_matter=True,
        co_proposers=[stranger],
    )
    assert len(await town.rows(Proposal)) == 2
