"""A consultation that was recorded in one go is taken back with everything made with it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.consultations.recording import RECORDED
from yishi_core.facilities.voiding.declaration import Voiding
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.inputs import parse_global_id


async def _recorded_with(context: OperationContext, row: Consultation) -> Sequence[OrgRow]:
    """What the event of its recording lists."""
    event = await context.first(Event, Event.subject_id == row.id, Event.name == RECORDED)
    ids: dict[str, list[UUID]] = {}
    for word in (event.data or {}).get("made", ()) if event else ():
        pending = parse_global_id(word)
        ids.setdefault(pending.type, []).append(pending.id)
    made: list[OrgRow] = []
    for name, wanted in ids.items():
        entity = context.platform.registry[name].entity
        made += [
            r for r in await context.find(entity, entity.id.in_(wanted)) if isinstance(r, OrgRow)
        ]
    return made


CONSULTATIONS = Voiding(Consultation, made_with=_recorded_with)
