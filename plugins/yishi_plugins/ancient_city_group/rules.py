"""Rules of the liaison group."""

from __future__ import annotations

from yishi_core import CommonRule, Rule
from yishi_core.domain.procedures import WalkRule


class GroupRule(Rule):
    """The group's own rules: its theme, its days, its walk groups, its answers, its steps."""

    ANSWERED_ALREADY = (
        CommonRule.ANSWERED_ALREADY,
        "该单位对此线索的现场答复已登记。",
        "This unit's answer is on record.",
    )
    CLUE_NOT_ANALYSED = (
        "clue_not_analysed",
        "线索{missing}还没有分析单。",
        "No analysis sheet yet: {missing}.",
    )
    CLUE_SHEET = (
        "clue_sheet",
        "请填写线索分析单(analyseClue)。",
        "Fill in the clue's analysis sheet: analyseClue.",
    )
    NOT_ANALYSED = WalkRule.NOT_ANALYSED, "该线索尚未分析。", "The clue has not been analysed yet."
    NOT_A_ROUND = "not_a_round", "现场答复只登记在现场协商中。", "Only in a round on the spot."
    NOT_OF_THE_GROUP = (
        "not_of_the_group",
        "不是联络组成员或专家:{strangers}。",
        "Not of the group nor one of its experts.",
    )
    NO_CLUE = "no_clue", "该议题没有来源线索,请从线索提出议题。", "The topic comes from no clue."
    NO_DIRECTION = (
        "no_direction",
        "请在专题标签中选定方向:{directions}。",
        "Name one of the directions: {directions}.",
    )
    NO_ON_SPOT_REPLY = (
        "no_on_spot_reply",
        "尚未登记部门对线索的现场答复。",
        "No unit's answer on the spot is on record.",
    )
    NO_ROUND = (
        "no_round",
        "尚未登记在单月协商日召开的现场协商。",
        "No round on the spot, on an odd-month date, has treated this case.",
    )
    NO_WALK_GROUP = (
        "no_walk_group",
        "尚未按专业组建走访小组(须与本事项关联)。",
        "No walk group has been formed for this case.",
    )
    OTHER_MONTH = (
        "other_month",
        "{what}日只能在{month}月内调整。",
        "{what} may be moved within its month only.",
    )
    OUTSIDE_THEME = (
        "outside_theme",
        "联络组只议“{ours}”,所填专题为“{given}”。",
        "Only “{ours}” is this group's matter, not “{given}”.",
    )
    PROMISE_TOO_LONG = "promise_too_long", "承诺期限不得晚于协商后{days}天。", "Within {days} days."
    REPLIES_OPEN = (
        "replies_open",
        "还有{count}条现场答复{lacking}。",
        "{count} answers are neither told nor assigned, or not kept.",
    )
    SHEET_EXISTS = (
        "sheet_exists",
        "该线索已有分析单,如有误请先作废。",
        "The clue has a sheet; void it if it is wrong.",
    )
    THEME_NOT_TOLD = (
        "outside_theme",
        "一次补录不带专题、方向和线索。请先登记线索、提出议题,再登记协商。",
        "Entering in one go knows neither theme nor clue: begin with the clue.",
    )
    WALK_GROUP_OPEN = (
        "walk_group_open",
        "还有{count}个走访小组没有报告。",
        "{count} walk groups have not reported.",
    )
    WALK_GROUP_SMALL = (
        "walk_group_small",
        "走访小组不少于{least}人。",
        "A walk group has {least} people at least.",
    )
    WRONG_DAY = (
        "wrong_day",
        "{month}月的{what}日是{days};如须改期,请先调整安排日期。",
        "{what} is due on {days}; move the scheduled date first.",
    )
    WRONG_MONTH = (
        "wrong_month",
        "{what}在{months}进行,{month}月不是{months}。",
        "{what} takes place in {months} months; month {month} is none.",
    )
