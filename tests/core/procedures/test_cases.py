"""A case walks through its procedure: opened, advanced, skipped, returned, concluded, stopped,
begun again.
"""

from __future__ import annotations

from tests.core import cases
from tests.core.cases import advance, day, now, procedure, records, step
from tests.core.procedures.running import THREE, progress, topic_of
from tests.fixtures.county import County
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord


async def test_a_case_opens_with_its_first_step_at_work(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    assert (case.procedure, case.cycle, case.state) == ("tried", 1, CaseState.RUNNING)
    assert await now(town, case) == [("a", "active"), ("b", "pending"), ("c", "pending")]
    first = (await records(town, case))[0]
    assert (first.started_on, first.due_on) == (day("2026-03-02"), day("2026-03-07"))
    assert (await topic_of(town, case)).state.value == "in_procedure"


async def test_without_a_plugin_the_default_procedure_runs(town: County) -> None:
    case = await cases.case(town)
    assert case.procedure == "community_default"
    assert [s for s, _ in await now(town, case)] == [
        "propose",
        "inform",
        "consult",
        "carry_out",
        "feed_back",
    ]


async def test_only_an_approved_topic_is_opened(town: County) -> None:
    row = await cases.topic(town)
    await town.refused("village", "open_case", code="REFUSED", rule="state", topic=row)
    assert await town.rows(ConsultationCase) == []


async def test_a_topic_is_opened_once(town: County) -> None:
    case = await cases.case(town)
    await town.refused(
        "village", "open_case", code="REFUSED", rule="state", topic=await topic_of(town, case)
    )


async def test_work_does_not_begin_before_the_approval_nor_tomorrow(town: County) -> None:
    row = await cases.approved(town)
    for opened_on in ("2026-02-28", "2199-01-01"):
        error = await town.refused(
            "village", "open_case", code="INVALID_INPUT", topic=row, opened_on=opened_on
        )
        assert error.fields[0].path == "opened_on"


async def test_a_member_opens_no_case(town: County) -> None:
    await town.refused("member", "open_case", code="FORBIDDEN", topic=await cases.approved(town))


async def test_steps_run_in_order_to_the_end(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    await advance(town, case, "a", done_on="2026-03-04")
    second = next(r for r in await records(town, case) if r.step == "b")
    assert second.started_on == day("2026-03-04")
    await advance(town, case, "b", done_on="2026-03-05")
    done = await advance(town, case, "c", done_on="2026-03-09")
    assert (done.state, done.concluded_on) == (CaseState.CONCLUDED, day("2026-03-09"))
    assert (await topic_of(town, case)).state.value == "concluded"
    await town.refused("village", "advance_step", code="REFUSED", rule="state", case=case, step="c")


async def test_a_step_out_of_order_is_refused(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    error = await town.refused(
        "village", "advance_step", code="REFUSED", rule="step_order", case=case, step="b"
    )
    assert error.data["active"] == ["a"]
    await advance(town, case, "a")
    await town.refused(
        "village", "advance_step", code="REFUSED", rule="step_order", case=case, step="a"
    )
    error = await town.refused("village", "advance_step", code="INVALID_INPUT", case=case, step="z")
    assert error.fields[0].path == "step"
    assert await now(town, case) == [("a", "done"), ("b", "active"), ("c", "pending")]


async def test_a_step_is_not_done_before_it_began_nor_tomorrow(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    for done_on in ("2026-03-01", "2199-01-01"):
        error = await town.refused(
            "village", "advance_step", code="INVALID_INPUT", case=case, step="a", done_on=done_on
        )
        assert error.fields[0].path == "done_on"


async def test_required_documents_and_fields_must_be_there(town: County) -> None:
    await cases.choose(
        town,
        procedure(
            step("a", required_docs=["方案", "名单"], required_fields=["budget", "place"]),
            step("b"),
        ),
    )
    case = await cases.case(town)
    plan, names = await cases.attachment(town), await cases.attachment(town)
    error = await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="document_missing",
        case=case,
        step="a",
        docs=[{"name": "方案", "attachment": plan}],
    )
    assert error.data["missing"] == ["名单"]
    docs = [{"name": "方案", "attachment": plan}, {"name": "名单", "attachment": names}]
    error = await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="field_missing",
        case=case,
        step="a",
        docs=docs,
        fields={"budget": 0, "place": ""},
    )
    assert error.data["missing"] == ["place"]
    await advance(town, case, "a", docs=docs, fields={"budget": 0, "place": "村委会"})
    first = (await records(town, case))[0]
    assert first.fields == {"budget": 0, "place": "村委会"}
    assert first.docs == {"方案": str(plan.id), "名单": str(names.id)}
    kept = await town.fresh(plan)
    assert (kept.subject_type, kept.subject_id) == ("StepRecord", first.id)


async def test_fields_are_plain_and_small(town: County) -> None:
    case = await cases.case(town)
    error = await town.refused(
        "village",
        "advance_step",
        code="INVALID_INPUT",
        case=case,
        step="propose",
        fields={"x": "字" * 20_001},
    )
    assert error.fields[0].path == "fields"


async def test_a_step_with_disclosure_waits_for_a_released_one(town: County) -> None:
    await cases.choose(town, procedure(step("a", disclosure_required=True), step("b")))
    case = await cases.case(town)
    await town.refused(
        "village", "advance_step", code="REFUSED", rule="disclosure_missing", case=case, step="a"
    )
    draft = await town.act(
        "village",
        "draft_disclosure",
        case=case,
        kind="process",
        title="公示",
        text="照明事项协商过程",
    )
    await town.refused(
        "village", "advance_step", code="REFUSED", rule="disclosure_missing", case=case, step="a"
    )
    assert (await progress(town, case)).steps[0].disclosure_missing
    await town.act("township", "release_disclosure", disclosure=draft)
    assert not (await progress(town, case)).steps[0].disclosure_missing
    # done again, it asks for something published since: what hung on the wall before tells of what
    # is being redone
    await town.act("township", "withdraw_disclosure", disclosure=draft, reason="换新")
    old = await town.act(
        "village",
        "draft_disclosure",
        case=case,
        kind="process",
        title="公示",
        text="照明事项协商过程",
    )
    await town.act("township", "release_disclosure", disclosure=old, published_on="2026-03-04")
    await cases.advance(town, case, "a", done_on="2026-03-05")
    await town.refused(
        "village",
        "return_to_step",
        code="INVALID_INPUT",
        case=case,
        step="a",
        reason="内容有误",
        returned_on="2026-03-04",
    )
    await town.act(
        "village",
        "return_to_step",
        case=case,
        step="a",
        reason="内容有误",
        returned_on="2026-03-06",
    )
    assert (await progress(town, case)).steps[0].disclosure_missing
    await town.refused(
        "village", "advance_step", code="REFUSED", rule="disclosure_missing", case=case, step="a"
    )
    new = await town.act(
        "village",
        "draft_disclosure",
        case=case,
        kind="process",
        title="更正公示",
        text="照明事项协商过程(更正)",
    )
    await town.act("township", "release_disclosure", disclosure=new, published_on="2026-03-07")
    await cases.advance(town, case, "a", done_on="2026-03-08")


async def test_another_member_leads_a_running_case(town: County) -> None:
    first, second = await cases.person(town, "陈委员"), await cases.person(town, "刘委员")
    case = await cases.case(town, lead_member=first)
    case = await town.act(
        "village", "change_case", case=case, lead_member=second, title="村道照明(二期)"
    )
    assert (case.lead_member_id, case.title) == (second.id, "村道照明(二期)")
    await town.refused("member", "change_case", code="FORBIDDEN", case=case, lead_member=first)
    await town.refused("village", "change_case", code="INVALID_INPUT", case=case, title=None)
    await town.act("village", "stop_case", case=case, reason="情况变化")
    await town.refused(
        "village", "change_case", code="REFUSED", rule="state", case=case, lead_member=None
    )


async def test_only_a_step_that_may_be_skipped_is_skipped(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    await town.refused(
        "village",
        "skip_step",
        code="REFUSED",
        rule="may_not_skip",
        case=case,
        step="a",
        reason="不需要",
    )
    await town.refused(
        "village",
        "skip_step",
        code="REFUSED",
        rule="step_order",
        case=case,
        step="b",
        reason="不需要",
    )
    await advance(town, case, "a")
    await town.act(
        "village", "skip_step", case=case, step="b", reason="情况已清楚", done_on="2026-03-03"
    )
    assert await now(town, case) == [("a", "done"), ("b", "skipped"), ("c", "active")]
    skipped = next(r for r in await records(town, case) if r.step == "b")
    assert (skipped.note, skipped.done_by) == ("情况已清楚", town.principals["village"].account)


async def test_a_return_keeps_the_old_records(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    await advance(town, case, "a", note="第一次")
    await advance(town, case, "b")
    await town.act("village", "return_to_step", case=case, step="a", reason="材料有误")
    assert await now(town, case) == [("a", "active"), ("b", "pending"), ("c", "pending")]
    old = [r for r in await records(town, case) if r.state.value == "returned"]
    assert [(r.step, r.note) for r in old] == [("a", "第一次"), ("b", None), ("c", "材料有误")]
    assert old[0].done_on == day("2026-03-03")
    assert (await progress(town, case)).steps[0].rounds == 2


async def test_only_a_finished_step_is_returned_to(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    for code in ("a", "c"):
        await town.refused(
            "village",
            "return_to_step",
            code="REFUSED",
            rule="step_order",
            case=case,
            step=code,
            reason="重来",
        )
    await town.refused(
        "village", "return_to_step", code="INVALID_INPUT", case=case, step="z", reason="重来"
    )
    assert len(await records(town, case)) == 3


async def test_steps_of_a_group_run_side_by_side(town: County) -> None:
    await cases.choose(
        town,
        procedure(
            step("a"), step("b", parallel_group="both"), step("c", parallel_group="both"), step("d")
        ),
    )
    case = await cases.case(town)
    await advance(town, case, "a")
    assert await now(town, case) == [
        ("a", "done"),
        ("b", "active"),
        ("c", "active"),
        ("d", "pending"),
    ]
    await advance(town, case, "c")
    assert await now(town, case) == [
        ("a", "done"),
        ("b", "active"),
        ("c", "done"),
        ("d", "pending"),
    ]
    await advance(town, case, "b")
    assert await now(town, case) == [("a", "done"), ("b", "done"), ("c", "done"), ("d", "active")]


async def test_progress_tells_what_is_lacking(town: County) -> None:
    await cases.choose(
        town,
        procedure(
            step("a", time_limit_days=1, required_docs=["方案"], required_fields=["place"]),
            step("b", may_skip=True),
        ),
    )
    case = await cases.case(town)
    told = await progress(town, case)
    assert (told.active, told.done, told.total, told.overdue) == (["a"], 0, 2, 1)
    first, second = told.steps
    assert (first.missing_docs, first.missing_fields, first.overdue) == (["方案"], ["place"], True)
    assert (second.missing_docs, second.may_skip, second.stage_label) == ([], True, "调研")


async def test_progress_of_a_neighbour_s_case_is_not_found(town: County) -> None:
    await town.refused("village2", "case_progress", code="NOT_FOUND", case=await cases.case(town))


async def test_of_two_clerks_with_the_same_view_the_second_is_told(town: County) -> None:
    await cases.choose(
        town, procedure(step("a", parallel_group="g"), step("b", parallel_group="g"), step("c"))
    )
    case = await cases.case(town)
    await town.act(
        "village", "advance_step", version=case.version, case=case, step="a", done_on="2026-03-03"
    )
    await town.refused(
        "township", "advance_step", code="CONFLICT", version=case.version, case=case, step="b"
    )
    left = await town.rows(StepRecord, StepRecord.case_id == case.id, StepRecord.step == "b")
    assert [r.state.value for r in left] == ["active"]


async def test_who_usually_does_a_step_is_advice(town: County) -> None:
    case = await cases.case(town)
    result = await town.result(
        "village", "advance_step", case=case, step="propose", done_on="2026-03-03"
    )
    assert [a.rule for a in result.advice] == ["responsible_role"]
    await advance(town, case, "inform")
    result = await town.result(
        "village", "advance_step", case=case, step="consult", done_on="2026-03-03"
    )
    assert [a.rule for a in result.advice] == ["no_consultation"]
