"""Questions set and answered, information passed up and down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.collaboration.models import InfoExchange, Question, QuestionSetter

ASKED = {"text": "如何发展柳湾村的中药材产业", "due_on": "2026-12-31"}


@pytest.mark.parametrize(
    ("who", "setter"),
    [
        ("county", "cppcc_sets"),
        ("leader", "cppcc_sets"),
        ("township", "party_points"),
        ("head", "party_points"),
    ],
)
async def test_each_level_sets_its_questions(town: County, who: str, setter: str) -> None:
    row: Question = await town.act(
        who, "set_question", station=await cases.station(town), setter=setter, **ASKED
    )
    assert (row.setter, row.org_path) == (QuestionSetter(setter), town.orgs["village"].org_path)


@pytest.mark.parametrize(
    ("who", "setter"), [("county", "party_points"), ("township", "cppcc_sets")]
)
async def test_no_level_sets_another_s(town: County, who: str, setter: str) -> None:
    await town.refused(
        who,
        "set_question",
        code="REFUSED",
        rule="setter",
        station=await cases.station(town),
        setter=setter,
        **ASKED,
    )


@pytest.mark.parametrize("who", ["village", "member", "auditor"])
async def test_others_set_no_question(town: County, who: str) -> None:
    await town.refused(
        who,
        "set_question",
        code="FORBIDDEN",
        station=await cases.station(town),
        setter="party_points",
        **ASKED,
    )


async def test_dates_of_a_question(town: County) -> None:
    given = {"station": await cases.station(town), "setter": "cppcc_sets", "text": "如何发展中药材"}
    await town.refused(
        "county",
        "set_question",
        code="INVALID_INPUT",
        **given,
        due_on="2026-12-31",
        given_on="2099-01-01",
    )
    await town.refused(
        "county",
        "set_question",
        code="INVALID_INPUT",
        **given,
        due_on="2026-10-31",
        given_on="2026-11-01",
    )


async def test_a_question_is_answered_once_with_its_case(town: County) -> None:
    station, of = await cases.station(town), await stories.case(town)
    row = await town.act(
        "county",
        "set_question",
        station=station,
        setter="cppcc_sets",
        given_on="2026-11-01",
        **ASKED,
    )
    given = {"question": row, "answer": "组建合作社,统一收购", "answer_case": of}
    await town.refused(
        "village", "answer_question", code="INVALID_INPUT", **given, answered_on="2026-10-01"
    )
    await town.refused("neighbour", "answer_question", code="NOT_FOUND", **given)
    await town.refused("leader", "answer_question", code="FORBIDDEN", **given)
    await town.refused(
        "village",
        "change_answer",
        code="REFUSED",
        rule="not_answered",
        question=row,
        answer="组建合作社",
    )
    await town.refused(
        "township",
        "change_question",
        code="REFUSED",
        rule="setter",
        question=row,
        due_on="2026-12-15",
    )
    await town.refused(
        "county",
        "change_question",
        code="REFUSED",
        rule="setter",
        question=row,
        setter="party_points",
    )
    row = await town.act(
        "county",
        "change_question",
        question=row,
        text="如何发展柳湾村中药材产业",
        given_on="2026-11-02",
    )
    assert (row.text, str(row.given_on), str(row.due_on)) == (
        "如何发展柳湾村中药材产业",
        "2026-11-02",
        "2026-12-31",
    )
    await town.refused(
        "county", "change_question", code="INVALID_INPUT", question=row, due_on="2026-11-01"
    )
    row = await town.act("member", "answer_question", **given)
    assert (row.answer, row.answer_case_id, row.answered_on is not None) == (
        "组建合作社,统一收购",
        of.id,
        True,
    )
    await town.refused(
        "county",
        "change_question",
        code="REFUSED",
        rule="answered_already",
        question=row,
        text="换一道题目",
    )
    row = await town.act(
        "village", "change_answer", question=row, answered_on="2026-11-10", answer_case=None
    )
    assert (row.answer, row.answer_case_id, str(row.answered_on)) == (
        "组建合作社,统一收购",
        None,
        "2026-11-10",
    )
    for wrong, path in (
        ({"answer": None}, "answer"),
        ({"answered_on": "2026-11-01"}, "answered_on"),
    ):
        assert (
            await town.refused(
                "village", "change_answer", code="INVALID_INPUT", question=row, **wrong
            )
        ).fields[0].path == path
    await town.refused(
        "village", "answer_question", code="REFUSED", rule="answered_already", **given
    )


async def test_a_question_is_answered_by_an_activity(town: County) -> None:
    station = await cases.station(town)
    row = await town.act(
        "township", "set_question", station=station, setter="party_points", **ASKED
    )
    went = await town.act(
        "village",
        "record_activity",
        station=station,
        kind="survey",
        title="走访药农",
        date="2026-11-01",
        micro_kind="survey",
    )
    row = await town.act(
        "member",
        "answer_question",
        question=row,
        answer="组建合作社,统一收购",
        answer_activity=went,
    )
    assert (row.answer_activity_id, row.answer_case_id) == (went.id, None)


@pytest.mark.parametrize(
    ("sender", "receiver"),
    [
        ("village", "township"),
        ("township", "village"),
        ("county", "village"),
        ("village", "county"),
    ],
)
async def test_information_passes_both_ways_and_the_receiver_handles_it(
    town: County, sender: str, receiver: str
) -> None:
    sent = {
        "from_org": town.orgs[sender],
        "to_org": town.orgs[receiver],
        "content": "村民代表反映水渠堵塞",
        "on": "2026-11-01",
    }
    row: InfoExchange = await town.act(sender, "pass_information", **sent)
    assert row.org_path == town.orgs["village"].org_path
    given = {"exchange": row, "handled": "已安排清淤"}
    if receiver != "village":
        await town.refused(sender, "handle_information", code="FORBIDDEN", **given)
    await town.refused("village2", "handle_information", code="NOT_FOUND", **given)
    await town.refused(
        receiver, "handle_information", code="INVALID_INPUT", **given, handled_on="2026-10-01"
    )
    await town.refused(
        receiver,
        "change_information_handling",
        code="REFUSED",
        rule="not_handled",
        exchange=row,
        handled="已办",
    )
    await town.refused(
        "village2", "change_information", code="NOT_FOUND", exchange=row, content="水渠堵塞"
    )
    if sender != "village":
        await town.refused(
            "village", "change_information", code="FORBIDDEN", exchange=row, content="水渠堵塞"
        )
    row = await town.act(
        sender, "change_information", exchange=row, content="村民代表反映东渠堵塞", on="2026-11-02"
    )
    assert (row.content, str(row.on)) == ("村民代表反映东渠堵塞", "2026-11-02")
    row = await town.act(receiver, "handle_information", **given)
    assert (row.handled, row.handled_on is not None) == ("已安排清淤", True)
    await town.refused(
        receiver, "handle_information", code="REFUSED", rule="handled_already", **given
    )
    await town.refused(
        sender,
        "change_information",
        code="REFUSED",
        rule="handled_already",
        exchange=row,
        content="水渠堵塞",
    )
    row = await town.act(
        receiver,
        "change_information_handling",
        exchange=row,
        handled="已清淤,水渠畅通",
        handled_on="2026-11-05",
    )
    assert (row.handled, str(row.handled_on)) == ("已清淤,水渠畅通", "2026-11-05")
    for wrong, path in (
        ({"handled": None}, "handled"),
        ({"handled_on": "2026-11-01"}, "handled_on"),
    ):
        error = await town.refused(
            receiver, "change_information_handling", code="INVALID_INPUT", exchange=row, **wrong
        )
        assert error.fields[0].path == path


async def test_information_stays_in_one_line(town: County) -> None:
    async def passed(who: str, **given: Any) -> str:
        raw = {"from_org": town.orgs["village"], "content": "互通", **given}
        return (
            (await town.refused(who, "pass_information", code="INVALID_INPUT", **raw))
            .fields[0]
            .path
        )

    assert await passed("county", to_org=town.orgs["village2"]) == "to_org"
    assert await passed("village", to_org=town.orgs["village"]) == "to_org"
    assert await passed("village", to_org=town.orgs["township"], on="2099-01-01") == "on"
    await town.refused(
        "village2",
        "pass_information",
        code="NOT_FOUND",
        from_org=town.orgs["village"],
        to_org=town.orgs["township"],
        content="互通",
    )
    await town.refused(
        "member",
        "pass_information",
        code="FORBIDDEN",
        from_org=town.orgs["village"],
        to_org=town.orgs["township"],
        content="互通",
    )
