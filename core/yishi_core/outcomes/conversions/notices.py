"""Who hears of a proposed conversion: those who decide, then who proposed it."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.notifications.declaration import Notice, to_author, to_holders, to_those_of
from yishi_core.outcomes.models import Outcome

PROPOSED = Notice(
    "conversion.proposed", Text("有成果转化待认定", "A conversion to be decided"),
    to_those_of("outcome_id", Outcome, to_holders(Permission.OUTCOME_CONVERT_SMALL)),
)  # fmt: skip
DECIDED = Notice("conversion.decided", Text("转化认定申请已有结果", "Your proposed conversion was decided"), to_author)
