"""Why the six steps refuse (domain.md 3.1)."""

from __future__ import annotations

from yishi_core import Rule


class StepRule(Rule):
    """The township's own rules: what is screened, and who handles what until when."""

    CRITERIA_NOT_ANSWERED = (
        "criteria_not_answered",
        "请在筛选意见中写明议题是否符合筛选标准:{criteria}。",
        "Say in the note how the topic meets the criteria: {criteria}.",
    )
    NOTHING_TO_HANDLE = (
        "nothing_to_handle",
        "该事项没有协商成果,无从办理;没有成果的事项请终止并说明原因。",
        "The case has no outcome to handle; stop it with the reason instead.",
    )
    REFERRED_WITHOUT_DEADLINE = (
        "referred_without_deadline",
        "交村(居)两委处理前,请先填写该成果的办理期限。",
        "Set the outcome's deadline before it is referred to a village.",
    )
    UNIT_OR_DEADLINE_MISSING = (
        "unit_or_deadline_missing",
        "以下成果尚未落实承办单位和期限:{outcomes}。",
        "These outcomes have no responsible unit with a deadline yet: {outcomes}.",
    )
