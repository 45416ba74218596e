"""组室合一: group and studio as one body, three questions, a closed loop, scored members, selected and
paid conveners (domain.md 3.13).
"""

from __future__ import annotations

from yishi_core import (
    Advice,
    EventView,
    Input,
    OperationContext,
    Refused,
    Text,
    hookimpl,
    reacts_to,
)
from yishi_core.domain.activities import ChangeActivityInput, RecordActivityInput
from yishi_core.domain.assessments import (
    ASSESSMENT_REMOVAL_CONFIRMED,
    ConfirmRemovalInput,
    DecideAssessmentInput,
    OpenAssessmentInput,
)
from yishi_core.domain.collaboration import AnswerQuestionInput, SetQuestionInput
from yishi_core.domain.consultations import PlanConsultationInput, RecordConsultationInput
from yishi_core.domain.funds import PayStipendInput
from yishi_core.domain.orgs import CloseOrgInput
from yishi_core.domain.procedures import AdvanceStepInput, RestartCaseInput
from yishi_core.domain.publicity import ChangeHonourInput, RecordHonourInput
from yishi_core.domain.stations import (
    AssignToStationInput,
    ChangeStationInput,
    OpenStationInput,
    Station,
)
from yishi_plugins.group_studio_union import answering, convening, loop, pairing, scoring
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import CODE, Settings


@hookimpl
async def guard(context: OperationContext, operation: str, data: Input) -> Refused | None:
    """The union's rules, each in the module of its subject."""
    settings = context.settings.of(CODE, Settings)
    match data:
        case OpenStationInput():
            return await pairing.opening(context, settings, data)
        case ChangeStationInput():
            return await pairing.changing(context, settings, data)
        case CloseOrgInput():
            return await pairing.closing(context, data)
        case SetQuestionInput():
            return answering.asking(context, settings, data)
        case AnswerQuestionInput():
            return await answering.answering(context, data)
        case PlanConsultationInput() | RecordConsultationInput():
            return await answering.consulting(context, data)
        case RecordActivityInput() | ChangeActivityInput():
            return await answering.working(context, data)
        case AdvanceStepInput():
            return await loop.advancing(context, data)
        case RestartCaseInput():
            return loop.restarting(data)
    return await _people(context, settings, data)


@hookimpl
async def advise(context: OperationContext, operation: str, data: Input) -> list[Advice]:
    """Hints: outcomes to press, consult again, an answer that came late."""
    match data:
        case AdvanceStepInput():
            return await loop.hints(context, data)
        case AnswerQuestionInput(question=question) if (
            question.answered_on and question.answered_on > question.due_on
        ):
            return [
                Advice(
                    "answered_late",
                    Text(
                        "已超过答题期限,台账将标注逾期作答。",
                        "Answered after the day due; the register shows it.",
                    ),
                )
            ]
    return []


@hookimpl
@reacts_to(ASSESSMENT_REMOVAL_CONFIRMED)
async def react(context: OperationContext, event: EventView) -> None:
    """A confirmed removal ends the posts at the studio."""
    await scoring.removed(context, event)


async def _people(context: OperationContext, settings: Settings, data: Input) -> Refused | None:
    """Rules about members, conveners and honours."""
    match data:
        case OpenAssessmentInput():
            return scoring.opening(data)
        case DecideAssessmentInput():
            return await scoring.deciding(context, data)
        case ConfirmRemovalInput():
            return scoring.removing(data)
        case AssignToStationInput():
            return convening.assigning(data)
        case PayStipendInput():
            return await convening.paying(context, settings, data)
        case RecordHonourInput():
            return _honour(data.kind, data.station)
        case ChangeHonourInput(honour=honour):
            return _honour(
                data.sent("kind", honour.kind),
                data.sent("station", await context.get(Station, honour.station_id)),
            )
    return None


def _honour(kind: str, station: Station | None) -> Refused | None:
    """An excellent studio is one."""
    if kind != "excellent_studio" or pairing.is_studio(station):
        return None
    return Refused(UnionRule.HONOUR_NAMES_NO_STUDIO)


__all__ = ["Settings", "advise", "guard", "react"]
