"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.quotas.models import QuotaSet
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.tree.models import OrgUnit

QUOTA_SET_ADOPTED = EventType("quota_set.adopted", QuotaSet)
QUOTA_SET_DEFINED = EventType("quota_set.defined", QuotaSet)
QUOTA_SET_REVISED = EventType("quota_set.revised", QuotaSet)
QUOTA_SET_ENDED = EventType("quota_set.ended", QuotaSet)

QUOTA_PERIOD_BEGAN = EventType(
    "quota_period.began", OrgUnit, Text("新的任务周期已开始", "A new period of quotas began")
)
