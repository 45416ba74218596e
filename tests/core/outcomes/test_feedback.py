"""Both sides are told; the sender of a matter rates the answer over his query code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.models import Feedback, FeedbackDirection, Satisfaction
from yishi_core.domain.stations.models import Station
from yishi_core.kernel.access.places import receipt_mark

HEARD = {"satisfaction": "satisfied", "communicated_by": "visit"}


async def test_feedback_goes_up_and_to_the_proposer(town: County) -> None:
    origin = await stories.intake(town)
    row = await stories.explained(town, origin)
    up = await town.act(
        "village",
        "give_feedback",
        outcome=row,
        direction="to_authority",
        to="镇党委",
        on="2026-11-01",
    )
    down = await town.act(
        "village",
        "give_feedback",
        outcome=row,
        direction="to_proposer",
        to="提出人",
        intake=origin,
        **HEARD,
    )
    assert (up.direction, up.satisfaction) == (FeedbackDirection.TO_AUTHORITY, None)
    assert (down.intake_id, down.satisfaction) == (origin.id, Satisfaction.SATISFIED)


async def test_an_unsatisfied_proposer_gives_advice(town: County) -> None:
    given = {
        "direction": "to_proposer",
        "to": "提出人",
        "satisfaction": "unsatisfied",
        "communicated_by": "phone",
    }
    handed = await stories.routed(town)
    await town.refused(
        "township", "give_feedback", code="REFUSED", rule="not_answered", outcome=handed, **given
    )
    given["outcome"] = await stories.explained(town)
    result = await town.result("township", "give_feedback", **given)
    assert [a.rule for a in result.advice] == ["rework"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"direction": "to_authority", "satisfaction": "satisfied"}, "INVALID_INPUT"),
        ({"direction": "to_proposer", "on": "2099-01-01"}, "INVALID_INPUT"),
        ({"direction": "to_proposer", "on": "2026-03-01"}, "INVALID_INPUT"),
        ({"direction": "to_proposer", "to": "周桂花"}, "REFUSED"),
        ({"direction": "to_proposer", "comment": "周桂花说很好"}, "REFUSED"),
    ],
)
async def test_what_is_no_feedback(town: County, given: dict[str, Any], code: str) -> None:
    row = await stories.routed(town, "A", await stories.intake(town))
    await town.refused(
        "township", "give_feedback", code=code, outcome=row, **{"to": "提出人", **given}
    )
    assert await town.rows(Feedback) == []


async def test_feedback_names_a_matter_of_the_topic_only(town: County) -> None:
    row, other = (
        await stories.routed(town, "A", await stories.intake(town)),
        await stories.intake(town),
    )
    await town.refused(
        "township",
        "give_feedback",
        code="INVALID_INPUT",
        outcome=row,
        direction="to_proposer",
        to="提出人",
        intake=other,
    )
    draft = await stories.outcome(town)
    await town.refused(
        "township",
        "give_feedback",
        code="REFUSED",
        rule="state",
        outcome=draft,
        direction="to_authority",
        to="镇党委",
    )


async def handed_in(town: County) -> tuple[Station, Intake, str]:
    """A matter that a visitor handed in, with its query code."""
    station = await cases.station(town)
    receipt = await town.act(
        town.anonymous,
        "submit_intake",
        station=station,
        content="村口路灯坏了两个月",
        submitter_name="周桂花",
        submitter_phone="13900001234",
    )
    intake = (await town.rows(Intake))[-1]
    await town.act("township", "accept_intake", intake=intake)
    return station, intake, receipt.query_code


async def test_a_visitor_rates_the_answer_with_his_code(town: County) -> None:
    station, intake, code = await handed_in(town)
    rate = {"station": station, "query_code": code, "satisfaction": "satisfied"}
    await town.refused(town.anonymous, "rate_answer", code="REFUSED", rule="not_answered", **rate)
    await town.act("township", "answer_intake", intake=intake, result_note="已修复")
    for who in ("township", "village"):  # staff read satisfaction, also with a code in hand
        await town.refused(who, "rate_answer", code="FORBIDDEN", **rate)
    answer = await town.act(
        town.anonymous,
        "rate_answer",
        **{**rate, "query_code": code.lower().replace("-", " ")},
        comment="谢谢",
    )
    assert (answer.no, answer.satisfaction, answer.rework) == (
        intake.no,
        Satisfaction.SATISFIED,
        False,
    )
    told = (await town.rows(Feedback))[0]
    assert (told.intake_id, told.outcome_id, told.org_path) == (intake.id, None, station.org_path)
    assert told.audience == [receipt_mark(code)]
    await town.refused(town.anonymous, "rate_answer", code="REFUSED", rule="rated_already", **rate)


async def test_a_wrong_code_finds_nothing(town: County) -> None:
    station, intake, code = await handed_in(town)
    await town.act("township", "answer_intake", intake=intake, result_note="已修复")
    other = await cases.station(town, "village2")
    for at, word in ((station, "AAAA-BBBB-CCCC"), (other, code)):
        error = await town.refused(
            town.anonymous,
            "rate_answer",
            code="NOT_FOUND",
            station=at,
            query_code=word,
            satisfaction="satisfied",
        )
        assert error.fields[0].path == "query_code"
    assert await town.rows(Feedback) == []


async def test_an_unsatisfactory_answer_is_rated_once_more(town: County) -> None:
    station, intake, code = await handed_in(town)
    await town.act("township", "answer_intake", intake=intake, result_note="已修复")
    rate = {"station": station, "query_code": code, "satisfaction": "unsatisfied"}
    assert (await town.act(town.anonymous, "rate_answer", **rate)).rework
    await town.act(town.anonymous, "rate_answer", **rate)
    await town.refused(town.anonymous, "rate_answer", code="REFUSED", rule="rated_already", **rate)


async def test_the_rating_reaches_the_outcome_and_its_unit_without_the_sender(town: County) -> None:
    station, intake, code = await handed_in(town)
    row = await stories.routed(town, "A", intake)
    await stories.assigned(town, row)
    await town.act("township", "reply_to_intake", intake=intake, result_note="已交水利局办理")
    rate = {"station": station, "query_code": code, "satisfaction": "unsatisfied"}
    await town.act(town.anonymous, "rate_answer", **rate, comment="还没修")
    await town.act(town.anonymous, "rate_answer", **rate, comment="我是周桂花,请联系我")
    first, second = await town.rows(Feedback)
    assert (first.outcome_id, second.outcome_id) == (row.id, row.id)
    assert town.orgs["unit"].org_path in (first.audience or [])
    assert second.audience == [receipt_mark(code)]


async def test_a_visitor_does_nothing_but_rate(town: County) -> None:
    _, intake, _ = await handed_in(town)
    row = await stories.routed(town)
    await town.refused(
        town.anonymous,
        "give_feedback",
        code="UNAUTHENTICATED",
        outcome=row,
        direction="to_proposer",
        to="提出人",
    )
    await town.refused(
        town.anonymous, "answer_intake", code="UNAUTHENTICATED", intake=intake, result_note="已修复"
    )
