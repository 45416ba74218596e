"""羌山议事堂: five links, pledges, two-way information, visits by household and temple (domain.md
3.10).
"""

from __future__ import annotations

from datetime import date, timedelta

from yishi_core import Advice, Input, OperationContext, Refused, Text, hookimpl
from yishi_core.domain.activities import (
    Activity,
    ChangeActivityInput,
    ChangePledgeInput,
    FulfilPledgeInput,
    MakePledgeInput,
    Pledge,
    PledgeState,
)
from yishi_core.domain.collaboration import InfoExchange
from yishi_core.domain.consultations import HELD, Consultation
from yishi_core.domain.people import SeatCouncilMemberInput
from yishi_core.domain.procedures import AdvanceStepInput
from yishi_plugins.qiangshan_hall.models import HouseholdVisit
from yishi_plugins.qiangshan_hall.rules import HallRule
from yishi_plugins.qiangshan_hall.settings import CODE, Settings

OF_A_VISIT = frozenset({"kind", "title", "date", "visit_target", "visit_means", "result_text"})
"""What an activity says because a visit in the hall's book does."""


@hookimpl
async def guard(context: OperationContext, operation: str, data: Input) -> Refused | None:
    """The hall's rules: consult before the fourth link ends, settle the pledges before the fifth
    does, keep promises checkable.
    """
    settings = context.settings.of(CODE, Settings)
    match data:
        case AdvanceStepInput(case=case, step="deliberate") if case.procedure == "five_link":
            if not await context.count(
                Consultation, Consultation.case_id == case.id, Consultation.state.in_(HELD)
            ):
                return Refused(HallRule.NO_CONSULTATION)
        case AdvanceStepInput(case=case, step="follow_up") if case.procedure == "five_link":
            if left := await context.count(
                Pledge, Pledge.case_id == case.id, Pledge.state == PledgeState.OPEN
            ):
                return Refused(HallRule.PLEDGES_OPEN, count=left)
        case MakePledgeInput():
            return _in_time(settings, data.due_on, data.consultation.date)
        case ChangePledgeInput(pledge=pledge):
            return _in_time(settings, data.sent("due_on") or pledge.due_on, pledge.made_on)
        case ChangeActivityInput(activity=activity) if OF_A_VISIT & data.model_fields_set:
            if await context.first(HouseholdVisit, HouseholdVisit.activity_id == activity.id):
                return Refused(HallRule.OF_A_VISIT)
        case FulfilPledgeInput() if settings.pledge_photo_required and not data.photos:
            return Refused(HallRule.PHOTO_MISSING)
        case SeatCouncilMemberInput() if data.identity not in settings.council_identities:
            known = "、".join(
                context.settings.label("identity", word) for word in settings.council_identities
            )
            return Refused(HallRule.IDENTITY, known=known)
    return None


def _in_time(settings: Settings, due_on: date, made_on: date) -> Refused | None:
    """A promise is to be kept within the days that the township set."""
    days = settings.pledge_max_days
    if due_on <= made_on + timedelta(days=days):
        return None
    return Refused(HallRule.PLEDGE_TOO_LONG, days=days)


@hookimpl
async def advise(context: OperationContext, operation: str, data: Input) -> list[Advice]:
    """Hints: a consultation without a pledge, a link ended without word to the party branch."""
    match data:
        case AdvanceStepInput(case=case, step="deliberate") if case.procedure == "five_link":
            found = []
            if not await context.count(Pledge, Pledge.case_id == case.id):
                found.append(
                    Advice(
                        "no_pledge",
                        Text(
                            "本次协商无委员认领事项。", "No member has made a pledge for this case."
                        ),
                    )
                )
            if not await context.count(InfoExchange, InfoExchange.case_id == case.id):
                found.append(
                    Advice(
                        "no_information",
                        Text(
                            "尚未与镇党委、村支部互通信息。",
                            "No information has been passed to the town or village yet.",
                        ),
                    )
                )
            return found
        case AdvanceStepInput(case=case, step="research") if case.procedure == "five_link":
            if not await context.count(Activity, Activity.case_id == case.id):
                return [
                    Advice(
                        "no_visit",
                        Text(
                            "调查研究环节尚无走访或调研记录。",
                            "No visit or survey is on record for this link.",
                        ),
                    )
                ]
    return []


__all__ = ["Settings", "advise", "guard"]
