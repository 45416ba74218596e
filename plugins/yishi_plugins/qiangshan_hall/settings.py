"""The hall's settings with their types; the values are in `variant.toml`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

CODE = "qiangshan_hall"


class Settings(BaseModel):
    """The settings that a county or township may change for its halls."""

    model_config = ConfigDict(frozen=True)

    pledge_max_days: int
    pledge_remind_days: int
    pledge_photo_required: bool
    visits_per_quarter: int
    council_identities: list[str]
    five_link_steps: list[dict[str, Any]] | None = None
