"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.consultations.models import Consensus
from yishi_core.domain.procedures.models import WalkGroup
from yishi_core.kernel.events.declaration import EventType

WALK_GROUP_CHANGED = EventType("walk_group.changed", WalkGroup)

CONSENSUS_CHANGED = EventType("consensus.changed", Consensus)

WALK_GROUP_FORMED = EventType("walk_group.formed", WalkGroup)
WALK_GROUP_REPORTED = EventType("walk_group.reported", WalkGroup)

CONSENSUS_RECORDED = EventType("consensus.recorded", Consensus)
