"""What was recorded of an opinion is put right."""

from __future__ import annotations

from tests.core.meetings import plenary
from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core.domain.opinions.models import OpinionLevel, Submission
from yishi_core.kernel.access.places import person_mark


async def test_where_it_went_who_used_it_and_what_was_written_are_put_right(town: County) -> None:
    opinion = await briefs.at_county(town, reported_on="2026-03-02")
    (sent,) = await town.rows(Submission)
    sent = await town.act(
        "township",
        "change_submission",
        submission=sent,
        to_body="青禾县政协办公室",
        on="2026-03-04",
    )
    assert (sent.to_body, str(sent.on), sent.to_level) == (
        "青禾县政协办公室",
        "2026-03-04",
        OpinionLevel.COUNTY,
    )
    error = await town.refused(
        "township", "change_submission", code="INVALID_INPUT", submission=sent, on="2026-03-01"
    )
    assert error.fields[0].path == "on"
    error = await town.refused(
        "county", "change_submission", code="INVALID_INPUT", submission=sent, issue_no="2026-9"
    )
    assert error.fields[0].path == "issue_no"
    await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="county",
        to_body="县委",
        on="2026-03-06",
    )
    await town.refused(
        "township",
        "change_submission",
        code="REFUSED",
        rule="county_records",
        submission=sent,
        to_body="县政协",
    )
    await town.act("county", "change_submission", submission=sent, issue_no="2026年第9期")
    assert (await town.fresh(opinion)).issue_no == "2026年第9期"
    used = await town.act(
        "county",
        "adopt_opinion",
        opinion=opinion,
        level="county",
        mode="single",
        body="县委办",
        on="2026-03-08",
    )
    used = await town.act(
        "county", "change_adoption", adoption=used, mode="forwarded", body="县委办公室"
    )
    assert (used.mode.value, used.body, str(used.on)) == ("forwarded", "县委办公室", "2026-03-08")
    await town.refused(
        "township",
        "change_adoption",
        code="REFUSED",
        rule="county_records",
        adoption=used,
        body="镇党委",
    )
    assert (
        await town.refused(
            "county", "change_adoption", code="INVALID_INPUT", adoption=used, on="2099-01-01"
        )
    ).fields[0].path == "on"
    said = {"level": "township", "leader_post": "镇党委书记", "text": "请村里落时"}
    wrote = await town.act("township", "endorse_opinion", opinion=opinion, **said)
    wrote = await town.act("township", "change_endorsement", endorsement=wrote, text="请村里落实")
    assert wrote.text == "请村里落实"
    await town.refused(
        "township",
        "change_endorsement",
        code="REFUSED",
        rule="county_records",
        endorsement=wrote,
        level="county",
    )


async def test_who_reported_it_and_when_is_put_right_and_he_follows_it(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", None)
    opinion = await briefs.collected(town, person=first, reported_on="2026-03-02")
    await town.act(
        "township", "edit_opinion", opinion=opinion, editor="罗静", edited_on="2026-03-05"
    )
    change = "change_opinion_source"
    row = await town.act(
        "township",
        change,
        opinion=opinion,
        person=second,
        reporter="贺敏",
        reported_on="2026-03-04",
        observer=first,
    )
    assert (row.reporter, str(row.reported_on), row.observer_id, row.no) == (
        "贺敏",
        "2026-03-04",
        first.id,
        opinion.no,
    )
    assert person_mark(second.id) in (row.audience or ())
    assert person_mark(first.id) not in (row.audience or ())
    for wrong, path in (
        ({"reported_on": "2025-12-31"}, "reported_on"),
        ({"reported_on": "2026-03-06"}, "reported_on"),
        ({"reporter": None}, "reporter"),
        ({"reported_on": None}, "reported_on"),
    ):
        assert (
            await town.refused("township", change, code="INVALID_INPUT", opinion=row, **wrong)
        ).fields[0].path == path
    await town.act(
        "township",
        "report_opinion",
        opinion=row,
        to_county=True,
        to_body="青禾县政协",
        on="2026-03-06",
    )
    await town.refused("township", change, code="FORBIDDEN", opinion=row, reporter="他人")
    await town.act("county", change, opinion=row, reporter_unit="河口镇")
