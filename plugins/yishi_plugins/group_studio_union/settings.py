"""The union's settings with their types; the values are in `variant.toml`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

CODE = "group_studio_union"
SCHEME = "studio_member"
"""The points table of a studio's members."""
LOOP = "closed_loop"
"""The procedure 选题—协商—督办—反馈."""


class Settings(BaseModel):
    """The settings that a county or township may change for its studios.

    Money in cents, limits in days, years, percent and points.
    """

    model_config = ConfigDict(frozen=True)

    studio_sub_kinds: list[str]
    union_group_kinds: list[str]
    answer_days: int
    answer_remind_days: int
    conveners_per_studio: int
    convener_term_years: int
    convener_votes_percent: int
    stipend_monthly_cents: int
    elimination_points: int
    elimination_percent: int
    closed_loop_steps: list[dict[str, Any]] | None = None
