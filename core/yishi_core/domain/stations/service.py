"""Stations: opened, changed, suspended, closed; and their staff (domain.md 2.3, 5.9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.people.models import Council, CouncilMember
from yishi_core.domain.people.rules import end_term, is_vacant, running
from yishi_core.domain.stations import rules
from yishi_core.domain.stations.events import (
    STATION_ASSIGNED,
    STATION_CHANGED,
    STATION_CLOSED,
    STATION_OPENED,
    STATION_PLAQUE_AWARDED,
    STATION_RESUMED,
    STATION_SUSPENDED,
    STATION_UNASSIGNED,
)
from yishi_core.domain.stations.inputs import AssignToStationInput
from yishi_core.domain.stations.models import (
    Mobility,
    NoticeBoard,
    Station,
    StationAssignment,
    StationKind,
    StationLevel,
    StationRole,
    StationState,
    SuggestionBox,
)
from yishi_core.domain.stations.rules import StationHint, StationRule
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.entity.codes import random_word
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit

QR_BITS = 60
"""Bits of the word in a station's QR code.

They suffice against hitting another station's word by chance; the word is no secret, since it hangs
on the wall.
"""


PLAQUE = frozenset({"plate_awarded_by", "plate_awarded_on"})


class OpenStationInput(Input, enters=Station):
    """A new station. With an opening day to come it is planned; `resumeStation` opens it."""

    org: Ref[OrgUnit] = like(Station.org_id, doc="The org that runs it.")
    name: str = like(Station.name, min_length=2, max_length=60)
    kind: StationKind = like(Station.kind)
    sub_kind: Annotated[str | None, Term("station_sub_kind")] = like(Station.sub_kind, None)
    level: StationLevel = like(Station.level)
    mobility: Mobility = like(Station.mobility, Mobility.FIXED)
    region_code: str | None = like(Station.region_code, None, pattern=r"^\d{6}(\d{3}){0,2}$")
    address: str | None = like(Station.address, None, max_length=120)
    area_m2: Decimal | None = like(Station.area_m2, None, ge=0, le=1_000_000, decimal_places=2)
    opened_on: date | None = like(
        Station.opened_on, None, doc="First day of use; today unless named."
    )
    brand: str | None = like(Station.brand, None, max_length=60)
    plus_theme: str | None = like(Station.plus_theme, None, max_length=60)
    culture_theme: str | None = like(Station.culture_theme, None, max_length=60)
    shares_with: Annotated[list[str] | None, Term("shares_with")] = like(Station.shares_with, None)
    is_demo_point: bool = like(Station.is_demo_point, False)
    demo_batch: str | None = like(
        Station.demo_batch, None, doc="Of a demonstration point.", max_length=40
    )
    latitude: Decimal | None = like(Station.latitude, None, ge=0, le=60, decimal_places=6)
    longitude: Decimal | None = like(Station.longitude, None, ge=70, le=140, decimal_places=6)
    takes_anonymous: bool = like(Station.takes_anonymous, True)
    union_org: Ref[OrgUnit] | None = like(Station.union_org_id, None)


class ChangeStationInput(Correction, of=OpenStationInput):
    """Corrections of a station: omitted fields stay, null empties.

    For an awarded plaque they include by whom and when; both null undo the award.
    """

    station: Ref[Station] = like(Station)
    plate_awarded_by: str | None = like(Station.plate_awarded_by, None, min_length=2, max_length=60)
    plate_awarded_on: date | None = like(Station.plate_awarded_on, None)


class StationStepInput(Input):
    """A change of a station's state, with its day and reason."""

    station: Ref[Station] = like(Station)
    on: date | None = Field(None, title="日期", description="Today unless named.")
    reason: str = Field(title="原因", description="Why.", min_length=2, max_length=200)


class SuspendStationInput(StationStepInput):
    """Why a station accepts no business for a time, and from which day."""


class ResumeStationInput(StationStepInput):
    """Why a station accepts business again, and from which day."""


class CloseStationInput(StationStepInput):
    """Why a station is closed for good, and from which day."""


class AwardPlaqueInput(Input):
    """A plaque, awarded by leaders of party and government (domain.md 3.4)."""

    station: Ref[Station] = like(Station)
    plate_awarded_by: str = like(Station.plate_awarded_by, min_length=2, max_length=60)
    plate_awarded_on: date | None = like(Station.plate_awarded_on, None, doc=TODAY)


class EndStationAssignmentInput(Input):
    """The end of a post."""

    assignment: Ref[StationAssignment] = like(StationAssignment)
    to_on: date | None = like(StationAssignment.to_on, None, doc="Last day; today unless named.")


@operation(
    Text("开设站点", "Open a station"),
    permission=Permission.STATION_OPEN,
    subject="org",
    event=STATION_OPENED,
    importable=True,
)
async def open_station(context: OperationContext, data: OpenStationInput) -> Station:
    """Open a station of an org (domain.md 2.3).

    Everybody may read it; its QR word contains county and station.
    """
    require_same_county(context, union_org=data.union_org)
    _require_possible(context, data.region_code, data.union_org)
    opened_on = data.opened_on or context.today
    state = StationState.ACTIVE if opened_on <= context.today else StationState.PLANNED
    station = entered(
        Station,
        data,
        state=state,
        opened_on=opened_on,
        audience=[PUBLIC],
        qr_token=f"{context.county}-{random_word(QR_BITS)}",
    )
    rules.require_whole(station)
    return context.add(station)


@operation(
    Text("修改站点", "Change a station"),
    permission=Permission.STATION_CHANGE,
    subject="station",
    event=STATION_CHANGED,
)
async def change_station(context: OperationContext, data: ChangeStationInput) -> Station:
    """Correct the record of a station; a closed one stays as it was."""
    station = data.station
    require_state(station, (StationState.PLANNED, StationState.ACTIVE, StationState.SUSPENDED))
    _require_possible(context, data.sent("region_code"), data.sent("union_org"))
    if PLAQUE & data.model_fields_set:
        authorize(context.principal, Permission.STATION_MANAGE, station)
        require_field(
            station.plate_awarded_on,
            "plate_awarded_on",
            "该站点尚未授牌,请办理授牌。",
            "It has no plaque yet: award it.",
        )
    correct(context, station, data)
    _require_plaque(context, station)
    rules.require_whole(station)
    if "opened_on" in data.model_fields_set:
        await _require_opened_before_all(context, station)
    return station


@operation(
    Text("登记授牌", "Award a plaque"),
    permission=Permission.STATION_MANAGE,
    subject="station",
    event=STATION_PLAQUE_AWARDED,
)
async def award_plaque(context: OperationContext, data: AwardPlaqueInput) -> Station:
    """Record that a station was awarded its plaque.

    A later award replaces the earlier one, which stays in the audit.
    """
    require_state(data.station, (StationState.PLANNED, StationState.ACTIVE, StationState.SUSPENDED))
    data.station.plate_awarded_by, data.station.plate_awarded_on = (
        data.plate_awarded_by,
        data.plate_awarded_on or context.today,
    )
    _require_plaque(context, data.station)
    return data.station


@operation(
    Text("暂停站点", "Suspend a station"),
    permission=Permission.STATION_MANAGE,
    subject="station",
    event=STATION_SUSPENDED,
)
async def suspend_station(context: OperationContext, data: SuspendStationInput) -> Station:
    """Suspend an active station; it accepts no business until it is resumed."""
    require_state(data.station, (StationState.ACTIVE,))
    return _step(context, data, StationState.SUSPENDED)


@operation(
    Text("启用站点", "Resume a station"),
    permission=Permission.STATION_MANAGE,
    subject="station",
    event=STATION_RESUMED,
)
async def resume_station(context: OperationContext, data: ResumeStationInput) -> Station:
    """Resume a suspended station, or open a planned one with this day."""
    require_state(data.station, (StationState.SUSPENDED, StationState.PLANNED))
    if data.station.state is StationState.PLANNED:
        data.station.opened_on = data.on or context.today
    return _step(context, data, StationState.ACTIVE)


@operation(
    Text("撤销站点", "Close a station"),
    permission=Permission.STATION_MANAGE,
    subject="station",
    event=STATION_CLOSED,
)
async def close_station(context: OperationContext, data: CloseStationInput) -> Station:
    """Close a station permanently. Its history stays.

    Posts and seats of its council end with it, and its boxes and boards are taken down.
    """
    require_state(data.station, (StationState.ACTIVE, StationState.SUSPENDED))
    station = _step(context, data, StationState.CLOSED)
    station.closed_on = data.on or context.today
    await _let_go(context, station, station.closed_on)
    return station


@operation(
    Text("登记站点任职", "Assign to a station"),
    permission=Permission.STATION_MANAGE,
    subject="station",
    event=STATION_ASSIGNED,
    importable=True,
)
async def assign_to_station(
    context: OperationContext, data: AssignToStationInput
) -> StationAssignment:
    """Give a person a post at a station. A second head at the same time gives an advice."""
    if data.to_on is None:
        rules.require_active(data.station)
    require_same_county(context, person=data.person)
    rules.require_selection(data.role, data.selected_by, data.selected_on)
    not_future(data.selected_on, "selected_on", context)
    from_on = data.from_on or context.today
    rules.require_within_life(data.station, from_on, "from_on")
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    require(
        await is_vacant(
            context,
            StationAssignment,
            from_on,
            until=data.to_on,
            person_id=data.person.id,
            station_id=data.station.id,
            role=data.role,
        ),
        StationRule.POST_HELD,
    )
    others = [StationAssignment.station_id == data.station.id, StationAssignment.role == data.role]
    posts = await context.count(
        StationAssignment, *others, *running(StationAssignment, from_on, data.to_on)
    )
    if posts and data.role is StationRole.STATION_HEAD:
        context.advise(StationHint.SECOND_HEAD)
    assignment = entered(StationAssignment, data, from_on=from_on)
    return context.add(assignment)


@operation(
    Text("结束站点任职", "End a post at a station"),
    permission=Permission.STATION_MANAGE,
    subject="assignment",
    event=STATION_UNASSIGNED,
)
async def end_station_assignment(
    context: OperationContext, data: EndStationAssignmentInput
) -> StationAssignment:
    """End a person's post; it stays on record."""
    end_term(data.assignment, data.to_on or context.today)
    return data.assignment


async def _let_go(context: OperationContext, station: Station, day: date) -> None:
    """End everything of a station that is still running, on that day."""
    councils = [c.id for c in await context.find(Council, Council.station_id == station.id)]
    terms: tuple[tuple[Any, sa.ColumnElement[bool]], ...] = (
        (StationAssignment, StationAssignment.station_id == station.id),
        (CouncilMember, CouncilMember.council_id.in_(councils)),
        (NoticeBoard, NoticeBoard.station_id == station.id),
    )
    for entity, belongs in terms:
        for row in await context.find(entity, belongs, *running(entity, day, None)):
            row.to_on = max(day, row.from_on)
    for box in await context.find(
        SuggestionBox, SuggestionBox.station_id == station.id, SuggestionBox.taken_down_on.is_(None)
    ):
        box.taken_down_on = max(day, box.put_up_on)


def _require_possible(context: OperationContext, code: str | None, union: OrgUnit | None) -> None:
    """Require a division of this county, and an existing liaison group."""
    zh = f"区划代码应属本县({context.county})。"
    require_field(
        code is None or code.startswith(str(context.county)),
        "region_code",
        zh,
        "The division is not one of this county.",
    )
    require_field(
        union is None or union.closed_on is None,
        "union_org",
        "该联络组已撤销。",
        "That liaison group is closed.",
    )


async def _require_opened_before_all(context: OperationContext, station: Station) -> None:
    """Require that a corrected opening day lies before all records of the station.

    Only a planned station has its opening in the future.
    """
    if station.state is not StationState.PLANNED:
        not_future(station.opened_on, "opened_on", context)
    posts = await context.find(StationAssignment, StationAssignment.station_id == station.id)
    known = [post.from_on for post in posts] + [
        day for day in (station.state_since, station.closed_on) if day
    ]
    older = any(day < station.opened_on for day in known)
    require_field(
        not older,
        "opened_on",
        "启用日期不能晚于已登记的任职或状态变更。",
        "A post or a change of state is older.",
    )


def _require_plaque(context: OperationContext, station: Station) -> None:
    """Require by whom and when a plaque was awarded."""
    not_future(station.plate_awarded_on, "plate_awarded_on", context)
    whole = (station.plate_awarded_on is None) == (station.plate_awarded_by is None)
    require_field(
        whole,
        "plate_awarded_by",
        "授牌单位与授牌日期须同时填写。",
        "Say who awarded it and when, or neither.",
    )


def _step(context: OperationContext, data: StationStepInput, state: StationState) -> Station:
    """Change the state of a station.

    The day is not in the future, not before the opening, and not before the last change.
    """
    on = data.on or context.today
    not_future(on, "on", context)
    not_before(on, data.station.opened_on, "on", "启用日期", "the opening")
    not_before(on, data.station.state_since, "on", "现状态起始日期", "the last change of its state")
    data.station.state, data.station.state_since, data.station.state_reason = state, on, data.reason
    return data.station
