"""An accepted matter becomes an opinion or part of a proposal, and its sender is told (domain.md
2.5).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.opinions import briefs
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.models import Opinion, OpinionState

NEW = {
    "title": "关于村口停水",
    "category": "water",
    "problem": "村口每周停水两天。",
    "cause": "管网老化。",
    "suggestion": "更换管网。",
    "reporter": "罗静",
}


async def accepted(town: County) -> Intake:
    row: Intake = await town.act(
        "township",
        "record_intake",
        org=town.orgs["township"],
        content="村口停水",
        channel="visit",
        submitter_kind="resident",
        submitter_name="周桂花",
    )
    await town.act("township", "accept_intake", intake=row)
    return row


async def test_a_matter_becomes_an_opinion_and_its_sender_is_told(town: County) -> None:
    matter = await accepted(town)
    row = await town.act(
        "township", "turn_into_opinion", intake=matter, new=NEW, result_note="已转为社情民意上报"
    )
    [opinion] = await town.rows(Opinion)
    assert (row.state, row.opinion_id, row.result_note) == (
        IntakeState.TO_OPINION,
        opinion.id,
        "已转为社情民意上报",
    )
    assert row.replied_on is not None
    assert (opinion.state, opinion.no, opinion.reporter_unit) == (
        OpinionState.COLLECTED,
        "2026-0001",
        town.orgs["township"].name,
    )
    assert (await town.act("township", "close_intake", intake=matter)).state is IntakeState.CLOSED


async def test_a_matter_joins_an_opinion(town: County) -> None:
    opinion = await briefs.collected(town)
    row = await town.act(
        "township", "turn_into_opinion", intake=await accepted(town), opinion=opinion
    )
    assert (row.state, row.opinion_id, row.replied_on) == (IntakeState.TO_OPINION, opinion.id, None)


async def test_no_resident_s_name_in_the_opinion(town: County) -> None:
    raw = {**NEW, "problem": "周桂花家每周停水。"}
    await town.refused(
        "township",
        "turn_into_opinion",
        code="REFUSED",
        rule="not_masked",
        intake=await accepted(town),
        new=raw,
    )
    assert await town.rows(Opinion) == []


@pytest.mark.parametrize("given", [{}, {"new": NEW, "opinion": True}])
async def test_either_a_new_one_or_one_that_is_there(town: County, given: dict[str, Any]) -> None:
    if "opinion" in given:
        given = {**given, "opinion": await briefs.collected(town)}
    error = await town.refused(
        "township", "turn_into_opinion", code="INVALID_INPUT", intake=await accepted(town), **given
    )
    assert error.fields[0].path == "opinion"


async def test_not_into_one_that_has_ended(town: County) -> None:
    opinion = await briefs.collected(town)
    await town.act("township", "set_aside_opinion", opinion=opinion, reason="unclear")
    await town.refused(
        "township",
        "turn_into_opinion",
        code="REFUSED",
        rule="state",
        intake=await accepted(town),
        opinion=opinion,
    )


async def test_a_matter_joins_a_proposal_and_its_sender_is_told(town: County) -> None:
    proposal = await papers.submitted(town)
    row = await town.act(
        "township",
        "turn_into_proposal",
        intake=await accepted(town),
        proposal=proposal,
        result_note="已由委员提出提案",
    )
    assert (row.state, row.proposal_id, row.result_note) == (
        IntakeState.TO_PROPOSAL,
        proposal.id,
        "已由委员提出提案",
    )


async def test_not_into_a_draft_or_one_that_has_ended(town: County) -> None:
    matter, draft = await accepted(town), await papers.draft(town)
    await town.refused(
        "township", "turn_into_proposal", code="NOT_FOUND", intake=matter, proposal=draft
    )
    gone = await papers.submitted(town)
    await town.act("member", "withdraw_proposal", proposal=gone, reason="情况已解决")
    await town.refused(
        "township", "turn_into_proposal", code="REFUSED", rule="state", intake=matter, proposal=gone
    )


@pytest.mark.parametrize("operation", ["turn_into_opinion", "turn_into_proposal"])
async def test_only_an_accepted_matter_by_whoever_handles_matters(
    town: County, operation: str
) -> None:
    given: dict[str, Any] = (
        {"new": NEW}
        if operation == "turn_into_opinion"
        else {"proposal": await papers.submitted(town)}
    )
    fresh = await town.act(
        "township",
        "record_intake",
        org=town.orgs["township"],
        content="村口停水",
        channel="visit",
        submitter_kind="resident",
    )
    await town.refused("township", operation, code="REFUSED", rule="state", intake=fresh, **given)
    matter = await accepted(town)
    await town.refused(
        "township", operation, code="INVALID_INPUT", intake=matter, on="2020-01-01", **given
    )
    await town.refused("auditor", operation, code="FORBIDDEN", intake=matter, **given)
