"""Who leads a liaison committee: 领导有力, 履职有人 (domain.md 2.2, 3.12)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.orgs import OrgKind, OrgUnit
from yishi_core.domain.people import GroupPosition, Member, MemberLevel, OrgMembership, Person
from yishi_plugins.liaison_committee.rules import CommitteeRule
from yishi_plugins.liaison_committee.settings import POSTS, Settings


@holds(OrgMembership, on=("group_position", "post_kind", "person", "to_on"))
async def led(context: ReadContext, change: Change[OrgMembership]) -> None:
    """Head and deputies hold the posts of the setting-up scheme; the head is a county member.

    Places that are over are history: they are entered as they were.
    """
    place, settings = change.row, context.settings.of(Settings)
    over = place.to_on is not None and place.to_on < context.today
    if over or place.group_position is GroupPosition.MEMBER:
        return
    group = await context.get(OrgUnit, place.group_id)
    if group is None or group.kind is not OrgKind.LIAISON_COMMITTEE:
        return
    heads = place.group_position is GroupPosition.HEAD
    posts = settings.head_posts if heads else settings.deputy_posts
    person = await context.get(Person, place.person_id)
    post = place.post_kind or (person.post_kind if person else None)
    named = "、".join(POSTS[word] for word in posts)
    require(
        post in posts,
        CommitteeRule.COMMITTEE_POST,
        position="主任" if heads else "副主任",
        posts=named,
    )
    if heads:
        in_office = (
            Member.person_id == place.person_id,
            Member.level == MemberLevel.COUNTY,
            sa.or_(Member.left_on.is_(None), Member.left_on >= context.today),
        )
        require(await context.count(Member, *in_office), CommitteeRule.HEAD_NO_COUNTY_MEMBER)
