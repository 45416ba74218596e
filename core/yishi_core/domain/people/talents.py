"""Talent pools: set up and closed, with their entries (domain.md 2.4, 3.5)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.people import rules
from yishi_core.domain.people.models import Person
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Entity, Inherited, column, ref
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import require_same_county
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


class FoundTalentPoolInput(Input):
    """A pool of an org."""

    org: Ref[OrgUnit] = Field(title="所属组织")
    name: str = Field(title="名称", min_length=2, max_length=60)
    founded_on: date | None = Field(None, title="建库日期", description="Today unless named.")


class CloseTalentPoolInput(Input):
    """The end of a pool."""

    pool: Ref[TalentPool] = Field(title="协商人才库")
    closed_on: date | None = Field(None, title="停用日期", description="Today unless named.")


class AddTalentInput(Input):
    """A person for one field of a pool."""

    pool: Ref[TalentPool] = Field(title="协商人才库")
    person: Ref[Person] = Field(title="人员")
    field: Annotated[str, Term("expertise")] = Field(
        title="领域", description="Field in which the person may be asked."
    )
    identity: Annotated[str, Term("identity")] = Field(
        title="身份", description="As whom the person is in the pool."
    )
    source: str | None = Field(
        None, title="来源", description="Who recommended the person.", max_length=80
    )
    from_on: date | None = Field(None, title="入库日期", description="Today unless named.")
    to_on: date | None = Field(
        None, title="出库日期", description="Last day, of what is over already."
    )


class EndTalentInput(Input):
    """The end of an entry."""

    entry: Ref[TalentEntry] = Field(title="人才库成员")
    to_on: date | None = Field(None, title="出库日期", description="Last day; today unless named.")


@operation(
    Text("建立人才库", "Found a talent pool"),
    permission=Permission.PERSON_MANAGE,
    subject="org",
    event="talent_pool.founded",
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
    event="talent_pool.closed",
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
    event="talent.added",
)
async def add_talent(context: OperationContext, data: AddTalentInput) -> TalentEntry:
    """Add a person to a pool for a field; for each field once at a time."""
    _require_open(data.pool)
    require_same_county(context, person=data.person)
    from_on = data.from_on or context.today
    not_future(from_on, "from_on", context)
    not_before(from_on, data.pool.founded_on, "from_on", "建库日期", "the founding")
    not_before(data.to_on, from_on, "to_on", "入库日期", "the first day")
    await rules.require_vacant(
        context,
        TalentEntry,
        from_on,
        "该人员已在此领域入库。",
        "The person is in the pool for this field already.",
        until=data.to_on,
        pool_id=data.pool.id,
        person_id=data.person.id,
        field=data.field,
    )
    entry = TalentEntry(
        pool_id=data.pool.id,
        person_id=data.person.id,
        field=data.field,
        identity=data.identity,
        source=data.source,
        from_on=from_on,
        to_on=data.to_on,
    )
    return context.add(entry)


@operation(
    Text("人才出库", "End a talent's entry"),
    permission=Permission.PERSON_MANAGE,
    subject="entry",
    event="talent.left",
)
async def end_talent(context: OperationContext, data: EndTalentInput) -> TalentEntry:
    """End a person's entry in a pool; it stays on record."""
    rules.end_term(data.entry, data.to_on or context.today)
    return data.entry


def _require_open(pool: TalentPool) -> None:
    require(pool.closed_on is None, "pool_closed", "该人才库已停用。", "The pool is closed.")
