"""Which events a plugin's `react` is called for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

HEARD = "__yishi_heard__"
"""Attribute of a `react` that names the events for which it is called."""
F = TypeVar("F", bound=Callable[..., Any])


def reacts_to(*events: str) -> Callable[[F], F]:
    """For these events only is `react` called: `@hookimpl` above, `@reacts_to("consultation.held")`
    below it.

    Without it, for every event: each of them then costs a transaction of its own.
    """

    def heard(function: F) -> F:
        setattr(function, HEARD, frozenset(events))
        return function

    return heard


def hears(function: Callable[..., Any], event: str) -> bool:
    """Whether a `react` wants to know of events of this name: of all, unless it says which."""
    heard: frozenset[str] | None = getattr(function, HEARD, None)
    return heard is None or event in heard
