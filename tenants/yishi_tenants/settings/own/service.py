"""Making a variant of one's own: copying, editing and releasing it."""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field

from yishi_core.errors import Conflict, FieldError, InvalidInput, Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import PREFIX, is_own
from yishi_core.kernel.variants.variant import CORE, Variant
from yishi_tenants.settings.layers import seeing_whole
from yishi_tenants.settings.own.drafts import (
    Document,
    Draft,
    base_of,
    office_of,
    parts_of,
    plain,
    require_right,
)
from yishi_tenants.settings.own.editions import digest
from yishi_tenants.settings.own.events import (
    OWN_VARIANT_COPIED,
    OWN_VARIANT_EDITED,
    OWN_VARIANT_RELEASED,
)
from yishi_tenants.settings.own.limits import strange_keys, too_large
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant, OwnVariantState
from yishi_tenants.settings.own.names import alike
from yishi_tenants.settings.own.rules import OwnVariantRule
from yishi_tenants.settings.own.running import put_to_work, require_usable
from yishi_tenants.settings.switches.events import PLUGIN_SWITCHED
from yishi_tenants.settings.switches.places import rights_changed

CODE = rf"^{PREFIX}[a-z0-9][a-z0-9_]{{0,50}}$"


class CopyVariantInput(Input):
    """An office, what it copies, and how it calls the copy."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The office whose variant it becomes.")
    variant: str = Field(
        title="原工作法",
        description="Code of an installed plugin (see `variants`), or of a variant of its own that "
        "the office can see: its newest edition is copied.",
        max_length=60,
    )
    code: str = like(OwnVariant.code, max_length=60)
    label: str = like(OwnVariant.label, min_length=1, max_length=80)


class EditVariantInput(Input):
    """A variant of one's own, and the parts that take the place of its draft's."""

    variant: Ref[OwnVariant] = like(OwnVariant)
    values: dict[str, Any] = Field(
        title="内容",
        description="Key of variant.toml → the whole part; null goes back to the base's.",
        max_length=40,
    )
    based_on: int = Field(
        title="所据版本",
        description="`version` of the record that the form was filled from; a newer one is a "
        "conflict.",
        ge=1,
    )


class ReleaseVariantInput(Input):
    """A variant of one's own that is released as it stands."""

    variant: Ref[OwnVariant] = like(OwnVariant)
    note: str | None = like(OwnEdition.note, None, max_length=500)
    run: bool = Field(
        True,
        title="同时启用",
        description="Whether the edition is put to work at its own office at once.",
    )


@operation(
    Text("复制工作法", "Copy a variant"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="org",
    event=OWN_VARIANT_COPIED,
)
async def copy_variant(context: OperationContext, data: CopyVariantInput) -> OwnVariant:
    """Copy a variant under a name of one's own, as a draft that nothing runs under.

    The copy is laid over the installed variant, which must stay on where it runs: its rules, rights
    and settings hold as before. Code and name must be new in the county.
    """
    base, document, source = await _copied(context, data.variant)
    document |= {"label": data.label}
    await require_free(context, data.code, data.label)
    draft = Draft(data.code, document, await office_of(context, data.org, base, data.code))
    require_named(await draft.wrong(context))
    return context.add(
        OwnVariant(
            code=data.code,
            label=data.label,
            base=base.code,
            base_version=base.version,
            copied_from=source,
            state=OwnVariantState.DRAFT,
            edition=0,
            draft=document,
        ),
        data.org,
    )


@operation(
    Text("编辑自定工作法", "Edit a variant of one's own"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="variant",
    event=OWN_VARIANT_EDITED,
)
async def edit_variant(context: OperationContext, data: EditVariantInput) -> OwnVariant:
    """Replace parts of a draft; what runs is not touched before it is released.

    Of two editors the second is told. All wrong keys are named with their reasons, and then nothing
    is saved. A part that was imported with mistakes may wait while another is edited.
    """
    variant = data.variant
    if variant.version != data.based_on:
        raise Conflict.stale(variant.version)
    require_usable(variant)
    require_right([*strange_keys(data.values)], "values")
    base = base_of(context, variant.base)
    given = {key: value for key, value in data.values.items() if value is not None}
    rest = {key: value for key, value in variant.draft.items() if key not in data.values}
    back = {key: value for key, value in parts_of(base).items() if key in data.values}
    document = {**rest, **back, **given}
    require_right([*too_large(document)], "values")
    draft = Draft(variant.code, document, await office_of(context, context.org, base, variant.code))
    wrong = await draft.wrong(context)
    require_right([one for one in wrong if one[0].partition(".")[0] in data.values], "values")
    read = draft.variant
    if read.label != variant.label:
        await require_free(context, "", read.label, path="values.label", but=variant.code)
    variant.draft = {**document, **plain(read, [*given])}
    variant.label, variant.base_version = read.label, base.version
    return variant


@operation(
    Text("发布自定工作法", "Release a variant of one's own"),
    permission=Permission.PLUGIN_SWITCH,
    subject="variant",
    event=OWN_VARIANT_RELEASED,
    emits=[PLUGIN_SWITCHED],
)
async def release_variant(context: OperationContext, data: ReleaseVariantInput) -> OwnEdition:
    """Release a draft as its next edition and put it to work at its own office.

    Cases that run keep the edition under which they began; places at which the county has put an
    earlier one to work keep that. Refused while anything is wrong with the draft, and where nothing
    has changed since the newest edition.
    """
    variant = data.variant
    require_usable(variant)
    base = base_of(context, variant.base)
    office = await office_of(context, context.org, base, variant.code)
    draft = Draft(variant.code, variant.draft, office)
    require_right(await draft.wrong(context), "variant")
    document = plain(draft.variant, [*variant.draft])
    newest = await newest_of(context, variant)
    if newest and (newest.digest, newest.base_version) == (digest(document), base.version):
        raise Refused(OwnVariantRule.CHANGED_NOTHING, number=newest.number)
    edition = await add_edition(context, context.org, variant, document, base, data.note)
    if data.run:
        switch = await put_to_work(context, context.org, variant)
        context.emit(PLUGIN_SWITCHED, switch)
        await rights_changed(context, context.org)
    return edition


async def add_edition(
    context: OperationContext,
    org: OrgUnit,
    variant: OwnVariant,
    document: Document,
    base: Variant,
    note: str | None,
) -> OwnEdition:
    """The next edition of a variant of this office."""
    variant.edition += 1
    variant.base_version, variant.state = base.version, OwnVariantState.RELEASED
    edition = context.add(
        OwnEdition(
            own_variant_id=variant.id,
            code=variant.code,
            number=variant.edition,
            label=variant.label,
            base=base.code,
            base_version=base.version,
            digest=digest(document),
            document=document,
            note=note,
        ),
        org,
    )
    await context.session.flush()  # before it is put to work, which reads it
    return edition


async def newest_of(context: OperationContext, variant: OwnVariant) -> OwnEdition | None:
    """The newest edition of a variant, or None before the first."""
    return await context.first(
        OwnEdition, OwnEdition.code == variant.code, OwnEdition.number == variant.edition
    )


async def _copied(context: OperationContext, code: str) -> tuple[Variant, Document, str]:
    """The base, the parts and the source of a copy."""
    if not is_own(code):
        require_field(
            code != CORE, "variant", "平台自身不能复制。", "The platform itself is not a variant."
        )
        base = base_of(context, code, "variant")
        return base, parts_of(base), base.code
    variant = await context.first(
        OwnVariant, OwnVariant.code == code, OwnVariant.state != OwnVariantState.TAKEN_OVER
    )
    if variant is None:
        base_of(context, code, "variant")  # tells what there is
    assert variant is not None
    require_usable(variant)
    newest = await newest_of(context, variant)
    if newest is None:
        raise Refused(OwnVariantRule.NO_EDITION, at="variant", code=code)
    base = base_of(context, newest.base, "variant")
    return base, {**newest.document}, f"{code} {newest.number}"


async def require_free(
    context: OperationContext, code: str, label: str, *, path: str = "label", but: str = ""
) -> None:
    """Refuse a code without the prefix, and a code or a name that is used in the county already.

    It is looked for in the whole county, and told without saying where.
    """
    if code:
        require_field(
            is_own(code),
            "code",
            f"自定工作法的代码应以 {PREFIX} 开头,如 own_{code}。",
            f"The code of a variant of one's own begins with {PREFIX}, such as own_{code}.",
        )
        require_field(
            re.fullmatch(CODE, code) is not None,
            "code",
            "代码只能用小写字母、数字和下划线。",
            "A code has lower-case letters, digits and underscores only.",
        )
    async with seeing_whole(context.session, context.county):
        standing = await context.find(
            OwnVariant,
            OwnVariant.state != OwnVariantState.TAKEN_OVER,
            OwnVariant.code != but,
        )
        taken = [(row.code, row.label) for row in standing]
    require_field(
        code not in (known for known, _ in taken),
        "code",
        f"本县已有自定工作法使用代码“{code}”,请另取一个。",
        f"Another variant of this county has the code “{code}”: take another one.",
    )
    names = [known for _, known in taken]
    names += [v.label for v in context.platform.plugins.variants.values()]
    require_field(
        alike(label) not in map(alike, names),
        path,
        f"本县已有名为“{label}”的工作法,请另取名称。",
        f"Another variant here is called “{label}”: take another name.",
    )


def require_named(wrong: list[tuple[str, Text]]) -> None:
    """Refuse a copy for its name; what else is wrong with it is told by `previewVariant`."""
    texts = [text for key, text in wrong if key == "label"]
    if texts:
        raise InvalidInput(texts[0], [FieldError("label", texts[0])])
