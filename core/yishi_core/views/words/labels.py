"""The question `labels`: the words of an org for core's terms (domain.md 3)."""

from __future__ import annotations

from pydantic import Field

from yishi_core.errors import Text
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.models import OrgUnit


class LabelsInput(Input):
    """An org."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Whose words.")


class LocalLabel(Structure):
    """A word of an org for one of core's terms."""

    term: str = Field(title="术语", description="Type, or type and field: Station, Station.name.")
    label: str = Field(title="本地名称", description="As the office says it.")
    core: str = Field(title="平台名称", description="As the schema says it.")
    plugin: str = Field(title="来源", description="Code of the plugin whose word it is.")


@question(Text("本地用语", "Local words"), permission="org_unit:read", subject="org")
async def labels(context: OperationContext, data: LabelsInput) -> list[LocalLabel]:
    """The org's own words for types and fields, in place of those in the schema's descriptions.

    A term that is not listed bears core's word. Where two plugins name one term, the later one's
    word holds.
    """
    variants = context.platform.plugins.switched_on(context.settings)
    found = {term: (label, v.code) for v in variants for term, label in v.labels.items()}
    known = context.platform.registry
    return [
        LocalLabel(term=term, label=label, core=_core(known[entity], field), plugin=plugin)
        for term, (label, plugin) in found.items()
        for entity, _, field in [term.partition(".")]
        if entity in known
    ]


def _core(model: EntityModel, field: str) -> str:
    """Core's word for a type or its field; a reference is named without `_id`."""
    if not field:
        return model.label
    columns = model.table.c
    column = columns.get(field, columns.get(f"{field}_id"))
    return field if column is None else info_of(column).label
