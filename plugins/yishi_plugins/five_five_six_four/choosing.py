"""What is consulted, by whom it is answered for, and with whom (domain.md 3.5): priorities of
topics, leaders of areas, joint cases with the neighbouring county.
"""

from __future__ import annotations

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.collaboration import JointCase, JointKind, SharedPart
from yishi_core.domain.orgs import OrgLink, OrgLinkKind
from yishi_core.domain.topics import Topic
from yishi_plugins.five_five_six_four.rules import WayRule

PRIORITIES = ("party_worry", "people_side", "society_watch", "member_raised", "policy_clear")
"""The five priorities, words of `focus_tags` that the variant adds."""


@holds(Topic, on=("focus_tags",))
def priority(context: ReadContext, change: Change[Topic]) -> None:
    """A topic is of one of the five priorities at least."""
    known = "、".join(context.settings.label("focus_tags", word) for word in PRIORITIES)
    named = set(PRIORITIES) & set(change.row.focus_tags or ())
    require(named, WayRule.NO_PRIORITY, at="focus_tags", known=known)


@holds(OrgLink, on=("person",))
def answered_for(context: ReadContext, change: Change[OrgLink]) -> None:
    """Where an area or work unit covers a place, a leader answers for it."""
    link = change.row
    covers = link.link_kind is OrgLinkKind.COVERS
    require(not covers or link.person_id, WayRule.LEADER_MISSING, at="person")


@holds(JointCase, on=("shared",))
def shares_all(context: ReadContext, change: Change[JointCase]) -> None:
    """With another county topics are chosen, meetings held and results shared together."""
    joint = change.row
    whole = {part.value for part in SharedPart} <= set(joint.shared)
    abroad = joint.joint_kind is JointKind.CROSS_REGION
    require(whole or not abroad, WayRule.SHARE_ALL, at="shared")
