"""Schemes opened and scored, for the tests of assessments."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import AssessmentResult, AssessmentScheme, ScoreEntry
from yishi_core.domain.people.models import Person


async def opened(town: County, code: str = "member_default", **given: Any) -> AssessmentScheme:
    row: AssessmentScheme = await town.act(
        "county",
        "open_assessment",
        **{"org": town.orgs["county"], "code": code, "year": 2026, **given},
    )
    return row


async def member(
    town: County, name: str, joined_on: str = "2022-01-01", org: str = "township"
) -> Person:
    somebody = await cases.person(town, name, org=org)
    await town.act("county", "add_member", person=somebody, level="county", joined_on=joined_on)
    return somebody


async def score(
    town: County, scheme: AssessmentScheme, whom: Person, points: int, item: str = "plenary"
) -> ScoreEntry:
    row: ScoreEntry = await town.act(
        "county",
        "add_score",
        scheme=scheme,
        person=whom,
        item=item,
        points=points,
        evidence="会议签到册",
    )
    return row


async def results(town: County) -> dict[Any, AssessmentResult]:
    return {
        r.person_id or r.station_id or r.judged_org_id: r for r in await town.rows(AssessmentResult)
    }
