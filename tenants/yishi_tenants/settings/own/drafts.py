"""A draft as a variant: what it holds, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from yishi_core.errors import FieldError, InvalidInput, Text
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import NAMED, OVERLAID, PARTS
from yishi_core.kernel.variants.problem import problems_of
from yishi_core.kernel.variants.variant import Variant
from yishi_tenants.settings.layers import ground, seeing_whole
from yishi_tenants.settings.own import limits
from yishi_tenants.settings.own.editions import edition
from yishi_tenants.settings.own.limits import Office, Wrong
from yishi_tenants.settings.own.models import OwnEdition
from yishi_tenants.settings.own.names import wrong_names

Document = dict[str, Any]
NOT_SAVED = Text("没有保存,请按提示修改。", "Nothing was saved: see `fields`.")


@dataclass(frozen=True)
class Draft:
    """The parts of a variant of one's own that is being made, and for whom."""

    code: str
    document: Document
    office: Office

    @property
    def variant(self) -> Variant:
        """The parts that can be read, as a variant beside its base's settings."""
        return self._read()[0]

    def _read(self) -> tuple[Variant, list[Wrong]]:
        """The variant without the parts that cannot be read, and what is wrong with those."""
        found: list[Wrong] = [*limits.strange_keys(self.document)]
        strange = {key for key, _ in found}
        kept = {key: value for key, value in self.document.items() if key not in strange}
        while True:
            try:
                return self._variant(kept), found
            except ValidationError as error:
                if not kept:  # its base itself would be wrong, and is not installed then
                    raise
                wrong = problems_of(error, self.code, model=Variant)
                found += [(problem.key, problem.text) for problem in wrong]
                broken = {problem.key.partition(".")[0] for problem in wrong} & kept.keys()
                # What remains names something that is broken: without any part nothing is wrong.
                kept = {k: v for k, v in kept.items() if k not in (broken or kept.keys())}

    def _variant(self, parts: Mapping[str, Any]) -> Variant:
        """The parts beside those settings of the base that they may name; a copy may leave out a
        procedure whose steps the base lets be set.
        """
        base = self.office.base
        settings = {key: s for key, s in base.settings.items() if s.procedure is None}
        return Variant.model_validate(
            {
                "label": base.label,
                **parts,
                "code": self.code,
                "version": "0",
                "settings": settings,
            }
        )

    async def wrong(self, context: OperationContext) -> list[Wrong]:
        """Everything that is wrong, by key.

        Whether the names resolve is looked at beside the loop: that takes some 100 ms.
        """
        variant, found = self._read()
        readable = {key: self.document[key] for key in self.document if key in PARTS}
        found += limits.too_large(readable)
        found += wrong_names(readable)
        # Nothing more is said of a part that cannot be read: it would seem to be left out.
        broken = {key.partition(".")[0] for key, _ in found}
        beyond = limits.beyond(variant, self.office)
        found += [one for one in beyond if one[0].partition(".")[0] not in broken]
        plugins, base = context.platform.plugins, self.office.base.code
        key = ("own", context.county, self.code, variant.model_dump_json())
        resolved = await context.platform.making.once(key, lambda: plugins.wrong_in(variant, base))
        found += [(problem.key, problem.text) for problem in resolved]
        return list({key: (key, text) for key, text in reversed(found)}.values())[::-1]


def parts_of(variant: Variant) -> Document:
    """The parts of a variant that a copy takes over, as plain JSON; empty ones are left out.

    `presets` are not among them: the base's go on as defaults, a copy's own are set by its office.
    """
    return plain(variant, (*NAMED, *OVERLAID))


def plain(variant: Variant, keys: Sequence[str]) -> Document:
    """Some parts of a variant in their one spelling."""
    written = variant.model_dump(mode="json", exclude_defaults=True)
    return {key: written[key] for key in keys if key in written}


def require_right(wrong: Sequence[Wrong], path: str) -> None:
    """Raise `InvalidInput` with everything that is wrong, each at its key below `path`."""
    if wrong:
        raise InvalidInput(NOT_SAVED, [FieldError(f"{path}.{key}", text) for key, text in wrong])


def base_of(context: OperationContext, code: str, path: str = "") -> Variant:
    """The installed variant over which one is laid; refused when it is not installed."""
    base = context.platform.plugins.variants.get(code)
    if base is None:
        known = context.platform.plugins.variants
        listed = "、".join(f"{v.code}({v.label})" for v in known.values())
        text = Text(
            f"没有安装工作法“{code}”,已安装:{listed}。",
            f"No variant “{code}” is installed; there are: {', '.join(known)}.",
        )
        raise InvalidInput(text, [FieldError(path, text)] if path else [])
    return base


async def office_of(context: OperationContext, org: OrgUnit, base: Variant, code: str) -> Office:
    """The office that makes a variant, with all that its codes may have meant before."""
    layers = (await ground(context.session, org)).layers
    own, earlier = await _of_county(context, code)
    installed = context.platform.plugins.variants.values()
    return Office(
        org.org_path,
        layers,
        context.platform.plugins.core,
        base,
        (*(v for v in installed if v.code != base.code), *own),
        tuple(earlier),
    )


async def _of_county(context: OperationContext, code: str) -> tuple[list[Variant], list[Variant]]:
    """The newest editions of the county's other variants of its own, and all of this one.

    They are read for the whole county: a code has one meaning in all its figures.
    """
    async with seeing_whole(context.session, context.county):
        newest = (
            sa.select(OwnEdition.code, sa.func.max(OwnEdition.number))
            .where(OwnEdition.county == context.county)
            .group_by(OwnEdition.code)
        )
        named = sa.tuple_(OwnEdition.code, OwnEdition.number)
        rows = await context.find(
            OwnEdition,
            sa.or_(OwnEdition.code == code, named.in_(newest)),
            order=sa.tuple_(OwnEdition.code, OwnEdition.number),
        )
        found = [edition(row).variant for row in rows]
    return [v for v in found if v.code != code], [v for v in found if v.code == code]
