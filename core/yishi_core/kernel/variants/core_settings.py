"""The settings of core as a typed model.

Labels, limits and levels are in `core.toml`; a test keeps the two in agreement.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class CoreSettings(BaseModel):
    """The settings of core, read with `context.settings.of("core", CoreSettings)`.

    Days are calendar days unless a comment beside the setting says working days.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    anonymity_policy: Literal["required_real_name", "optional", "anonymous_allowed"] = "optional"
    anonymous_per_day: int = 200
    intake_accept_days: int = 5  # working days
    intake_reply_days: int = 15  # working days
    assignment_due_days: int = 30
    assignment_due_days_complicated: int = 90
    assignment_due_in_working_days: bool = False
    assignment_return_days: int = 5  # working days
    special_report_days: int = 15
    reply_max_days: int = 90
    reply_max_days_difficult: int = 180
    reply_needs_review: bool = False
    co_sign_days: int = 5  # working days
    recheck_months: int = 12
    notice_days_small: int = 3
    notice_days_key: int = 7
    minutes_days: int = 7  # working days
    back_entry_steps: bool = True
    due_soon_days: int = 3
    conversion_base: Literal["consultations_small_micro", "consultations_all", "outcomes"] = (
        "outcomes"
    )
    township_may_convert_small: bool = True
    publisher_is_not_author: bool = True
    opinion_max_characters: int = 1500
    proposal_max_characters: int = 1500
