"""What a county changed in the list of sectors (domain.md 5.7)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Inherited, column


class Sector(Inherited, Entity):
    """A sector that a county renamed, hid or added; the others are as delivered (`countySectors` tells the whole list)."""

    __label__ = "界别"
    __constraints__ = (sa.UniqueConstraint("county", "code"),)

    code: Mapped[str] = column("代码", "Stable word; members refer to it.")
    name: Mapped[str] = column("名称", "As the county writes it.")
    group: Mapped[str] = column("界别类别", "Party, people's organisation, profession …", vocabulary="sector_group")
    sort: Mapped[int] = column("序号", "Place in the list.")
    hidden: Mapped[bool] = column("停用", "Not offered to new members; those who have it keep it.", default=False)
