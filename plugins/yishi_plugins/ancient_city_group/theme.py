"""The group's theme and directions; all other matters are outside its task (domain.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import Effective, require
from yishi_plugins.ancient_city_group.settings import CODE, Settings


def require_theme(settings: Settings, theme: str | None) -> None:
    """Require the group's theme, word for word."""
    told = theme or "未填写"
    require(
        theme == settings.theme,
        "outside_theme",
        f"联络组只议“{settings.theme}”,所填专题为“{told}”。",
        f"Only “{settings.theme}” is this group's matter, not “{theme or ''}”.",
    )


def require_direction(effective: Effective, tags: Sequence[str] | None) -> None:
    """Require at least one of the group's directions."""
    settings = effective.of(CODE, Settings)
    known = "、".join(effective.label("focus_tags", word) for word in settings.directions)
    require(
        set(tags or ()) & set(settings.directions),
        "no_direction",
        f"请在专题标签中选定方向:{known}。",
        f"Name one of the directions: {', '.join(settings.directions)}.",
    )


def require_inside(effective: Effective, theme: str | None, tags: Sequence[str] | None) -> None:
    """Require theme and direction, whenever a topic takes a step forward."""
    require_theme(effective.of(CODE, Settings), theme)
    require_direction(effective, tags)
