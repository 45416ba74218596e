"""Entering and correcting records: writing the columns that share names with input fields.

What the caller sent is written, what they left out stays as it is, and null empties a column. A
corrected row must satisfy the same rules as a new one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Optional, TypeVar

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from yishi_core.errors import InvalidInput, NotFound
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.entering import OWNER, column_of, value_of
from yishi_core.kernel.operation.inputs import Input

R = TypeVar("R", bound=TenantRow)
_DEFAULT = re.compile(r"(?:^|[;,] )[^;.]*\bunless named\.")


class Correction(Input):
    """Base of inputs that correct a record, derived from the input that enters it.

        class ChangeExpenseInput(Correction, of=RecordExpenseInput, but={"budget"}):
            \"\"\"Corrections of an expense.\"\"\"

            expense: Ref[Expense] = Field(title="经费支出")

    Every field of `of` that is a column of the record is a field here, with label and limits, and
    may be left out; not the owner, and not what `but` names. The record is the one that `of`
    enters, unless `row` names another entity. A field declared in the class stands as it is: the
    record itself, or what has another meaning when it is put right. One that `but` names, too, is
    not written by `correct`.

    Raises `TypeError` when neither `of` nor `row` tells which entity is corrected.
    """

    corrects: ClassVar[frozenset[str]] = frozenset()
    """The fields of the correction that are columns of the record."""
    corrected: ClassVar[type[TenantRow]]
    """The entity whose records it corrects."""

    def __init_subclass__(
        cls,
        *,
        of: type[Input] | None = None,
        row: type[TenantRow] | None = None,
        but: Collection[str] = (),
        **config: Any,
    ) -> None:
        super().__init_subclass__(**config)
        if of is None:
            if Correction in cls.__bases__:
                raise TypeError(f"{cls.__name__}: name the input `of` which it is a correction")
            return  # the same correction with plugins' own fields (own_inputs.py)
        entity = row or of.enters
        if entity is None:
            raise TypeError(f"{cls.__name__}: {of.__name__} enters no entity, so name a row")
        cls.corrected = entity
        own = vars(cls)["__annotations__"]
        for name, info in of.model_fields.items():
            if (
                name not in own
                and name not in {OWNER, *but}
                and column_of(entity, name) is not None
            ):
                own[name] = _optional(info)
                setattr(
                    cls, name, Field(None, title=info.title, description=_told(info.description))
                )
        cls.corrects = frozenset(
            name
            for name in own
            if name not in {OWNER, *but} and column_of(entity, name) is not None
        )

    def sent(self, name: str, otherwise: Any = None) -> Any:
        """The value that was sent for a field, or `otherwise` when it was left out."""
        return getattr(self, name) if name in self.model_fields_set else otherwise


def correct(context: OperationContext, row: TenantRow, data: Correction) -> None:
    """Write the fields of a correction that were sent to the record.

    The caller must then check the record's rules, the same as when it was entered. Raises
    `InvalidInput` when null was sent for a required column, and `NotFound` for a reference to a
    record of another county.
    """
    require_one_county(context, data)
    change(row, data, but=type(data).model_fields.keys() - data.corrects)


def change(row: TenantRow, data: Input, *, but: Collection[str]) -> None:
    """Write the fields that were sent to the columns of the same name.

    A reference is written to `<name>_id`; `but` names fields that are not columns. Raises
    `InvalidInput` when null was sent for a required column.
    """
    for name in sorted(data.model_fields_set - set(but)):
        value = getattr(data, name)
        column = column_of(type(row), name)
        if column is None:
            raise TypeError(f"{type(data).__name__}.{name} is no column of {type(row).__name__}")
        if value is None and not column.nullable:
            raise InvalidInput.of(name, "该项不能清空。", "This field cannot be emptied.")
        setattr(row, column.name, None if value == [] and column.nullable else value_of(value))


def require_told(data: Correction, since: object, names: Collection[str], zh: str, en: str) -> None:
    """Reject corrections of fields that are only set once something has happened.

    `since` is the proof that it happened (an answer, an end); while it is falsy, sending any of
    `names` raises `InvalidInput` with `zh` and `en`. The fields can never be emptied.
    """
    if not since:
        for name in sorted(data.model_fields_set & set(names)):
            raise InvalidInput.of(name, zh, en)
    require_kept(data, names)


def require_kept(data: Correction, names: Collection[str]) -> None:
    """Reject a correction that empties a field which the record has had since something happened:
    `InvalidInput` for the first of `names` that was sent as null.
    """
    for name in sorted(data.model_fields_set & set(names)):
        if data.sent(name) is None:
            raise InvalidInput.of(name, "该项不能清空。", "This field cannot be emptied.")


def require_same_county(context: OperationContext, **rows: TenantRow | None) -> None:
    """Raise `NotFound` unless all rows lie in the county of the operation (`access.md` 5).

    The keywords are the names of the input fields that hold the rows.
    """
    for path, row in rows.items():
        if row is not None and row.county != context.county:
            raise NotFound.at(path)


def require_one_county(context: OperationContext, data: Any, path: str = "") -> None:
    """Raise `NotFound` unless every reference in an input, at any depth, lies in the county."""
    if isinstance(data, TenantRow):
        require_same_county(context, **{path: data})
    elif isinstance(data, BaseModel):
        for name in type(data).model_fields:
            require_one_county(context, getattr(data, name), f"{path}.{name}" if path else name)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            require_one_county(context, item, f"{path}.{index}")


def _told(description: str | None) -> str | None:
    """The description of a field without the default for new records (“… unless named.”).

    In a correction, a field that is left out keeps its value instead.
    """
    return _DEFAULT.sub(".", description or "").lstrip(". ") or None


def _optional(info: FieldInfo) -> Any:
    """The annotation of an optional field, including its limits.

    A reference is parsed by one of its metadata items, so they stay inside the annotation.
    """
    inner = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return Optional[inner]  # noqa: UP045 - made at run time
