"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core import EventType
from yishi_plugins.qiangshan_hall.models import HouseholdVisit

HOUSEHOLD_VISIT_RECORDED = EventType("household_visit.recorded", HouseholdVisit)
HOUSEHOLD_VISIT_CHANGED = EventType("household_visit.changed", HouseholdVisit)
