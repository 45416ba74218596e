"""The hall's settings."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.procedures import StepDef


class Settings(PluginSettings):
    """The settings that a county or township may change for its halls."""

    pledge_max_days: int = setting(
        "承诺兑现最长期限(天)",
        default=180,
        min=7,
        max=730,
        help="委员认领事项时,兑现日期不得晚于认领后多少天。",
        open_to=("county", "township"),
    )
    pledge_remind_days: int = setting(
        "兑现提醒提前天数",
        default=15,
        min=1,
        max=90,
        help="距兑现日期还有多少天时列入提醒清单。",
        open_to=("county", "township", "village"),
    )
    pledge_photo_required: bool = setting(
        "兑现须附照片", default=True, open_to=("county", "township")
    )
    visits_per_quarter: int = setting(
        "每户(寺)每季度至少走访次数",
        default=1,
        min=0,
        max=12,
        open_to=("county", "township"),
    )
    council_identities: list[str] = setting(
        "议事会成员身份",
        default=["mass_representative", "cppcc_member"],
        min=1,
        choices={
            "mass_representative": "群众代表",
            "cppcc_member": "政协委员",
            "village_worthy": "乡贤",
            "five_elders": "五老人士",
        },
        help="议事堂只吸收两类人:有能力有热心的群众,和有专长的委员。",
        open_to=("county",),
    )
    five_link_steps: tuple[StepDef, ...] | None = setting(
        "五个环节",
        procedure="five_link",
        open_to=("county", "township"),
    )
