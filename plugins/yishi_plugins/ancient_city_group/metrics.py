"""What the group counts of its own (domain.md 3.9)."""

from __future__ import annotations

from yishi_core.domain.activities import Activity, ActivityKind
from yishi_core.domain.procedures import WalkGroup
from yishi_core.facilities.metrics import Counter, Rate

SURVEYS_PER_WALK_GROUP = Rate(
    "surveys_per_walk_group",
    (Counter(Activity, Activity.date, where=(Activity.kind == ActivityKind.SURVEY,)),),
    (Counter(WalkGroup, WalkGroup.formed_on),),
    percent=False,
)
"""Surveys by anybody at the place ÷ walk groups formed in the period."""
