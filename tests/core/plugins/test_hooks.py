"""Guards, advisors, reactions: who is asked, in which order, and what happens when one misbehaves
(K42).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog

from tests.core.plugins.samples import (
    Advising,
    Failing,
    Nothing,
    Quiet,
    Raised,
    Refusing,
    SampleRule,
    context,
)
from tests.fixtures.logs import logged
from yishi_core.domain.activities.events import PLEDGE_FULFILLED
from yishi_core.domain.procedures.service import open_case
from yishi_core.errors import PluginFailed, Refused, Text, Unavailable
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation import Advice, OperationContext
from yishi_core.kernel.operation.declaration import ATTRIBUTE, Operation
from yishi_core.kernel.plugins import calling
from yishi_core.kernel.plugins.calling import Deadlines
from yishi_core.kernel.plugins.hooks import advise, guard, reacts_to
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins

pytestmark = pytest.mark.anyio
EVENT = EventView(
    uuid.UUID(int=1),
    990101,
    "99/01/01/",
    "intake.submitted",
    datetime(2025, 3, 1, tzinfo=UTC),
    "Intake",
    uuid.UUID(int=2),
)


def plugins(*extra: object) -> PluginSet:
    return load_plugins(extra, entry_points=False, deadlines=Deadlines(ask=0.05, react=0.05))


def operation_of(function: Any) -> Operation:
    found: Operation = getattr(function, ATTRIBUTE)
    return found


async def test_a_refusal_names_the_plugin_and_the_org_and_keeps_its_own_data() -> None:
    with pytest.raises(Refused) as caught:
        await plugins(Refusing("one")).guard(context("advance_step", "one"), Nothing())
    assert caught.value.data == {
        "rule": "sample_outside_theme",
        "plugin": "one",
        "org": "OrgUnit:990101:00000000-0000-0000-0000-000000000007",
        "orgName": "样例乡",
        "theme": "old",
    }
    assert caught.value.text == Text("不属本专题“老城”", "outside the theme 老城")


async def test_a_guard_may_raise_its_refusal() -> None:
    with pytest.raises(Refused) as caught:
        await plugins(Raised("one")).guard(context("open_case", "one"), Nothing())
    assert (caught.value.data["rule"], caught.value.data["plugin"]) == ("sample_too_late", "one")


async def test_only_bound_plugins_are_asked() -> None:
    bound, foreign = Refusing("one"), Refusing("two")
    await plugins(bound, foreign).guard(context("open_case", "one"), Nothing())
    assert (bound.asked, foreign.asked) == (["open_case"], [])


async def test_guards_are_asked_by_dependency_then_by_name_and_the_first_refusal_wins() -> None:
    first, second = Refusing("aa", 'requires = ["zz"]'), Refusing("zz")
    with pytest.raises(Refused) as caught:
        await plugins(first, second).guard(context("advance_step", "aa", "zz"), Nothing())
    assert caught.value.data["plugin"] == "zz"
    assert (first.asked, second.asked) == ([], ["advance_step"])


async def test_advice_of_all_plugins_is_collected_under_their_names() -> None:
    found = await plugins(Advising("two"), Advising("one"), Quiet("three")).advise(
        context("hold_consultation", "one", "two", "three"), Nothing(), None
    )
    assert [(a.plugin, a.text.zh) for a in found] == [
        ("one", "one:建议开院坝会"),
        ("two", "two:建议开院坝会"),
    ]


async def test_a_reaction_may_be_asked_for_one_plugin_alone() -> None:
    one, two = Advising("one"), Advising("two")
    both = plugins(one, two)
    assert both.reacting(["two", "one", "gone"], "pledge.fulfilled") == ["one", "two"]
    await both.react(context("deliver", "one", "two"), EVENT, plugin="two")
    assert (one.asked, two.asked) == ([], ["intake.submitted"])
    await both.react(context("deliver", "one", "two"), EVENT)
    assert (one.asked, two.asked) == (["intake.submitted"], ["intake.submitted"] * 2)


class Hearing(Quiet):
    """Reacts to one kind of event and says so."""

    @reacts_to(PLEDGE_FULFILLED)
    def reacts(self, event: EventView) -> None:
        self.asked.append(event.name)


async def test_a_reaction_that_says_what_it_reacts_to_is_not_called_for_anything_else() -> None:
    hearing, all_ears = Hearing("one"), Advising("two")
    both = plugins(hearing, all_ears)
    assert both.reacting(["one", "two"], "intake.submitted") == ["two"]
    assert both.reacting(["one", "two"], "pledge.fulfilled") == ["one", "two"]
    for event in (EVENT, replace(EVENT, name="pledge.fulfilled")):
        await both.react(context("deliver", "one", "two"), event)
    assert (hearing.asked, all_ears.asked) == (
        ["pledge.fulfilled"],
        ["intake.submitted", "pledge.fulfilled"],
    )


async def test_no_plugin_is_called_for_an_operation_that_none_of_them_names() -> None:
    installed = plugins(Refusing("one"), Advising("two"), Quiet("three"))
    calls: list[str] = []
    installed.hooks.manager.add_hookcall_monitoring(
        lambda name, impls, given: calls.append(name), lambda outcome, name, impls, given: None
    )
    bound = ("one", "two", "three")
    for operation in ("close_org", "rename_org", "open_case"):
        await installed.guard(context(operation, *bound), Nothing())
        await installed.advise(context(operation, *bound), Nothing(), None)
    assert calls == ["guard__rename_org", "guard__open_case", "advise__open_case"]


async def test_a_hook_gets_what_the_operation_returned() -> None:
    seen: list[Any] = []

    class Looking(Quiet):
        @advise(open_case)
        def looks(self, result: Any) -> None:
            seen.append(result)

    await plugins(Looking("one")).advise(context("open_case", "one"), Nothing(), "the case")
    assert seen == ["the case"]


async def test_a_plain_hook_that_holds_everything_up_is_refused_and_logged_with_its_seconds() -> (
    None
):
    class Slow(Quiet):
        @guard(open_case)
        def waits(self) -> None:
            time.sleep(0.15)

    with structlog.testing.capture_logs() as logs, pytest.raises(PluginFailed):
        await plugins(Slow("slow")).guard(context("open_case", "slow"), Nothing())
    assert [(x["plugin"], x["during"], x["seconds"] >= 0.1) for x in logs] == [
        ("slow", "open_case", True)
    ]


@pytest.mark.parametrize("json", [True, False])
async def test_the_lines_that_name_a_plugin_are_written_in_both_formats_of_the_log(
    json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "log", structlog.get_logger())  # the module's keeps its processors

    async def raises_several() -> None:
        raise ExceptionGroup("several", [ValueError("first"), KeyError("second")])

    async def answers_nonsense() -> list[str]:
        return ["yes"]

    bad = [plugins(Failing("bad", deed)) for deed in (raises_several, answers_nonsense)]
    with logged(json=json) as lines:
        for installed in bad:
            with pytest.raises(PluginFailed):
                await installed.guard(context("open_case", "bad"), Nothing())
    written = lines.getvalue()
    for word in (
        "plugin failed",
        "first",
        "second",
        "plugin answered nonsense",
        "bad",
        "open_case",
    ):
        assert word in written


def test_a_hook_onto_an_operation_that_will_be_taken_away_is_warned_of() -> None:
    async def old_case(context: OperationContext, data: Nothing) -> None: ...

    leaving = replace(
        operation_of(open_case), name="old_case", input=Nothing, deprecated=Text("", "openCase")
    )
    setattr(old_case, ATTRIBUTE, leaving)

    class Keeping(Quiet):
        @guard(old_case)
        def guards(self) -> None: ...

    with pytest.warns(DeprecationWarning, match="old_case will be removed: openCase"):
        plugins(Keeping("one"))


async def raises() -> None:
    raise ValueError("planted secret")


async def exits() -> None:
    raise SystemExit(3)


async def hangs() -> None:
    await asyncio.sleep(60)


async def answers_nonsense() -> str:
    return "yes"


async def answers_a_list_of_nonsense() -> list[str]:
    return ["yes"]


@pytest.mark.check("K42", part="a hook that raises, hangs or answers nonsense")
@pytest.mark.parametrize(
    "deed", [raises, exits, hangs, answers_nonsense, answers_a_list_of_nonsense]
)
@pytest.mark.parametrize("hook", ["guard", "advise", "react"])
async def test_a_plugin_that_misbehaves_is_named_and_logged_and_the_others_keep_working(
    deed: Any, hook: str
) -> None:
    installed = plugins(Failing("bad", deed), Advising("good"))

    async def ask(*bound: str) -> Any:
        if hook == "react":
            return await installed.react(context("deliver", *bound), EVENT)
        if hook == "advise":
            return await installed.advise(context("open_case", *bound), Nothing(), None)
        return await installed.guard(context("open_case", *bound), Nothing())

    with structlog.testing.capture_logs() as logs, pytest.raises(PluginFailed) as caught:
        await ask("bad", "good")
    assert caught.value.data == {"plugin": "bad"}
    assert "planted secret" not in str(caught.value)
    assert [(line["plugin"], line["hook"], line["log_level"]) for line in logs] == [
        ("bad", hook, "error")
    ]
    await ask("good")


async def test_a_refusal_from_an_advisor_comes_too_late_and_is_a_failure() -> None:
    async def refuses() -> None:
        raise Refused(SampleRule.TOO_LATE)

    with pytest.raises(PluginFailed):
        await plugins(Failing("bad", refuses)).advise(context("open_case", "bad"), Nothing(), None)


async def test_an_unreachable_database_is_not_blamed_on_the_plugin() -> None:
    async def cut() -> None:
        raise Unavailable(Text("数据库不可用", "database unavailable"))

    with pytest.raises(Unavailable):
        await plugins(Failing("one", cut)).guard(context("open_case", "one"), Nothing())


async def test_cancelling_the_request_cancels_the_guard() -> None:
    """A deadline of ours must not swallow somebody else's cancellation."""
    installed = load_plugins([Failing("slow", hangs)], entry_points=False)
    task = asyncio.ensure_future(installed.guard(context("open_case", "slow"), Nothing()))
    await asyncio.sleep(0.01)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


@pytest.mark.check("K42", part="uninstalling a plugin")
async def test_a_case_whose_plugin_is_gone_can_be_closed_and_nothing_else() -> None:
    installed = plugins(Quiet("one"))
    with pytest.raises(Refused) as caught:
        await installed.guard(context("advance_step", "one", "gone"), Nothing())
    assert (caught.value.data["rule"], caught.value.data["plugin"]) == ("plugin_missing", "gone")
    await installed.guard(context("stop_case", "one", "gone"), Nothing())


async def test_an_answer_of_none_and_of_an_empty_list_is_no_advice() -> None:
    async def nothing() -> None:
        return None

    async def empty() -> list[Advice]:
        return []

    installed = plugins(Failing("one", nothing), Failing("two", empty))
    assert await installed.advise(context("open_case", "one", "two"), Nothing(), None) == []
