"""The group's theme and directions; all other matters are outside its task (domain.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import Change, Effective, ReadContext, Text, guard, holds, require
from yishi_core.domain.people import FoundExpertCommitteeInput, found_expert_committee
from yishi_core.domain.procedures import OpenCaseInput, open_case
from yishi_core.domain.topics import (
    ApproveTopicInput,
    ScreeningDecision,
    ScreenTopicInput,
    Topic,
    approve_topic,
    screen_topic,
)
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import Settings


def require_theme(settings: Settings, theme: str | None) -> None:
    """Require the group's theme, word for word."""
    require(
        theme == settings.theme,
        GroupRule.OUTSIDE_THEME,
        ours=settings.theme,
        given=Text(theme or "未填写", theme or ""),
    )


def require_inside(effective: Effective, theme: str | None, tags: Sequence[str] | None) -> None:
    """Require the theme and at least one of its directions, whenever a topic takes a step."""
    settings = effective.of(Settings)
    require_theme(settings, theme)
    known = "、".join(effective.label("focus_tags", word) for word in settings.directions)
    require(
        set(tags or ()) & set(settings.directions),
        GroupRule.NO_DIRECTION,
        directions=Text(known, ", ".join(settings.directions)),
    )


@holds(Topic, on=("theme", "focus_tags"))
def inside(context: ReadContext, change: Change[Topic]) -> None:
    """A topic lies inside the theme, in one of the directions."""
    require_inside(context.settings, change.row.theme, change.row.focus_tags)


@guard(screen_topic, approve_topic, open_case)
def forward(
    context: ReadContext, data: ScreenTopicInput | ApproveTopicInput | OpenCaseInput
) -> None:
    """A topic that was proposed under another theme goes no step further; it can be rejected."""
    if isinstance(data, ScreenTopicInput) and data.decision is not ScreeningDecision.SCREENED:
        return
    require_inside(context.settings, data.topic.theme, data.topic.focus_tags)


@guard(found_expert_committee)
def committee(context: ReadContext, data: FoundExpertCommitteeInput) -> None:
    """A committee of experts is founded for the theme."""
    require_theme(context.settings.of(Settings), data.theme)
