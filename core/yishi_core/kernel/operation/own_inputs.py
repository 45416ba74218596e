"""The input fields by which plugins' own fields are entered and corrected with their record.

An operation whose input enters an entity, or corrects it, gets one optional input field for each
plugin that declares own fields of that entity (`OwnFields`). Nobody declares these inputs: they
follow from the columns.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, cast

import sqlalchemy as sa
from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from yishi_core.kernel.entity import OrgRow, OwnFields, camel
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.own_fields import own_columns
from yishi_core.kernel.operation.changing import Correction
from yishi_core.kernel.operation.declaration import Operation, records_in
from yishi_core.kernel.operation.inputs import Input, RefMarker, Term

if TYPE_CHECKING:
    from yishi_core.kernel.entity import EntityModel, Registry


@dataclass(frozen=True, slots=True)
class Kept:
    """Marks the field of an operation's input that holds what a plugin keeps of the record."""

    plugin: str
    entity: type[OwnFields]
    entering: type[Input] = field(compare=False)
    """The input for a record of which the plugin keeps nothing yet."""


def kept_in(info: FieldInfo) -> Kept | None:
    """The mark of an input field that holds own fields; None for any other field."""
    return next((mark for mark in info.metadata if isinstance(mark, Kept)), None)


@cache
def kept_fields(model: type[Input]) -> tuple[tuple[str, Kept], ...]:
    """The fields of an operation's input that hold own fields."""
    marks = ((name, kept_in(info)) for name, info in model.model_fields.items())
    return tuple((name, kept) for name, kept in marks if kept is not None)


def with_own_fields(operations: Iterable[Operation], registry: Registry) -> list[Operation]:
    """The operations, each with an input field for what every plugin keeps of its record.

    Its record is the one that its input enters and its answer holds, or that its input corrects.
    """
    inputs = _Inputs(registry)
    return [inputs.widen(operation) for operation in operations]


def corrected_field(given: type[Correction]) -> str | None:
    """The field of a correction that names the record."""
    fields = ((n, i) for n, i in given.model_fields.items() if n not in given.corrects)
    return next((name for name, info in fields if info.annotation is given.corrected), None)


def _record_of(operation: Operation) -> type[OrgRow] | None:
    given = operation.input
    record: Any
    if issubclass(given, Correction):
        record = given.corrected if corrected_field(given) else None
    else:
        record = given.enters
        if record not in records_in(operation.output) or operation.acts_for:
            return None
    return record if operation.changes and issubclass(record, OrgRow) else None


class _Inputs:
    """Makes the inputs of the own fields in a registry, each once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, tuple[type[Input], type[Correction]]] = {}

    def widen(self, operation: Operation) -> Operation:
        record = _record_of(operation)
        kept = () if record is None else self._registry.own_fields(record.__name__)
        if not kept:
            return operation
        fields: dict[str, Any] = {
            str(model.plugin): self._field(model, operation.input) for model in kept
        }
        widened = create_model(
            operation.input.__name__,
            __base__=operation.input,
            __module__=operation.input.__module__,
            __doc__=operation.input.__doc__,
            **fields,
        )
        return replace(operation, input=cast("type[Input]", widened))

    def _field(self, model: EntityModel, given: type[Input]) -> tuple[Any, Any]:
        assert model.plugin is not None
        assert issubclass(model.entity, OwnFields)
        if model.plugin in given.model_fields:
            raise ValueError(
                f"{given.__name__} has a field {model.plugin} already, which is the code of the "
                f"plugin that brings {model.name}"
            )
        if model.name not in self._made:
            self._made[model.name] = self._make(model.plugin, model.entity)
        entering, correcting = self._made[model.name]
        inner = correcting if issubclass(given, Correction) else entering
        mark = Kept(model.plugin, model.entity, entering)
        return Annotated[inner | None, mark], Field(None, title=model.label, description=model.doc)

    def _make(self, plugin: str, entity: type[OwnFields]) -> tuple[type[Input], type[Correction]]:
        """The input that makes a row of own fields, and the one that corrects it."""
        name = f"{entity.__of__.__name__}{camel(f'_{plugin}')}Input"
        told = {"__module__": entity.__module__, "__doc__": entity.__doc__}
        annotations, fields = {}, {}
        for column in own_columns(entity):
            value: Any = entity.__types__[column.name]
            field_name = column.name
            if reference := info_of(column).ref:
                field_name = field_name.removesuffix("_id")
                value = Annotated[self._registry[reference.target].entity, RefMarker()]
            elif vocabulary := info_of(column).vocabulary:
                value = Annotated[value, Term(vocabulary)]
            annotations[field_name] = value | None if column.nullable else value
            fields[field_name] = _field(column)
        all_of_it = {**told, **fields, "__annotations__": annotations}
        entering = types.new_class(
            name, (Input,), {"enters": entity}, lambda space: space.update(all_of_it)
        )
        part_of_it: dict[str, Any] = {**told, "__annotations__": {}}
        correcting = types.new_class(
            f"Change{name}", (Correction,), {"of": entering}, lambda space: space.update(part_of_it)
        )
        return entering, correcting


def _field(column: sa.Column[Any]) -> Any:
    """The words of the column; it may be left out where the column can be empty or has a
    default.
    """
    info = info_of(column)
    described = info.doc if info.doc != info.label else None
    default = getattr(column.default, "arg", None) if column.default is not None else None
    if column.nullable or default is not None:
        return Field(default, title=info.label, description=described)
    return Field(title=info.label, description=described)


__all__ = ["Kept", "corrected_field", "kept_fields", "kept_in", "with_own_fields"]
