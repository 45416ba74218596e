"""The choice of events for which a plugin's `react` is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

HEARD = "__yishi_heard__"
"""Attribute of a `react` function that holds the names of its events."""
F = TypeVar("F", bound=Callable[..., Any])


def reacts_to(*events: str) -> Callable[[F], F]:
    """Call the decorated `react` for these events only.

    Place it below the hook marker: `@hookimpl` above, `@reacts_to("consultation.held")` below.
    Without it `react` is called for every event, and each call costs a transaction of its own.
    """

    def heard(function: F) -> F:
        setattr(function, HEARD, frozenset(events))
        return function

    return heard


def hears(function: Callable[..., Any], event: str) -> bool:
    """Whether a `react` function is called for events of this name; true for all by default."""
    heard: frozenset[str] | None = getattr(function, HEARD, None)
    return heard is None or event in heard
