"""What waits on proposals and opinions, for whom (domain.md 2.10, 5.15)."""

from __future__ import annotations

from tests.core.opinions import briefs
from tests.core.proposals import papers
from tests.fixtures.county import County


async def waiting(town: County, who: str) -> list[str | None]:
    return [item.todo for item in (await town.act(who, "todos")).items]


async def test_a_draft_waits_for_its_author_alone(town: County) -> None:
    draft = await papers.draft(town)
    assert await waiting(town, "member") == ["proposal.submit"]
    for who in ("county", "township", "member2"):
        assert await waiting(town, who) == [], who
    await town.act("member", "submit_proposal", proposal=draft, one_matter=True)
    assert (await waiting(town, "member"), await waiting(town, "county")) == (
        [],
        ["proposal.review"],
    )


async def test_the_reply_waits_for_the_proposer_s_word(town: County) -> None:
    await papers.replied(town)
    assert await waiting(town, "member") == ["proposal.feedback"]
    assert await waiting(town, "member2") == []


async def test_a_body_s_proposal_waits_for_who_wrote_it(town: County) -> None:
    draft = await papers.draft(town, proposal_kind="sector", proposer_name="农业界")
    await town.act("member", "submit_proposal", proposal=draft, one_matter=True, convener="贺敏")
    await town.act("county", "review_proposal", proposal=draft, review="建议立案")
    await town.act("county", "decide_proposal", proposal=draft, decision="filed")
    await papers.answered(town, await papers.assigned(town, draft))
    assert await waiting(town, "member") == ["proposal.feedback_of_body"]


async def test_an_opinion_waits_for_township_then_county(town: County) -> None:
    opinion = await briefs.collected(town, "member")
    assert await waiting(town, "township") == ["opinion.edit"]
    await town.act("township", "edit_opinion", opinion=opinion, editor="罗静")
    assert await waiting(town, "township") == ["opinion.report"]
    await town.act(
        "township", "report_opinion", opinion=opinion, to_county=True, to_body="青禾县政协"
    )
    assert (await waiting(town, "township"), await waiting(town, "county")) == (
        [],
        ["opinion.submit"],
    )
