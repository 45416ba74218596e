"""Restricting guests to the columns of a handed row that they may change (access.md 1, `handed`).

Row-level security lets the audience of a handed row update it, but a policy cannot distinguish
columns by caller. This check does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from yishi_core.errors import Forbidden, Text
from yishi_core.kernel.entity.base import Handed, TenantRow, changes_of
from yishi_core.kernel.entity.watching import watched

STAMPS = frozenset({"version", "updated_at", "updated_by"})
_PATHS = "yishi_handed"


def guard_handed(session: Session, paths: tuple[str, ...]) -> None:
    """Refuse flushes that change a handed row beyond its `__handed__` columns.

    Rows inside `paths`, the places of the write, are not restricted. When called again for a
    session, the new paths replace the old ones. The flush raises `Forbidden`.
    """
    if _PATHS not in session.info:
        watched(session).flushing.append(_check)
    session.info[_PATHS] = paths


def _check(session: Session) -> None:
    for row in session.dirty:
        if (
            isinstance(row, Handed)
            and isinstance(row, TenantRow)
            and not row.org_path.startswith(session.info[_PATHS])
        ):
            _refuse_beyond(row)


def _refuse_beyond(row: Any) -> None:
    if beyond := changes_of(row).keys() - row.__handed__ - STAMPS:
        names = ", ".join(sorted(beyond))
        raise Forbidden(
            Text(
                f"您只能办理该事项,不能修改:{names}。", f"You may handle this, not change: {names}."
            ),
            columns=names,
        )
