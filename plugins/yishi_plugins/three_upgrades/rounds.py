"""Topics have their orientation, and each round of a case its minutes (domain.md 3.4)."""

from __future__ import annotations

from yishi_core import ReadContext, Refused, guard, require
from yishi_core.domain.consultations import (
    Consultation,
    ConsultationState,
    PlanConsultationInput,
    plan_consultation,
)
from yishi_core.domain.topics import (
    ApproveTopicInput,
    ScreeningDecision,
    ScreenTopicInput,
    approve_topic,
    screen_topic,
)
from yishi_plugins.three_upgrades.rules import UpgradeRule
from yishi_plugins.three_upgrades.settings import Settings


@guard(screen_topic, approve_topic)
def oriented(context: ReadContext, data: ScreenTopicInput | ApproveTopicInput) -> None:
    """A topic goes on with its orientation; it may be put off or rejected without."""
    passed = not isinstance(data, ScreenTopicInput) or data.decision is ScreeningDecision.SCREENED
    require(not passed or data.topic.orientation is not None, UpgradeRule.NO_ORIENTATION)


@guard(plan_consultation)
async def recorded(context: ReadContext, data: PlanConsultationInput) -> Refused | None:
    """The next round of a case is planned when the minutes of the rounds before are confirmed."""
    if data.case is None or not context.settings.of(Settings).minutes_each_round:
        return None
    without = await context.first(
        Consultation,
        Consultation.case_id == data.case.id,
        Consultation.state == ConsultationState.HELD,
        order=Consultation.round_no,
    )
    if without is None:
        return None
    return Refused(UpgradeRule.MINUTES_FIRST, round_no=without.round_no)
