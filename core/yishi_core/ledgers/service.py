"""Which ledgers there are, and what their columns are (domain.md 1.5, 台账). Files go in and out over HTTP: docs/domain/ledgers.md."""

from __future__ import annotations

from pydantic import Field

from yishi_core.access import readable
from yishi_core.entity import camel
from yishi_core.errors import Text
from yishi_core.ledgers.columns import ledger_columns
from yishi_core.ledgers.fields import fields_by_title
from yishi_core.ledgers.importing import sheet_operations
from yishi_core.operation import Input, OperationContext, Structure, question


class LedgersInput(Input):
    """Nothing needs to be said."""

    entity: str | None = Field(None, title="类型", description="Only the ledger of this entity, e.g. Topic.", max_length=80)


class LedgerHead(Structure):
    """One column."""

    title: str = Field(title="列名", description="In Chinese, as the file shows it.")
    path: str = Field(title="字段", description="Field of the API, through references: person.post.")


class SheetHead(Structure):
    """One column of a file to be entered."""

    title: str = Field(title="列名")
    field: str = Field(title="字段", description="Field of the operation's input.")
    required: bool = Field(title="必填")


class Ledger(Structure):
    """One register."""

    entity: str = Field(title="类型", description="The entity, e.g. Topic.")
    label: str = Field(title="名称", description="As an office calls it.")
    list_field: str = Field(title="列表字段", description="Field of Query that lists, filters and counts it.")
    columns: list[LedgerHead] = Field(title="列")
    operation: str | None = Field(title="录入操作", description="The mutation through which rows of a file come in; null: one by one only.")
    sheet: list[SheetHead] = Field(title="导入列", description="Columns of such a file.")


@question(Text("台账目录", "Ledgers"), permission=None)
async def ledgers(context: OperationContext, data: LedgersInput) -> list[Ledger]:
    """The registers that you may read, with their columns; `GET /ledgers/Topic.csv` takes one out."""
    registry, sheets = context.platform.registry, sheet_operations(context.platform)
    found = []
    for model in registry.exposed:
        if data.entity not in (None, model.name) or not readable(context.principal, model).anything:
            continue
        columns = ledger_columns(registry, model)
        operation = sheets.get(model.name)
        fields = fields_by_title(operation.input).values() if operation else ()
        found.append(
            Ledger(
                entity=model.name, label=model.label, list_field=model.many,
                columns=[LedgerHead(title=c.title, path=".".join(map(camel, c.path))) for c in columns],
                operation=operation.field if operation else None,
                sheet=[SheetHead(title=f.title, field=camel(f.name), required=f.required) for f in fields],
            )
        )  # fmt: skip
    return found
