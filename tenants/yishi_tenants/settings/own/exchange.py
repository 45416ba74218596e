"""Variants of one's own as files: out as `variant.toml`, and in as a draft of another office."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import tomlkit
from pydantic import Field, field_validator

from yishi_core.errors import FieldError, InvalidInput, Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.inputs import storable
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.settings.own.drafts import NOT_SAVED, Draft, base_of, office_of, require_right
from yishi_tenants.settings.own.events import OWN_VARIANT_IMPORTED
from yishi_tenants.settings.own.limits import LARGEST, strange_keys, too_large
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant, OwnVariantState
from yishi_tenants.settings.own.previews import VariantProblem
from yishi_tenants.settings.own.rules import OwnVariantRule
from yishi_tenants.settings.own.service import require_free, require_named

DEEPEST = 12
"""Levels of a file: more than any part of a variant has."""
LARGEST_NUMBER = 2**53
"""Whole numbers beyond it are read differently by different clients."""
HEAD = ("code", "label", "version", "base", "base_version")
"""What stands above the parts; `version` is the edition's number."""


class ExportVariantInput(Input):
    """A variant of one's own, and which edition of it."""

    variant: Ref[OwnVariant] = like(OwnVariant)
    edition: int | None = like(OwnEdition.number, None, doc="The newest unless named.", ge=1)


class VariantFile(Structure):
    """An edition as a file."""

    name: str = Field(title="文件名")
    text: str = Field(title="内容", description="A variant.toml with the key `base` beside others.")


class ImportVariantInput(Input):
    """A file of another office, and whose draft it becomes."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The office whose variant it becomes.")
    text: str = Field(
        title="文件内容",
        description="A variant.toml as `exportVariant` writes it.",
        min_length=1,
        max_length=2 * LARGEST,
    )
    code: str | None = like(
        OwnVariant.code, None, doc="That of the file unless named.", max_length=60
    )
    label: str | None = like(
        OwnVariant.label, None, doc="That of the file unless named.", max_length=80
    )
    base: str | None = like(
        OwnVariant.base, None, doc="That of the file unless named.", max_length=60
    )

    @field_validator("text")
    @classmethod
    def _of_bearable_size(cls, text: str) -> str:
        if len(text.encode()) > 2 * LARGEST:
            raise BadValue(
                f"文件不能超过 {2 * LARGEST} 字节。", f"At most {2 * LARGEST} bytes are allowed."
            )
        return text


class ImportedVariant(Structure):
    """The draft that was made of a file, and what is to be put right before it can be released."""

    variant: OwnVariant
    problems: list[VariantProblem] = Field(title="待改正")


@question(
    Text("导出自定工作法", "Export a variant of one's own"),
    permission="own_variant:read",
    subject="variant",
)
async def export_variant(context: OperationContext, data: ExportVariantInput) -> VariantFile:
    """An edition as `variant.toml`, for another county to import.

    It names its base and the version for which it was made, and holds nothing of the records.
    """
    number = data.edition or data.variant.edition
    edition = await context.first(
        OwnEdition, OwnEdition.code == data.variant.code, OwnEdition.number == number
    )
    if edition is None:
        raise Refused(OwnVariantRule.NO_EDITION, at="variant", code=data.variant.code)
    head = (edition.code, edition.label, str(number), edition.base, edition.base_version)
    parts = {key: value for key, value in edition.document.items() if key != "label"}
    text = tomlkit.dumps({**dict(zip(HEAD, head, strict=True)), **_without_nulls(parts)})
    return VariantFile(name=f"{edition.code}-{number}.toml", text=text)


@operation(
    Text("导入自定工作法", "Import a variant of one's own"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="org",
    event=OWN_VARIANT_IMPORTED,
)
async def import_variant(context: OperationContext, data: ImportVariantInput) -> ImportedVariant:
    """Make a draft of a file, with everything in it that does not fit here by its key.

    Refused as a whole for a file that cannot be read, that holds what a variant of one's own never
    holds (rights, roles, settings), whose base is not installed, or whose code or name is taken.
    """
    given = _read(data.text)
    head = {key: given.pop(key, "") for key in HEAD}
    code, label = data.code or str(head["code"]), data.label or str(head["label"])
    require_right([*strange_keys(given)], "text")
    base = base_of(context, data.base or str(head["base"]), "base")
    document = {**given, "label": label}
    require_right([*too_large(document)], "text")
    await require_free(context, code, label)
    draft = Draft(code, document, await office_of(context, data.org, base, code))
    wrong = await draft.wrong(context)
    require_named(wrong)
    variant = context.add(
        OwnVariant(
            code=code,
            label=label,
            base=base.code,
            base_version=str(head["base_version"])[:40] or base.version,
            copied_from=str(head["code"])[:60],
            state=OwnVariantState.DRAFT,
            edition=0,
            draft=document,
        ),
        data.org,
    )
    problems = [VariantProblem(key=key, text=text.zh) for key, text in wrong]
    return ImportedVariant(variant=variant, problems=problems)


def _read(text: str) -> dict[str, Any]:
    try:
        found = tomllib.loads(text, parse_float=Decimal)
        return {key: _plain(value, 1) for key, value in found.items()}
    except (ValueError, ArithmeticError, RecursionError) as error:
        said = str(error)[:200]
        told = Text(f"不是有效的 TOML:{said}", f"not valid TOML: {said}")
        raise InvalidInput(NOT_SAVED, [FieldError("text", told)]) from error


class _Unfit(ValueError):
    """Raised for what no variant holds and no database keeps."""


def _plain(value: Any, depth: int) -> Any:
    """A value as JSON holds it."""
    if depth > DEEPEST:
        raise _Unfit(f"more than {DEEPEST} levels")
    match value:
        case str() if not storable(value):
            raise _Unfit("a character that cannot be stored")
        case int() if abs(value) > LARGEST_NUMBER:
            raise _Unfit("a number that is too large")
        case Mapping():
            return {_plain(k, depth): _plain(inner, depth + 1) for k, inner in value.items()}
        case list():
            return [_plain(inner, depth + 1) for inner in value]
        case Decimal():
            return str(value)
        case date() | datetime() | time():
            return value.isoformat()
        case _:
            return value


def _without_nulls(value: Any) -> Any:
    """The value without what is null, which TOML cannot say; absent means the same."""
    if isinstance(value, Mapping):
        return {k: _without_nulls(inner) for k, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
