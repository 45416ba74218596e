"""The organisation tree: create, rename and close bodies, link them with their guides.

Source: domain.md 2.2, design.md 5.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, StringConstraints, model_validator

from yishi_core.domain.orgs import rules
from yishi_core.domain.orgs.events import (
    ORG_CHANGED,
    ORG_CLOSED,
    ORG_CREATED,
    ORG_KIND_CHANGED,
    ORG_LINK_CHANGED,
    ORG_LINKED,
    ORG_RENAMED,
    ORG_UNLINKED,
)
from yishi_core.domain.orgs.rules import OrgRule
from yishi_core.domain.people.models import OrgMembership, Person
from yishi_core.domain.people.rules import running
from yishi_core.domain.stations.models import Station, StationState
from yishi_core.errors import Conflict, Forbidden, InvalidInput, Refused, Text
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.entity.sorting import pinyin_key
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.links import concerned, step_of
from yishi_core.kernel.tree.models import (
    KNOWN_TO_ALL,
    TOWNSHIP_BODIES,
    OrgKind,
    OrgLink,
    OrgLinkKind,
    OrgUnit,
)
from yishi_core.kernel.tree.paths import region_path, township_path

Name = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class CreateOrgInput(Input, enters=OrgUnit):
    """A new body below an existing one.

    It is either the body of a division (`region_code`) or has a path word of its own (`slug`).
    """

    parent: Ref[OrgUnit] = like(OrgUnit.parent_id, doc="The org below which it stands.")
    name: Name = like(OrgUnit.name, doc="Full name, e.g. 县水利局.")
    kind: OrgKind = like(OrgUnit.kind)
    slug: Annotated[Slug | None, Beside()] = Field(
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
    handles: bool = like(OrgUnit.handles, False)
    group_kind: Annotated[str | None, Term("group_kind")] = like(OrgUnit.group_kind, None)
    theme: str | None = like(OrgUnit.theme, None, max_length=60)
    contact: str | None = like(OrgUnit.contact, None, max_length=120)
    founded_on: date | None = like(OrgUnit.founded_on, None)
    doc_no: str | None = like(OrgUnit.doc_no, None, max_length=60)

    @model_validator(mode="after")
    def _one_name(self) -> CreateOrgInput:
        if (self.slug is None) == (self.region_code is None):
            raise ValueError("slug 与 regionCode 须且只须填写一项 (give either slug or regionCode)")
        return self


class ChangeOrgInput(
    Correction,
    of=CreateOrgInput,
    but={"parent", "name", "kind", "slug", "region_code"},
):
    """Corrections of a body: omitted fields stay, null empties.

    Its name and path are changed by operations of their own.
    """

    org: Ref[OrgUnit] = like(OrgUnit)


class RenameOrgInput(Input):
    """A new name; the path stays."""

    org: Ref[OrgUnit] = like(OrgUnit)
    name: Name = like(OrgUnit.name, doc="The new name.")


class ChangeOrgKindInput(Input):
    """What a township's body is from now on."""

    org: Ref[OrgUnit] = like(OrgUnit)
    kind: OrgKind = like(OrgUnit.kind, doc="Liaison group, liaison committee …")
    name: Name | None = like(
        OrgUnit.name, None, doc="Unless named, the word for the old kind gives way to the new one."
    )


class CloseOrgInput(Input):
    """The day on which a body ceased."""

    org: Ref[OrgUnit] = like(OrgUnit)
    closed_on: date | None = like(OrgUnit.closed_on, None, doc=TODAY)


class LinkOrgsInput(Input, enters=OrgLink):
    """A guide and the org that it guides, or an area and a place in it."""

    guided: Ref[OrgUnit] = like(OrgLink.guided_id, doc="Usually a township's body, or an area.")
    guide: Ref[OrgUnit] = like(
        OrgLink.guide_id, doc="A special committee, the chairs' meeting, or an area."
    )
    link_kind: OrgLinkKind = like(OrgLink.link_kind, OrgLinkKind.GUIDES)
    person: Ref[Person] | None = like(OrgLink.person_id, None)
    from_on: date | None = like(OrgLink.from_on, None, doc=TODAY)
    to_on: date | None = like(OrgLink.to_on, None, doc="Last day, where it is known.")


class ChangeOrgLinkInput(Correction, of=LinkOrgsInput, but={"guided", "guide", "link_kind"}):
    """Corrections of a link; other orgs or another kind make another link."""

    link: Ref[OrgLink] = like(OrgLink)
    from_on: date | None = like(OrgLink.from_on, None)
    to_on: date | None = like(
        OrgLink.to_on,
        None,
        doc="Not before today while it runs; of one that has ended not after its end.",
    )


class UnlinkOrgsInput(Input):
    """The end of a link."""

    link: Ref[OrgLink] = like(OrgLink)
    to_on: date | None = like(OrgLink.to_on, None, doc="Last day; today unless named.")


@operation(
    Text("新建组织", "Create an org"),
    permission=Permission.ORG_MANAGE,
    subject="parent",
    event=ORG_CREATED,
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
        entered(
            OrgUnit,
            data,
            org_path=path,
            sort_key=pinyin_key(data.name),
            audience=_readers(data.handles, data.kind),
        ),
        data.parent,
    )


@operation(
    Text("修改组织", "Change an org"),
    permission=Permission.ORG_MANAGE,
    subject="org",
    event=ORG_CHANGED,
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
    event=ORG_RENAMED,
)
async def rename_org(context: OperationContext, data: RenameOrgInput) -> OrgUnit:
    """Give a body another name; its path stays."""
    data.org.name, data.org.sort_key = data.name, pinyin_key(data.name)
    return data.org


@operation(
    Text("改变乡镇政协组织类型", "Change a township body's kind"),
    permission=Permission.ORG_MANAGE,
    subject="org",
    event=ORG_KIND_CHANGED,
)
async def change_org_kind(context: OperationContext, data: ChangeOrgKindInput) -> OrgUnit:
    """Make a township's body a liaison committee, a liaison group … instead of what it was.

    It keeps its path, its people and its records. The body above decides, since duties and
    assessments follow from the kind.
    """
    org = data.org
    above = await context.get(OrgUnit, org.parent_id)
    if above is None or not holds(context.principal, Permission.ORG_MANAGE, above):
        raise Forbidden.lacking(Permission.ORG_MANAGE)
    kinds = Text("、".join(kind.label for kind in TOWNSHIP_BODIES), ", ".join(TOWNSHIP_BODIES))
    fits = {org.kind, data.kind} <= set(TOWNSHIP_BODIES)
    require(fits and org.region_code is not None, OrgRule.KIND_STAYS, kinds=kinds)
    if data.kind is not org.kind:
        await _require_only_committee(context, data.kind, org.org_path)
    suited = org.name.removesuffix(org.kind.label)
    renamed = org.name if suited == org.name else suited + data.kind.label
    org.kind, org.name = data.kind, data.name or renamed
    org.sort_key = pinyin_key(org.name)
    return org


@operation(
    Text("撤销组织", "Close an org"),
    permission=Permission.ORG_MANAGE,
    subject="org",
    event=ORG_CLOSED,
)
async def close_org(context: OperationContext, data: CloseOrgInput) -> OrgUnit:
    """Close a body. Its node and its records stay.

    The bodies below it, its stations and its links must have ended before; its members leave it.
    """
    day = data.closed_on or context.today
    not_future(day, "closed_on", context)
    not_before(day, data.org.founded_on, "closed_on", "成立日期", "the day on which it was set up")
    if data.org.parent_id is None:
        raise Refused(OrgRule.ROOT_STAYS)
    open_below = await context.count(
        OrgUnit, OrgUnit.parent_id == data.org.id, OrgUnit.closed_on.is_(None)
    )
    if open_below:
        raise Refused(OrgRule.CHILDREN_OPEN, count=open_below)
    stations = await context.count(
        Station, Station.org_id == data.org.id, Station.state != StationState.CLOSED
    )
    require(not stations, OrgRule.STATIONS_OPEN, count=stations)
    at = sa.or_(OrgLink.guide_id == data.org.id, OrgLink.guided_id == data.org.id)
    links = await context.count(
        OrgLink, at, OrgLink.ended_at.is_(None), *running(OrgLink, day, None)
    )
    require(not links, OrgRule.LINKS_RUN, count=links)
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
    event=ORG_LINKED,
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
    link = entered(OrgLink, data, guide_path=data.guide.org_path, from_on=from_on)
    context.add(link, data.guided)
    await _ask_anew(context, link)
    return link


@operation(
    Text("结束联系指导", "End a link"),
    permission=Permission.ORG_LINK,
    subject="link",
    event=ORG_UNLINKED,
)
async def unlink_orgs(context: OperationContext, data: UnlinkOrgsInput) -> OrgLink:
    """End a link; it stays in the record.

    Ended today or before, it gives no access from the guide's next request on; otherwise after its
    last day.
    """
    last = data.to_on or context.today
    require(data.link.ended_at is None, OrgRule.LINK_ENDED)
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
    event=ORG_LINK_CHANGED,
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
    require(there is None, OrgRule.COMMITTEE_EXISTS, name=name)


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
