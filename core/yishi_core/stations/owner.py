"""Inputs of records that belong to a station, or to an org that has none."""

from __future__ import annotations

from pydantic import Field, model_validator

from yishi_core.operation import Input, Ref
from yishi_core.operation.messages import BadValue
from yishi_core.orgs.models import OrgUnit
from yishi_core.stations.models import Station


class OwnedInput(Input):
    """Either a station or an org; operations name `owner` as their subject."""

    station: Ref[Station] | None = Field(None, title="站点", description="Either the station …")
    org: Ref[OrgUnit] | None = Field(None, title="组织", description="… or the org itself.")

    @model_validator(mode="after")
    def _one_owner(self) -> OwnedInput:
        if (self.station is None) == (self.org is None):
            raise BadValue("站点与组织须且只须填写一项。", "Give either station or org.")
        return self

    @property
    def owner(self) -> Station | OrgUnit | None:
        """Whose record it is."""
        return self.station or self.org
