"""What a duty file tells of walking groups."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.procedures.models import WalkGroup, WalkGroupMember
from yishi_core.facilities.duty_files.source import DutySource, SectionCode

WALKS = DutySource(
    SectionCode.WALKS,
    WalkGroupMember,
    WalkGroupMember.person_id,
    WalkGroup.formed_on,
    sa.func.coalesce(WalkGroup.finding, "走访调研"),
    lambda: "",
    through=(WalkGroup, WalkGroupMember.walk_group_id == WalkGroup.id),
)
