"""What ends a case, what outlives its procedure, and how its topic is taken up again."""

from __future__ import annotations

from dataclasses import replace

from tests.core import cases
from tests.core.cases import advance, now, procedure, step
from tests.core.procedures.running import THREE, progress, topic_of
from tests.fixtures.county import County
from yishi_core.domain.procedures.models import CaseState
from yishi_core.domain.topics.models import Topic


async def test_a_running_case_keeps_the_procedure_with_which_it_began(town: County) -> None:
    await cases.choose(town, THREE)
    case = await cases.case(town)
    await cases.choose(town, procedure(step("x"), step("y")), digest="newer")
    await advance(town, case, "a")
    assert await now(town, case) == [("a", "done"), ("b", "active"), ("c", "pending")]
    newer = await cases.case(town)
    assert [s for s, _ in await now(town, newer)] == ["x", "y"]
    assert (case.settings_digest, newer.settings_digest) == ("chosen", "newer")


async def test_a_case_whose_procedure_is_gone_is_read_and_stopped_only(town: County) -> None:
    source = await cases.choose(town, THREE)
    case = await cases.case(town)
    source.kept["chosen"] = replace(source.newest, procedures={})
    await town.refused(
        "village", "advance_step", code="REFUSED", rule="procedure_missing", case=case, step="a"
    )
    told = await progress(town, case)
    assert (told.procedure_label, [s.step for s in told.steps]) == ("tried", ["a", "b", "c"])
    await town.act("county", "stop_case", case=case, reason="插件已卸载")


async def test_a_case_whose_plugin_is_gone_is_stopped_by_the_county(town: County) -> None:
    source = await cases.choose(town, THREE)
    case = await cases.case(town)
    source.kept["chosen"] = replace(source.newest, plugins={"gone": "1.0.0"})
    for operation, more in (
        ("advance_step", {}),
        ("skip_step", {"reason": "跳过"}),
        ("return_to_step", {"reason": "退回"}),
    ):
        await town.refused(
            "village", operation, code="REFUSED", rule="plugin_missing", case=case, step="a", **more
        )
    assert (await progress(town, case)).active == ["a"]
    assert (
        await town.act("county", "stop_case", case=case, reason="插件已卸载")
    ).state is CaseState.STOPPED


async def test_a_stopped_case_frees_its_topic(town: County) -> None:
    case = await cases.case(town)
    await town.refused("member", "stop_case", code="FORBIDDEN", case=case, reason="不办了")
    stopped = await town.act("village", "stop_case", case=case, reason="情况变化")
    assert (stopped.state, stopped.state_note) == (CaseState.STOPPED, "情况变化")
    assert (await topic_of(town, case)).state.value == "approved"
    await town.refused(
        "village", "stop_case", code="REFUSED", rule="state", case=case, reason="再停一次"
    )
    for operation, more in (
        ("advance_step", {}),
        ("skip_step", {"reason": "不办"}),
        ("return_to_step", {"reason": "不办"}),
    ):
        await town.refused(
            "village", operation, code="REFUSED", rule="state", case=case, step="propose", **more
        )


async def test_an_ended_case_is_archived(town: County) -> None:
    case = await cases.case(town)
    await town.refused("village", "archive_case", code="REFUSED", rule="state", case=case)
    await town.act("village", "stop_case", case=case, reason="情况变化")
    assert (await town.act("village", "archive_case", case=case)).state is CaseState.ARCHIVED


async def test_a_topic_is_consulted_again_under_today_s_settings(town: County) -> None:
    await cases.choose(town, procedure(step("a")))
    case = await cases.case(town)
    await town.refused("village", "restart_case", code="REFUSED", rule="state", case=case)
    await advance(town, case, "a")
    await cases.choose(town, procedure(step("a"), step("b")), digest="newer")
    error = await town.refused(
        "village", "restart_case", code="INVALID_INPUT", case=case, opened_on="2026-03-01"
    )
    assert error.fields[0].path == "opened_on"
    again = await town.act("village", "restart_case", case=case, opened_on="2026-03-10")
    assert (again.cycle, again.restarted_from_id, again.settings_digest) == (2, case.id, "newer")
    assert await now(town, again) == [("a", "active"), ("b", "pending")]
    assert (await topic_of(town, case)).state.value == "in_procedure"
    await town.refused(
        "village",
        "restart_case",
        code="REFUSED",
        rule="case_running",
        case=case,
        opened_on="2026-03-10",
    )


async def test_a_topic_not_yet_approved_holds_its_case(town: County) -> None:
    """A case entered afterwards by a village waits for the township."""
    case = await cases.case(town)
    await town.act("village", "stop_case", case=case, reason="另行处理")
    again = await town.act("village", "restart_case", case=case)
    row = await topic_of(town, again)
    async with town.platform.database.transaction(town.system.reading) as session:
        changed = await session.get(Topic, (row.county, row.id))
        assert changed is not None
        changed.state = type(row.state).COLLECTED
    await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="topic_not_approved",
        case=again,
        step="propose",
    )
    await town.refused(
        "village",
        "skip_step",
        code="REFUSED",
        rule="topic_not_approved",
        case=again,
        step="propose",
        reason="跳过",
    )
