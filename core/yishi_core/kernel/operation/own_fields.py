"""Writing plugins' own fields of a record within the operations that enter and correct the record.

The function of an operation does not see them: they are taken out of its input before it runs, and
written to the record that it has made or changed, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ValidationError

from yishi_core.errors import FieldError, Forbidden, InvalidInput, NotFound, Text
from yishi_core.kernel.access.authorize import holds
from yishi_core.kernel.database import entry_of
from yishi_core.kernel.entity import OrgRow, OwnFields
from yishi_core.kernel.entity.base import Entity, new_id, values_of
from yishi_core.kernel.entity.own_fields import reference_to
from yishi_core.kernel.messages import as_invalid_input
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.inputs import Input
from yishi_core.kernel.operation.own_inputs import Kept, corrected_field, kept_fields

EMPTIED = "更正时清空"
"""Why own fields were voided for which a correction sent null."""


async def perform(context: OperationContext, operation: Operation, data: Input) -> Any:
    """Run the function of an operation, then write the own fields that were sent.

    Raises `InvalidInput` where the plugin is not on at the subject or a required field is missing,
    and `Forbidden` where the caller may not fill the fields.
    """
    sent = _taken(data)
    named = corrected_field(type(data)) if isinstance(data, Correction) else None
    corrected: OrgRow | None = getattr(data, named) if named else None
    value = await operation.function(context, data)
    _given_back(data, sent)
    for kept, given in sent.items():
        writing = _Writing(context, kept, corrected or _answered(value, kept.entity.__of__))
        with _below(kept.plugin):
            await writing.write(given, corrected is not None)
    return value


def _taken(data: Input) -> dict[Kept, Input | None]:
    """The own fields that were sent, which are taken out of the input; None where null was sent."""
    sent: dict[Kept, Input | None] = {}
    for name, kept in kept_fields(type(data)):
        if name in data.model_fields_set:
            sent[kept] = getattr(data, name)
            setattr(data, name, None)
            data.model_fields_set.discard(name)
    return sent


def _given_back(data: Input, sent: Mapping[Kept, Input | None]) -> None:
    """Restore the input as it was sent, for the advice that plugins give on it."""
    for kept, given in sent.items():
        setattr(data, kept.plugin, given)


def _answered(value: Any, entity: type[OrgRow]) -> OrgRow:
    """The record in the answer of an operation that enters it."""
    held = (
        [getattr(value, name) for name in type(value).model_fields]
        if isinstance(value, BaseModel)
        else [value]
    )
    return next(one for one in held if isinstance(one, entity))


class _Writing:
    """Writes what one plugin keeps of one record."""

    def __init__(self, context: OperationContext, kept: Kept, record: OrgRow) -> None:
        self.context = context
        self.kept = kept
        self.record = record

    async def write(self, given: Input | None, corrects: bool) -> None:
        entity = self.kept.entity
        row = None
        if corrects:
            row = await self.context.first(entity, entity.are_of(self.record))
        if row is None and (given is None or not given.model_fields_set):
            return
        self._require_possible(row)
        if row is None:
            assert given is not None
            self._add(given)
        elif given is None:
            row.voided_at, row.void_reason = self.context.now, EMPTIED
        elif isinstance(given, Correction):
            correct(self.context, row, given)
        if corrects:
            # The record has a new version, so that two people do not correct its fields at once.
            self.record.updated_at = self.context.now

    def _require_possible(self, row: OwnFields | None) -> None:
        """Nothing new where the plugin is not on; what is there can always be put right."""
        entity, record = self.kept.entity, self.record
        label = entity.__label__
        if row is None and self.kept.plugin not in self.context.settings.plugins:
            raise InvalidInput.of(
                "",
                f"此处没有启用“{label}”,不能填写。",
                f"{self.kept.plugin} is not switched on here.",
            )
        permission = entity.__permission__
        if permission and not holds(self.context.principal, permission, record):
            lacking = Forbidden.lacking(permission)
            raise Forbidden(lacking.text, [FieldError("", lacking.text)], **lacking.data)
        if not record.org_path.startswith(entry_of(self.context.session.sync_session).paths):
            text = Text(
                f"您只能办理该事项,不能填写“{label}”。",
                "You may handle this record, not fill its further fields.",
            )
            raise Forbidden(text, [FieldError("", text)])

    def _add(self, given: Input) -> None:
        """A row in the place of its record."""
        entity, record = self.kept.entity, self.record
        whole = self._whole(given)
        require_one_county(self.context, whole)
        row = entered(entity, whole)
        values_of(row).update(
            county=record.county,
            id=new_id(),
            org_path=record.org_path,
            org_id=record.org_id if isinstance(record, Entity) else record.id,
            **{reference_to(entity.__of__): record.id},
        )
        self.context.session.add(row)

    def _whole(self, given: Input) -> Input:
        """The input for a new row: a correction may have left out what a new row requires."""
        if not isinstance(given, Correction):
            return given
        sent = {name: getattr(given, name) for name in given.model_fields_set}
        try:
            return self.kept.entering.model_validate(sent)
        except ValidationError as error:
            raise as_invalid_input(error) from None


@contextmanager
def _below(name: str) -> Iterator[None]:
    """The paths of errors begin with the input field that holds the own fields."""
    try:
        yield
    except (Forbidden, InvalidInput, NotFound) as error:
        error.fields = tuple(
            FieldError(f"{name}.{field.path}" if field.path else name, field.text)
            for field in error.fields
        )
        raise


__all__ = ["EMPTIED", "perform"]
