"""Talent pools: set up and closed, with their entries (domain.md 2.4, 3.5)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated

from sqlalchemy.orm import Mapped

from yishi_core.domain.people import rules
from yishi_core.domain.people.models import Person
from yishi_core.domain.people.rules import PeopleRule
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Entity, Inherited, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require
from yishi_core.kernel.tree.models import OrgUnit


class TalentPool(Inherited, Entity):
    """A pool of people who may be invited to consult."""

    __label__ = "协商人才库"

    name: Mapped[str] = column("名称", "Name.", search="title")
    founded_on: Mapped[date] = column("建库日期", "When it was set up.")
    closed_on: Mapped[date | None] = column(
        "停用日期", "When it was closed; its entries end with it."
    )


TALENT_POOL_CHANGED = EventType("talent_pool.changed", TalentPool)
TALENT_POOL_FOUNDED = EventType("talent_pool.founded", TalentPool)
TALENT_POOL_CLOSED = EventType("talent_pool.closed", TalentPool)


class TalentEntry(Inherited, Entity):
    """A person in a pool, for one field."""

    __label__ = "人才库成员"

    pool_id: Mapped[uuid.UUID] = ref("TalentPool", "协商人才库", inverse="entries")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="talent_entries")
    field: Mapped[str] = column(
        "领域", "Field in which the person may be asked.", vocabulary="expertise"
    )
    identity: Mapped[str] = column(
        "身份", "As whom the person is in the pool.", vocabulary="identity"
    )
    source: Mapped[str | None] = column("来源", "Who recommended the person.")
    from_on: Mapped[date] = column("入库日期", "First day.")
    to_on: Mapped[date | None] = column("出库日期", "Last day.")


TALENT_CHANGED = EventType("talent.changed", TalentEntry)
TALENT_ADDED = EventType("talent.added", TalentEntry)
TALENT_LEFT = EventType("talent.left", TalentEntry)


class FoundTalentPoolInput(Input):
    """A pool of an org."""

    org: Ref[OrgUnit] = like(TalentPool.org_id)
    name: str = like(TalentPool.name, min_length=2, max_length=60)
    founded_on: date | None = like(TalentPool.founded_on, None, doc=TODAY)


class CloseTalentPoolInput(Input):
    """The end of a pool."""

    pool: Ref[TalentPool] = like(TalentPool)
    closed_on: date | None = like(TalentPool.closed_on, None, doc=TODAY)


class AddTalentInput(Input, enters=TalentEntry):
    """A person for one field of a pool."""

    pool: Ref[TalentPool] = like(TalentEntry.pool_id)
    person: Ref[Person] = like(TalentEntry.person_id)
    field: Annotated[str, Term("expertise")] = like(TalentEntry.field)
    identity: Annotated[str, Term("identity")] = like(TalentEntry.identity)
    source: str | None = like(TalentEntry.source, None, max_length=80)
    from_on: date | None = like(TalentEntry.from_on, None, doc=TODAY)
    to_on: date | None = like(TalentEntry.to_on, None, doc="Last day, of what is over already.")


class EndTalentInput(Input):
    """The end of an entry."""

    entry: Ref[TalentEntry] = like(TalentEntry)
    to_on: date | None = like(TalentEntry.to_on, None, doc="Last day; today unless named.")


@operation(
    Text("建立人才库", "Found a talent pool"),
    permission=Permission.PERSON_MANAGE,
    subject="org",
    event=TALENT_POOL_FOUNDED,
)
async def found_talent_pool(context: OperationContext, data: FoundTalentPoolInput) -> TalentPool:
    """Set up a pool of people who may be invited to consult (domain.md 3.5, 3.6)."""
    founded_on = data.founded_on or context.today
    not_future(founded_on, "founded_on", context)
    return context.add(TalentPool(name=data.name, founded_on=founded_on))


@operation(
    Text("停用人才库", "Close a talent pool"),
    permission=Permission.PERSON_MANAGE,
    subject="pool",
    event=TALENT_POOL_CLOSED,
)
async def close_talent_pool(context: OperationContext, data: CloseTalentPoolInput) -> TalentPool:
    """Close a pool; entries that still run end with it."""
    _require_open(data.pool)
    day = data.closed_on or context.today
    not_future(day, "closed_on", context)
    not_before(day, data.pool.founded_on, "closed_on", "建库日期", "the founding")
    data.pool.closed_on = day
    for entry in await context.find(
        TalentEntry, TalentEntry.pool_id == data.pool.id, TalentEntry.to_on.is_(None)
    ):
        entry.to_on = max(day, entry.from_on)
    return data.pool


@operation(
    Text("人才入库", "Add a talent"),
    permission=Permission.PERSON_MANAGE,
    subject="pool",
    event=TALENT_ADDED,
    importable=True,
)
async def add_talent(context: OperationContext, data: AddTalentInput) -> TalentEntry:
    """Add a person to a pool for a field; for each field once at a time."""
    _require_open(data.pool)
    require_same_county(context, person=data.person)
    from_on = data.from_on or context.today
    not_future(from_on, "from_on", context)
    not_before(from_on, data.pool.founded_on, "from_on", "建库日期", "the founding")
    not_before(data.to_on, from_on, "to_on", "入库日期", "the first day")
    require(
        await rules.is_vacant(
            context,
            TalentEntry,
            from_on,
            until=data.to_on,
            pool_id=data.pool.id,
            person_id=data.person.id,
            field=data.field,
        ),
        PeopleRule.IN_POOL_ALREADY,
    )
    entry = entered(TalentEntry, data, from_on=from_on)
    return context.add(entry)


@operation(
    Text("人才出库", "End a talent's entry"),
    permission=Permission.PERSON_MANAGE,
    subject="entry",
    event=TALENT_LEFT,
)
async def end_talent(context: OperationContext, data: EndTalentInput) -> TalentEntry:
    """End a person's entry in a pool; it stays on record."""
    rules.end_term(data.entry, data.to_on or context.today)
    return data.entry


def _require_open(pool: TalentPool) -> None:
    require(pool.closed_on is None, PeopleRule.POOL_CLOSED)
