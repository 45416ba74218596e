"""Finding the records that are voided with a record, and those that refer to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.consultations.recording import RECORDED
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.inputs import parse_global_id
from yishi_core.views.voiding.rules import LOOSENED, PARTS


@dataclass
class Reach:
    """The effect of voiding a record.

    `going` are the records voided together, `loosened` the references to be cleared (record and
    column), and `users` the records that stand in the way.
    """

    going: dict[UUID, OrgRow] = field(default_factory=dict)
    loosened: list[tuple[OrgRow, str]] = field(default_factory=list)
    users: list[OrgRow] = field(default_factory=list)


async def reach_of(context: OperationContext, row: OrgRow) -> Reach:
    """Find what voiding a record affects.

    Its parts go with it; with a consultation that was recorded in one operation, everything made by
    that operation.
    """
    found = Reach({r.id: r for r in (row, *await _made_with(context, row))})
    level: Sequence[OrgRow] = list(found.going.values())
    held: dict[UUID, OrgRow] = {}
    while level:
        following: list[OrgRow] = []
        for kind in {type(r) for r in level}:
            ids = [r.id for r in level if type(r) is kind]
            for user, name in await _users(context, kind, ids):
                if (type(user), name) in LOOSENED:
                    found.loosened.append((user, name))
                elif type(user) in PARTS.get(kind, ()) and user.id not in found.going:
                    found.going[user.id] = user
                    following.append(user)
                else:
                    held[user.id] = user
        level = following
    found.users = [user for id_, user in held.items() if id_ not in found.going]
    return found


async def _made_with(context: OperationContext, row: OrgRow) -> list[OrgRow]:
    if not isinstance(row, Consultation):
        return []
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


async def _users(
    context: OperationContext, kind: type[OrgRow], ids: Sequence[UUID]
) -> list[tuple[OrgRow, str]]:
    """Records, not voided, that refer to one of these ids, with the referring column."""
    found: list[tuple[OrgRow, str]] = []
    for entity, name in _references(context, kind):
        rows = await context.find(entity, entity.__table__.c[name].in_(ids))
        found += [(row, name) for row in rows]
    return found


def _references(
    context: OperationContext, kind: type[OrgRow]
) -> Iterator[tuple[type[OrgRow], str]]:
    for model in context.platform.registry:
        if issubclass(model.entity, OrgRow):
            for column in model.table.c:
                reference = info_of(column).ref
                if reference and reference.target == kind.__name__:
                    yield model.entity, column.name
