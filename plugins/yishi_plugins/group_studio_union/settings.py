"""The union's settings."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.procedures import StepDef

SCHEME = "studio_member"
"""The points table of a studio's members."""
LOOP = "closed_loop"
"""The procedure 选题—协商—督办—反馈."""


class Settings(PluginSettings):
    """The settings that a county or township may change for its studios.

    Money in cents, limits in days, years, percent and points.
    """

    studio_sub_kinds: list[str] = setting(
        "可设立的工作室类别",
        default=["industry_chain", "sector_based", "chamber", "regional"],
        min=1,
        choices={
            "industry_chain": "产业链类",
            "sector_based": "界别类",
            "chamber": "商协会类",
            "regional": "区域类",
        },
        open_to=("county", "township"),
    )
    # the source pairs liaison groups; other places call the same body otherwise (domain.md 6.15)
    union_group_kinds: list[str] = setting(
        "可与工作室合一的组织",
        default=["liaison_group"],
        min=1,
        choices={
            "liaison_group": "政协联络组",
            "member_group": "委员小组",
            "liaison_committee": "政协联络委员会",
            "work_liaison_committee": "政协工作联络委员会",
        },
        help="工作室与其中一类组织一体运行。",
        open_to=("county",),
    )
    # [D]
    answer_days: int = setting(
        "答题最长期限(天)",
        default=90,
        min=7,
        max=365,
        help="政协出题、党委点题时,答题期限不得晚于出题后多少天。",
        open_to=("county", "township"),
    )
    # [D]
    answer_remind_days: int = setting(
        "答题提醒提前天数",
        default=10,
        min=1,
        max=60,
        open_to=("county", "township", "village"),
    )
    # [D]
    conveners_per_studio: int = setting(
        "每个工作室召集人数",
        default=1,
        min=1,
        max=5,
        open_to=("county", "township"),
    )
    # [D]: one term of a county committee
    convener_term_years: int = setting(
        "召集人任期最长年数", default=5, min=1, max=5, open_to=("county",)
    )
    # [D]
    convener_votes_percent: int = setting(
        "召集人得票须超过(%)",
        default=50,
        min=0,
        max=90,
        help="以投票方式遴选时,同意票须超过投票人数的百分之几。",
        open_to=("county",),
    )
    # [D]
    stipend_monthly_cents: int = setting(
        "召集人薪酬每月上限(分)",
        default=50_000,
        min=0,
        max=1_000_000,
        help="一个期间的薪酬不得超过此数乘以月数;不足一月按一月计。",
        open_to=("county",),
    )
    # 3.13 [D]
    elimination_points: int = setting(
        "末位建议退出的分数线",
        default=60,
        min=1,
        max=100,
        help="末位且低于此分数的,建议退出;并列末位和任职首年的不退出。考核启动时确定,启动后修改不影响本年度。",
        open_to=("county",),
    )
    # 3.13 [D]
    elimination_percent: int = setting(
        "十人以上工作室的末位比例(%)",
        default=5,
        min=1,
        max=20,
        help="至少一人;不足十人的只看最后一名。",
        open_to=("county",),
    )
    closed_loop_steps: tuple[StepDef, ...] | None = setting(
        "闭环步骤",
        procedure="closed_loop",
        open_to=("county", "township"),
    )
