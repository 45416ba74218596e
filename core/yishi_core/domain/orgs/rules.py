"""Rules of the details of bodies and of their links (domain.md 2.2)."""

from __future__ import annotations

from yishi_core.errors import InvalidInput
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import AREAS, OrgKind, OrgLinkKind, OrgUnit


def require_linkable(guide: OrgUnit, guided: OrgUnit, kind: OrgLinkKind) -> None:
    """Require two different existing bodies.

    Only an area, its committee or a work unit covers places.
    """
    if guide.id == guided.id:
        raise InvalidInput.of("guide", "组织不能联系指导自己。", "An org cannot guide itself.")
    for path, org in (("guide", guide), ("guided", guided)):
        require_field(
            org.closed_on is None, path, f"“{org.name}”已撤销。", f"“{org.name}” is closed."
        )
    require_field(
        kind is OrgLinkKind.GUIDES or guide.kind in AREAS,
        "guide",
        "只有片区、片区工委、工作单元可以覆盖其他组织。",
        "Only an area, its committee or a work unit covers places.",
    )


def require_group_kind(kind: OrgKind, group_kind: str | None) -> None:
    """Require that only a member group has a group kind: activity, duty or sector."""
    require_field(
        group_kind is None or kind is OrgKind.MEMBER_GROUP,
        "group_kind",
        "仅委员小组填写小组类别。",
        "Only a member group has a group kind.",
    )
