"""For which subjects each figure counts: an org, a station, a member, a case, a handling unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.core import cases
from tests.core.metrics.core_metrics import ALL, METRICS
from tests.core.metrics.test_rates import figure, plant, share
from tests.core.outcomes import stories
from tests.fixtures.county import County
from tests.fixtures.golden import Golden
from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointKind,
    JointPartner,
    PartnerLevel,
    PartnerRole,
    ShareAnswer,
)
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationForm,
    ConsultationLink,
    ConsultationState,
    Participation,
    PartyKind,
    Suggestion,
)
from yishi_core.domain.funds.models import FundSecured, SecuredSource
from yishi_core.domain.impact.models import ImpactMetric
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech, SpeechMode, Term
from yishi_core.domain.outcomes.models import ConversionKind, Outcome, OutcomeState
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.proposals.models import Proposal, ProposalKind, ProposalState, TimeKind
from yishi_core.domain.stations.models import StationAssignment, StationRole
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.entity.base import new_id

DAY = date(2026, 3, 1)


def test_the_catalogue_says_for_which_subjects_each_figure_counts(golden: Golden) -> None:
    lines = (f"{code}: {' '.join(METRICS.subjects(code))}" for code in sorted(METRICS.codes))
    golden.compare("metric_subjects.txt", "\n".join(lines))


def test_what_is_listed_for_a_subject_can_be_counted_for_it() -> None:
    for for_ in CountedFor:
        listed = {shown.partition("{")[0] for shown in ALL.offered(for_)}
        assert listed == {code for code in ALL.codes if for_ in ALL.subjects(code)}


def case(title: str, **given: Any) -> ConsultationCase:
    return ConsultationCase(
        id=new_id(),
        no=title,
        title=title,
        procedure="six_step",
        grade=ConsultationGrade.SMALL_MICRO,
        settings_digest="x",
        opened_on=DAY,
        **given,
    )


def event(of: ConsultationCase, **given: Any) -> Consultation:
    return Consultation(
        id=new_id(),
        no=f"会{of.title}",
        title="协商会",
        case_id=of.id,
        date=DAY,
        place="村委会",
        grade=ConsultationGrade.SMALL_MICRO,
        form=ConsultationForm.YARD,
        state=ConsultationState.HELD,
        **given,
    )


def outcome(of: ConsultationCase, no: str) -> Outcome:
    return Outcome(
        id=new_id(),
        no=no,
        case_id=of.id,
        title="修灯",
        text="修三盏",
        formed_on=DAY,
        state=OutcomeState.CLOSED,
        converted=True,
        converted_on=DAY,
        conversion_kind=ConversionKind.PROBLEM_SOLVED,
        is_major_project=True,
    )


async def test_whatever_a_case_brings_about_counts_for_it_its_station_and_its_lead(
    town: County,
) -> None:
    station = await cases.station(town)
    lead, guest = await cases.person(town, "罗静"), await cases.person(town, "何平")
    first = case("路灯", station_id=station.id, lead_member_id=lead.id)
    other = case("水渠")
    both = event(other)  # a meeting on the canal treats the street lamps as well
    own = event(first, station_id=station.id)
    joint = JointCase(
        id=new_id(),
        case_id=first.id,
        joint_kind=JointKind.ENTERPRISE_LOCAL,
        shared=[],
        formed_on=DAY,
        started_on=DAY,
    )
    partner = JointPartner(
        joint_case_id=joint.id,
        name="园区",
        role=PartnerRole.CO_HOST,
        level=PartnerLevel.ENTERPRISE,
        answer=ShareAnswer.ACCEPTED,
    )
    at = [
        Participation(
            consultation_id=e.id,
            person_id=person and person.id,
            party_kind=PartyKind.CPPCC_MEMBER,
            count=n,
            present=True,
        )
        for e, person, n in ((own, lead, 1), (own, guest, 1), (both, None, 7))
    ]
    said = [
        Suggestion(consultation_id=e.id, person_id=lead.id, text="加装路灯") for e in (own, both)
    ]
    money = FundSecured(
        amount=500,
        source=SecuredSource.UPPER_LEVEL,
        from_body="省厅",
        date=DAY,
        purpose="路灯",
        case_id=first.id,
    )
    fact = ImpactMetric(metric="jobs", value=12, date=DAY, evidence="现场核实", case_id=first.id)
    await plant(
        town,
        *(first, other, both, own, joint, partner, money, fact, *at, *said),
        ConsultationLink(consultation_id=both.id, case_id=first.id),
        Consensus(case_id=first.id, text="共建", agreed_on=DAY),
        *(outcome(of, of.title) for of in (first, other)),
    )
    of = {
        "org": {"org": town.orgs["village"]},
        "case": {"case": first},
        "other": {"case": other},
        "station": {"station": station},
        "lead": {"member": lead},
        "guest": {"member": guest},
    }
    expected = {  # org, the case, the other one, its station, the member who leads it, a guest
        "consultations": (2, 2, 1, 1, 1, 1),
        "consultations_total": (2, 2, 1, 1, 1, 1),
        "attend_times": (9, 9, 7, 2, 1, 1),
        "suggestions": (2, 2, 1, 1, 2, 0),
        "consensus": (1, 1, 0, 1, 1, 0),
        "outcomes": (2, 1, 1, 1, 1, 0),
        "converted": (2, 1, 1, 1, 1, 0),
        "converted_cases": (2, 1, 1, 1, 1, 0),
        "problems_solved": (2, 1, 1, 1, 1, 0),
        "major_projects": (2, 1, 1, 1, 1, 0),
        "fund_secured": (500, 500, 0, 500, 500, 0),
        "joint_cases": (1, 1, 0, 1, 1, 0),
        "joint_units": (1, 1, 0, 1, 1, 0),
        "impact{jobs}": (12, 12, 0, 12, 12, 0),
    }
    found = {
        metric: tuple([int((await figure(town, metric, of=of_)).value) for of_ in of.values()])
        for metric in expected
    }
    assert found == expected
    rates = ("{base=consultations_all}", "{base=consultations_small_micro}", "{base=outcomes}")
    for base, events in zip(rates, ((2, 1, 1), (2, 1, 1), (1, 1, 1)), strict=True):
        for subject, n in zip(("case", "station", "lead"), events, strict=True):
            rate = await share(town, f"conversion_rate{base}", of=of[subject])
            assert rate == (n, n, "100.0"), (base, subject)


def proposal(no: int, **given: Any) -> Proposal:
    return Proposal(
        title=f"提案{no}",
        time_kind=TimeKind.REGULAR,
        proposal_kind=ProposalKind.INDIVIDUAL,
        proposer_name="罗静",
        category="roads",
        situation="路灯不亮",
        analysis="年久失修",
        suggestions="更换",
        word_count=12,
        state=ProposalState.FILED,
        submitted_on=DAY,
        decided_on=DAY,
        **given,
    )


async def test_proposals_and_speeches_of_a_station_are_those_of_its_people(town: County) -> None:
    station = await cases.station(town)
    here, gone = await cases.person(town, "罗静"), await cases.person(town, "何平")
    of = case("路灯", station_id=station.id)
    posts = [
        StationAssignment(
            station_id=station.id, person_id=person.id, role=role, from_on=from_on, to_on=to_on
        )
        for person, role, from_on, to_on in (
            (here, StationRole.RESIDENT_MEMBER, date(2026, 1, 1), None),
            (here, StationRole.CONVENER, date(2026, 1, 1), None),  # two posts, one person
            (gone, StationRole.RESIDENT_MEMBER, date(2025, 1, 1), date(2026, 2, 28)),
        )
    ]
    term = Term(id=new_id(), no=9, name="九届", start=date(2022, 1, 1), end=date(2026, 12, 31))
    meeting = PlenaryMeeting(
        id=new_id(),
        term_id=term.id,
        no=5,
        name="九届五次会议",
        date_from=DAY,
        date_to=DAY,
        proposals_until=DAY,
    )
    speeches = [
        PlenarySpeech(
            meeting_id=meeting.id,
            title="关于路灯的发言",
            person_id=person.id,
            from_case_id=of.id if person is here else None,
            mode=SpeechMode.ORAL,
            text="建议更换路灯",
            on=DAY,
        )
        for person in (here, gone)
    ]
    proposals = [
        proposal(1, first_proposer_id=here.id, from_case_id=of.id),  # of both reasons, once
        proposal(2, first_proposer_id=here.id),
        proposal(3, first_proposer_id=gone.id, from_case_id=of.id),
        proposal(4, first_proposer_id=gone.id),
    ]
    await plant(town, of, *posts, term, meeting, *speeches, *proposals)
    asked = {"station": station}, {"case": of}, {"member": here}, {"org": town.orgs["village"]}
    counted = [int((await figure(town, "proposals", of=of_)).value) for of_ in asked]
    assert counted == [3, 2, 2, 4]
    counted = [int((await figure(town, "speeches", of=of_)).value) for of_ in asked]
    assert counted == [1, 1, 1, 2]
    assert await share(town, "filing_rate", of=asked[0]) == (3, 3, "100.0")


async def test_a_handling_unit_asks_for_its_own_rates(town: County) -> None:
    done = await stories.accepted(town, assigned_on="2026-11-01", due_on="2026-11-10")
    waiting = await stories.accepted(town, assigned_on="2026-11-01", due_on="2026-11-20")
    await stories.assigned(town, unit="unit2", assigned_on="2026-11-01", due_on="2026-11-20")
    assert waiting.unit_id == done.unit_id
    await stories.reply(town, done)  # late, as it was accepted
    await town.act("township", "confirm_reply", assignment=done)
    outcome = await town.fresh(done)
    await town.act(
        "township",
        "give_feedback",
        outcome=f"Outcome:{town.code}:{outcome.outcome_id}",
        direction="to_proposer",
        to="提出人",
        communicated_by="visit",
        satisfaction="satisfied",
    )
    own = {"of": {"unit": town.orgs["unit"]}}
    for who in ("unit", "county", "leader"):
        assert await share(town, "reply_rate", who=who, **own) == (1, 2, "50.0")
        assert await share(town, "overdue_rate", who=who, **own) == (2, 2, "100.0")
        assert await share(town, "satisfaction_rate", who=who, **own) == (1, 1, "100.0")
        assert (await figure(town, "assignments", who=who, **own)).value == 2
        assert (await figure(town, "overdue{entity=assignment}", who=who, **own)).value == 1
    other = {"of": {"unit": town.orgs["unit2"]}}
    assert await share(town, "reply_rate", who="unit2", **other) == (0, 1, "0.0")
    assert await share(town, "satisfaction_rate", who="unit2", **other) == (0, 0, None)
    of_other = {"metric": "reply_rate", "unit": town.orgs["unit2"]}
    for who, code in (("unit", "FORBIDDEN"), ("township", "FORBIDDEN"), ("member", "FORBIDDEN")):
        await town.refused(who, "metric", code=code, **of_other)
    error = await town.refused(
        "unit", "metric", code="INVALID_INPUT", metric="intakes", unit=town.orgs["unit"]
    )
    assert "reply_rate" in error.fields[0].text.zh
    await town.refused(
        "county",
        "metric",
        code="INVALID_INPUT",
        metric="reply_rate",
        **own["of"],
        org=own["of"]["unit"],
    )
