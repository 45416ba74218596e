"""Two conveners: the township's deputy secretary and the director of the committee that guides it
(domain.md 2.8, 3.6).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.consultations import HELD, Consultation, ConsultationState, Convener
from yishi_core.domain.orgs import OrgKind, OrgLink, OrgLinkKind, OrgUnit
from yishi_core.domain.people import GroupPosition, OrgMembership, Person
from yishi_plugins.yushi_345.rules import YushiRule
from yishi_plugins.yushi_345.settings import Settings

CONVENED = frozenset({ConsultationState.NOTIFIED, *HELD})


@holds(Consultation, on=("conveners", "state"))
async def both_convene(context: ReadContext, change: Change[Consultation]) -> None:
    """Whoever is invited is invited by both: one of the township, one of the linked committee."""
    event, settings = change.row, context.settings.of(Settings)
    if event.state not in CONVENED or change.back_entered:
        return
    posts = await _posts(context, event)
    first = [p for p, post in posts if post in settings.first_convener_posts]
    second = [p for p, post in posts if post in settings.second_convener_posts]
    told = _told(context, settings.first_convener_posts)
    require(first, YushiRule.CONVENER_OF_TOWNSHIP_MISSING, posts=told)
    told = _told(context, settings.second_convener_posts)
    require(second, YushiRule.CONVENER_OF_COMMITTEE_MISSING, posts=told)
    directors = await _directors(context, event)
    linked = not directors or {p.id for p in second} & {p.id for p in directors}
    names = "、".join(p.name for p in directors)
    require(linked, YushiRule.CONVENER_NOT_LINKED, directors=names)


async def _posts(context: ReadContext, event: Consultation) -> list[tuple[Person, str | None]]:
    """Who convenes, each with the post in which they do; it is their own unless the event names
    another.
    """
    seated = await context.find(Convener, Convener.consultation_id == event.id)
    people = await context.find(Person, Person.id.in_([c.person_id for c in seated]))
    by_id = {person.id: person for person in people}
    return [(p := by_id[c.person_id], c.post_kind or p.post_kind) for c in seated]


async def _directors(context: ReadContext, event: Consultation) -> Sequence[Person]:
    """The heads of the special committees that guide the event's township on its day, as far as
    links and heads are on record.
    """
    above = sa.literal(event.org_path).bool_op("^@")(OrgUnit.org_path)
    places = [org.id for org in await context.find(OrgUnit, above)]
    guiding = (
        OrgLink.guided_id.in_(places),
        OrgLink.link_kind == OrgLinkKind.GUIDES,
        OrgLink.ended_at.is_(None),
    )
    guides = [
        link.guide_id for link in await context.find(OrgLink, *guiding, *_on(OrgLink, event.date))
    ]
    committees = await context.find(
        OrgUnit, OrgUnit.id.in_(guides), OrgUnit.kind == OrgKind.SPECIAL_COMMITTEE
    )
    heading = (
        OrgMembership.group_id.in_([committee.id for committee in committees]),
        OrgMembership.group_position == GroupPosition.HEAD,
    )
    heads = await context.find(OrgMembership, *heading, *_on(OrgMembership, event.date))
    return await context.find(Person, Person.id.in_([head.person_id for head in heads]))


def _on(
    of: type[OrgLink] | type[OrgMembership], day: date
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return of.from_on <= day, sa.or_(of.to_on.is_(None), of.to_on >= day)


def _told(context: ReadContext, posts: Collection[str]) -> str:
    return "或".join(context.settings.label("post_kind", post) for post in posts)
