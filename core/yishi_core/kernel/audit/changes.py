"""The changes of a transaction, collected at each flush for the audit and for rules of plugins.

Rows are stamped with the time and the account at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from yishi_core.kernel.audit.facts import Facts, Watched
from yishi_core.kernel.entity import Drafted, OrgRow, OwnFields, TenantRow
from yishi_core.kernel.entity.base import changes_of, values_of
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.own_fields import own_columns, reference_to
from yishi_core.kernel.entity.sorting import fill
from yishi_core.kernel.entity.watching import watched

TAKEN_BACK = ("voided_at", "void_reason")
MACHINERY = frozenset({"version", "created_at", "updated_at"})


class Changes:
    """Collects column → [before, after] for every row that a session writes.

    Personal data, hidden columns and the contents of drafts are left out (K30).
    """

    def __init__(
        self, session: Session, now: datetime, account: UUID | None, watched_by_rules: Watched
    ) -> None:
        self.facts = Facts(watched_by_rules)
        """The written rows that rules of plugins are about."""
        self._now = now
        self._account = account
        self._found: dict[UUID, dict[str, list[Any]]] = {}
        self._new: set[UUID] = set()
        self._kept: dict[UUID, dict[UUID, OwnFields]] = {}
        """What plugins keep of records, by record: it is told with the record."""
        self.entities: set[str] = set()
        """Names of the entities of which rows were written."""
        watched(session).flushing.append(self._gather)

    def of(self, row: TenantRow) -> dict[str, Any] | None:
        """The changes of one row; for a new row, all its values. None when there are none.

        Those of its own fields follow, each named with their entity: `open_air.motto`.
        """
        found = self._of(row)
        for kept in self._kept.get(row.id, {}).values():
            if _tells(row, type(kept).__name__):
                told = {*(c.name for c in own_columns(type(kept))), *TAKEN_BACK}
                changed = ((n, both) for n, both in self._of(kept).items() if n in told)
                found |= {f"{type(kept).__tablename__}.{name}": both for name, both in changed}
        return found or None

    def _of(self, row: TenantRow) -> dict[str, Any]:
        if row.id in self._new:
            return {
                name: [None, plain(value)]
                for name, value in _all(row)
                if value is not None and _tells(row, name)
            }
        return dict(self._found.get(row.id, {}))

    def forget(self) -> None:
        """Reset, before the next of several operations in one session."""
        self._found.clear()
        self._new.clear()
        self._kept.clear()
        self.entities.clear()
        self.facts.forget()

    def _gather(self, session: Session) -> None:
        for row in session.new:
            self._stamp(row, new=True)
            if isinstance(row, TenantRow):
                self.entities.add(type(row).__name__)
                self._new.add(row.id)
                self._keep(row)
                self.facts.made(row)
        for row in session.dirty:
            if before := changes_of(row):
                self._note(row, before)
                self._stamp(row, new=False)

    def _keep(self, row: TenantRow) -> None:
        if isinstance(row, OwnFields):
            record: UUID = getattr(row, reference_to(row.__of__))
            self._kept.setdefault(record, {})[row.id] = row

    def _stamp(self, row: Any, *, new: bool) -> None:
        if not isinstance(row, OrgRow):
            return
        if new:
            stamps = dict.fromkeys(("created_at", "updated_at"), self._now) | dict.fromkeys(
                ("created_by", "updated_by"), self._account
            )
            values_of(row).update(stamps)
        else:
            row.updated_at, row.updated_by = self._now, self._account
        fill(row)

    def _note(self, row: Any, before: Mapping[str, Any]) -> None:
        if not isinstance(row, TenantRow):
            return
        self.entities.add(type(row).__name__)
        self.facts.wrote(row, before)
        self._keep(row)
        found = self._found.setdefault(row.id, {})
        values = values_of(row)
        for name, key in _told(type(row)):
            if (
                key in before
                and _tells(row, name)
                and (before[key] is not None or values[key] is not None)
            ):
                found[name] = [
                    found[name][0] if name in found else plain(before[key]),
                    plain(values[key]),
                ]


def _tells(row: TenantRow, name: str) -> bool:
    """Whether the audit may show a column of a row.

    A draft's contents belong to its author, in the audit as well; only its `state` is shown.
    """
    return name == "state" or not (
        isinstance(row, Drafted) and getattr(row, "state", None) in row.__drafts__
    )


def _all(row: TenantRow) -> Iterator[tuple[str, Any]]:
    values = values_of(row)
    return ((name, values.get(key)) for name, key in _told(type(row)))


@cache
def _told(entity: type[TenantRow]) -> tuple[tuple[str, str], ...]:
    """(column, attribute) of an entity for every column that the audit may show."""
    columns = ((c, info_of(c)) for c in entity.__table__.columns)
    return tuple(
        (c.name, c.key)
        for c, info in columns
        if not (info.hidden or info.personal or c.name in MACHINERY)
    )


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value
