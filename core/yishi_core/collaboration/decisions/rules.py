"""When a consultation came first (domain.md 2.17, [S2])."""

from __future__ import annotations

from datetime import date


def came_first(consulted_on: date, *others: date | None) -> bool | None:
    """Whether the consultation precedes all three other dates: False as soon as one does not follow it, None while one is still to come."""
    known = [day for day in others if day is not None]
    if any(day <= consulted_on for day in known):
        return False
    return True if len(known) == len(others) else None
