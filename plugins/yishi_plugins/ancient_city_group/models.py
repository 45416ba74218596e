"""The group's own record: the sheet on which a clue is analysed (domain.md 3.9)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core import Entity, Rights, column, ref


class ClueSheetPermission(Rights):
    """Permissions that the variant adds."""

    RECORD = "clue_sheet:record", "填写线索分析单", "record clue sheets"


class ClueSheet(Entity):
    """Analysis of one clue: the profession it needs, its contents and its direction."""

    __label__ = "线索分析单"

    intake_id: Mapped[uuid.UUID] = ref("Intake", "线索", inverse="clue_sheets")
    field: Mapped[str] = column(
        "所需专业", "Field of profession that the clue needs.", vocabulary="expertise"
    )
    direction: Mapped[str] = column(
        "方向", "One of the group's directions.", vocabulary="focus_tags"
    )
    finding: Mapped[str] = column(
        "分析意见", "What the clue is and what should be asked on the spot."
    )
    worth_topic: Mapped[bool] = column("建议选为议题", "Whether it should become a topic.")
    first_analyst_id: Mapped[uuid.UUID] = ref("Person", "分析人一")
    second_analyst_id: Mapped[uuid.UUID | None] = ref("Person", "分析人二")
    analysed_on: Mapped[date] = column("分析日期", "When.")
