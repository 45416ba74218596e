"""Echo walls (domain.md 2.3, 2.15)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Inherited, Shared, column, ref


class EchoWall(Inherited, Shared, Entity):
    """A public wall on which the cases of a station are shown; everybody may read that it is there."""

    __label__ = "回音壁"

    station_id: Mapped[uuid.UUID] = ref("Station", "所属站点", inverse="echo_walls")
    place: Mapped[str] = column("位置", "Where it hangs, e.g. the public service centre.", search="title")
    put_up_on: Mapped[date] = column("设置日期", "When it was put up.")
    taken_down_on: Mapped[date | None] = column("撤除日期", "When it was taken down.")
