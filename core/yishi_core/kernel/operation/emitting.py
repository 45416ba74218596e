"""Writing the pending events of an operation and queueing their delivery."""

from __future__ import annotations

from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.database import put
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation.context import OperationContext


async def write(context: OperationContext, place: str | None = None) -> None:
    """Write the pending events and queue their delivery, in the transaction of the change.

    Each event is stored at `place`, by default at the place of its record.
    """
    for pending in context.events:
        id_, at = new_id(), pending.row.org_path if place is None else place
        row = {
            "county": context.county,
            "id": id_,
            "org_path": at or county_path(context.county),
            "at": context.now,
            "name": pending.event.name,
            "subject_type": type(pending.row).__name__,
            "subject_id": pending.row.id,
            "account": context.principal.account,
            "data": pending.data or None,
        }
        await put(context.session, Event.__table__, row)
        await context.platform.queue.deliver(
            context.session, context.county, id_, str(pending.row.id), pending.event.name
        )
