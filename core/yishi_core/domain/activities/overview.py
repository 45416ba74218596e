"""What the overview counts of pledges."""

from __future__ import annotations

from yishi_core.domain.activities.models import Pledge, PledgeState
from yishi_core.facilities.overview.figure import OverviewFigure

PLEDGES_OPEN = OverviewFigure("pledges_open", Pledge, lambda p: (Pledge.state == PledgeState.OPEN,))
