"""What an operation's function is given: caller, place, time, settings and transaction.

`ReadContext` reads, and is what guards, advisors and rules of plugins get; `OperationContext` also
writes, and is what operations, daily jobs and reactions get.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.errors import Hint
from yishi_core.kernel.access.principal import Principal
from yishi_core.kernel.database import NAMES_COUNTY
from yishi_core.kernel.entity.base import Entity, OrgRow, TenantRow, new_id, values_of
from yishi_core.kernel.events.declaration import EventType, require_declared
from yishi_core.kernel.operation.result import Advice

if TYPE_CHECKING:
    from yishi_core.kernel.database import DeferredRead
    from yishi_core.kernel.operation.platform import Platform
    from yishi_core.kernel.tree.models import OrgUnit
    from yishi_core.kernel.variants.settings import Effective

R = TypeVar("R", bound=TenantRow)


@dataclass
class PendingEvent:
    """An event that will be written at the end of the transaction."""

    event: EventType
    row: TenantRow
    data: dict[str, Any]


@dataclass
class ReadContext:
    """One running operation, for code that may only read.

    `org` is the owner of the subject. `settings` are the effective settings of that org or, for a
    record that belongs to a case, those with which the case began.
    """

    platform: Platform
    principal: Principal
    session: AsyncSession
    operation: str
    """Its name in snake_case; for a daily job or a reaction, what runs."""
    org: OrgUnit
    settings: Effective
    now: datetime = field(default_factory=clock.now)
    back_entered: bool = False
    """Whether something that happened earlier is entered afterwards: 补录, or an import."""

    @property
    def today(self) -> date:
        """The current date in China."""
        return self.now.astimezone(clock.CHINA).date()

    @property
    def county(self) -> int:
        return self.org.county

    async def get(self, entity: type[R], id_: UUID | None) -> R | None:
        """Return a row of this county by id, or None when there is none or it is not visible."""
        if id_ is None:
            return None
        return (
            await self.session.scalars(_by_id(entity), {"county": self.county, "id": id_})
        ).one_or_none()

    async def first(
        self, entity: type[R], *where: sa.ColumnElement[bool], order: Any = None
    ) -> R | None:
        """The first row that meets the conditions, by default in the order of ids, or None."""
        return next(iter(await self.find(entity, *where, order=order, limit=1)), None)

    async def find(
        self,
        entity: type[R],
        *where: sa.ColumnElement[bool],
        order: Any = None,
        limit: int | None = None,
    ) -> Sequence[R]:
        """Rows of this county that meet the conditions, by default in the order of ids.

        Voided rows are always left out.
        """
        query = sa.select(entity).where(entity.county == self.county, *where)
        if issubclass(entity, OrgRow):
            query = query.where(entity.voided_at.is_(None))
        query = query.order_by(entity.id if order is None else order)
        return (await self.session.scalars(query if limit is None else query.limit(limit))).all()

    async def count(self, entity: type[TenantRow], *where: sa.ColumnElement[bool]) -> int:
        """The number of rows of this county that meet the conditions, without voided ones."""
        query = (
            sa.select(sa.func.count())
            .select_from(entity)
            .where(entity.county == self.county, *where)
        )
        if issubclass(entity, OrgRow):
            query = query.where(entity.voided_at.is_(None))
        return int((await self.session.execute(query)).scalar_one())


@dataclass
class OperationContext(ReadContext):
    """One running operation, for code that writes."""

    advice: list[Advice] = field(default_factory=list)
    events: list[PendingEvent] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str, int], DeferredRead] = field(default_factory=dict)
    """Register numbers that were requested ahead, by path, register and year."""
    beforehand: Any = None
    """What the operation's `beforehand` returned."""
    about: TenantRow | None = None
    """The record that the audit names where neither answer nor subject shows it (a login)."""
    emits: frozenset[EventType] = frozenset()
    """The events that may be emitted here: those that the operation, clock or reaction declares."""

    def reading(self) -> ReadContext:
        """The same operation for code that may only read."""
        given = {one.name: getattr(self, one.name) for one in fields(ReadContext)}
        return ReadContext(**given)

    def add(self, row: R, org: OrgUnit | None = None) -> R:
        """Add a new record to the transaction, owned by the subject's org or by `org`."""
        owner, values = org or self.org, values_of(row)
        values["county"] = owner.county
        values["id"] = values.get("id") or new_id()
        values["org_path"] = values.get("org_path") or owner.org_path
        if isinstance(row, Entity):
            values["org_id"] = owner.id
        self.session.add(row)
        return row

    def advise(self, hint: Hint, **values: object) -> None:
        """Add a hint to the answer, its placeholders filled; it does not refuse the operation."""
        self.advice.append(Advice(hint.word, hint.text(**values)))

    def show(self, name: str, word: str) -> None:
        """Show the caller a secret once, e.g. a query code; it is not stored in plain text.

        It is returned beside the record under a name that the operation declares in `shown_once`.
        """
        self.shown[name] = word

    def emit(self, event: EventType, row: TenantRow, /, **data: Any) -> None:
        """Write an event with this transaction; plugins react to it after the commit. Raises
        `UndeclaredEvent` for one that the running declaration does not name (`emits`).
        """
        require_declared(event, row, self.emits, self.operation)
        self.events.append(PendingEvent(event, row, data))


@cache
def _by_id(entity: type[R]) -> sa.Select[R]:
    query = sa.select(entity).where(
        entity.county == sa.bindparam("county"), entity.id == sa.bindparam("id")
    )
    if issubclass(entity, OrgRow):
        query = query.where(entity.voided_at.is_(None))
    return query.execution_options(**NAMES_COUNTY)
