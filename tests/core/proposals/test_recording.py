"""Proposals of earlier years, entered from paper (domain.md 2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.meetings import plenary
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.kernel.access.places import person_mark

OLD: dict[str, Any] = {
    "title": "关于修建河堤的提案",
    "category": "disaster",
    "suggestions": "修建河堤两公里。",
    "submitted_on": "2019-01-10",
    "closed_on": "2019-06-30",
    "proposer_name": "民盟青禾县支部",
    "proposal_kind": "party",
}


async def test_an_old_proposal_with_what_became_of_it(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", None)
    raw = {
        **OLD,
        "proposal_kind": "joint",
        "proposer_name": None,
        "first_proposer": first,
        "co_proposers": [second],
        "is_key": True,
    }
    row = await town.act(
        "county",
        "record_proposal",
        org=town.orgs["township"],
        key_supervisor="县长 高远",
        appraisal="已建成",
        **raw,
    )
    assert (row.state, row.no, row.proposer_name, row.is_key) == (
        ProposalState.CLOSED,
        "2019-0001",
        "许文兰",
        True,
    )
    assert [c.person_id for c in await town.rows(CoProposer)] == [second.id]
    # its signer reads it
    await town.refused(
        "member", "withdraw_proposal", code="REFUSED", rule="state", proposal=row, reason="不可撤回"
    )


async def test_numbers_of_the_papers_are_kept_and_passed_over(town: County) -> None:
    row = await town.act(
        "county", "record_proposal", org=town.orgs["county"], no="2019-0001", **OLD
    )
    assert row.no == "2019-0001"
    assert (
        await town.act("county", "record_proposal", org=town.orgs["county"], **OLD)
    ).no == "2019-0002"
    await town.refused(
        "county",
        "record_proposal",
        code="REFUSED",
        rule="number_taken",
        org=town.orgs["county"],
        no="2019-0001",
        **OLD,
    )


async def test_a_filed_one_goes_on_as_any_other(town: County) -> None:
    row = await town.act(
        "county",
        "record_proposal",
        org=town.orgs["county"],
        **{**OLD, "end": "filed", "closed_on": None},
    )
    await papers.assigned(town, row)
    assert await papers.state(town, row) == "assigned"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"submitted_on": "2099-01-01"}, "submitted_on"),
        ({"decided_on": "2018-12-31"}, "decided_on"),
        ({"closed_on": "2019-01-01"}, "closed_on"),
        ({"closed_on": None}, "closed_on"),
        ({"end": "not_filed", "closed_on": None}, "not_filed_reason"),
        ({"not_filed_reason": "empty"}, "not_filed_reason"),
        ({"is_key": True}, "key_supervisor"),
        (
            {
                "end": "not_filed",
                "closed_on": None,
                "not_filed_reason": "empty",
                "is_excellent": True,
            },
            "end",
        ),
        ({"proposer_name": None}, "proposer_name"),
        ({"time_kind": "plenary"}, "plenary_meeting"),
    ],
)
async def test_what_is_not_recorded(town: County, given: dict[str, Any], path: str) -> None:
    error = await town.refused(
        "county",
        "record_proposal",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        **{**OLD, **given},
    )
    assert error.fields[0].path == path
    assert await town.rows(Proposal) == []


async def test_what_was_entered_is_put_right_until_a_unit_has_it(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", None)
    change = "change_recorded_proposal"
    row = await town.act(
        "county", "record_proposal", org=town.orgs["county"], no="2019-0007", **OLD
    )
    other = await town.act(
        "county", "record_proposal", org=town.orgs["county"], no="2019-0008", **OLD
    )
    joint = {
        "proposal_kind": "joint",
        "first_proposer": first,
        "co_proposers": [second],
        "submitted_on": "2019-01-12",
    }
    row = await town.act(
        "county", change, proposal=row, **joint, title="关于修建东河河堤的提案", version=1
    )
    assert (row.title, row.proposer_name, str(row.submitted_on), row.no) == (
        "关于修建东河河堤的提案",
        "许文兰",
        "2019-01-12",
        "2019-0007",
    )
    assert [
        (c.person_id, c.position)
        for c in await town.rows(CoProposer, CoProposer.voided_at.is_(None))
    ] == [(second.id, 1)]
    await town.act("county", change, proposal=row, first_proposer=second, co_proposers=[])
    assert (await town.fresh(row)).audience == [person_mark(second.id)]
    assert await town.rows(CoProposer, CoProposer.voided_at.is_(None)) == []
    await town.refused(
        "county", change, code="REFUSED", rule="number_taken", proposal=row, no=other.no
    )
    await town.refused(
        "county", change, code="CONFLICT", proposal=row, title="另一个题目", version=1
    )
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"closed_on": None}, "closed_on"),
        ({"end": "filed"}, "closed_on"),
        ({"submitted_on": None}, "submitted_on"),
        ({"title": None}, "title"),
        ({"submitted_on": "2019-07-01", "decided_on": None}, "closed_on"),
        ({"is_key": True}, "key_supervisor"),
    )
    for wrong, path in wrongs:
        assert (
            await town.refused("county", change, code="INVALID_INPUT", proposal=row, **wrong)
        ).fields[0].path == path
    row = await town.act("county", change, proposal=row, end="filed", closed_on=None)
    assert row.state is ProposalState.FILED
    await papers.assigned(town, row)
    await town.refused(
        "county", change, code="REFUSED", rule="state", proposal=row, title="另一个题目"
    )


async def test_what_a_member_handed_in_stays_in_his_words(town: County) -> None:
    row = await papers.filed(town)
    await town.refused(
        "county",
        "change_recorded_proposal",
        code="REFUSED",
        rule="own_words",
        proposal=row,
        title="改写他人提案",
    )


@pytest.mark.parametrize("who", ["leader", "township", "member", "auditor"])
async def test_only_the_county_records(town: County, who: str) -> None:
    await town.refused(who, "record_proposal", code="FORBIDDEN", org=town.orgs["township"], **OLD)
