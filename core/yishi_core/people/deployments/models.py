"""Members placed at the base (domain.md 2.17)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Inherited, Labelled, column, ref


class PlaceKind(Labelled):
    TOWN = "town", "进镇街"
    COMMUNITY = "community", "进社区"
    PARK = "park", "进园区"


class MemberDeployment(Inherited, Entity):
    """A member enters a town, community or park and shows identity, expertise and action (三进三亮). It lies at the place's org."""

    __label__ = "委员下沉"

    member_id: Mapped[uuid.UUID] = ref("Member", "政协委员", inverse="deployments")
    place_kind: Mapped[PlaceKind] = column("下沉类型", "Town or street, community, park.")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", "Where the member is met, if at a station.", inverse="deployments")
    shown_identity: Mapped[str] = column("亮身份", "As whom the member is shown.")
    shown_expertise: Mapped[str] = column("亮专长", "What the member can help with.")
    shown_action: Mapped[str | None] = column("亮作为", "What the member undertook and did.")
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")
