"""Recipients of the notices in 交—督—复: the unit, and the assigning office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yishi_core.domain.outcomes.drafts.events import (
    ASSIGNMENT_REPLIED,
    REPLY_CO_SIGNED,
    REPLY_DRAFTED,
    REPLY_REVIEWED,
    REPLY_SUBMITTED,
)
from yishi_core.domain.outcomes.drafts.models import CoSignature, ReplyDraft, SignatureState
from yishi_core.domain.outcomes.events import (
    OUTCOME_CONVERTED,
    OUTCOME_REFERRED,
    OUTCOME_SUPERVISED,
    REFERRAL_SETTLED,
    SPECIAL_REPORT_DECIDED,
)
from yishi_core.domain.outcomes.extensions import EXTENSION_ASKED, EXTENSION_DECIDED
from yishi_core.domain.outcomes.handling.events import (
    ASSIGNMENT_ACCEPTED,
    ASSIGNMENT_CONFIRMED,
    ASSIGNMENT_CREATED,
    ASSIGNMENT_RETURN_REFUSED,
    ASSIGNMENT_RETURNED,
    ASSIGNMENT_REWORKED,
)
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, Supervision
from yishi_core.domain.outcomes.supervision import SUPERVISION_ANSWERED
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import (
    Notice,
    Receivers,
    to_author,
    to_holders,
    to_those_of,
)
from yishi_core.kernel.access import Permission
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext


def to_signers(state: SignatureState) -> Receivers:
    """The assisting units of a draft whose signatures have this state."""

    async def found(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
        signatures = await context.find(
            CoSignature, CoSignature.draft_id == row.id, CoSignature.state == state
        )
        told = [await _unit(context, signature, event) for signature in signatures]
        return set().union(*told)

    return found


_unit = to_holders(Permission.ASSIGNMENT_HANDLE, at="unit_id")
_writers = to_holders(Permission.REPLY_CREATE)
_office = to_holders(Permission.ASSIGNMENT_CONFIRM)

ASSIGNED = Notice(ASSIGNMENT_CREATED, Text("收到新的交办", "A new assignment"), _unit)
ACCEPTED = Notice(ASSIGNMENT_ACCEPTED, Text("交办已签收", "The assignment was accepted"), _office)
RETURNED = Notice(
    ASSIGNMENT_RETURNED,
    Text("交办被退回,请重新交办", "The assignment was returned: hand it to another unit"),
    _office,
)
RETURN_REFUSED = Notice(
    ASSIGNMENT_RETURN_REFUSED,
    Text("退回未获同意,请继续办理", "The return was refused: go on with it"),
    _unit,
)
REPLIED = Notice(
    ASSIGNMENT_REPLIED,
    Text("承办单位已答复,请确认", "The unit has replied: confirm it"),
    to_those_of("assignment_id", Assignment, _office),
)
CONFIRMED = Notice(ASSIGNMENT_CONFIRMED, Text("答复已确认", "The reply was confirmed"), _unit)
REWORKED = Notice(ASSIGNMENT_REWORKED, Text("要求重新办理", "Rework is demanded"), _unit)


async def _pressed(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
    """The supervised unit; for a check of the whole outcome all units that still take part."""
    one = (
        Assignment.id == row.assignment_id
        if row.assignment_id
        else Assignment.outcome_id == row.outcome_id
    )
    told = [
        await _unit(context, a, event)
        for a in await context.find(Assignment, one, Assignment.state != AssignmentState.RETURNED)
    ]
    return set().union(*told)


SUPERVISED = Notice(OUTCOME_SUPERVISED, Text("收到督办", "The matter is being pressed"), _pressed)
CHECK_ANSWERED = Notice(
    SUPERVISION_ANSWERED,
    Text("承办单位已回应督办", "The unit has answered your check"),
    to_those_of("supervision_id", Supervision, to_author),
)
SETTLED = Notice(
    REFERRAL_SETTLED,
    Text("村(居)已报处理结果", "The village has settled its matter"),
    to_holders(Permission.OUTCOME_ROUTE),
)
TIME_ASKED = Notice(
    EXTENSION_ASKED,
    Text("承办单位申请延期", "The unit asks for more time"),
    to_those_of("assignment_id", Assignment, _office),
)
TIME_DECIDED = Notice(
    EXTENSION_DECIDED,
    Text("延期申请已有答复", "The request for more time was decided"),
    to_those_of("assignment_id", Assignment, _unit),
)
REFERRED = Notice(
    OUTCOME_REFERRED,
    Text("收到移交村(居)两委处理的事项", "A matter was referred to the village"),
    to_holders(Permission.OUTCOME_RECORD),
)
REPORT_DECIDED = Notice(
    SPECIAL_REPORT_DECIDED, Text("专报已批复", "The report was decided"), to_author
)
CONVERTED = Notice(
    OUTCOME_CONVERTED, Text("成果已认定转化", "The outcome was put into practice"), to_author
)
DRAFTED = Notice(
    REPLY_DRAFTED,
    Text("答复草稿待会签", "A draft reply to be co-signed"),
    to_signers(SignatureState.ASKED),
)
PASSED_OVER = Notice(
    REPLY_SUBMITTED,
    Text("主办单位未待会签,已将答复送审", "The lead went on without your signature"),
    to_signers(SignatureState.PASSED_OVER),
)
CO_SIGNED = Notice(
    REPLY_CO_SIGNED,
    Text("协办单位已会签", "An assisting unit has co-signed"),
    to_those_of("draft_id", ReplyDraft, _writers),
)
SUBMITTED = Notice(
    REPLY_SUBMITTED,
    Text("答复草稿待审核", "A draft reply to be reviewed"),
    to_those_of("assignment_id", Assignment, _office),
)
REVIEWED = Notice(
    REPLY_REVIEWED,
    Text("答复草稿已审核", "The draft reply was reviewed"),
    to_those_of("assignment_id", Assignment, _unit),
)
