"""Rules of the details of bodies and of their links (domain.md 2.2)."""

from __future__ import annotations

from yishi_core.errors import InvalidInput, Rule
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.tree.models import AREAS, OrgKind, OrgLinkKind, OrgUnit


class OrgRule(Rule):
    """Why an operation on orgs and links between them is refused."""

    CHILDREN_OPEN = (
        "children_open",
        "该组织下还有{count}个未撤销的组织,请先撤销。",
        "{count} open orgs stand below it: close them first.",
    )
    COMMITTEE_EXISTS = (
        "committee_exists",
        "该乡镇已有联络委“{name}”。",
        "The township has its liaison committee, “{name}”, already.",
    )
    KIND_STAYS = (
        "kind_stays",
        "只有乡镇(街道)一级的政协组织可以改为{kinds}。",
        "Only a township's own body becomes another of these: {kinds}.",
    )
    LINKS_RUN = (
        "links_run",
        "该组织还有{count}项联系指导,请先由县级结束。",
        "{count} links of it run: the county ends them first.",
    )
    LINK_ENDED = CommonRule.ALREADY_ENDED, "该联系指导已结束。", "The link has ended already."
    ROOT_STAYS = "root", "县级根组织不能撤销。", "The county's root cannot be closed."
    STATIONS_OPEN = (
        "stations_open",
        "该组织还有{count}个未撤销的站点,请先撤销。",
        "{count} stations are open: close them first.",
    )


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
