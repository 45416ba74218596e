"""Placing members at the base, and what they show there (domain.md 2.17, 3.4)."""

from __future__ import annotations

import uuid
from datetime import date

from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.people import rules
from yishi_core.domain.people.models import Member
from yishi_core.domain.people.rules import PeopleRule
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Entity, Inherited, Labelled, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.models import OrgUnit


class PlaceKind(Labelled):
    TOWN = "town", "进镇街"
    COMMUNITY = "community", "进社区"
    PARK = "park", "进园区"


class MemberDeployment(Inherited, Entity):
    """Placement of a member in a town, community or park (三进三亮)."""

    __label__ = "委员下沉"

    member_id: Mapped[uuid.UUID] = ref("Member", "政协委员", inverse="deployments")
    place_kind: Mapped[PlaceKind] = column("下沉类型", "Town or street, community, park.")
    station_id: Mapped[uuid.UUID | None] = ref(
        "Station", "站点", "Where the member is met, if at a station.", inverse="deployments"
    )
    shown_identity: Mapped[str] = column("亮身份", "As whom the member is shown.")
    shown_expertise: Mapped[str] = column("亮专长", "What the member can help with.")
    shown_action: Mapped[str | None] = column("亮作为", "What the member undertook and did.")
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")


MEMBER_DEPLOYED = EventType("member.deployed", MemberDeployment)
MEMBER_DEPLOYMENT_CHANGED = EventType("member.deployment_changed", MemberDeployment)
MEMBER_WITHDRAWN = EventType("member.withdrawn", MemberDeployment)


class DeployMemberInput(Input, enters=MemberDeployment):
    """A member's place at the base."""

    org: Ref[OrgUnit] = Field(
        title="下沉地组织", description="The body of the town, community or park."
    )
    member: Ref[Member] = like(MemberDeployment.member_id)
    place_kind: PlaceKind = like(MemberDeployment.place_kind)
    station: Ref[Station] | None = like(MemberDeployment.station_id, None)
    shown_identity: str = like(MemberDeployment.shown_identity, min_length=2, max_length=120)
    shown_expertise: str = like(MemberDeployment.shown_expertise, min_length=2, max_length=200)
    shown_action: str | None = like(
        MemberDeployment.shown_action, None, doc="What the member undertakes.", max_length=1000
    )
    from_on: date | None = like(MemberDeployment.from_on, None, doc=TODAY)
    to_on: date | None = like(
        MemberDeployment.to_on, None, doc="Last day, of what is over already."
    )


class ChangeDeploymentInput(Correction, of=DeployMemberInput, but={"member"}):
    """Corrections of a placement, and what the member did; omitted fields stay."""

    deployment: Ref[MemberDeployment] = like(MemberDeployment)
    to_on: date | None = like(
        MemberDeployment.to_on, None, doc="Last day of what has ended; null takes the end back."
    )


class EndDeploymentInput(Input):
    """The end of a place at the base."""

    deployment: Ref[MemberDeployment] = like(MemberDeployment)
    to_on: date | None = like(MemberDeployment.to_on, None, doc="Last day; today unless named.")


@operation(
    Text("安排委员下沉", "Deploy a member"),
    permission=Permission.PERSON_MANAGE,
    subject="org",
    event=MEMBER_DEPLOYED,
    importable=True,
)
async def deploy_member(context: OperationContext, data: DeployMemberInput) -> MemberDeployment:
    """Place a member in office at a town, community or park; at each place once at a time."""
    require_one_county(context, data)
    require_active(data.station)
    deployment = entered(MemberDeployment, data, from_on=data.from_on or context.today)
    _require_in_office(context, deployment, data.member)
    require_station_there(data.station, context.org)
    require(
        await rules.is_vacant(
            context,
            MemberDeployment,
            deployment.from_on,
            until=data.to_on,
            member_id=data.member.id,
            org_id=data.org.id,
        ),
        PeopleRule.DEPLOYED_ALREADY,
    )
    return context.add(deployment)


@operation(
    Text("修改委员下沉", "Change a deployment"),
    permission=Permission.PERSON_MANAGE,
    subject="deployment",
    event=MEMBER_DEPLOYMENT_CHANGED,
)
async def change_deployment(
    context: OperationContext, data: ChangeDeploymentInput
) -> MemberDeployment:
    """Correct what a member shows, where and since when, or record the result.

    The result may be recorded after the end as well.
    """
    deployment = data.deployment
    require_field(
        deployment.to_on or data.to_on is None,
        "to_on",
        "尚未结束,请办理结束下沉。",
        "It has not ended: end it first.",
    )
    require_station_there(data.sent("station"), context.org)
    correct(context, deployment, data)
    member = await context.get(Member, deployment.member_id)
    if member is None:
        raise NotFound.at("deployment")
    _require_in_office(context, deployment, member)
    await rules.require_apart(context, deployment, "member_id", "org_id")
    return deployment


@operation(
    Text("结束委员下沉", "End a deployment"),
    permission=Permission.PERSON_MANAGE,
    subject="deployment",
    event=MEMBER_WITHDRAWN,
)
async def end_deployment(context: OperationContext, data: EndDeploymentInput) -> MemberDeployment:
    """End a member's place at the base; it stays in the record."""
    rules.end_term(data.deployment, data.to_on or context.today)
    return data.deployment


def _require_in_office(
    context: OperationContext, deployment: MemberDeployment, member: Member
) -> None:
    """Require that the member was in office at the beginning, and that it ends later."""
    first = deployment.from_on
    not_future(first, "from_on", context)
    not_before(first, member.joined_on, "from_on", "任职日期", "the day of joining")
    not_before(deployment.to_on, first, "to_on", "起始日期", "the first day")
    require(member.left_on is None or first <= member.left_on, PeopleRule.NOT_IN_OFFICE)


def require_station_there(station: Station | None, org: OrgUnit) -> None:
    """Require that the station belongs to the org of the place."""
    fits = station is None or station.org_path.startswith(org.org_path)
    require_field(fits, "station", "该站点不在下沉地。", "The station is not at that place.")
