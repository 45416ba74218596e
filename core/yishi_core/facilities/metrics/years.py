"""Days in SQL of what has only a year."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def new_year(year: Any) -> Any:
    """The first day of a year; what has only a year counts by it."""
    return sa.func.make_date(sa.cast(year, sa.Integer), 1, 1, type_=sa.Date())


def year_end(year: Any) -> Any:
    """The last day of a year."""
    return sa.func.make_date(sa.cast(year, sa.Integer), 12, 31, type_=sa.Date())
