"""Rules about settings."""

from __future__ import annotations

from yishi_core.errors import Rule


class SettingsRule(Rule):
    """Why settings are not changed, or a case cannot move to newer ones."""

    ALREADY_NEWEST = (
        "already_newest",
        "该事项已按最新设置办理。",
        "The case has the newest settings already.",
    )
    BEGUN_REORDERED = (
        "steps_reordered",
        "新版设置改变了已开始步骤的先后,不能改用新版。",
        "The newest settings put steps that were begun in another order.",
    )
    NOTHING_CHANGED = "nothing_changed", "没有改动。", "Nothing would change."
    PENDING_PASSED = (
        "steps_reordered",
        "新版设置把未开始的步骤移到了当前步骤之前,不能改用新版。",
        "The newest settings put steps not begun before the current one.",
    )
    PROCEDURE_GONE = (
        "procedure_gone",
        "新版设置中没有工作法“{procedure}”。",
        "The newest settings have no procedure “{procedure}”.",
    )
    SETTINGS_MISSING = (
        "settings_missing",
        "该事项开始时的设置已缺失,请联系管理员恢复。",
        "The settings this case began with are missing: restore them.",
    )
    STEP_GONE = (
        "step_gone",
        "已开始的步骤“{gone}”在新版设置中不存在,不能改用新版。",
        "Steps that were begun are gone in the newest settings: {gone}.",
    )
