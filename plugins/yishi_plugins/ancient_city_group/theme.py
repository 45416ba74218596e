"""The group has one task: what lies outside its theme, or belongs to none of its directions, is not
its matter (domain.md 3.9).
"""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import Effective, Text, require
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import CODE, Settings


def require_theme(settings: Settings, theme: str | None) -> None:
    """The theme is the group's, word for word."""
    require(
        theme == settings.theme,
        GroupRule.OUTSIDE_THEME,
        ours=settings.theme,
        given=Text(theme or "未填写", theme or ""),
    )


def require_direction(effective: Effective, tags: Sequence[str] | None) -> None:
    """One of the group's directions at least."""
    settings = effective.of(CODE, Settings)
    known = "、".join(effective.label("focus_tags", word) for word in settings.directions)
    require(
        set(tags or ()) & set(settings.directions),
        GroupRule.NO_DIRECTION,
        directions=Text(known, ", ".join(settings.directions)),
    )


def require_inside(effective: Effective, theme: str | None, tags: Sequence[str] | None) -> None:
    """Theme and direction, as they must be wherever a topic takes a step forward."""
    require_theme(effective.of(CODE, Settings), theme)
    require_direction(effective, tags)
