"""What a duty file tells of deployments and posts."""

from __future__ import annotations

from yishi_core.domain.people.deployments import MemberDeployment
from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    Member,
    OrgMembership,
)
from yishi_core.domain.people.talents import TalentEntry, TalentPool
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, seat
from yishi_core.kernel.tree.models import OrgUnit

DEPLOYMENTS = DutySource(
    SectionCode.DEPLOYMENTS,
    MemberDeployment,
    Member.person_id,
    MemberDeployment.from_on,
    MemberDeployment.shown_identity,
    lambda to_on, kind, action: seat(to_on, kind, action),
    also=(MemberDeployment.to_on, MemberDeployment.place_kind, MemberDeployment.shown_action),
    until=MemberDeployment.to_on,
    through=(Member, MemberDeployment.member_id == Member.id),
)
MEMBERSHIPS = DutySource(
    SectionCode.POSTS,
    OrgMembership,
    OrgMembership.person_id,
    OrgMembership.from_on,
    OrgUnit.name,
    seat,
    until=OrgMembership.to_on,
    also=(OrgMembership.to_on, OrgMembership.group_position, OrgMembership.role),
    through=(OrgUnit, OrgMembership.group_id == OrgUnit.id),
)
COUNCIL_SEATS = DutySource(
    SectionCode.POSTS,
    CouncilMember,
    CouncilMember.person_id,
    CouncilMember.from_on,
    Council.name,
    seat,
    until=CouncilMember.to_on,
    also=(CouncilMember.to_on, CouncilMember.council_role),
    through=(Council, CouncilMember.council_id == Council.id),
)
EXPERTS = DutySource(
    SectionCode.POSTS,
    Expert,
    Expert.person_id,
    Expert.from_on,
    ExpertCommittee.name,
    seat,
    until=Expert.to_on,
    also=(Expert.to_on, Expert.expert_role),
    through=(ExpertCommittee, Expert.committee_id == ExpertCommittee.id),
)
TALENTS = DutySource(
    SectionCode.POSTS,
    TalentEntry,
    TalentEntry.person_id,
    TalentEntry.from_on,
    TalentPool.name,
    seat,
    until=TalentEntry.to_on,
    also=(TalentEntry.to_on,),
    through=(TalentPool, TalentEntry.pool_id == TalentPool.id),
)
