"""Why the matrix refuses: what the steps 交, 督, 复 still lack."""

from __future__ import annotations

from yishi_core import CommonRule, Rule


class MatrixRule(Rule):
    """Why a step of a case is not done yet."""

    FEEDBACK_ONE_WAY = (
        "feedback_one_way",
        "双向反馈尚缺:{lacking}。",
        "Feedback is still missing: {lacking}.",
    )
    NOT_ANSWERED = (
        CommonRule.NOT_ANSWERED,
        "尚未答复的成果:{outcomes}。",
        "Not answered yet: {outcomes}.",
    )
    NOT_HANDED_OVER = (
        "not_handed_over",
        "尚未交办的成果:{outcomes}。",
        "Not handed over yet: {outcomes}.",
    )
    NOT_PRESSED = (
        "not_pressed",
        "尚未督办、也未答复的成果:{outcomes}。",
        "Neither supervised nor answered yet: {outcomes}.",
    )
    NOTHING_TO_HAND_OVER = (
        "nothing_to_hand_over",
        "该事项还没有登记协商成果,无从交办。",
        "The case has no outcome that could be handed over.",
    )
    NO_CONSULTATION = (
        CommonRule.NO_CONSULTATION,
        "四方协商须先召开。",
        "Hold the consultation of the four parties first.",
    )
