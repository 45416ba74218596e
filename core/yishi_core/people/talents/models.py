"""Talent pools (domain.md 2.4)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Inherited, column, ref


class TalentPool(Inherited, Entity):
    """A pool of people who may be invited to consult."""

    __label__ = "协商人才库"

    name: Mapped[str] = column("名称", "Name.", search="title")
    founded_on: Mapped[date] = column("建库日期", "When it was set up.")
    closed_on: Mapped[date | None] = column("停用日期", "When it was closed; its entries end with it.")


class TalentEntry(Inherited, Entity):
    """A person in a pool, for one field."""

    __label__ = "人才库成员"

    pool_id: Mapped[uuid.UUID] = ref("TalentPool", "协商人才库", inverse="entries")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="talent_entries")
    field: Mapped[str] = column("领域", "Field in which the person may be asked.", vocabulary="expertise")
    identity: Mapped[str] = column("身份", "As whom the person is in the pool.", vocabulary="identity")
    source: Mapped[str | None] = column("来源", "Who recommended the person.")
    from_on: Mapped[date] = column("入库日期", "First day.")
    to_on: Mapped[date | None] = column("出库日期", "Last day.")
