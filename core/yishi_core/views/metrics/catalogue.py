"""The catalogue: metric → its counters (domain.md 2.20). Quotas, assessments and reports count by
these and by nothing else.

A metric is added by one line here. Whatever was voided counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.activities.models import (
    Activity,
    ActivityKind,
    Deed,
    DeedMember,
    DeedState,
    Dispute,
    Donation,
    IntroducedProject,
    MemberProject,
    OrganiserLevel,
    Pledge,
)
from yishi_core.domain.assessments.models import AssessmentResult, AssessmentScheme
from yishi_core.domain.collaboration.decisions import DecisionConsult
from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointPartner,
    PartnerLevel,
    ReceivedShare,
    ShareAnswer,
    ShareKind,
)
from yishi_core.domain.collaboration.models import InfoExchange
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    Participation,
    Suggestion,
)
from yishi_core.domain.consultations.rules import GROUP_OF_FORM, HELD
from yishi_core.domain.funds.models import Budget, Expense, FundSecured
from yishi_core.domain.impact.models import LARGEST_ONLY, ImpactMetric
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.meetings.attendance import PlenaryAttendance
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech
from yishi_core.domain.opinions.ledger import LedgerReport
from yishi_core.domain.opinions.models import (
    Adoption,
    AdoptionMode,
    Endorsement,
    Opinion,
    OpinionLevel,
)
from yishi_core.domain.outcomes.models import ConversionKind, Outcome
from yishi_core.domain.people.models import Member, Person
from yishi_core.domain.people.sectors import GROUP_OF, PROFESSION, Sector
from yishi_core.domain.procedures.models import WalkGroup
from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.domain.publicity.models import Honour, Publicity
from yishi_core.domain.reports.models import DutyReport, SurveyReport
from yishi_core.domain.schedules.models import CollectRound, ScheduleDate, ScheduleRule
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.views.metrics.overdue import OVERDUE
from yishi_core.views.metrics.standing import STANDING

LEVELS = (
    PartnerLevel.PROVINCE,
    PartnerLevel.CITY,
    PartnerLevel.COUNTY,
    PartnerLevel.TOWNSHIP,
    PartnerLevel.VILLAGE,
)
"""Departments and enterprises are partners, but no level of their own."""
HIGHER = (OrganiserLevel.CITY, OrganiserLevel.PROVINCE, OrganiserLevel.NATIONAL)

_HELD = Consultation.state.in_(HELD)
_DEED = {"deed_kind": Deed.deed_kind}
_DONE = (Deed.state == DeedState.FULFILLED,)
_ACTIVITY = {
    "kind": Activity.kind,
    "micro_kind": Activity.micro_kind,
    "process_kind": Activity.process_kind,
    "self_started": Activity.self_started,
    "organiser_level": Activity.organiser_level,
    "leader_post": Activity.leader_post,
    "duty_function": Activity.duty_function,
}
_CONSULTATION = {
    "grade": Consultation.grade,
    "form": Consultation.form,
    "form_group": sa.case(GROUP_OF_FORM, value=sa.cast(Consultation.form, sa.Text)),
    "micro_kind": Consultation.micro_kind,
    "joint": Consultation.joint,
}
_AT_EVENT = (Consultation, Participation.consultation_id == Consultation.id)
_AT_ACTIVITY = (Activity, Participation.activity_id == Activity.id)
# 征集意见建议: what was taken on, in whichever state it is now; received ones wait, rejected and merged
# ones are none of their own (domain.md 2.5).
_ACCEPTED = Intake.state.not_in((IntakeState.RECEIVED, IntakeState.REJECTED, IntakeState.MERGED))
_HANDED_IN = Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN))
_DECIDED = Proposal.state.not_in(
    (ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.REVIEWED, ProposalState.WITHDRAWN)
)
_FILED = Proposal.state.not_in(
    (
        ProposalState.DRAFT,
        ProposalState.SUBMITTED,
        ProposalState.REVIEWED,
        ProposalState.MERGED,
        ProposalState.CONVERTED_TO_OPINION,
        ProposalState.NOT_FILED,
        ProposalState.WITHDRAWN,
    )
)
# A report counts in the half-year that it is about, whose last day lies ten days before the report
# is due (domain.md 4.2).
_REPORTED = sa.type_coerce(DutyReport.due_on - 10, sa.Date())
_SIGNED = (Proposal, CoProposer.proposal_id == Proposal.id)
_PERSON = (Person, Member.person_id == Person.id)
_IMPACT: dict[str, Any] = {
    "station": ImpactMetric.station_id,
    "case": ImpactMetric.case_id,
    "dims": {"metric": ImpactMetric.metric},
    "value": ImpactMetric.value,
}
_TOOK_PART = JointPartner.answer != ShareAnswer.DECLINED
_PARTNER: dict[str, Any] = {
    "through": (JointCase, JointPartner.joint_case_id == JointCase.id),
    "case": JointCase.case_id,
}
_CONSULTATIONS = (
    Counter(
        Consultation,
        Consultation.date,
        station=Consultation.station_id,
        where=(_HELD,),
        dims=_CONSULTATION,
    ),
)


def _best(entity: type[Adoption] | type[Endorsement]) -> Any:
    """Of several adoptions of one opinion only the highest: by level, then alone, merged,
    forwarded; so of endorsements (domain.md 5.6).
    """
    other = aliased(entity)
    higher = sa.or_(
        _height(other) > _height(entity),
        sa.and_(_height(other) == _height(entity), other.id < entity.id),
    )
    same = (
        other.county == entity.county,
        other.opinion_id == entity.opinion_id,
        other.voided_at.is_(None),
    )
    return ~sa.exists().where(*same, higher)


def _height(row: Any) -> Any:
    levels = sa.case(
        {level.value: 10 * n for n, level in enumerate(OpinionLevel)},
        value=sa.cast(row.level, sa.Text),
    )
    if not hasattr(row, "mode"):
        return levels
    return levels - sa.case(
        {mode.value: n for n, mode in enumerate(AdoptionMode)}, value=sa.cast(row.mode, sa.Text)
    )


def _sector_group() -> Any:
    """The group of a member's sector: as the county has it, as it is delivered otherwise (domain.md
    5.7).
    """
    own = (
        sa.select(Sector.group)
        .where(Sector.county == Member.county, Sector.code == Member.sector)
        .scalar_subquery()
    )
    delivered = sa.case(GROUP_OF, value=Member.sector, else_=PROFESSION)
    return sa.case(
        (Member.sector.is_(None), None), else_=sa.func.coalesce(own, delivered, type_=sa.Text())
    )


_SEAT = sa.cast(Member.person_id, sa.Text) + ":" + sa.cast(Member.level, sa.Text)
"""Whoever is member at two levels is a member of each: levels are told apart and add up (domain.md
2.4).
"""


def _in_office(counted: Any) -> Counter:
    """Members in office on the period's last day."""
    dims = {
        "level": Member.level,
        "sector": Member.sector,
        "group": _sector_group(),
        "sex": Person.sex,
        "post_kind": Person.post_kind,
    }
    return Counter(
        Member, Member.joined_on, through=_PERSON, dims=dims, distinct=counted, until=Member.left_on
    )


def _first_of(year: Any) -> Any:
    """What has only a year counts by its first day."""
    return sa.func.make_date(sa.cast(year, sa.Integer), 1, 1, type_=sa.Date())


def _budget_level() -> Any:
    """The level of the station that a budget is for, else of the office whose it is, by the
    divisions in its path.
    """
    station = (
        sa.select(sa.cast(Station.level, sa.Text))
        .where(Station.county == Budget.county, Station.id == Budget.station_id)
        .scalar_subquery()
    )
    below = [sa.func.split_part(Budget.org_path, "/", n).regexp_match("^[0-9]{3}$") for n in (4, 5)]
    office = sa.case((~below[0], "county"), (below[1], "village"), else_="township")
    return sa.func.coalesce(station, office, type_=sa.Text())


_BUDGET = {
    "source": Budget.source,
    "purpose": Budget.purpose,
    "level": _budget_level(),
    "undated": Budget.year.is_(None),
}
_MISSED = (Participation.present.is_(False), Participation.person_id.is_not(None))

CATALOGUE: Mapping[str, tuple[Counter, ...]] = {
    "absences": (
        Counter(
            Participation,
            Consultation.date,
            person=Participation.person_id,
            station=Consultation.station_id,
            through=_AT_EVENT,
            where=(*_MISSED, _HELD),
            dims={"on_leave": Participation.on_leave},
        ),
        Counter(
            Participation,
            Activity.date,
            person=Participation.person_id,
            station=Activity.station_id,
            through=_AT_ACTIVITY,
            where=_MISSED,
            dims={"on_leave": Participation.on_leave},
        ),
    ),
    "activities": (Counter(Activity, Activity.date, station=Activity.station_id, dims=_ACTIVITY),),
    "activity_times": (
        Counter(
            Participation,
            Activity.date,
            person=Participation.person_id,
            station=Activity.station_id,
            through=_AT_ACTIVITY,
            where=(Participation.present.is_(True),),
            dims=_ACTIVITY,
            value=Participation.count,
        ),
    ),
    "adoptions": (
        Counter(
            Adoption,
            Adoption.on,
            person=Opinion.person_id,
            station=Opinion.station_id,
            through=(Opinion, Adoption.opinion_id == Opinion.id),
            dims={"level": Adoption.level, "mode": Adoption.mode, "best": _best(Adoption)},
        ),
    ),
    "assessments": (
        Counter(
            AssessmentResult,
            AssessmentScheme.decided_on,
            person=AssessmentResult.person_id,
            station=AssessmentResult.station_id,
            through=(AssessmentScheme, AssessmentResult.scheme_id == AssessmentScheme.id),
        ),
    ),
    "attend_times": (
        Counter(
            Participation,
            Consultation.date,
            person=Participation.person_id,
            station=Consultation.station_id,
            through=_AT_EVENT,
            where=(Participation.present.is_(True), _HELD),
            value=Participation.count,
            dims={"party_kind": Participation.party_kind, "grade": Consultation.grade},
        ),
    ),
    "budgets": (
        Counter(
            Budget,
            _first_of(Budget.year),
            station=Budget.station_id,
            value=Budget.amount,
            money=True,
            dims=_BUDGET,
        ),
        # of an unknown year: counted in the period for which somebody asks for it by hand
        Counter(
            Budget,
            None,
            station=Budget.station_id,
            value=Budget.amount,
            money=True,
            where=(Budget.year.is_(None),),
            dims=_BUDGET,
            needs=frozenset({"undated"}),
        ),
    ),
    "collect_rounds": (Counter(CollectRound, CollectRound.date, station=CollectRound.station_id),),
    "consensus": (Counter(Consensus, Consensus.agreed_on),),
    "consultations": _CONSULTATIONS,
    "consultations_total": _CONSULTATIONS,
    "converted_cases": (
        Counter(
            Outcome,
            Outcome.converted_on,
            case=Outcome.case_id,
            where=(Outcome.converted.is_(True),),
            distinct=Outcome.case_id,
        ),
    ),
    "converted": (
        Counter(
            Outcome,
            Outcome.converted_on,
            case=Outcome.case_id,
            where=(Outcome.converted.is_(True),),
            dims={"kind": Outcome.conversion_kind},
        ),
    ),
    "decision_consults": (
        Counter(
            DecisionConsult,
            DecisionConsult.consulted_on,
            where=(DecisionConsult.valid.is_(True),),
            dims={"kind": DecisionConsult.decision_kind},
        ),
    ),
    "deeds": (
        Counter(
            Deed, Deed.date, person=Deed.person_id, station=Deed.station_id, where=_DONE, dims=_DEED
        ),
    ),
    "deeds_people": (
        Counter(
            Deed,
            Deed.date,
            person=Deed.person_id,
            station=Deed.station_id,
            where=_DONE,
            dims=_DEED,
            value=Deed.people,
        ),
    ),
    "disputes_settled": (
        Counter(
            Dispute,
            Dispute.settled_on,
            person=Dispute.mediated_by_id,
            station=Dispute.station_id,
            dims={"dispute_kind": Dispute.dispute_kind},
        ),
    ),
    "donations": (
        Counter(Donation, Donation.date, person=Donation.person_id, station=Donation.station_id),
    ),
    "donations_amount": (
        Counter(
            Donation,
            Donation.date,
            person=Donation.person_id,
            station=Donation.station_id,
            value=Donation.amount,
            money=True,
        ),
    ),
    "duty_reports": (
        Counter(
            DutyReport,
            _REPORTED,
            where=(DutyReport.submitted_on.is_not(None),),
            dims={"period": DutyReport.period},
        ),
    ),
    "endorsements": (
        Counter(
            Endorsement,
            Endorsement.on,
            person=Opinion.person_id,
            station=Opinion.station_id,
            through=(Opinion, Endorsement.opinion_id == Opinion.id),
            dims={"level": Endorsement.level, "best": _best(Endorsement)},
        ),
        Counter(
            Endorsement,
            Endorsement.on,
            through=(SurveyReport, Endorsement.survey_report_id == SurveyReport.id),
            dims={"level": Endorsement.level, "best": _best(Endorsement)},
        ),
    ),
    "excellent_proposals": (
        Counter(
            Proposal,
            Proposal.submitted_on,
            person=Proposal.first_proposer_id,
            where=(Proposal.is_excellent.is_(True),),
        ),
    ),
    "expenses": (
        Counter(
            Expense,
            Expense.date,
            station=Budget.station_id,
            through=(Budget, Expense.budget_id == Budget.id),
            value=Expense.amount,
            money=True,
            dims={
                "purpose": Expense.purpose,
                "year": sa.cast(sa.func.date_part("year", Expense.date), sa.Integer),
            },
        ),
    ),
    "filed": (
        Counter(
            Proposal, Proposal.submitted_on, person=Proposal.first_proposer_id, where=(_FILED,)
        ),
    ),
    "filed_signed": (
        Counter(
            CoProposer,
            Proposal.submitted_on,
            person=CoProposer.person_id,
            through=_SIGNED,
            where=(_FILED,),
        ),
    ),
    "fund_secured": (
        Counter(
            FundSecured,
            FundSecured.date,
            case=FundSecured.case_id,
            value=FundSecured.amount,
            money=True,
            dims={"source": FundSecured.source},
        ),
    ),
    "honour_years": (
        Counter(
            Honour,
            _first_of(Honour.year),
            person=Honour.person_id,
            station=Honour.station_id,
            dims={"kind": Honour.kind},
            distinct=Honour.year,
        ),
    ),
    "honours": (
        Counter(
            Honour,
            _first_of(Honour.year),
            person=Honour.person_id,
            station=Honour.station_id,
            dims={"level": Honour.level, "kind": Honour.kind},
        ),
    ),
    "host_years": (
        Counter(
            Activity,
            Activity.date,
            distinct=sa.func.date_part("year", Activity.date),
            where=(
                Activity.kind == ActivityKind.WORK_MEETING,
                Activity.organiser_level.in_(HIGHER),
            ),
        ),
    ),
    "info_exchanges": (Counter(InfoExchange, InfoExchange.on),),
    "impact": (
        # years that a problem had lasted are never added up (domain.md 2.18), neither to each other
        # nor to anything else
        Counter(
            ImpactMetric,
            ImpactMetric.date,
            where=(ImpactMetric.metric.not_in(LARGEST_ONLY),),
            **_IMPACT,
        ),
        Counter(
            ImpactMetric,
            ImpactMetric.date,
            where=(ImpactMetric.metric.in_(LARGEST_ONLY),),
            needs=frozenset({"metric"}),
            largest=True,
            **_IMPACT,
        ),
    ),
    "intakes": (
        Counter(Intake, Intake.received_at, station=Intake.station_id, where=(_ACCEPTED,)),
    ),
    "joint_cases": (
        Counter(JointCase, JointCase.started_on, dims={"joint_kind": JointCase.joint_kind}),
    ),
    # a joint event counts once, at its owner (`consultations{joint=true}`); its partners have it
    # here, beside their own events
    "joint_events_shared": (
        Counter(
            ReceivedShare,
            ReceivedShare.on,
            where=(ReceivedShare.share_kind == ShareKind.CONSULTATION,),
            dims={
                "joint_kind": ReceivedShare.joint_kind,
                "role": ReceivedShare.role,
                "grade": ReceivedShare.grade,
                "form": ReceivedShare.form,
            },
        ),
    ),
    "joint_levels": (
        Counter(
            JointPartner,
            JointCase.started_on,
            where=(_TOOK_PART, JointPartner.level.in_(LEVELS)),
            distinct=JointPartner.level,
            **_PARTNER,
        ),
    ),
    "joint_units": (
        Counter(
            JointPartner,
            JointCase.started_on,
            where=(_TOOK_PART,),
            **_PARTNER,
            dims={
                "joint_kind": JointCase.joint_kind,
                "level": JointPartner.level,
                "role": JointPartner.role,
            },
        ),
    ),
    "introduced_funds": (
        Counter(
            IntroducedProject,
            _first_of(IntroducedProject.year),
            person=IntroducedProject.introduced_by_id,
            value=IntroducedProject.funds_in_place,
            money=True,
        ),
    ),
    "introduced_projects": (
        Counter(
            IntroducedProject,
            _first_of(IntroducedProject.year),
            person=IntroducedProject.introduced_by_id,
        ),
    ),
    "key_finished": (
        Counter(
            Proposal,
            Proposal.submitted_on,
            person=Proposal.first_proposer_id,
            where=(Proposal.is_key.is_(True), Proposal.state == ProposalState.CLOSED),
        ),
    ),
    "key_proposals": (
        Counter(
            Proposal,
            Proposal.submitted_on,
            person=Proposal.first_proposer_id,
            where=(Proposal.is_key.is_(True),),
        ),
    ),
    "ledger_reports": (Counter(LedgerReport, LedgerReport.submitted_on),),
    "member_project_invested": (
        Counter(
            MemberProject,
            _first_of(MemberProject.year),
            person=MemberProject.person_id,
            value=MemberProject.invested,
            money=True,
        ),
    ),
    "member_project_jobs": (
        Counter(
            MemberProject,
            _first_of(MemberProject.year),
            person=MemberProject.person_id,
            value=MemberProject.jobs,
        ),
    ),
    "members": (_in_office(_SEAT),),
    "nil_reports": (
        Counter(
            CollectRound,
            CollectRound.date,
            station=CollectRound.station_id,
            where=(CollectRound.is_nil.is_(True),),
        ),
        Counter(LedgerReport, LedgerReport.submitted_on, where=(LedgerReport.is_nil.is_(True),)),
    ),
    "opinions": (
        Counter(Opinion, Opinion.reported_on, person=Opinion.person_id, station=Opinion.station_id),
    ),
    "major_projects": (
        Counter(Outcome, Outcome.formed_on, where=(Outcome.is_major_project.is_(True),)),
    ),
    "outcomes": (Counter(Outcome, Outcome.formed_on, case=Outcome.case_id),),
    "overdue": OVERDUE,
    "pledges_fulfilled": (Counter(Pledge, Pledge.fulfilled_on, person=Pledge.person_id),),
    "pledges_total": (Counter(Pledge, Pledge.made_on, person=Pledge.person_id),),
    "plenary": (
        Counter(
            PlenaryAttendance,
            PlenaryMeeting.date_from,
            person=PlenaryAttendance.person_id,
            dims={"attendance": PlenaryAttendance.attendance},
            through=(PlenaryMeeting, PlenaryAttendance.meeting_id == PlenaryMeeting.id),
        ),
    ),
    "problems_solved": (
        Counter(
            Outcome,
            Outcome.converted_on,
            case=Outcome.case_id,
            where=(
                Outcome.converted.is_(True),
                Outcome.conversion_kind == ConversionKind.PROBLEM_SOLVED,
            ),
        ),
    ),
    "proposals": (
        Counter(
            Proposal, Proposal.submitted_on, person=Proposal.first_proposer_id, where=(_HANDED_IN,)
        ),
    ),
    "proposals_reviewed": (
        Counter(
            Proposal, Proposal.submitted_on, person=Proposal.first_proposer_id, where=(_DECIDED,)
        ),
    ),
    "proposals_signed": (
        Counter(
            CoProposer,
            Proposal.submitted_on,
            person=CoProposer.person_id,
            through=_SIGNED,
            where=(_HANDED_IN,),
        ),
    ),
    "publicity": (
        Counter(
            Publicity,
            Publicity.date,
            person=Publicity.author_id,
            station=Publicity.station_id,
            dims={"level": Publicity.outlet_level, "kind": Publicity.publicity_kind},
        ),
    ),
    "schedule_dates": (
        Counter(
            ScheduleDate,
            ScheduleDate.date,
            station=ScheduleRule.station_id,
            through=(ScheduleRule, ScheduleDate.rule_id == ScheduleRule.id),
            dims={"kind": ScheduleRule.kind},
        ),
    ),
    "sectors_covered": (_in_office(Member.sector),),
    "served_times": (
        Counter(
            Consultation,
            Consultation.date,
            station=Consultation.station_id,
            where=(_HELD,),
            value=Consultation.served_times,
        ),
        Counter(Activity, Activity.date, station=Activity.station_id, value=Activity.served_times),
        Counter(Deed, Deed.date, station=Deed.station_id, where=_DONE, value=Deed.served_times),
    ),
    "speeches": (Counter(PlenarySpeech, PlenarySpeech.on, person=PlenarySpeech.person_id),),
    "suggestions": (
        Counter(
            Suggestion,
            Consultation.date,
            person=Suggestion.person_id,
            station=Consultation.station_id,
            where=(_HELD,),
            through=(Consultation, Suggestion.consultation_id == Consultation.id),
            dims={"origin": "consultation"},
        ),
        Counter(
            Suggestion,
            Activity.date,
            person=Suggestion.person_id,
            station=Activity.station_id,
            through=(Activity, Suggestion.activity_id == Activity.id),
            dims={"origin": "activity"},
        ),
    ),
    "survey_reports": (Counter(SurveyReport, SurveyReport.completed_on),),
    "topics": (
        Counter(
            Topic,
            Topic.approved_on,
            dims={"source": Topic.topic_source, "focus": Topic.focus_category},
        ),
    ),
    "walk_groups": (Counter(WalkGroup, WalkGroup.formed_on, dims={"field": WalkGroup.field}),),
    **STANDING,
}


def _done_by(value: Any = None) -> tuple[Counter, ...]:
    """A deed counts for each of those who did it together (domain.md 2.11: member(s))."""
    together = (Deed, DeedMember.deed_id == Deed.id)
    return (
        Counter(Deed, Deed.date, person=Deed.person_id, where=_DONE, dims=_DEED, value=value),
        Counter(
            DeedMember,
            Deed.date,
            person=DeedMember.person_id,
            through=together,
            where=_DONE,
            dims=_DEED,
            value=value,
        ),
    )


OF_PERSONS: Mapping[str, tuple[Counter, ...]] = {
    "activities": (
        Counter(
            Participation,
            Activity.date,
            person=Participation.person_id,
            through=_AT_ACTIVITY,
            where=(Participation.present.is_(True),),
            dims=_ACTIVITY,
        ),
    ),
    "deeds": _done_by(),
    "deeds_people": _done_by(Deed.people),
}
"""Where a person's figure is made of other rows than that of a place: activities are those to which
he came, deeds those that he did with others.
"""
