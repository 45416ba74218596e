"""The five links of the hall's consultations, and what must be done in each (domain.md 3.10)."""

from __future__ import annotations

from yishi_core import Advice, ReadContext, Text, advise, guard, require
from yishi_core.domain.activities import Activity, Pledge, PledgeState
from yishi_core.domain.collaboration import InfoExchange
from yishi_core.domain.consultations import HELD, Consultation
from yishi_core.domain.procedures import AdvanceStepInput, advance_step
from yishi_plugins.qiangshan_hall.rules import HallRule

LINKS = "five_link"


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> None:
    """It consults before the fourth link ends, and settles the pledges before the fifth does."""
    case = data.case
    if case.procedure != LINKS:
        return
    if data.step == "deliberate":
        held = (Consultation.case_id == case.id, Consultation.state.in_(HELD))
        require(await context.count(Consultation, *held), HallRule.NO_CONSULTATION)
    if data.step == "follow_up":
        open_ = (Pledge.case_id == case.id, Pledge.state == PledgeState.OPEN)
        left = await context.count(Pledge, *open_)
        require(not left, HallRule.PLEDGES_OPEN, count=left)


@advise(advance_step)
async def missing(context: ReadContext, data: AdvanceStepInput) -> list[Advice]:
    """Links that end without a visit, without a pledge, without telling the party branch."""
    case = data.case
    if case.procedure != LINKS:
        return []
    found = []
    if data.step == "deliberate":
        if not await context.count(Pledge, Pledge.case_id == case.id):
            found.append(NO_PLEDGE)
        if not await context.count(InfoExchange, InfoExchange.case_id == case.id):
            found.append(NO_INFORMATION)
    if data.step == "research" and not await context.count(Activity, Activity.case_id == case.id):
        found.append(NO_VISIT)
    return found


NO_PLEDGE = Advice(
    "no_pledge",
    Text("本次协商无委员认领事项。", "No member has made a pledge for this case."),
)
NO_INFORMATION = Advice(
    "no_information",
    Text(
        "尚未与镇党委、村支部互通信息。",
        "No information has been passed to the town or village yet.",
    ),
)
NO_VISIT = Advice(
    "no_visit",
    Text(
        "调查研究环节尚无走访或调研记录。",
        "No visit or survey is on record for this link.",
    ),
)
