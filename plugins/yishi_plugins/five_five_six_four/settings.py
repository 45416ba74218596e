"""The settings of the way."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.procedures import StepDef

SIX_STEPS = "six_step_conversion"
"""The procedure of core's library that the variant offers."""


class Settings(PluginSettings):
    """The settings that a county or township may change."""

    steps: tuple[StepDef, ...] | None = setting(
        "六步的步骤",
        procedure=SIX_STEPS,
        help="可整体替换;已在办的事项仍按立项时的步骤办完。",
        open_to=("county", "township"),
    )
    four_steps_required: bool = setting(
        "协商会须按四步议事",
        default=True,
        help="提出问题、回应关切、协商互动、达成共识;预协商和补录的协商除外。",
        open_to=("county", "township"),
    )
