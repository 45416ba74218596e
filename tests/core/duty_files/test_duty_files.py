"""A member's file is built from the records by themselves, whole, for a term; he reads his own
(domain.md 2.4, 5.10).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core import cases
from tests.core.meetings import plenary
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.people.models import Member, Person
from yishi_core.views.duty_files.service import DutyFile


async def file_of(town: County, person: Person, who: str = "township", **given: Any) -> DutyFile:
    member = (await town.rows(Member, Member.person_id == person.id))[0]
    found: DutyFile = await town.act(who, "duty_file", member=member, **given)
    return found


def lines(file: DutyFile, code: str) -> list[tuple[str, str, str]]:
    section = next(s for s in file.sections if s.code == code)
    return [(str(line.on), line.title, line.detail) for line in section.lines]


def counts(file: DutyFile) -> dict[str, int]:
    return {s.code: s.count for s in file.sections if s.count}


@pytest.fixture
async def person(town: County) -> Person:
    return await plenary.member(town)


async def consult(
    town: County, person: Person, day: str, org: str = "village", **given: Any
) -> None:
    who = "township" if org == "village" else "neighbour"
    here = {"party_kind": "cppcc_member", "person": person, "count": 1, **given}
    await town.act(
        who,
        "record_consultation",
        station=await cases.station(town, org),
        date=day,
        title="村道照明",
        content=["路灯怎么修"],
        form="yard",
        procedure="community_default",
        participants=[here, {"party_kind": "mass_representative", "count": 9}],
    )


async def activity(town: County, person: Person, kind: str, day: str, **given: Any) -> None:
    came = [{"party_kind": "cppcc_member", "person": person, **given}]
    await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind=kind,
        title=f"活动{kind}",
        date=day,
        participants=came,
    )


async def test_every_kind_of_work_stands_in_its_part(town: County, person: Person) -> None:
    await consult(town, person, "2026-03-05", spoke=True)
    await activity(town, person, "survey", "2026-04-02")
    await activity(town, person, "study", "2026-04-03")
    await activity(town, person, "study", "2026-05-03", present=False)
    await activity(town, person, "study", "2026-05-04", on_leave=True, leave_reason="病假")
    await activity(town, person, "volunteer", "2026-04-04")
    org = {"org": town.orgs["township"]}
    await town.act(
        "township",
        "record_deed",
        **org,
        deed_kind="practical",
        date="2026-05-01",
        description="义诊",
        people=30,
        person=person,
    )
    together = {
        "deed_kind": "practical",
        "date": "2026-05-08",
        "description": "送药",
        "person": await cases.person(town, "王芳"),
    }
    await town.act("township", "record_deed", **org, **together, other_members=[person])
    await town.act(
        "township",
        "record_dispute",
        **org,
        date="2026-05-02",
        dispute_kind="neighbour",
        summary="宅基地边界",
        mediated_by=person,
        settled_on="2026-05-09",
    )
    await town.act(
        "township",
        "record_dispute",
        **org,
        date="2026-05-03",
        dispute_kind="neighbour",
        summary="未化解",
        mediated_by=person,
    )
    await town.act(
        "county",
        "record_honour",
        org=town.orgs["county"],
        kind="advanced_unit",
        title="优秀委员",
        level="county",
        awarded_by="县政协",
        year=2025,
        person=person,
    )
    await papers.filed(town)
    file = await file_of(town, person)
    assert counts(file) == {
        "consultations": 1,
        "inquiries": 1,
        "study": 1,
        "activities": 1,
        "deeds": 2,
        "disputes": 1,
        "honours": 1,
        "proposals": 1,
    }
    assert lines(file, "consultations") == [("2026-03-05", "村道照明", "院坝协商,发言")]
    assert [detail for *_, detail in lines(file, "study")] == [
        "学习",
        "学习,缺席",
        "学习,请假,病假",
    ], "listed and not counted"
    assert lines(file, "deeds") == [
        ("2026-05-01", "义诊", "民生实事,受益30人"),
        ("2026-05-08", "送药", "民生实事,受益1人,共同参与"),
    ]
    assert lines(file, "disputes") == [("2026-05-09", "宅基地边界", "邻里纠纷")]
    assert lines(file, "honours") == [("2025-01-01", "优秀委员", "县级,县政协")]
    assert lines(file, "proposals")[0][1:] == (papers.TEXT["title"], "第一提案人,已立案")


async def test_a_file_is_of_its_term(town: County, person: Person) -> None:
    ninth = await plenary.term(town)
    eighth = await plenary.term(town, no=8, start="2016-12-01", end="2021-11-30")
    await activity(town, person, "survey", "2021-11-30")
    await activity(town, person, "survey", "2021-12-01")
    file = await file_of(town, person, term=ninth)
    assert (file.from_on, counts(file)) == (date(2021, 12, 1), {"inquiries": 1})
    member = (await town.rows(Member))[0]
    error = await town.refused(
        "township", "duty_file", code="INVALID_INPUT", member=member, term=eighth
    )
    assert [f.path for f in error.fields] == ["term"]
    await town.act(
        "township", "end_membership", member=member, left_on="2024-06-30", leave_reason="工作调动"
    )
    await activity(town, person, "survey", "2024-07-01")
    later = await file_of(town, person, term=ninth)
    assert (later.to_on, counts(later)) == (date(2024, 6, 30), {"inquiries": 1})


async def test_posts_belong_to_a_term_that_they_overlap(town: County, person: Person) -> None:
    station = await cases.station(town)
    post = await town.act(
        "township",
        "assign_to_station",
        station=station,
        person=person,
        role="resident_member",
        from_on="2020-05-01",
    )
    assert lines(await file_of(town, person), "posts") == [("2020-05-01", station.name, "驻站委员")]
    await town.act("township", "end_station_assignment", assignment=post, to_on="2021-11-30")
    assert lines(await file_of(town, person), "posts") == []


async def test_what_a_member_did_elsewhere_in_the_county_stands_in_his_file(town: County) -> None:
    person = await plenary.member(town, org="county")
    await consult(town, person, "2026-03-06", org="neighbour_village")
    assert lines(await file_of(town, person, "county"), "consultations") == [
        ("2026-03-06", "村道照明", "院坝协商")
    ]
    own = await file_of(town, person, "member")
    assert counts(own) == {"consultations": 1}


async def test_a_voided_record_and_a_draft_stand_in_no_file(town: County, person: Person) -> None:
    await papers.draft(town)
    deed = await town.act(
        "township",
        "record_deed",
        org=town.orgs["township"],
        deed_kind="practical",
        date="2026-05-01",
        description="义诊",
        person=person,
    )
    assert counts(await file_of(town, person)) == {"deeds": 1}
    await town.act("township", "void_record", id=deed, reason="录错")
    assert counts(await file_of(town, person)) == {}


async def test_who_reads_a_file(town: County, person: Person) -> None:
    other = await plenary.member(town, name="仇英", who="member2")
    member = (await town.rows(Member, Member.person_id == person.id))[0]
    for who in ("county", "leader", "auditor", "township"):
        assert (await file_of(town, person, who)).member.id == member.id
    assert (await file_of(town, other, "member2")).person.id == other.id
    await town.refused("member2", "duty_file", code="FORBIDDEN", member=member)
    await town.refused("village", "duty_file", code="FORBIDDEN", member=member)
    await town.refused("neighbour", "duty_file", code="NOT_FOUND", member=member)
    await town.refused("unit", "duty_file", code="NOT_FOUND", member=member)
