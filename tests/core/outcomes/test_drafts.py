"""拟稿、会签、审核、发出: an answer in which several units and the office have a say."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.outcomes import stories
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from yishi_core.domain.outcomes.drafts.models import (
    CoSignature,
    DraftState,
    ReplyDraft,
    SignatureState,
)
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    HandlingRole,
    Outcome,
    OutcomeState,
    Reply,
)
from yishi_core.facilities.jobs.delivery import deliver_pending

TEXT = {"text": "拟于下月修复三盏路灯", "result_class": "B"}


async def led_and_assisted(town: County) -> tuple[Outcome, Assignment, Assignment]:
    """An outcome with a lead and an assisting unit, both at work."""
    outcome = await stories.routed(town)
    await town.act(
        "county",
        "assign_together",
        outcome=outcome,
        brief=stories.BRIEF,
        units=[
            {"unit": town.orgs["unit"], "handling_role": "lead"},
            {"unit": town.orgs["unit2"], "handling_role": "assist", "brief": "配合供电"},
        ],
    )
    lead, assist = sorted(
        await town.rows(Assignment), key=lambda a: a.handling_role is not HandlingRole.LEAD
    )
    await town.act("unit", "accept_assignment", assignment=lead)
    await town.act("unit2", "accept_assignment", assignment=assist)
    return outcome, lead, assist


async def signature(town: County) -> CoSignature:
    row: CoSignature = (await town.rows(CoSignature))[-1]
    return row


async def test_from_a_draft_over_co_signing_and_review_to_the_answer_of_both(town: County) -> None:
    outcome, lead, assist = await led_and_assisted(town)
    assert assist.brief == "配合供电"
    draft = await town.act(
        "unit",
        "draft_reply",
        assignment=lead,
        **TEXT,
        approved_by="王局长",
        communicated_by="visit",
    )
    assert draft.org_path == town.orgs["unit"].org_path
    await town.refused(
        "unit", "submit_reply_draft", code="REFUSED", rule="not_signed", assignment=lead
    )
    assert [d.id for d in await seen(town, "unit2", ReplyDraft)] == [draft.id]
    signed = await town.act(
        "unit2",
        "co_sign_reply",
        co_signature=await signature(town),
        agreed=True,
        signed_by="李科长",
    )
    assert signed.state is SignatureState.AGREED
    assert (
        await town.act("unit", "submit_reply_draft", assignment=lead)
    ).state is DraftState.IN_REVIEW
    passed = await town.act(
        "township", "review_reply_draft", assignment=lead, passed=True, reviewed_by="张主席"
    )
    assert (passed.state, passed.reviewed_by) == (DraftState.PASSED, "张主席")
    reply: Reply = await town.act("unit", "issue_reply", assignment=lead)
    assert (reply.text, reply.approved_by, reply.result_class, reply.communicated_by) == (
        TEXT["text"],
        "王局长",
        "B",
        "visit",
    )
    assert await stories.state(town, lead) == "replied"
    assert (await town.fresh(draft)).reply_id == reply.id
    await town.act("township", "confirm_reply", assignment=lead)
    assert [await stories.state(town, a) for a in (lead, assist)] == ["confirmed", "confirmed"]
    assert (await town.fresh(outcome)).state is OutcomeState.REPLIED


async def test_an_objection_means_another_draft(town: County) -> None:
    _, lead, _ = await led_and_assisted(town)
    first = await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.refused(
        "unit2",
        "co_sign_reply",
        code="INVALID_INPUT",
        co_signature=await signature(town),
        agreed=False,
    )
    await town.act(
        "unit2",
        "co_sign_reply",
        co_signature=await signature(town),
        agreed=False,
        opinion="应先完成供电改造",
    )
    error = await town.refused(
        "unit", "submit_reply_draft", code="REFUSED", rule="objected", assignment=lead
    )
    assert "县交通运输局" in error.text.zh
    await town.act("unit", "draft_reply", assignment=lead, **{**TEXT, "text": "供电改造后修复"})
    assert (await town.fresh(first)).state is DraftState.REPLACED
    await town.act("unit2", "co_sign_reply", co_signature=await signature(town), agreed=True)
    await town.act("unit", "submit_reply_draft", assignment=lead)


async def test_nobody_is_asked_any_more_to_sign_a_draft_that_was_replaced(town: County) -> None:
    _, lead, _ = await led_and_assisted(town)
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.act("unit", "draft_reply", assignment=lead, **{**TEXT, "text": "下周修复三盏路灯"})
    first, second = await town.rows(CoSignature)
    assert (first.voided_at is not None, second.voided_at) == (True, None)
    await town.refused(
        "unit2", "co_sign_reply", code="REFUSED", rule="voided", co_signature=first, agreed=True
    )
    await town.act("unit2", "co_sign_reply", co_signature=second, agreed=True)
    await town.act("unit", "submit_reply_draft", assignment=lead)


async def test_the_lead_goes_on_without_a_signature_only_with_a_word_why(town: County) -> None:
    _, lead, assist = await led_and_assisted(town)
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.refused(
        "unit", "submit_reply_draft", code="REFUSED", rule="not_signed", assignment=lead
    )
    why = "已三次催请会签,对方至今未复"
    await town.refused(
        "unit", "submit_reply_draft", code="INVALID_INPUT", assignment=lead, unsigned_note="急"
    )
    draft = await town.act("unit", "submit_reply_draft", assignment=lead, unsigned_note=why)
    assert (draft.state, draft.unsigned_note) == (DraftState.IN_REVIEW, why)
    waiting = await signature(town)
    assert waiting.state is SignatureState.PASSED_OVER
    assert await waits(town, "unit2") == []
    await town.refused(
        "unit2", "co_sign_reply", code="REFUSED", rule="state", co_signature=waiting, agreed=True
    )
    await town.act("township", "review_reply_draft", assignment=lead, passed=True)
    reply = await town.act("unit", "issue_reply", assignment=lead)
    assert reply.unsigned_note == why
    await town.act("township", "confirm_reply", assignment=lead)
    assert await stories.state(town, assist) == "accepted", (
        "who has not signed still owes its own answer"
    )


async def test_an_objection_that_stays_is_told_to_the_office(town: County) -> None:
    _, lead, _ = await led_and_assisted(town)
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.act(
        "unit2",
        "co_sign_reply",
        co_signature=await signature(town),
        agreed=False,
        opinion="应先完成供电改造",
    )
    await town.refused(
        "unit", "submit_reply_draft", code="REFUSED", rule="objected", assignment=lead
    )
    await town.act(
        "unit", "submit_reply_draft", assignment=lead, unsigned_note="两家意见不一致,请镇里协调"
    )
    assert (await signature(town)).state is SignatureState.OBJECTED
    assert [s.opinion for s in await seen(town, "township", CoSignature)] == ["应先完成供电改造"]


async def test_where_all_have_signed_nothing_is_explained(town: County) -> None:
    _, lead, _ = await led_and_assisted(town)
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.act("unit2", "co_sign_reply", co_signature=await signature(town), agreed=True)
    error = await town.refused(
        "unit",
        "submit_reply_draft",
        code="INVALID_INPUT",
        assignment=lead,
        unsigned_note="对方未复函",
    )
    assert [f.path for f in error.fields] == ["unsigned_note"]


async def test_a_lead_does_not_pass_by_those_who_assist(town: County) -> None:
    """Without a draft nobody would be asked to sign: the short way needs a word too."""
    _, lead, _ = await led_and_assisted(town)
    error = await town.refused(
        "unit", "reply_assignment", code="REFUSED", rule="co_sign_first", assignment=lead, **TEXT
    )
    assert "县交通运输局" in error.text.zh
    reply = await town.act(
        "unit", "reply_assignment", assignment=lead, **TEXT, unsigned_note="协办事项已另行函复"
    )
    assert reply.unsigned_note == "协办事项已另行函复"
    alone = await stories.accepted(town)
    error = await town.refused(
        "unit",
        "reply_assignment",
        code="INVALID_INPUT",
        assignment=alone,
        **TEXT,
        unsigned_note="协办事项已另行函复",
    )
    assert [f.path for f in error.fields] == ["unsigned_note"]


async def test_each_unit_signs_in_its_own_name_and_is_asked_and_told(town: County) -> None:
    _, lead, _ = await led_and_assisted(town)
    await town.person("everywhere", ("handling_unit", "township"))
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    assert await waits(town, "unit2") == ["reply.co_sign"]
    waiting = await signature(town)
    await town.refused(
        "everywhere", "co_sign_reply", code="FORBIDDEN", co_signature=waiting, agreed=True
    )
    assert (await signature(town)).state is SignatureState.ASKED
    await deliver_pending(town.platform, town.code)
    assert "reply.drafted" in await told(town, "unit2")
    assert "reply.drafted" not in await told(town, "unit")
    await town.act(
        "unit", "submit_reply_draft", assignment=lead, unsigned_note="已三次催请会签,对方至今未复"
    )
    await deliver_pending(town.platform, town.code)
    assert "reply.submitted" in await told(town, "unit2")


async def waits(town: County, who: str) -> list[str]:
    """What of a draft waits for somebody."""
    return [i.todo for i in (await town.act(who, "todos")).items if i.todo.startswith("reply.")]


async def told(town: County, who: str) -> set[str]:
    """Events of which somebody was told."""
    return {i.event for i in (await town.act(who, "notifications")).items}


async def test_the_office_sends_a_draft_back_with_what_it_lacks(town: County) -> None:
    lead = await stories.accepted(town)
    await town.refused(
        "unit", "submit_reply_draft", code="REFUSED", rule="no_draft", assignment=lead
    )
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.refused(
        "township",
        "review_reply_draft",
        code="REFUSED",
        rule="draft_state",
        assignment=lead,
        passed=True,
    )
    await town.act("unit", "submit_reply_draft", assignment=lead)
    await town.refused(
        "unit", "draft_reply", code="REFUSED", rule="draft_state", assignment=lead, **TEXT
    )
    await town.refused("unit", "issue_reply", code="REFUSED", rule="draft_state", assignment=lead)
    await town.refused(
        "township", "review_reply_draft", code="INVALID_INPUT", assignment=lead, passed=False
    )
    back = await town.act(
        "leader", "review_reply_draft", assignment=lead, passed=False, review_note="写明完工日期"
    )
    assert back.state is DraftState.SENT_BACK
    await town.act("unit", "draft_reply", assignment=lead, **{**TEXT, "text": "12月20日前完工"})
    await town.act("unit", "submit_reply_draft", assignment=lead)
    await town.act("county", "review_reply_draft", assignment=lead, passed=True)
    await town.refused(
        "unit", "issue_reply", code="INVALID_INPUT", assignment=lead, replied_on="2099-01-01"
    )
    await town.act("unit", "issue_reply", assignment=lead)


async def test_where_a_draft_is_under_way_nothing_else_is_the_answer(town: County) -> None:
    lead = await stories.accepted(town)
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    await town.refused(
        "unit", "reply_assignment", code="REFUSED", rule="draft_under_way", assignment=lead, **TEXT
    )


async def test_a_county_may_want_every_answer_reviewed(town: County) -> None:
    await cases.choose(town, reply_needs_review=True)
    lead = await stories.accepted(town)
    await town.refused(
        "unit", "reply_assignment", code="REFUSED", rule="review_first", assignment=lead, **TEXT
    )
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)


async def test_who_drafts_signs_and_reviews(town: County) -> None:
    _, lead, assist = await led_and_assisted(town)
    await town.refused(
        "unit2", "draft_reply", code="REFUSED", rule="assist_co_signs", assignment=assist, **TEXT
    )
    await town.refused("unit2", "draft_reply", code="NOT_FOUND", assignment=lead, **TEXT)
    await town.refused("township", "draft_reply", code="FORBIDDEN", assignment=lead, **TEXT)
    await town.act("unit", "draft_reply", assignment=lead, **TEXT)
    waiting = await signature(town)
    await town.refused("unit", "co_sign_reply", code="FORBIDDEN", co_signature=waiting, agreed=True)
    await town.refused(
        "township", "co_sign_reply", code="FORBIDDEN", co_signature=waiting, agreed=True
    )
    await town.refused(
        "neighbour", "co_sign_reply", code="NOT_FOUND", co_signature=waiting, agreed=True
    )
    await town.act("unit2", "co_sign_reply", co_signature=waiting, agreed=True)
    await town.act("unit", "submit_reply_draft", assignment=lead)
    await town.refused("unit", "review_reply_draft", code="FORBIDDEN", assignment=lead, passed=True)
    await town.refused(
        "unit2",
        "co_sign_reply",
        code="REFUSED",
        rule="state",
        co_signature=waiting,
        agreed=False,
        opinion="反悔",
    )


async def test_several_units_have_one_lead_or_work_separately(town: County) -> None:
    outcome = await stories.routed(town)
    unit, unit2 = town.orgs["unit"], town.orgs["unit2"]

    async def together(*roles: str) -> Any:
        units = [{"unit": u, "handling_role": r} for u, r in zip((unit, unit2), roles, strict=True)]
        error = await town.refused(
            "county",
            "assign_together",
            code="INVALID_INPUT",
            outcome=outcome,
            brief=stories.BRIEF,
            units=units,
        )
        return error.fields[0].path

    assert await together("lead", "lead") == "units"
    assert await together("assist", "separate") == "units"
    twice = [{"unit": unit, "handling_role": "separate"}] * 2
    await town.refused(
        "county",
        "assign_together",
        code="REFUSED",
        rule="assigned_already",
        outcome=outcome,
        brief=stories.BRIEF,
        units=twice,
    )
    assert await town.rows(Assignment) == []
    both = [{"unit": u, "handling_role": "separate"} for u in (unit, unit2)]
    row = await town.act(
        "county", "assign_together", outcome=outcome, brief=stories.BRIEF, units=both
    )
    assert row.state is OutcomeState.HANDLING
    assert {a.handling_role for a in await town.rows(Assignment)} == {HandlingRole.SEPARATE}
    assert {unit.org_path, unit2.org_path} <= set(row.audience)


async def test_an_assisting_unit_without_a_lead_is_pointed_out(town: County) -> None:
    result = await town.result(
        "county",
        "assign_outcome",
        outcome=await stories.routed(town),
        unit=town.orgs["unit"],
        brief=stories.BRIEF,
        handling_role="assist",
    )
    assert [a.rule for a in result.advice] == ["no_lead"]


async def test_a_return_is_refused_once_and_for_all(town: County) -> None:
    handed = await stories.assigned(town)
    given: dict[str, Any] = {
        "assignment": handed,
        "returned_reason": "not_our_duty",
        "returned_note": "属交通部门",
    }
    await town.refused(
        "township",
        "refuse_return",
        code="REFUSED",
        rule="state",
        assignment=handed,
        reason="职责明确",
    )
    await town.act("unit", "return_assignment", **given)
    await town.refused(
        "unit", "refuse_return", code="FORBIDDEN", assignment=handed, reason="职责明确"
    )
    kept = await town.act(
        "township", "refuse_return", assignment=handed, reason="三定方案明确属水利部门"
    )
    assert (kept.state, kept.return_refused_note) == (
        AssignmentState.ACCEPTED,
        "三定方案明确属水利部门",
    )
    await town.refused("unit", "return_assignment", code="REFUSED", rule="return_refused", **given)
    await stories.reply(town, handed)


async def test_a_return_that_went_elsewhere_is_not_refused(town: County) -> None:
    handed = await stories.assigned(town)
    await town.act(
        "unit",
        "return_assignment",
        assignment=handed,
        returned_reason="not_our_duty",
        returned_note="属交通部门",
    )
    await town.act(
        "county", "reassign", assignment=handed, unit=town.orgs["unit2"], brief=stories.BRIEF
    )
    await town.refused(
        "county",
        "refuse_return",
        code="REFUSED",
        rule="reassigned_already",
        assignment=handed,
        reason="职责明确",
    )
