"""Rules about switching plugins."""

from __future__ import annotations

from yishi_core.errors import Hint, Rule


class SwitchRule(Rule):
    """Why a plugin cannot be switched on or off."""

    ALREADY_OFF = (
        "already_off",
        "插件“{plugin}”在此未启用。",
        "The plugin “{plugin}” is not on here.",
    )
    ALREADY_ON = (
        "already_on",
        "插件“{plugin}”在此已启用。",
        "The plugin “{plugin}” is on here already.",
    )
    ALREADY_RETIRED = (
        "already_retired",
        "插件“{plugin}”在此已停用,仍有{left},办结或作废后才能清结。",
        "The plugin “{plugin}” is switched off here already; left of it: {left}. It is gone once "
        "these are finished or voided.",
    )
    ON_ABOVE = (
        "on_above",
        "插件“{plugin}”由上级启用,请在上级停用。",
        "The plugin “{plugin}” is on at an org above: switch it off there.",
    )
    REQUIREMENT_OFF = (
        "requirement_off",
        "插件“{plugin}”需要先启用:{missing}。",
        "The plugin “{plugin}” needs {missing} to be on first.",
    )
    STILL_REQUIRED = (
        "still_required",
        "插件“{plugin}”仍被 {needed} 使用,请先停用它们。",
        "The plugin “{plugin}” is still required by {needed}: switch those off first.",
    )


class SwitchHint(Hint):
    """What switching a plugin off points out."""

    PLUGIN_RETIRED = (
        "plugin_retired",
        "此处仍有{left}:不再办理新业务,原有记录仍可查看,进行中的事项按开始时的设置办结。",
        "Left here: {left}. Nothing new begins, what is there can be read, and running cases "
        "finish with the settings with which they began.",
    )
