"""Operations that correct a record: what the caller sent is written, what he left out stays, null empties a column."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel

from yishi_core.entity.base import TenantRow
from yishi_core.errors import InvalidInput, NotFound
from yishi_core.operation.context import OperationContext
from yishi_core.operation.inputs import Input


def change(row: TenantRow, data: Input, *, but: Collection[str]) -> None:
    """Write the fields that were sent to the columns of the same name, references to `<name>_id`; `but` names fields that are none.

    Raises `InvalidInput` when null was sent for a column that must have a value.
    """
    columns = row.__table__.columns
    for name in sorted(data.model_fields_set - set(but)):
        value: Any = getattr(data, name)
        target = name if name in columns else f"{name}_id"
        if value is None and not columns[target].nullable:
            raise InvalidInput.of(name, "该项不能清空。", "This field cannot be emptied.")
        setattr(row, target, value.id if isinstance(value, TenantRow) else value)


def require_same_county(context: OperationContext, **rows: TenantRow | None) -> None:
    """What a record points at lies in its own county; anything else is not found (`access.md` 5). The keywords are the input's fields."""
    for path, row in rows.items():
        if row is not None and row.county != context.county:
            raise NotFound.at(path)


def require_one_county(context: OperationContext, data: Any, path: str = "") -> None:
    """The same for every reference of an input, however deep."""
    if isinstance(data, TenantRow):
        require_same_county(context, **{path: data})
    elif isinstance(data, BaseModel):
        for name in type(data).model_fields:
            require_one_county(context, getattr(data, name), f"{path}.{name}" if path else name)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            require_one_county(context, item, f"{path}.{index}")
