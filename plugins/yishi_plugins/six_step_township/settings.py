"""The township's settings."""

from __future__ import annotations

from yishi_core import PluginSettings, setting

PROCEDURE = "six_step_handling"
"""The six steps of core's library."""
SCHEME = "topic_scheme"
"""The kind of document that fixes sources, criteria and feedback."""


class Settings(PluginSettings):
    """What a county or township may change."""

    criteria: list[str] = setting(
        "议题筛选标准",
        default=["贴近群众利益", "具备解决条件"],
        max=10,
        help="选定议题时,须在筛选意见中写明是否符合这些标准。",
        open_to=("county", "township"),
    )
