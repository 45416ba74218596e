"""Finding the records that are voided with a record, and those that refer to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yishi_core.facilities.voiding.declaration import voidings_of
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.entity.columns import OnVoid, info_of
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.views.voiding.uninstalled import tables_in_use


@dataclass
class Reach:
    """The effect of voiding a record.

    `going` are the records voided together, `loosened` the references to be cleared (record and
    column), and `users` the records that stand in the way; `unknown` are the tables of plugins that
    are not loaded, or the labels of their entities, with records that stand in the way.
    """

    going: dict[UUID, OrgRow] = field(default_factory=dict)
    loosened: list[tuple[OrgRow, str]] = field(default_factory=list)
    users: list[OrgRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


async def reach_of(context: OperationContext, row: OrgRow) -> Reach:
    """What the voiding of a record touches: its parts, and what was made with it in one go."""
    found = Reach({r.id: r for r in (row, *await _made_with(context, row))})
    level: Sequence[OrgRow] = list(found.going.values())
    held: dict[UUID, OrgRow] = {}
    while level:
        following: list[OrgRow] = []
        for kind in {type(r) for r in level}:
            ids = [r.id for r in level if type(r) is kind]
            for user, name, on_void in await _users(context, kind, ids):
                if on_void == "set_null":
                    found.loosened.append((user, name))
                elif on_void == "cascade" and user.id not in found.going:
                    found.going[user.id] = user
                    following.append(user)
                else:
                    held[user.id] = user
        level = following
    found.users = [user for id_, user in held.items() if id_ not in found.going]
    for kind in dict.fromkeys(type(r) for r in found.going.values()):
        ids = [r.id for r in found.going.values() if type(r) is kind]
        found.unknown += await tables_in_use(context, kind, ids)
    return found


async def _made_with(context: OperationContext, row: OrgRow) -> list[OrgRow]:
    return [
        made
        for voiding in voidings_of(context.platform).get(type(row), ())
        if voiding.made_with
        for made in await voiding.made_with(context, row)
    ]


async def _users(
    context: OperationContext, kind: type[OrgRow], ids: Sequence[UUID]
) -> list[tuple[OrgRow, str, OnVoid]]:
    """Records, not voided, that refer to one of these ids, with the referring column."""
    found: list[tuple[OrgRow, str, OnVoid]] = []
    for entity, name, on_void in references_to(context.platform.registry, kind):
        rows = await context.find(entity, entity.__table__.c[name].in_(ids))
        found += [(row, name, on_void) for row in rows]
    return found


def references_to(
    registry: Registry, kind: type[OrgRow]
) -> Iterator[tuple[type[OrgRow], str, OnVoid]]:
    """The columns that refer to an entity: whose they are, their names, and what becomes of the
    record when its target is taken back.
    """
    for model in registry:
        if issubclass(model.entity, OrgRow):
            for column in model.table.c:
                reference = info_of(column).ref
                if reference and reference.target == kind.__name__:
                    yield model.entity, column.name, reference.on_void
