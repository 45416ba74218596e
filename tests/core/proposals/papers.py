"""Beginnings that the stories of proposals share."""

from __future__ import annotations

from typing import Any

from tests.core.meetings import plenary
from tests.fixtures.county import County
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.people.models import Person
from yishi_core.domain.proposals.models import Proposal

TEXT = {
    "title": "关于改善农村饮水安全的提案",
    "category": "water",
    "situation": "全县仍有十二个村饮水不稳定。",
    "analysis": "水源单一,管护经费不足。",
    "suggestions": "建设备用水源,设立管护专账。",
}
BRIEF = "请研究农村饮水安全提案并答复"


async def draft(
    town: County, who: str = "member", person: Person | None = None, **given: Any
) -> Proposal:
    """A draft of the member, for whom the account stands."""
    if person is None and town.principals[who].person is None:
        await plenary.member(town, who=who)
    row: Proposal = await town.act(
        who, "draft_proposal", org=town.orgs["township"], **{**TEXT, **given}
    )
    return row


async def submitted(town: County, **given: Any) -> Proposal:
    row: Proposal = await town.act(
        "member", "submit_proposal", proposal=await draft(town, **given), one_matter=True
    )
    return row


async def reviewed(town: County, **given: Any) -> Proposal:
    row: Proposal = await town.act(
        "county",
        "review_proposal",
        proposal=await submitted(town, **given),
        review="情况属实,建议立案",
    )
    return row


async def filed(town: County, **given: Any) -> Proposal:
    row: Proposal = await town.act(
        "county", "decide_proposal", proposal=await reviewed(town, **given), decision="filed"
    )
    return row


async def assigned(
    town: County, of: Proposal | None = None, unit: str = "unit", **given: Any
) -> Assignment:
    raw = {"brief": BRIEF, **given}
    row: Assignment = await town.act(
        "county", "assign_proposal", proposal=of or await filed(town), unit=town.orgs[unit], **raw
    )
    return row


async def answered(town: County, handed: Assignment, unit: str = "unit") -> None:
    """Accepted, answered after a visit, confirmed by the county."""
    await town.act(unit, "accept_assignment", assignment=handed)
    await reply(town, handed, unit)


async def reply(town: County, handed: Assignment, unit: str = "unit") -> None:
    await town.act(
        unit,
        "reply_assignment",
        assignment=handed,
        text="已列入年度计划",
        result_class="B",
        communicated_by="visit",
    )
    await town.act("county", "confirm_reply", assignment=handed)


async def replied(town: County) -> Proposal:
    proposal = await filed(town)
    await answered(town, await assigned(town, proposal))
    fresh: Proposal = await town.fresh(proposal)
    return fresh


async def state(town: County, row: Any) -> str:
    return str((await town.fresh(row)).state.value)
