"""What the overview counts of stations."""

from __future__ import annotations

from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import active_on
from yishi_core.facilities.overview.figure import OverviewFigure

STATIONS = OverviewFigure("stations", Station, lambda p: active_on(p.to_on))
