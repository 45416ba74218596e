"""Operations that enter a record and correct it: both write the columns that have an input's names,
and hold the row to the same rules.

What the caller sent is written, what he left out stays, null empties a column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Any, ClassVar, Optional, TypeVar, get_args

import sqlalchemy as sa
from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from yishi_core.errors import InvalidInput, NotFound
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.inputs import Beside, Input

R = TypeVar("R", bound=TenantRow)
OWNER = "org"
"""Who a record belongs to is never changed: it is voided there and entered where it belongs
(access.md 1, 10).
"""
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
            if name not in own and name not in {OWNER, *but} and _column(entity, name) is not None:
                own[name] = _optional(info)
                setattr(
                    cls, name, Field(None, title=info.title, description=_told(info.description))
                )
        cls.corrects = frozenset(
            name for name in own if name not in {OWNER, *but} and _column(entity, name) is not None
        )

    def sent(self, name: str, otherwise: Any = None) -> Any:
        """What was sent for a field; `otherwise` where it was left out."""
        return getattr(self, name) if name in self.model_fields_set else otherwise


def entered(entity: type[R], data: Input, **more: Any) -> R:
    """A new row with the columns that have the names of the input's fields, and `more` before them.
    It is not in the transaction yet (`context.add`).

    Raises `TypeError` when the input does not declare `enters=entity`: only of those that do is it
    known that none of their fields is forgotten.
    """
    if type(data).enters is not entity:
        raise TypeError(f"{type(data).__name__} does not declare enters={entity.__name__}")
    for name, field in type(data).model_fields.items():
        column, given = _written(entity, name, field), getattr(data, name)
        if column is not None and given is not None and given != []:
            more.setdefault(column.name, _value(given))
    return entity(**more)


def written_fields(data: type[Input]) -> frozenset[str]:
    """The fields that `entered` writes."""
    entity = data.enters
    return frozenset(
        name
        for name, field in data.model_fields.items()
        if entity is not None and _written(entity, name, field) is not None
    )


def require_nothing_dropped(operation: str, data: type[BaseModel]) -> None:
    """Check the input of an operation, and the inputs inside it, when the operation is declared.

    Raises `TypeError` for a field of an entering input that is neither a column of its entity nor
    marked `Beside`: `entered` would not write it, and the caller would be told of success.
    """
    entity = data.enters if issubclass(data, Input) else None
    for name, field in data.model_fields.items():
        if entity is not None and not _has_a_place(entity, name, field):
            raise TypeError(
                f"{operation}: {data.__name__}.{name} is no column of {entity.__name__} and is not "
                "marked Beside()"
            )
        for inner in inner_models(field.annotation):
            require_nothing_dropped(operation, inner)


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
        column = _column(type(row), name)
        if column is None:
            raise TypeError(f"{type(data).__name__}.{name} is no column of {type(row).__name__}")
        if value is None and not column.nullable:
            raise InvalidInput.of(name, "该项不能清空。", "This field cannot be emptied.")
        setattr(row, column.name, None if value == [] and column.nullable else _value(value))


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


def _column(entity: type[TenantRow], name: str) -> sa.Column[Any] | None:
    columns: Any = entity.__table__.columns
    found: sa.Column[Any] | None = columns.get(name)
    return columns.get(f"{name}_id") if found is None else found


def _written(entity: type[TenantRow], name: str, field: FieldInfo) -> sa.Column[Any] | None:
    """The column that `entered` writes a field to, if any."""
    return None if name == OWNER or _is_beside(field) else _column(entity, name)


def _has_a_place(entity: type[TenantRow], name: str, field: FieldInfo) -> bool:
    return name == OWNER or _is_beside(field) or _column(entity, name) is not None


def _is_beside(field: FieldInfo) -> bool:
    return any(isinstance(mark, Beside) for mark in field.metadata)


def inner_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a field's type: one, an optional one or a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from inner_models(inner)


def _value(given: Any) -> Any:
    return given.id if isinstance(given, TenantRow) else given


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
