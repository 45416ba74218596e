"""Recipients of the notices about events: members of the place, and those who confirm minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yishi_core.domain.consultations.events import (
    CONSULTATION_CANCELLED,
    CONSULTATION_NOTIFIED,
    CONSULTATION_POSTPONED,
    CONSULTATION_REARRANGED,
    MINUTES_CONFIRMED,
    MINUTES_DRAFTED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


async def to_invited_units(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
    """The clerks of the handling units that were invited."""
    units = await context.find(
        OrgUnit, OrgUnit.org_path.in_(row.audience or ()), OrgUnit.handles.is_(True)
    )
    told = [
        await context.platform.principals.holding(
            context.session, context.county, Permission.ASSIGNMENT_HANDLE, u.org_path
        )
        for u in units
    ]
    return set().union(*told)


INVITED = Notice(
    CONSULTATION_NOTIFIED,
    Text("邀请本单位参加协商", "Your unit is invited to a consultation"),
    to_invited_units,
)
NOTIFIED = Notice(
    CONSULTATION_NOTIFIED,
    Text("协商活动通知", "You are invited to a consultation"),
    to_holders(Permission.CONSULTATION_SPEAK),
)
POSTPONED = Notice(
    CONSULTATION_POSTPONED,
    Text("协商活动延期", "A consultation was postponed"),
    to_holders(Permission.CONSULTATION_SPEAK),
)
REARRANGED = Notice(
    CONSULTATION_REARRANGED,
    Text("协商活动时间地点变更", "A consultation has another time or place"),
    to_holders(Permission.CONSULTATION_SPEAK),
)
CANCELLED = Notice(
    CONSULTATION_CANCELLED,
    Text("协商活动取消", "A consultation was cancelled"),
    to_holders(Permission.CONSULTATION_SPEAK),
)
DRAFTED = Notice(
    MINUTES_DRAFTED,
    Text("会议纪要待确认", "Minutes to be confirmed"),
    to_holders(Permission.MINUTES_CONFIRM),
)
CONFIRMED = Notice(
    MINUTES_CONFIRMED, Text("会议纪要已确认", "The minutes were confirmed"), to_author
)
