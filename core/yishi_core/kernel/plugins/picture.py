"""Whether a hook left everything as it was: the input, the context and the rows of the session."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session

from yishi_core.kernel.database import entry_of
from yishi_core.kernel.operation.context import ReadContext
from yishi_core.kernel.operation.inputs import Input


class Picture:
    """All of it at one moment, by the identity of rows and the values of everything else."""

    def __init__(self, context: ReadContext, data: Input | None) -> None:
        self._context = {f.name: _seen(getattr(context, f.name)) for f in fields(context)}
        self._data = _seen(data)
        self._session: dict[str, Any] = {}
        if context.session is not None:  # a plugin's own tests ask without a database
            self._session = _of_session(context.session.sync_session)

    def changed_since(self, before: Picture) -> list[str]:
        """What is no longer as it was: `data`, `session.new`, `context.events` and the like."""
        found = [] if self._data == before._data else ["data"]
        found += [
            f"session.{name}"
            for name, seen in self._session.items()
            if seen != before._session[name]
        ]
        found += [
            f"context.{name}"
            for name, seen in self._context.items()
            if seen != before._context[name]
        ]
        return found


def _of_session(session: Session) -> dict[str, Any]:
    """The rows to be written, with what was set on them, and the transaction in which they are."""
    return {
        "new": {id(row) for row in session.new},
        "deleted": {id(row) for row in session.deleted},
        "dirty": {id(row): _set_on(row) for row in session.dirty},
        "transaction": id(session.get_transaction()),
        "scope": entry_of(session),
    }


def _set_on(row: Any) -> dict[str, Any]:
    """The values that were set on a row since it was read."""
    return {name: _seen(row.__dict__.get(name)) for name in sa.inspect(row).committed_state}


def _seen(value: Any) -> Any:
    """A value that compares equal as long as nothing in it has changed."""
    if isinstance(value, BaseModel):
        return (
            type(value),
            {name: _seen(getattr(value, name)) for name in type(value).model_fields},
        )
    if isinstance(value, list | tuple):
        return [_seen(item) for item in value]
    if isinstance(value, dict):
        return {key: _seen(item) for key, item in value.items()}
    return value if type(value).__module__ in {"builtins", "datetime", "decimal"} else id(value)
