"""Base of inputs for records that belong to a station, or to an org without one."""

from __future__ import annotations

from pydantic import model_validator

from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active
from yishi_core.kernel.entity import Entity
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import Input, Ref, like
from yishi_core.kernel.operation.changing import Correction
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit


class OwnedInput(Input):
    """Either a station or an org; operations name `owner` as their subject."""

    station: Ref[Station] | None = like(Station, None, doc="Either the station …")
    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="… or the org itself.")

    @model_validator(mode="after")
    def _one_owner(self) -> OwnedInput:
        if (self.station is None) == (self.org is None):
            raise BadValue("站点与组织须且只须填写一项。", "Give either station or org.")
        return self

    @property
    def owner(self) -> Station | OrgUnit | None:
        """The station or org to which the record belongs."""
        return self.station or self.org


def require_station_of_org(data: Correction, row: Entity, *, working: bool = True) -> None:
    """Require that a corrected record stays with its org.

    It may move to another station of the same org, normally one that is active, never to another
    org (access.md 1).
    """
    station: Station | None = data.sent("station")
    if station is None:
        return
    require_field(
        station.org_id == row.org_id,
        "station",
        "只能改为同一组织的其他站点;应属其他组织的,请作废后重新登记。",
        "Only another station of the same org; else void it and enter it there.",
    )
    if working and station.id != getattr(row, "station_id", None):
        require_active(station)
