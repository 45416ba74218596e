"""The organisation tree: create, rename and close bodies, link them with their guides.

Source: domain.md 2.2, design.md 5.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, StringConstraints, model_validator

from yishi_core.domain.orgs import rules
from yishi_core.domain.people.models import OrgMembership, Person
from yishi_core.domain.people.rules import running
from yishi_core.domain.stations.models import Station, StationState
from yishi_core.errors import Conflict, InvalidInput, Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.entity.sorting import pinyin_key
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.links import concerned, step_of
from yishi_core.kernel.tree.models import KNOWN_TO_ALL, OrgKind, OrgLink, OrgLinkKind, OrgUnit
from yishi_core.kernel.tree.paths import region_path, township_path

Name = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class CreateOrgInput(Input):
    """A new body below an existing one.

    It is either the body of a division (`region_code`) or has a path word of its own (`slug`).
    """

    parent: Ref[OrgUnit] = Field(title="上级组织", description="The org below which it stands.")
    name: Name = Field(title="名称", description="Full name, e.g. 县水利局.")
    kind: OrgKind = Field(title="类型", description="What sort of body it is.")
    slug: Slug | None = Field(
        None,
        title="路径词",
        description="Latin word that names it in paths for ever, e.g. unit-water.",
    )
    region_code: str | None = Field(
        None,
        title="区划代码",
        description="Division code directly below the parent's.",
        pattern=r"^\d{6}(\d{3}){0,2}$",
    )
    handles: bool = Field(
        False, title="承办单位", description="Whether outcomes may be assigned to it."
    )
    group_kind: Annotated[str | None, Term("group_kind")] = Field(
        None, title="小组类别", description="Of a member group: activity, duty or sector."
    )
    theme: str | None = Field(
        None, title="专题", description="The one theme of a special group.", max_length=60
    )
    contact: str | None = Field(
        None, title="联系方式", description="Office telephone or address.", max_length=120
    )
    founded_on: date | None = Field(None, title="成立日期", description="When it was set up.")
    doc_no: str | None = Field(
        None, title="成立文号", description="Number of the document that set it up.", max_length=60
    )

    @model_validator(mode="after")
    def _one_name(self) -> CreateOrgInput:
        if (self.slug is None) == (self.region_code is None):
            raise ValueError("slug 与 regionCode 须且只须填写一项 (give either slug or regionCode)")
        return self


class ChangeOrgInput(
    Correction,
    of=CreateOrgInput,
    row=OrgUnit,
    but={"parent", "name", "kind", "slug", "region_code"},
):
    """Corrections of a body: omitted fields stay, null empties.

    Its name and path are changed by operations of their own.
    """

    org: Ref[OrgUnit] = Field(title="组织")


class RenameOrgInput(Input):
    """A new name; the path stays."""

    org: Ref[OrgUnit] = Field(title="组织")
    name: Name = Field(title="名称", description="The new name.")


class CloseOrgInput(Input):
    """The day on which a body ceased."""

    org: Ref[OrgUnit] = Field(title="组织")
    closed_on: date | None = Field(None, title="撤销日期", description="Today unless named.")


class LinkOrgsInput(Input):
    """A guide and the org that it guides, or an area and a place in it."""

    guided: Ref[OrgUnit] = Field(
        title="被联系组织", description="Usually a township's body, or an area."
    )
    guide: Ref[OrgUnit] = Field(
        title="联系单位", description="A special committee, the chairs' meeting, or an area."
    )
    link_kind: OrgLinkKind = Field(
        OrgLinkKind.GUIDES, title="类型", description="Guides, or covers as an area does."
    )
    person: Ref[Person] | None = Field(
        None, title="联系领导", description="The chairs-meeting member who guides in person."
    )
    from_on: date | None = Field(None, title="起始日期", description="Today unless named.")
    to_on: date | None = Field(None, title="截止日期", description="Last day, where it is known.")


class ChangeOrgLinkInput(
    Correction, of=LinkOrgsInput, row=OrgLink, but={"guided", "guide", "link_kind"}
):
    """Corrections of a link; other orgs or another kind make another link."""

    link: Ref[OrgLink] = Field(title="联系指导")
    from_on: date | None = Field(None, title="起始日期")
    to_on: date | None = Field(
        None,
        title="截止日期",
        description="Not before today while it runs; of one that has ended not after its end.",
    )


class UnlinkOrgsInput(Input):
    """The end of a link."""

    link: Ref[OrgLink] = Field(title="联系指导")
    to_on: date | None = Field(None, title="截止日期", description="Last day; today unless named.")


@operation(
    Text("新建组织", "Create an org"),
    permission=Permission.ORG_MANAGE,
    subject="parent",
    event="org.created",
)
async def create_org(context: OperationContext, data: CreateOrgInput) -> OrgUnit:
    """Create a body below another one. Its path never changes; its name may."""
    path = _path_below(data.parent, data)
    rules.require_group_kind(data.kind, data.group_kind)
    not_future(data.founded_on, "founded_on", context)
    await _require_only_committee(context, data.kind, path)
    if await context.first(OrgUnit, OrgUnit.org_path == path):
        text = Text(f"路径“{path}”已有组织。", f"There is an org at “{path}” already.")
        raise Conflict(text)
    return context.add(
        OrgUnit(
            org_path=path,
            name=data.name,
            sort_key=pinyin_key(data.name),
            kind=data.kind,
            region_code=data.region_code,
            parent_id=data.parent.id,
            handles=data.handles,
            theme=data.theme,
            contact=data.contact,
            group_kind=data.group_kind,
            founded_on=data.founded_on,
            doc_no=data.doc_no,
            audience=_readers(data.handles, data.kind),
        ),
        data.parent,
    )


@operation(
    Text("修改组织", "Change an org"),
    permission=Permission.ORG_MANAGE,
    subject="org",
    event="org.changed",
)
async def change_org(context: OperationContext, data: ChangeOrgInput) -> OrgUnit:
    """Correct the record of a body: how it was set up, its theme, its contact data."""
    correct(context, data.org, data)
    rules.require_group_kind(data.org.kind, data.org.group_kind)
    not_future(data.org.founded_on, "founded_on", context)
    data.org.audience = _readers(data.org.handles, data.org.kind)
    return data.org


@operation(
    Text("组织更名", "Rename an org"),
    permission=Permission.ORG_MANAGE,
    subject="org",
    event="org.renamed",
)
async def rename_org(context: OperationContext, data: RenameOrgInput) -> OrgUnit:
    """Give a body another name; its path stays."""
    data.org.name, data.org.sort_key = data.name, pinyin_key(data.name)
    return data.org


@operation(
    Text("撤销组织", "Close an org"),
    permission=Permission.ORG_MANAGE,
    subject="org",
    event="org.closed",
)
async def close_org(context: OperationContext, data: CloseOrgInput) -> OrgUnit:
    """Close a body. Its node and its records stay.

    The bodies below it, its stations and its links must have ended before; its members leave it.
    """
    day = data.closed_on or context.today
    not_future(day, "closed_on", context)
    not_before(day, data.org.founded_on, "closed_on", "成立日期", "the day on which it was set up")
    if data.org.parent_id is None:
        raise Refused("root", Text("县级根组织不能撤销。", "The county's root cannot be closed."))
    open_below = await context.count(
        OrgUnit, OrgUnit.parent_id == data.org.id, OrgUnit.closed_on.is_(None)
    )
    if open_below:
        text = Text(
            f"该组织下还有{open_below}个未撤销的组织,请先撤销。",
            f"{open_below} open orgs stand below it: close them first.",
        )
        raise Refused("children_open", text)
    stations = await context.count(
        Station, Station.org_id == data.org.id, Station.state != StationState.CLOSED
    )
    require(
        not stations,
        "stations_open",
        f"该组织还有{stations}个未撤销的站点,请先撤销。",
        f"{stations} stations are open: close them first.",
    )
    at = sa.or_(OrgLink.guide_id == data.org.id, OrgLink.guided_id == data.org.id)
    links = await context.count(
        OrgLink, at, OrgLink.ended_at.is_(None), *running(OrgLink, day, None)
    )
    require(
        not links,
        "links_run",
        f"该组织还有{links}项联系指导,请先由县级结束。",
        f"{links} links of it run: the county ends them first.",
    )
    data.org.closed_on = day
    for place in await context.find(
        OrgMembership, OrgMembership.group_id == data.org.id, *running(OrgMembership, day, None)
    ):
        place.to_on = max(day, place.from_on)
    return data.org


@operation(
    Text("建立联系指导", "Link a guide"),
    permission=Permission.ORG_LINK,
    subject="guided",
    event="org.linked",
)
async def link_orgs(context: OperationContext, data: LinkOrgsInput) -> OrgLink:
    """Let a special committee guide a township or area, or an area cover a place (domain.md 2.2).

    While the link runs, those who hold the role special_committee at the guide hold it at the
    guided org too, and at what a guided area and the work units below it cover.
    """
    rules.require_linkable(data.guide, data.guided, data.link_kind)
    require_same_county(context, guide=data.guide, person=data.person)
    from_on = data.from_on or context.today
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    same = (
        OrgLink.guide_id == data.guide.id,
        OrgLink.guided_id == data.guided.id,
        OrgLink.ended_at.is_(None),
    )
    if await context.first(OrgLink, *same, *running(OrgLink, from_on, data.to_on)):
        raise Conflict(Text("联系指导关系已存在。", "The link exists already."))
    link = OrgLink(
        guide_id=data.guide.id,
        guide_path=data.guide.org_path,
        guided_id=data.guided.id,
        link_kind=data.link_kind,
        person_id=data.person and data.person.id,
        from_on=from_on,
        to_on=data.to_on,
    )
    context.add(link, data.guided)
    await _ask_anew(context, link)
    return link


@operation(
    Text("结束联系指导", "End a link"),
    permission=Permission.ORG_LINK,
    subject="link",
    event="org.unlinked",
)
async def unlink_orgs(context: OperationContext, data: UnlinkOrgsInput) -> OrgLink:
    """End a link; it stays in the record.

    Ended today or before, it gives no access from the guide's next request on; otherwise after its
    last day.
    """
    last = data.to_on or context.today
    require(
        data.link.ended_at is None,
        "already_ended",
        "该联系指导已结束。",
        "The link has ended already.",
    )
    not_before(last, data.link.from_on, "to_on", "起始日期", "the first day")
    data.link.to_on = last
    if last <= context.today:
        data.link.ended_at = context.now
    await _ask_anew(context, data.link)
    return data.link


@operation(
    Text("更正联系指导", "Change a link"),
    permission=Permission.ORG_LINK,
    subject="link",
    event="org.link_changed",
)
async def change_org_link(context: OperationContext, data: ChangeOrgLinkInput) -> OrgLink:
    """Correct the guiding person and the days of a link.

    A correction neither ends nor resumes a link, because access follows the link.
    """
    link = data.link
    over = _is_over(context, link)
    correct(context, link, data)
    not_before(link.to_on, link.from_on, "to_on", "起始日期", "the first day")
    end = link.to_on or date.max
    require_field(
        over or end >= context.today,
        "to_on",
        "截止日期已过,请办理结束联系指导。",
        "That day is over: end the link.",
    )
    require_field(
        not over or end <= context.today,
        "to_on",
        "该联系指导已结束;如需恢复,请重新建立。",
        "It has ended: to go on, link anew.",
    )
    same = (
        OrgLink.guide_id == link.guide_id,
        OrgLink.guided_id == link.guided_id,
        OrgLink.id != link.id,
        OrgLink.ended_at.is_(None),
    )
    if not over and await context.first(
        OrgLink, *same, *running(OrgLink, link.from_on, link.to_on)
    ):
        raise Conflict(
            Text("更正后的期间与另一条联系指导重叠。", "The corrected days overlap another link.")
        )
    await _ask_anew(context, link)
    return link


def _is_over(context: OperationContext, link: OrgLink) -> bool:
    return link.ended_at is not None or (link.to_on is not None and link.to_on < context.today)


async def _ask_anew(context: OperationContext, link: OrgLink) -> None:
    """Reread the permissions of everybody whose reach the link changes.

    These are the guide's people, and those of bodies that reach through it what it covers.
    """
    steps = [step_of(one) for one in await context.find(OrgLink, OrgLink.ended_at.is_(None))]
    await context.platform.principals.links_changed(context, concerned(step_of(link), steps))


async def _require_only_committee(context: OperationContext, kind: OrgKind, path: str) -> None:
    """Require that a township has one liaison committee (domain.md 2.2 [S3])."""
    if kind is not OrgKind.LIAISON_COMMITTEE:
        return
    township = township_path(context.county, path)
    there = await context.first(
        OrgUnit,
        OrgUnit.kind == kind,
        OrgUnit.closed_on.is_(None),
        OrgUnit.org_path.bool_op("^@")(township),
    )
    name = there.name if there else ""
    require(
        there is None,
        "committee_exists",
        f"该乡镇已有联络委“{name}”。",
        f"The township has its liaison committee, “{name}”, already.",
    )


def _readers(handles: bool, kind: OrgKind) -> list[str] | None:
    """The audience of a handling unit or party body: everybody (decision 0004).

    Everybody assigns to handling units and reports to party bodies; other bodies have none.
    """
    return [PUBLIC] if handles or kind in KNOWN_TO_ALL else None


def _path_below(parent: OrgUnit, data: CreateOrgInput) -> str:
    if data.slug:
        return f"{parent.org_path}{data.slug}/"
    path = region_path(data.region_code or "")
    if path.rstrip("/").rpartition("/")[0] + "/" != parent.org_path:
        text = "区划代码不在上级组织的区划之下。"
        raise InvalidInput.of(
            "region_code", text, "The division is not directly below the parent's."
        )
    return path
