"""The list of ledgers with their columns (domain.md 1.5, 台账).

Files are exported and imported over HTTP: docs/domain/ledgers.md.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from yishi_core.errors import NotFound, Text
from yishi_core.facilities.ledgers.columns import ledger_columns
from yishi_core.facilities.ledgers.fields import fields_by_title
from yishi_core.facilities.ledgers.importing import sheet_operations
from yishi_core.facilities.ledgers.large import found
from yishi_core.facilities.ledgers.models import ImportState, LedgerImport
from yishi_core.kernel.access import readable
from yishi_core.kernel.entity import camel
from yishi_core.kernel.operation import Input, OperationContext, Structure, question


class LedgersInput(Input):
    """Which ledgers to list; all by default."""

    entity: str | None = Field(
        None, title="类型", description="Only the ledger of this entity, e.g. Topic.", max_length=80
    )


class LedgerHead(Structure):
    """One column of a ledger."""

    title: str = Field(title="列名", description="Title in Chinese, as in the file.")
    path: str = Field(
        title="字段", description="Field of the API, through references: person.post."
    )


class SheetHead(Structure):
    """One column of an import file."""

    title: str = Field(title="列名")
    field: str = Field(title="字段", description="Field of the operation's input.")
    required: bool = Field(title="必填")


class Ledger(Structure):
    """One ledger."""

    entity: str = Field(title="类型", description="Entity of the ledger, e.g. Topic.")
    label: str = Field(title="名称", description="Name of the entity in Chinese.")
    list_field: str = Field(
        title="列表字段", description="Field of Query that lists, filters and counts its records."
    )
    columns: list[LedgerHead] = Field(title="列")
    operation: str | None = Field(
        title="录入操作",
        description="The mutation that enters the rows of a file; null where there is no import.",
    )
    sheet: list[SheetHead] = Field(title="导入列", description="Columns of an import file.")


class LedgerImportInput(Input):
    """A large file that was sent."""

    id: str = Field(
        title="标识",
        description="As `POST /ledgers/…` answered it, or as a notification names the record.",
        max_length=120,
    )


class LedgerError(Structure):
    """One error in an import file."""

    row: int = Field(
        title="行", description="Row as a spreadsheet counts; 0 for the file as a whole."
    )
    column: str = Field(
        title="列", description="Title of the column; empty for the row as a whole."
    )
    message: str = Field(title="原因", description="Reason in Chinese.")
    message_en: str = Field(title="英文原因", description="Reason in English.")


class LedgerImported(Structure):
    """The progress or result of importing a large file."""

    id: str = Field(title="标识")
    entity: str = Field(title="类型", description="Entity of the ledger, e.g. Person.")
    dry_run: bool = Field(title="仅检查")
    state: ImportState = Field(
        title="状态", description="queued → checking → entering → done, refused, failed."
    )
    rows: int = Field(title="行数", description="Number of rows in the file.")
    passed: int = Field(
        title="已处理行数", description="Number of rows that the current step has passed."
    )
    entered: int = Field(title="已录入行数", description="Number of rows entered: all or none.")
    error_count: int = Field(title="错误数")
    errors: list[LedgerError] = Field(
        title="错误", description="The first 500 errors, kept for a week."
    )
    sent_at: datetime = Field(title="提交时间")
    ended_at: datetime | None = Field(title="结束时间")


@question(Text("导入进度", "Progress of an import"), permission=None)
async def ledger_import(context: OperationContext, data: LedgerImportInput) -> LedgerImported:
    """The progress of a large file that you sent.

    A job enters it, all rows or none. Files of others are not found.
    """
    try:
        row = await found(
            context.platform,
            context.principal,
            UUID(data.id.removeprefix(f"{LedgerImport.__name__}:{context.principal.county}:")),
        )
    except ValueError:
        row = None
    if row is None:
        raise NotFound.at("id")
    return LedgerImported(
        id=str(row.id),
        entity=row.entity,
        dry_run=row.dry_run,
        state=row.state,
        rows=row.rows,
        passed=row.passed,
        entered=row.rows if row.state is ImportState.DONE and not row.dry_run else 0,
        error_count=row.error_count,
        errors=[
            LedgerError(row=e["row"], column=e["column"], message=e["zh"], message_en=e["en"])
            for e in row.errors or ()
        ],
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )


@question(Text("台账目录", "Ledgers"), permission=None)
async def ledgers(context: OperationContext, data: LedgersInput) -> list[Ledger]:
    """The ledgers that you may read, with their columns; `GET /ledgers/Topic.csv` exports one."""
    registry, sheets = context.platform.registry, sheet_operations(context.platform)
    seen = context.principal.plugins
    listed = []
    for model in registry.exposed:
        if data.entity not in (None, model.name) or not readable(context.principal, model).anything:
            continue
        columns = ledger_columns(registry, model, seen)
        operation = sheets.get(model.name)
        fields = fields_by_title(operation.input, seen).values() if operation else ()
        listed.append(
            Ledger(
                entity=model.name,
                label=model.label,
                list_field=model.many,
                columns=[
                    LedgerHead(title=c.title, path=".".join(map(camel, c.path))) for c in columns
                ],
                operation=operation.field if operation else None,
                sheet=[
                    SheetHead(
                        title=f.title, field=".".join(map(camel, f.path)), required=f.required
                    )
                    for f in fields
                ],
            )
        )
    return listed
