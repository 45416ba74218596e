"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    Member,
    OrgMembership,
    Person,
)
from yishi_core.domain.stations.models import StationAssignment
from yishi_core.kernel.events.declaration import EventType

COUNCIL_FOUNDED = EventType("council.founded", Council)

COUNCIL_SEATED = EventType("council.seated", CouncilMember)
COUNCIL_LEFT = EventType("council.left", CouncilMember)

EXPERT_COMMITTEE_FOUNDED = EventType("expert_committee.founded", ExpertCommittee)

EXPERT_APPOINTED = EventType("expert.appointed", Expert)
EXPERT_LEFT = EventType("expert.left", Expert)

MEMBER_CHANGED = EventType("member.changed", Member)

GROUP_MEMBERSHIP_CHANGED = EventType("group.membership_changed", OrgMembership)

COUNCIL_CHANGED = EventType("council.changed", Council)

COUNCIL_SEAT_CHANGED = EventType("council.seat_changed", CouncilMember)

EXPERT_COMMITTEE_CHANGED = EventType("expert_committee.changed", ExpertCommittee)

EXPERT_CHANGED = EventType("expert.changed", Expert)

STATION_ASSIGNMENT_CHANGED = EventType("station.assignment_changed", StationAssignment)

PERSON_REGISTERED = EventType("person.registered", Person)
PERSON_CHANGED = EventType("person.changed", Person)

MEMBER_ADDED = EventType("member.added", Member)
MEMBER_LEFT = EventType("member.left", Member)

GROUP_JOINED = EventType("group.joined", OrgMembership)
GROUP_LEFT = EventType("group.left", OrgMembership)
