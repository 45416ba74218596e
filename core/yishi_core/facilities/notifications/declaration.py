"""The declaration of notifications: `Notice` values in a noun's `notices.py`.

    Notice(ASSIGNMENT_CREATED, Text("收到新的交办", "A new assignment"),
    to_holders(Permission.ASSIGNMENT_HANDLE, at="unit_id"))

The account that caused the event is never notified.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yishi_core.errors import Text
from yishi_core.kernel.access.places import ancestors
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.events.declaration import EventType, Listener
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit

Receivers = Callable[[OperationContext, Any, EventView], Awaitable[set[UUID]]]


@dataclass(frozen=True, eq=False)
class Notice(Listener):
    """Whom to notify of an event, and with which text.

    When several notices of an event name the same account, it gets the text of the first one.
    """

    event: EventType
    text: Text
    to: Receivers

    def about(self) -> frozenset[EventType]:
        return frozenset({self.event})


def notices_of(platform: Platform) -> Mapping[str, Sequence[Notice]]:
    """The notices by event name."""
    return platform.derived(_by_event)


def _by_event(platform: Platform) -> Mapping[str, Sequence[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in platform.declared(Notice):
        found.setdefault(notice.event.name, []).append(notice)
    return found


def to_holders(permission: str, at: str | None = None) -> Receivers:
    """The accounts that hold a permission at the record's place.

    Only the nearest level at which anyone holds it counts. `at` names a reference to an org that is
    used instead of the record's place.
    """

    async def found(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
        place = row.org_path
        if at is not None:
            org = await context.get(OrgUnit, getattr(row, at))
            if org is None:
                return set()
            place = org.org_path
        return set(
            await context.platform.principals.holding(
                context.session, context.county, permission, place
            )
        )

    return found


def to_those_above(permission: str) -> Receivers:
    """The accounts that hold a permission above the record's place.

    Nobody receives the report of their own office (`access/superior.py`).
    """

    async def found(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
        place = ancestors(row.org_path)[-1]
        return set(
            await context.platform.principals.holding(
                context.session, context.county, permission, place
            )
        )

    return found


def to_account(column: str) -> Receivers:
    """The account that a column names."""

    async def found(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
        return {who} if (who := getattr(row, column)) else set()

    return found


to_author = to_account("created_by")
"""The account that entered the record, for example a submitted matter."""


def to_person(column: str) -> Receivers:
    """The accounts of the person that a column names."""

    async def found(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
        who = getattr(row, column)
        return (
            set(await context.platform.principals.accounts_of(context.session, context.county, who))
            if who
            else set()
        )

    return found


def to_those_of(column: str, entity: type[TenantRow], receivers: Receivers) -> Receivers:
    """The receivers of another record that a column names, e.g. of a reply's assignment."""

    async def found(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
        other = await context.get(entity, getattr(row, column))
        return await receivers(context, other, event) if other is not None else set()

    return found
