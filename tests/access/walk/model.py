"""What everybody should see, worked out from who was given what: plain sets and prefixes, written
after domain.md 2.19, not after the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

PLACES = ("", "100/", "100/201/", "100/202/", "101/", "101/201/", "101/202/")
"""The tree of each county, below its root: two townships with two villages each."""
LEVELS = {"": "county", "100/": "township", "101/": "township"}
ROLES = {
    "county": ("county_admin", "county_leader", "auditor"),
    "township": ("township_staff", "leading_group_head", "member", "auditor"),
    "village": ("council_staff", "convener", "member"),
}
"""Which roles are given at which level."""
READS_TOPICS = {
    "county_admin",
    "county_leader",
    "auditor",
    "township_staff",
    "leading_group_head",
    "council_staff",
    "member",
}
READS_REGISTERS = {
    "county_admin",
    "county_leader",
    "auditor",
    "leading_group_head",
    "township_staff",
    "council_staff",
}
READS_OWN_TOPICS = {"convener"}
PROPOSES = {
    "county_admin",
    "county_leader",
    "township_staff",
    "leading_group_head",
    "council_staff",
    "convener",
    "member",
}


def level_of(place: str) -> str:
    return LEVELS.get(place, "village")


@dataclass(frozen=True)
class Grant:
    role: str
    place: str


@dataclass(eq=False)
class Actor:
    """Somebody with an account and a token in one county."""

    name: str
    county: int
    token: str
    account: str
    grants: dict[Grant, str] = field(default_factory=dict)
    """Grant → its global id."""
    disabled: bool = False


@dataclass(eq=False)
class Record:
    """A topic or an intake; `by` proposed it."""

    id: str
    title: str
    county: int
    place: str
    by: Actor
    voided: bool = False


@dataclass
class Model:
    """Everything that was done."""

    actors: list[Actor] = field(default_factory=list)
    topics: list[Record] = field(default_factory=list)

    def topics_of(self, actor: Actor) -> set[str]:
        """Titles that the actor sees."""
        return {
            t.title
            for t in self.topics
            if not t.voided and (reads(actor, READS_TOPICS, t) or own(actor, t))
        }

    def feed_of(self, actor: Actor) -> set[str]:
        """Ids of the topics whose proposal stands in the actor's feed; what happened stays, though
        the record was taken back.
        """
        return {t.id for t in self.topics if reads(actor, READS_REGISTERS, t)}

    def orgs_of(self, actor: Actor) -> set[str]:
        """Places that the actor sees: his own, those below, and the levels above."""
        held = [g.place for g in actor.grants]
        return {p for p in PLACES if any(p.startswith(h) or h.startswith(p) for h in held)}

    def may_propose(self, actor: Actor, place: str) -> bool:
        return not actor.disabled and any(
            g.role in PROPOSES and place.startswith(g.place) for g in actor.grants
        )

    def living(self) -> Iterator[Actor]:
        return (a for a in self.actors if not a.disabled)


def reads(actor: Actor, roles: Iterable[str], record: Record) -> bool:
    return actor.county == record.county and any(
        g.role in roles and record.place.startswith(g.place) for g in actor.grants
    )


def own(actor: Actor, record: Record) -> bool:
    return record.by is actor and reads(actor, READS_OWN_TOPICS, record)
