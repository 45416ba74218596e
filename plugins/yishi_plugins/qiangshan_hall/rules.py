"""Rules of the hall."""

from __future__ import annotations

from yishi_core import CommonRule, Rule


class HallRule(Rule):
    """The hall's own rules: its links, pledges, photographs and seats."""

    IDENTITY = (
        "identity",
        "议事会成员身份只能是:{known}。",
        "This identity has no seat in the hall's council.",
    )
    NO_CONSULTATION = (
        CommonRule.NO_CONSULTATION,
        "“开展协商”环节须先召开协商。",
        "Hold a consultation before this link ends.",
    )
    NO_PLEDGES = "no_pledges", "该事项没有认领承诺。", "The case has no pledges."
    OF_A_VISIT = (
        "of_a_visit",
        "该活动由联户联寺走访登记产生,请在走访登记中更正。",
        "It stands for a visit in the hall's book: change that.",
    )
    PHOTO_MISSING = "photo_missing", "兑现承诺须附照片。", "A photo of the fulfilment is required."
    PLEDGES_OPEN = (
        "pledges_open",
        "还有{count}项认领承诺未兑现,不能结束跟踪问效。",
        "{count} pledges are not fulfilled yet.",
    )
    PLEDGE_TOO_LONG = (
        "pledge_too_long",
        "兑现日期不得晚于认领后{days}天。",
        "A pledge is due within {days} days.",
    )
