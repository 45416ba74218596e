"""Rules about notifications."""

from __future__ import annotations

from yishi_core.errors import Rule
from yishi_core.kernel.refusals import CommonRule


class NotificationRule(Rule):
    """Why a notification is not marked."""

    TOKEN_LIMITED = (
        CommonRule.TOKEN_LIMITED,
        "受限令牌不能标记提醒。",
        "A limited token cannot mark notifications.",
    )
