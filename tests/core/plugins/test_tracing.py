"""Tracing: which hooks ran, how long they took, what they said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.core.plugins.samples import (
    Advising,
    Failing,
    Nothing,
    Quiet,
    Refusing,
    context,
)
from tests.fixtures.county import InstalledDefaults, make_county, make_platform
from yishi_core.domain.orgs.service import rename_org
from yishi_core.errors import PluginFailed, Refused
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation import ReadContext
from yishi_core.kernel.plugins import tracing
from yishi_core.kernel.plugins.calling import Call, Deadlines
from yishi_core.kernel.plugins.hooks import guard
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_graphql.cli.plugin_trace import told

pytestmark = pytest.mark.anyio


def plugins(*extra: object) -> PluginSet:
    return load_plugins(extra, entry_points=False, deadlines=Deadlines(ask=0.05, react=0.05))


def traced(calls: list[Call]) -> list[tuple[str, str, str, str]]:
    return [(c.plugin, c.hook.kind, c.target, tracing.said(c)) for c in calls]


async def test_a_hook_that_ran_is_told_with_what_it_said_and_the_one_after_a_refusal_is_not() -> (
    None
):
    found, calls = plugins(Refusing("one"), Refusing("two")), list[Call]()
    end = tracing.trace(found, calls.append)
    with pytest.raises(Refused):
        await found.guard(context("advance_step", "one", "two"), Nothing())
    end()
    with pytest.raises(Refused):
        await found.guard(context("advance_step", "two"), Nothing())
    assert traced(calls) == [
        ("one", "guard", "advance_step", "refused: sample_outside_theme: 不属本专题“老城”")
    ]
    assert calls[0].seconds is not None


async def test_hints_and_failures_are_told() -> None:
    async def raises() -> None:
        raise LookupError("nothing there")

    found, calls = plugins(Advising("hints"), Failing("fails", raises)), list[Call]()
    tracing.trace(found, calls.append)
    with pytest.raises(PluginFailed), structlog.testing.capture_logs():
        await found.guard(context("open_case", "fails"), Nothing())
    await found.advise(context("open_case", "hints"), Nothing(), None)
    assert [said for *_, said in traced(calls)] == [
        "failed: LookupError: nothing there",
        "advised: form: hints:建议开院坝会",
    ]


class Watching(Quiet):
    @guard(rename_org)
    def agrees(self, context: ReadContext, data: Any) -> None:
        """Agree."""


async def test_an_operation_tells_the_hooks_that_name_it_and_no_other(
    database: Database, tmp_path: Path
) -> None:
    found, calls = load_plugins([Watching("watching")], entry_points=False), list[Call]()
    platform = make_platform(database, tmp_path / "files", found)
    town = await make_county(replace(platform, settings=InstalledDefaults(found, ["watching"])))
    tracing.trace(found, calls.append)
    await town.act("county", "rename_org", org=town.orgs["village"], name="新名")
    assert traced(calls) == [("watching", "guard", "rename_org", "")]
    (line,) = told(calls)
    assert line.split("ms")[1].split() == ["watching", "guard", "rename_org", "agrees", "—"]


async def test_the_log_has_a_line_for_each_hook() -> None:
    found = plugins(Advising("hints"))
    tracing.trace(found, tracing.write)
    with structlog.testing.capture_logs() as logs:
        await found.advise(context("open_case", "hints"), Nothing(), None)
    (line,) = logs
    assert {name: line[name] for name in ("event", "plugin", "hook", "during", "said")} == {
        "event": "hook ran",
        "plugin": "hints",
        "hook": "advise",
        "during": "open_case",
        "said": "advised: form: hints:建议开院坝会",
    }
