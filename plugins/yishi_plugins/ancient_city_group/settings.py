"""The group's settings."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.procedures import StepDef

PROCEDURE = "monthly_cycle"


class Settings(PluginSettings):
    """The settings that a county, or the group itself, may change."""

    theme: str = setting(
        "专题",
        default="古城保护与利用",
        min=2,
        max=60,
        help="联络组唯一的任务;题目、专家委员会的专题须与此一致,否则不予提出、筛选、审定和立项。",
        open_to=("county", "township", "village"),
    )
    directions: list[str] = setting(
        "选题方向",
        default=["old_town_development", "old_town_livelihood"],
        min=1,
        choices={"old_town_development": "古城发展", "old_town_livelihood": "民计民生"},
        help="议题和线索分析单须至少归入其中一个方向。",
        open_to=("county", "township", "village"),
    )
    month_day: int = setting(
        "每月活动日",
        default=15,
        min=1,
        max=20,
        help="双月收集、单月协商都在这一天,遇节假日顺延。修改后重新采用周期安排,并结束原来的安排。",
        open_to=("county", "township", "village"),
    )
    round_forms: list[str] = setting(
        "属于单月现场协商的形式",
        default=["on_site"],
        min=1,
        choices={
            "on_site": "现场协商",
            "square": "广场协商",
            "yard": "院坝协商",
            "community": "社区协商",
        },
        help="这些形式的协商只能在单月协商日举行;其他形式(如专题座谈)不限日期,但不能代替现场协商。",
        open_to=("county", "township", "village"),
    )
    sheet_required: bool = setting(
        "线索须先逐条分析",
        default=True,
        help="开启时,没有分析单的线索不能转为议题。",
        open_to=("county",),
    )
    analysts_per_clue: int = setting(
        "每条线索的分析人数",
        default=2,
        min=1,
        max=2,
        open_to=("county", "township", "village"),
    )
    walk_group_min: int = setting(
        "走访小组最少人数",
        default=3,
        min=1,
        max=20,
        open_to=("county", "township", "village"),
    )
    promise_max_days: int = setting(
        "现场承诺最长期限(天)",
        default=62,
        min=7,
        max=365,
        help="默认两个月:下一次现场协商前应有结果。",
        open_to=("county", "township", "village"),
    )
    promise_remind_days: int = setting(
        "承诺到期前多少天提醒(黄色)",
        default=3,
        min=1,
        max=60,
        open_to=("county", "township", "village"),
    )
    track_until_kept: bool = setting(
        "承诺全部兑现后才能结束跟踪",
        default=False,
        help="关闭时,现场答复全部答复来件人或转为交办即可结束跟踪;开启后还须交办件全部确认办结。",
        open_to=("county", "township", "village"),
    )
    monthly_cycle_steps: tuple[StepDef, ...] | None = setting(
        "双月收集、单月协商的步骤",
        procedure="monthly_cycle",
        open_to=("county", "township", "village"),
    )
