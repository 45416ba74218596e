"""Todo items of the funds: rewards that are granted and not yet paid (domain.md 2.14)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.funds.models import Subsidy
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

_station = sa.and_(Station.county == Subsidy.county, Station.id == Subsidy.station_id)

SUBSIDY = Matter(
    Subsidy,
    title=sa.select(Station.name).where(_station).correlate(Subsidy).scalar_subquery(),
    started=True,
    acts=("grant_subsidy",),
)

PAY = Todo(
    "subsidy.pay",
    SUBSIDY,
    Text("拨付奖补资金", "Pay the subsidy"),
    waits="奖补资金未拨付",
    permission=Permission.FUNDS_RECORD,
    when=Subsidy.paid_on.is_(None),
    by=("pay_subsidy",),
)
