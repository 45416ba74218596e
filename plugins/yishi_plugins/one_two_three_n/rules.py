"""Why the ten steps refuse: a step that is not done yet."""

from __future__ import annotations

from yishi_core import CommonRule, Rule


class TenStepRule(Rule):
    """What a step of a case still lacks."""

    NO_CONSULTATION = (
        CommonRule.NO_CONSULTATION,
        "民主协商须先召开议事协商会。",
        "Hold the consultation first.",
    )
    SATISFACTION_NOT_ASKED = (
        "satisfaction_not_asked",
        "群众满意是衡量标准,请先登记满意度:由群众评价、反馈时代为登记,或作满意度评估。",
        "The people's satisfaction is the standard: record it first, as rated by them, as heard "
        "with the feedback, or as an evaluation.",
    )
