"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core import EventType
from yishi_plugins.ancient_city_group.models import ClueSheet

CLUE_SHEET_RECORDED = EventType("clue_sheet.recorded", ClueSheet)
