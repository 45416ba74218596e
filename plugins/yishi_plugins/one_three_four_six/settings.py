"""The variant's settings: how outcomes of each class are supervised."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.outcomes import SupervisionMethod

PROCEDURE = "six_link"
"""The six links of core's library."""
STANDARD = "liaison_station_8"
"""The building standard 八有 of core."""


class Settings(PluginSettings):
    """What a county or township may change. No source spells the classes out: by the outcome's class
    and the topic's urgency [D].
    """

    methods_urgent: list[SupervisionMethod] = setting(
        "急办成果的督办方式",
        default=[SupervisionMethod.LEADER],
        min=1,
        help="议题紧急的 A 类、B 类成果,须以其中一种方式督办过。",
        open_to=("county", "township"),
    )
    methods_a: list[SupervisionMethod] = setting(
        "A 类成果的督办方式",
        default=[
            SupervisionMethod.REMINDER,
            SupervisionMethod.LEADER,
            SupervisionMethod.SPECIAL_INSPECTION,
        ],
        min=1,
        open_to=("county", "township"),
    )
    methods_b: list[SupervisionMethod] = setting(
        "B 类成果的督办方式",
        default=[SupervisionMethod.LEADER, SupervisionMethod.DEMOCRATIC_APPRAISAL],
        min=1,
        open_to=("county", "township"),
    )
    methods_c: list[SupervisionMethod] = setting(
        "C 类成果的督办方式",
        default=[SupervisionMethod.LOOK_BACK],
        min=1,
        help="暂不能解决、已宣传解释的成果。",
        open_to=("county", "township"),
    )
    days_urgent: int = setting(
        "急办成果多少天内督办", default=7, min=1, max=90, open_to=("county", "township")
    )
    days_usual: int = setting(
        "其他成果多少天内督办", default=30, min=1, max=365, open_to=("county", "township")
    )
