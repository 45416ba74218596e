"""Rules of the three upgrades."""

from __future__ import annotations

from yishi_core import Rule


class UpgradeRule(Rule):
    """Linked cases, their rounds, the plan of the year, and what is rewarded."""

    APPROVAL_ORDER = (
        "approval_order",
        "多级联动先经党委同意,再报上级政协批准。",
        "The party committee consents before the CPPCC body above approves.",
    )
    LINKED_LEVELS = (
        "linked_levels",
        "多级联动须有不少于{levels}级参加,现为{there}级。",
        "A linked case has at least {levels} levels; there are {there}.",
    )
    MINUTES_FIRST = (
        "minutes_first",
        "第{round_no}轮协商的纪要尚未确认,不能安排下一轮。",
        "The minutes of round {round_no} are confirmed before the next one is planned.",
    )
    NO_ORIENTATION = (
        "no_orientation",
        "议题筛选、审定前须确定协商取向:民生关切、难点问题或全局事项。",
        "A topic has its orientation before it is screened and approved.",
    )
    PLAN_LEADER = (
        "plan_leader",
        "年度协商计划应由{posts}主持研究。",
        "The plan of the year is studied by the party secretary.",
    )
    PRE_CONSULTATION_FIRST = (
        "pre_consultation_first",
        "多级联动事项须先召开预协商。",
        "A linked case is prepared by a pre-consultation.",
    )
    REWARD_ABOVE_OWN = (
        "reward_above_own",
        "镇街道为主、区上奖补:奖补不得超过自筹资金的{percent}%。",
        "The reward is at most {percent} % of what the town puts in.",
    )
