"""What the release of a draft would change at its office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.entity.columns import INFO, ColumnInfo
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.variants.own import Overlay
from yishi_core.kernel.variants.variant import Variant
from yishi_tenants.settings.forms import KeptCase
from yishi_tenants.settings.layers import ground
from yishi_tenants.settings.merge import Content, merge
from yishi_tenants.settings.own.drafts import Draft, office_of, parts_of
from yishi_tenants.settings.own.editions import layers_of
from yishi_tenants.settings.own.models import OwnVariant
from yishi_tenants.settings.own.service import newest_of

SHOWN_CASES, SHOWN_CHANGES = 50, 500


class PreviewVariantInput(Input):
    """A variant of one's own with its draft."""

    variant: Ref[OwnVariant] = like(OwnVariant)


class VariantProblem(Structure):
    """Something that stands in the way of a release."""

    key: str = Field(title="键", description="Dotted, as in variant.toml.")
    text: str = Field(title="原因")


class ChangedPart(Structure):
    """A place of the variant that differs from what it was; parts with a code are named by it."""

    key: str = Field(title="键", description="procedures.five_link.steps.collect.label")
    before: Any | None = Field(title="原值")
    after: Any | None = Field(title="新值")


class LostWord(Structure):
    """A word that new records could no longer take."""

    vocabulary: str = Field(title="词表")
    code: str = Field(title="代码")
    label: str = Field(title="名称")
    records: int = Field(
        title="记录数", description="Records here and below that hold it; they keep it."
    )


class VariantPreview(Structure):
    """What would change at its office if the draft were released and put to work."""

    possible: bool = Field(title="可以发布")
    problems: list[VariantProblem] = Field(title="待改正")
    base_before: str = Field(
        title="草稿所据版本", description="Version of the base for which the draft was made."
    )
    base_now: str | None = Field(
        title="原工作法现版本",
        description="Installed version of the base; null where it is not installed any more.",
    )
    changes: list[ChangedPart] = Field(
        title="变更",
        description="Against the newest edition, or the base before the first; at most 500.",
    )
    words: list[LostWord] = Field(title="不再可选的词")
    running_cases: int = Field(
        title="进行中的事项",
        description="Number of running cases here and below that keep what they began with.",
    )
    cases: list[KeptCase] = Field(title="其中", description="The oldest 50 of these cases.")


@question(
    Text("预览自定工作法", "Preview a variant of one's own"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="variant",
)
async def preview_variant(context: OperationContext, data: PreviewVariantInput) -> VariantPreview:
    """What a release of the draft would change, which running cases keep their version, and which
    words would no longer be offered, with the records that hold them.

    It writes nothing. Where the base has changed since, `problems` tell what no longer fits it.
    """
    variant = data.variant
    base = context.platform.plugins.variants.get(variant.base)
    running = (
        ConsultationCase.state == CaseState.RUNNING,
        ConsultationCase.org_path.bool_op("^@")(context.org.org_path),
    )
    problems, changes, words = await _looked_at(context, variant, base)
    return VariantPreview(
        possible=not problems,
        problems=problems,
        base_before=variant.base_version,
        base_now=base.version if base else None,
        changes=changes[:SHOWN_CHANGES],
        words=words,
        running_cases=await context.count(ConsultationCase, *running),
        cases=[
            KeptCase(id=global_id(case), no=case.no, title=case.title)
            for case in await context.find(ConsultationCase, *running, limit=SHOWN_CASES)
        ],
    )


async def _looked_at(
    context: OperationContext, variant: OwnVariant, base: Variant | None
) -> tuple[list[VariantProblem], list[ChangedPart], list[LostWord]]:
    if base is None:
        text = Text(
            f"原工作法“{variant.base}”未安装", f"its base “{variant.base}” is not installed"
        )
        return [VariantProblem(key="base", text=text.zh)], [], []
    draft = Draft(
        variant.code, variant.draft, await office_of(context, context.org, base, variant.code)
    )
    problems = [VariantProblem(key=key, text=text.zh) for key, text in await draft.wrong(context)]
    newest = await newest_of(context, variant)
    before = dict(_places(newest.document if newest else parts_of(base)))
    after = dict(_places(variant.draft))
    changes = [
        ChangedPart(key=key, before=before.get(key), after=after.get(key))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]
    return problems, changes, await _lost(context, await _afterwards(context, variant, draft))


async def _afterwards(context: OperationContext, variant: OwnVariant, draft: Draft) -> Content:
    """The settings of the office as they would be with the draft at work, and so its base."""
    found = await ground(context.session, context.org)
    on = {plugin for plugin, _ in found.switched_on} | {variant.base}
    new = Overlay(draft.variant, variant.base, context.org.org_path, context.org.org_path, "")
    others = [one for one in context.settings.own if one.base != variant.base]
    return merge(context.platform.plugins, on, await layers_of(context, found), [*others, new])


async def _lost(context: OperationContext, after: Content) -> list[LostWord]:
    """The words that are offered now and would not be."""
    return [
        LostWord(
            vocabulary=name,
            code=code,
            label=label,
            records=await _holding(context, name, code),
        )
        for name, words in context.settings.vocabularies.items()
        for code, label in words.items()
        if code not in after.vocabularies.get(name, {})
    ]


async def _holding(context: OperationContext, vocabulary: str, code: str) -> int:
    """The number of records at the office and below that hold a word."""
    counts = []
    for model in context.platform.registry:
        entity = model.entity
        for column in model.table.c:
            holds = _holds(column, vocabulary, code)
            if holds is None:
                continue
            count = (
                sa.select(sa.func.count().label("number"))
                .select_from(entity)
                .where(
                    entity.county == context.county,
                    entity.org_path.bool_op("^@")(context.org.org_path),
                    holds,
                )
            )
            if issubclass(entity, OrgRow):
                count = count.where(entity.voided_at.is_(None))
            counts.append(count)
    if not counts:
        return 0
    every = sa.union_all(*counts).subquery()
    return int(await context.session.scalar(sa.select(sa.func.sum(every.c.number))) or 0)


def _holds(column: Any, vocabulary: str, code: str) -> sa.ColumnElement[bool] | None:
    """The condition that a column holds a word; None for a column that takes no words of the list."""
    info = column.info.get(INFO)
    if isinstance(info, ColumnInfo) and info.vocabulary == vocabulary:
        listed = isinstance(column.type, sa.ARRAY)
        return column.any(code) if listed else column == code  # type: ignore[no-any-return]  # of a column whose type is known at run time
    members = getattr(column.type, "enum_class", None)
    if members is not None and getattr(members, "__vocabulary__", None) == vocabulary:
        return column == members.read(code)  # type: ignore[no-any-return]  # see above
    return None


def _places(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """(key, value) of every value in a document; what has a code is named by it, not by its
    place.
    """
    if isinstance(value, Mapping) and value:
        for part, inner in value.items():
            yield from _places(inner, f"{key}.{part}" if key else part)
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for n, one in enumerate(value):
            yield from _places(one, f"{key}.{one.get('code', n)}")
    else:
        yield key, value


__all__ = ["ChangedPart", "LostWord", "VariantPreview", "VariantProblem", "preview_variant"]
