"""Fields that a plugin keeps of a record that is not its own (docs/plugins/own-fields.md)."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, MappedColumn
from sqlalchemy.orm.decl_api import declared_attr

from yishi_core.kernel.entity.base import Entity, OrgRow, TenantRow, unique_while_valid
from yishi_core.kernel.entity.columns import info_of, ref
from yishi_core.kernel.entity.names import snake


class OwnFields(Entity):
    """Further fields of another entity's records: one row for each record that has them.

        class GoodConsult(OwnFields, of=Consultation):
            \"\"\"What 有事好商量 keeps of a consultation.\"\"\"

            __label__ = "有事好商量"
            motto: Mapped[Annotated[str, Field(max_length=40)] | None] = column("口号", "…")

    The reference to the record (`consultation_id`) is declared with the class. The row belongs to
    the org of its record and is voided with it. It is no object of the API by itself: it is read on
    the record under the plugin's code (`consultation { goodConsult { motto } }`), and the
    operations that enter and correct the record enter and correct it. The limits of a value stand
    in its annotation.

    With `permission`, whoever fills the fields must hold it at the record's place, besides the
    permission of the operation.

    Raises `TypeError` when `of` is no entity, or itself own fields; for a column without an
    annotation, and for a searched one, since the row is not found by itself.
    """

    __abstract__ = True
    __exposed__ = False
    __voidable__ = False
    __of__: ClassVar[type[OrgRow]]
    """The entity whose records have these fields."""
    __permission__: ClassVar[str | None]
    __types__: ClassVar[Mapping[str, Any]]
    """The type of each column as it is annotated, with its limits and without None."""

    def __init_subclass__(
        cls, *, of: type[OrgRow], permission: str | None = None, **options: Any
    ) -> None:
        if issubclass(of, OwnFields) or not of.__dict__.get("__label__"):
            raise TypeError(f"{cls.__name__}: {of.__name__} is no entity that can have own fields")
        cls.__of__, cls.__permission__ = of, permission
        cls.__types__ = _types(cls)
        name = reference_to(of)
        cls.__annotations__ = {name: Mapped[uuid.UUID], **inspect.get_annotations(cls)}
        setattr(cls, name, _reference(of))
        super().__init_subclass__(**options)
        for column in own_columns(cls):
            if info_of(column).search is not None:
                raise TypeError(f"{cls.__name__}.{column.name}: own fields cannot be searched")
            if column.name not in cls.__types__:
                raise TypeError(f"{cls.__name__}.{column.name} has no annotation Mapped[…]")

    @classmethod
    def are_of(cls, record: OrgRow | type[OrgRow]) -> sa.ColumnElement[bool]:
        """The condition that a row holds the fields of a record, or of the records of an entity
        with which it is joined: `context.first(GoodConsult, GoodConsult.are_of(consultation))`.
        """
        found: sa.ColumnElement[bool] = cls.__table__.c[reference_to(cls.__of__)] == record.id
        return found

    @declared_attr.directive
    def __constraints__(cls) -> tuple[Any, ...]:
        return (unique_while_valid(f"uq_{snake(cls.__name__)}_record", reference_to(cls.__of__)),)


def reference_to(of: type[OrgRow]) -> str:
    """The column by which own fields refer to a record of an entity."""
    return f"{snake(of.__name__)}_id"


def own_columns(entity: type[OwnFields]) -> Iterator[sa.Column[Any]]:
    """The columns that the plugin declares: neither those of every entity nor the reference."""
    common = {*_COMMON, reference_to(entity.__of__)}
    columns: Any = entity.__table__.columns
    return (
        column for column in columns if column.name not in common and not info_of(column).hidden
    )


def _types(entity: type[OwnFields]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for cls in reversed(entity.__mro__):
        if cls not in OwnFields.__mro__:
            found |= inspect.get_annotations(cls, eval_str=True)
    return {
        name: _without_none(*get_args(mapped))
        for name, mapped in found.items()
        if get_origin(mapped) is Mapped
    }


def _without_none(annotation: Any) -> Any:
    given = [one for one in get_args(annotation) if one is not NoneType]
    return given[0] if NoneType in get_args(annotation) else annotation


def _reference(of: type[OrgRow]) -> MappedColumn[Any]:
    return ref(
        of.__name__,
        str(vars(of)["__label__"]),
        "The record whose fields these are.",
        on_void="cascade",
        sort_order=-10,
    )


_COMMON = frozenset(
    name
    for base in (TenantRow, OrgRow, Entity)
    for name, value in vars(base).items()
    if isinstance(value, MappedColumn)
)
