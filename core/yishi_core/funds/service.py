"""What conveners are paid (domain.md 2.14)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.funds import rules
from yishi_core.funds.models import Stipend
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.rules import not_future
from yishi_core.people.models import Person
from yishi_core.stations.models import Station, StationAssignment, StationRole


class PayStipendInput(Input):
    """A convener's pay for a period."""

    station: Ref[Station] = Field(title="站点")
    person: Ref[Person] = Field(title="召集人", description="Convener of the station throughout the period.")
    amount: int = Field(title="金额(分)", description="Amount in cents.", gt=0, le=1_000_000_000)
    period_from: date = Field(title="起始日期", description="First day of the period.")
    period_to: date = Field(title="截止日期", description="Last day of the period.")
    paid_on: date | None = Field(None, title="发放日期", description="When it was paid, if it was.")
    note: str | None = Field(None, title="备注", description="Remarks.", max_length=500)


@operation(Text("登记召集人补助", "Record a stipend"), permission=Permission.FUNDS_RECORD, subject="station", event="stipend.recorded")
async def pay_stipend(context: OperationContext, data: PayStipendInput) -> Stipend:
    """Record what a convener is paid for a period in which the person was convener of the station; no day is paid twice."""
    require_one_county(context, data)
    rules.require_period(data.period_from, data.period_to)
    not_future(data.paid_on, "paid_on", context)
    station, person = data.station, data.person
    posts = await context.find(
        StationAssignment, StationAssignment.station_id == station.id, StationAssignment.person_id == person.id,
        StationAssignment.role == StationRole.CONVENER,
    )  # fmt: skip
    rules.require_convener(posts, data.period_from, data.period_to)
    overlapping = (Stipend.period_from <= data.period_to, Stipend.period_to >= data.period_from)
    rules.require_not_paid(await context.first(Stipend, Stipend.station_id == station.id, Stipend.person_id == person.id, *overlapping))
    return context.add(
        Stipend(
            person_id=person.id, station_id=station.id, amount=data.amount, period_from=data.period_from, period_to=data.period_to,
            paid_on=data.paid_on, note=data.note,
        )
    )  # fmt: skip
