"""The settings of the three upgrades."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.procedures import StepDef

LEADERS = {
    "county_party_secretary": "县(区)委书记",
    "county_head": "县(区)长",
    "township_party_secretary": "乡镇(街道)党委书记",
    "township_head": "乡镇长(街道办主任)",
}
"""The leaders of party and government, of the vocabulary `post_kind`."""


class Settings(PluginSettings):
    """What the district decides about linked cases, rounds, plans and rewards."""

    linked_levels: int = setting(
        "多级联动的最少层级数",
        default=3,
        min=2,
        max=5,
        help="市、区、镇街道三级联动;部门和企业不算层级。",
        open_to=("county",),
    )
    pre_consultation_first: bool = setting(
        "多级联动须先预协商",
        default=True,
        help="多级联动事项正式协商之前,须先召开预协商。",
        open_to=("county",),
    )
    minutes_each_round: bool = setting(
        "一轮一份纪要",
        default=True,
        help="上一轮的纪要确认后,才安排下一轮协商。",
        open_to=("county", "township"),
    )
    plan_leaders: list[str] = setting(
        "研究年度计划的领导",
        default=["county_party_secretary", "township_party_secretary"],
        min=1,
        choices=LEADERS,
        help="年度协商计划由党委书记主持研究。",
        open_to=("county",),
    )
    reward_percent: int = setting(
        "奖补占自筹资金的上限(%)",
        default=100,
        min=10,
        max=100,
        help="镇街道为主、区上奖补:奖补不超过自筹资金的这一比例。",
        open_to=("county",),
    )
    six_steps: tuple[StepDef, ...] | None = setting(
        "六步议事的步骤",
        procedure="six_step_conversion",
        open_to=("county", "township"),
    )
