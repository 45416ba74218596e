"""Which variants of their own the offices have, and where each runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Text
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.settings.layers import lineage
from yishi_tenants.settings.models import SettingDocument
from yishi_tenants.settings.own.models import OwnVariant, OwnVariantState
from yishi_tenants.settings.switches.models import PluginSwitch


class OwnVariantsInUseInput(Input):
    """An org."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Whose variants, and those of the orgs above and below.")


class VariantPlace(Structure):
    """An org at which a variant runs, and so everywhere below it."""

    org: OrgUnit
    edition: int = Field(title="版次")
    since: datetime = Field(title="启用时间")
    retired: bool = Field(
        title="已停用", description="Switched off, with cases that still run under it."
    )
    running_cases: int = Field(
        title="进行中的事项", description="Running cases there and below that began under it."
    )


class VariantInUse(Structure):
    """A variant of one's own, with where it runs."""

    variant: OwnVariant
    maker: str = Field(title="制定单位", description="Name of the office that answers for it.")
    behind: int = Field(
        title="未用最新版", description="Number of places that run an earlier edition."
    )
    places: list[VariantPlace] = Field(title="启用地")


@question(
    Text("自定工作法及启用情况", "Variants of one's own and where they run"),
    permission="own_variant:read",
    subject="org",
)
async def own_variants_in_use(
    context: OperationContext, data: OwnVariantsInUseInput
) -> list[VariantInUse]:
    """The variants that offices at, above and below the org have made, drafts too, each with the
    places at which it runs: the spread of a way of working over a county.
    """
    path = data.org.org_path
    variants = await context.find(
        OwnVariant,
        OwnVariant.state != OwnVariantState.TAKEN_OVER,
        sa.or_(OwnVariant.org_path.bool_op("^@")(path), OwnVariant.org_path.in_(lineage(path))),
        order=OwnVariant.code,
    )
    switches = await context.find(
        PluginSwitch,
        PluginSwitch.plugin.in_([variant.code for variant in variants]),
        PluginSwitch.ended_at.is_(None),
        order=PluginSwitch.org_path,
    )
    named = {row.org_id for row in (*variants, *switches)}
    orgs = {org.id: org for org in await context.find(OrgUnit, OrgUnit.id.in_(named))}
    running = await _running(context, [variant.code for variant in variants])
    return [
        VariantInUse(
            variant=variant,
            maker=orgs[variant.org_id].name,
            places=(
                places := [
                    VariantPlace(
                        org=orgs[switch.org_id],
                        edition=int(switch.plugin_version),
                        since=switch.switched_on_at,
                        retired=switch.switched_off_at is not None,
                        running_cases=sum(
                            number
                            for code, at, number in running
                            if code == variant.code and at.startswith(switch.org_path)
                        ),
                    )
                    for switch in switches
                    if switch.plugin == variant.code
                ]
            ),
            behind=sum(place.edition < variant.edition for place in places),
        )
        for variant in variants
    ]


async def _running(
    context: OperationContext, codes: Sequence[str]
) -> Sequence[tuple[str, str, int]]:
    """(code, place, number) of the running cases that began under one of these variants."""
    query = (
        sa.select(SettingDocument.plugins, ConsultationCase.org_path, sa.func.count())
        .select_from(ConsultationCase)
        .join(
            SettingDocument,
            sa.and_(
                SettingDocument.county == ConsultationCase.county,
                SettingDocument.digest == ConsultationCase.settings_digest,
            ),
        )
        .where(
            ConsultationCase.county == context.county,
            ConsultationCase.state == CaseState.RUNNING,
            ConsultationCase.voided_at.is_(None),
            SettingDocument.plugins.op("&&")(sa.cast(codes, SettingDocument.plugins.type)),
        )
        .group_by(SettingDocument.plugins, ConsultationCase.org_path)
    )
    return [
        (code, path, number)
        for plugins, path, number in await context.session.execute(query)
        for code in plugins
        if code in codes
    ]
