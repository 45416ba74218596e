"""The group's settings with their types; the values are in `variant.toml`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

CODE = "ancient_city_group"
PROCEDURE = "monthly_cycle"


class Settings(BaseModel):
    """The settings that a county, or the group itself, may change."""

    model_config = ConfigDict(frozen=True)

    theme: str
    directions: list[str]
    month_day: int
    round_forms: list[str]
    sheet_required: bool
    analysts_per_clue: int
    walk_group_min: int
    promise_max_days: int
    promise_remind_days: int
    track_until_kept: bool
    monthly_cycle_steps: list[dict[str, Any]] | None = None
