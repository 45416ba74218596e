"""What is left of a plugin at a place: cases that still run under it, and records of it.

A plugin that was switched off is retired there as long as something of it is left (decision 0082).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Text
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.own import is_own
from yishi_tenants.settings.models import SettingDocument
from yishi_tenants.settings.own.models import OwnEdition
from yishi_tenants.settings.switches.models import PluginSwitch


@dataclass(frozen=True, slots=True)
class Remaining:
    """Numbers of running cases that began under a plugin, and of records that are its own."""

    running_cases: int
    records: int

    @property
    def nothing(self) -> bool:
        return not self.running_cases and not self.records


async def remaining(context: OperationContext, plugin: str, path: str) -> Remaining:
    """What is left of an installed plugin at an org and below, as far as the caller can see it.

    Voided records do not count.
    """
    running = (await running_under(context, path)).get(plugin, 0)
    return Remaining(running, await records_of(context, plugin, path))


def told(left: Remaining) -> Text:
    """What is left, in words."""
    return Text(
        f"进行中的协商事项 {left.running_cases} 件、记录 {left.records} 条",
        f"{left.running_cases} running cases, {left.records} records",
    )


async def running_under(context: OperationContext, path: str) -> Mapping[str, int]:
    """Plugin → number of running cases at an org and below whose settings name it."""
    query = (
        sa.select(SettingDocument.plugins, sa.func.count())
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
            ConsultationCase.org_path.bool_op("^@")(path),
            ConsultationCase.state == CaseState.RUNNING,
            ConsultationCase.voided_at.is_(None),
        )
        .group_by(SettingDocument.plugins)
    )
    found: Counter[str] = Counter()
    for plugins, number in await context.session.execute(query):
        found.update(dict.fromkeys(plugins, number))
    return found


async def records_of(context: OperationContext, plugin: str, path: str) -> int:
    """The number of records of an installed plugin's own entities at an org and below."""
    counts = []
    for model in context.platform.registry:
        if model.plugin != plugin:
            continue
        entity = model.entity
        count = (
            sa.select(sa.func.count().label("number"))
            .select_from(entity)
            .where(entity.county == context.county, entity.org_path.bool_op("^@")(path))
        )
        if issubclass(entity, OrgRow):
            count = count.where(entity.voided_at.is_(None))
        counts.append(count)
    if not counts:
        return 0
    every = sa.union_all(*counts).subquery()
    return int(await context.session.scalar(sa.select(sa.func.sum(every.c.number))) or 0)


async def is_over(context: OperationContext, switch: PluginSwitch) -> bool:
    """Whether a plugin that was switched off at an org need not stay retired there.

    It need not where it is on at an org above, and where nothing of it is left. A plugin that is
    not installed stays, because nobody can tell what is left of it; so does one that a plugin
    requires which is itself on or retired there or below, and one over which a variant of one's own
    is laid.
    """
    if switch.plugin not in context.platform.plugins and not is_own(switch.plugin):
        return False
    others = await context.find(
        PluginSwitch, PluginSwitch.ended_at.is_(None), PluginSwitch.id != switch.id
    )
    if any(
        other.plugin == switch.plugin
        and other.switched_off_at is None
        and switch.org_path.startswith(other.org_path)
        for other in others
    ):
        return True
    requiring = {
        p.code
        for p in context.platform.plugins
        if any(need.name == switch.plugin for need in p.variant.needs)
    }
    below = [o for o in others if o.org_path.startswith(switch.org_path)]
    if any(o.plugin in requiring for o in below):
        return False
    own = {o.plugin for o in below if is_own(o.plugin)}
    if own and await context.first(
        OwnEdition, OwnEdition.code.in_(own), OwnEdition.base == switch.plugin
    ):
        return False
    return (await remaining(context, switch.plugin, switch.org_path)).nothing
