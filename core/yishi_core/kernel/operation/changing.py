"""Operations that enter a record and correct it: both write the columns that have an input's names,
and hold the row to the same rules.

What the caller sent is written, what he left out stays, null empties a column.
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
    """What may be put right of a record, derived from the input that enters it.

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
    """The fields that are columns of the record."""

    def __init_subclass__(
        cls,
        *,
        of: type[Input],
        row: type[TenantRow] | None = None,
        but: Collection[str] = (),
        **config: Any,
    ) -> None:
        super().__init_subclass__(**config)
        entity = row or of.enters
        if entity is None:
            raise TypeError(f"{cls.__name__}: {of.__name__} enters no entity, so name a row")
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
        """What was sent for a field; `otherwise` where it was left out."""
        return getattr(self, name) if name in self.model_fields_set else otherwise


def correct(context: OperationContext, row: TenantRow, data: Correction) -> None:
    """Write what was sent. The rules of the record are held against the row afterwards, the same as
    when it was entered.

    Raises `InvalidInput` when null was sent for a column that must have a value, `NotFound` for a
    reference to another county.
    """
    require_one_county(context, data)
    change(row, data, but=type(data).model_fields.keys() - data.corrects)


def change(row: TenantRow, data: Input, *, but: Collection[str]) -> None:
    """Write the fields that were sent to the columns of the same name, references to `<name>_id`;
    `but` names fields that are none.

    Raises `InvalidInput` when null was sent for a column that must have a value.
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
    """What is told of a record only since something happened (its answer, its end) is not put right
    before (`zh`, `en` say so), and never emptied.
    """
    for name in sorted(data.model_fields_set & set(names)):
        if not since:
            raise InvalidInput.of(name, zh, en)
        if data.sent(name) is None:
            raise InvalidInput.of(name, "该项不能清空。", "This field cannot be emptied.")


def require_same_county(context: OperationContext, **rows: TenantRow | None) -> None:
    """What a record points at lies in its own county; anything else is not found (`access.md` 5).
    The keywords are the input's fields.
    """
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


def _told(description: str | None) -> str | None:
    """A description without what stands for a field that is left out when a record is entered: here
    it stays as it is.
    """
    return _DEFAULT.sub(".", description or "").lstrip(". ") or None


def _optional(info: FieldInfo) -> Any:
    """The annotation of a field that may be left out, with its limits (a reference is read by one
    of them, so they stay inside).
    """
    inner = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return Optional[inner]  # noqa: UP045 - made at run time
