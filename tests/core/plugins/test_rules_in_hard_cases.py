"""Rules, where records are written in unusual ways and where a rule misbehaves: what it is asked,
what it is told, and that whatever it does ends with it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog

from tests.core import cases
from tests.core.collaboration import partners
from tests.core.consultations import events
from tests.core.plugins.samples import Quiet, SampleRule
from tests.fixtures.county import County, InstalledDefaults, make_county
from yishi_core.domain.collaboration.joint.models import ReceivedShare
from yishi_core.domain.consultations import plan_consultation
from yishi_core.domain.consultations.models import Consultation, Participation
from yishi_core.domain.intake.models import Intake
from yishi_core.errors import PluginFailed, Refused, YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import entry_of
from yishi_core.kernel.database.driver.exchange import Connection
from yishi_core.kernel.operation import (
    ReadContext,
)
from yishi_core.kernel.operation.change import Change
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.run import run_all
from yishi_core.kernel.operation.system_context import unasked
from yishi_core.kernel.plugins.hooks import advise, guard, holds
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit

pytestmark = pytest.mark.anyio
Deed = Callable[[ReadContext, Change[Consultation]], Awaitable[Any]]


class Asking(Quiet):
    """Notes what it is asked about consultations, then does what the test wants."""

    def __init__(self) -> None:
        super().__init__("asking")
        self.deed: Deed | None = None
        self.asked: list[tuple[str | None, str, set[str]]] = []
        """The title before and now, and what has changed of that which the rule names."""

    @holds(Consultation, on=("participants", "title"))
    async def is_asked(self, context: ReadContext, change: Change[Consultation]) -> Any:
        named = set(change.changed) & {"participants", "title"}
        self.asked.append((change.before and change.before.title, change.row.title, named))
        return await self.deed(context, change) if self.deed else None


@pytest.fixture
async def asking(town: County, request: pytest.FixtureRequest) -> Asking:
    """A plugin with a rule, on in every case."""
    plugin: Asking = getattr(request, "param", Asking)()
    source = await cases.choose(town)
    source.newest = replace(source.newest, plugins={"asking": "1.0.0"}, digest="with asking")
    town.platform = replace(town.platform, plugins=load_plugins([plugin], entry_points=False))
    return plugin


async def written(town: County, event: Consultation, *titles: str) -> None:
    """Write these titles one after the other in one transaction, each in a flush of its own."""
    async with unasked(town.platform, town.code, "writing") as context:
        assert context is not None
        row = await context.get(Consultation, event.id)
        assert row is not None
        for title in titles:
            row.title = title
            await context.session.flush()


async def test_a_part_that_moves_asks_for_the_whole_that_it_leaves_and_for_that_which_it_joins(
    town: County, asking: Asking
) -> None:
    case = await cases.case(town)
    left, joined = [await events.planned(town, case, title=title) for title in ("甲会", "乙会")]
    came = events.heads(cppcc_member=3)
    await town.act("village", "hold_consultation", consultation=left, participants=came)
    asking.asked.clear()
    async with unasked(town.platform, town.code, "moving") as context:
        assert context is not None
        for part in await context.find(Participation, Participation.consultation_id == left.id):
            part.consultation_id = joined.id
    assert sorted(asking.asked) == [
        ("乙会", "乙会", {"participants"}),
        ("甲会", "甲会", {"participants"}),
    ]


async def test_a_record_that_is_written_twice_is_asked_about_once_with_what_it_was_at_first(
    town: County, asking: Asking
) -> None:
    event = await events.planned(town, title="甲会")
    asking.asked.clear()
    await written(town, event, "乙会", "丙会")
    assert asking.asked == [("甲会", "丙会", {"title"})]


async def test_what_was_changed_back_has_not_changed(town: County, asking: Asking) -> None:
    event = await events.planned(town, title="甲会")
    asking.asked.clear()
    await written(town, event, "乙会", "甲会")
    assert asking.asked == []


async def test_a_rule_counts_what_the_operation_has_written(town: County, asking: Asking) -> None:
    counted: list[int] = []

    async def counts(context: ReadContext, change: Change[Consultation]) -> None:
        of = Participation.consultation_id == change.row.id
        counted.append(await context.count(Participation, of))

    event = await events.planned(town)
    asking.deed = counts
    came = events.heads(cppcc_member=3, mass_representative=5)
    await town.act("village", "hold_consultation", consultation=event, participants=came)
    assert counted == [2]


async def test_a_record_of_an_org_that_was_closed_is_asked_about(
    town: County, asking: Asking
) -> None:
    event = await events.planned(town, title="甲会")
    given = {"org": town.orgs["village"], "closed_on": "2026-04-01"}
    await town.act("county", "close_org", **given)
    asking.asked.clear()
    await written(town, event, "乙会")
    assert asking.asked == [("甲会", "乙会", {"title"})]


@pytest.mark.parametrize("many", [3, 60])
async def test_many_records_are_asked_about_without_further_exchanges(
    town: County, asking: Asking, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Owners and settings of all of them are read at once."""
    case = await cases.case(town)
    for n in range(many):
        await events.planned(town, case, title=f"第{n}次会议")
    exchanged: list[int] = []
    exchange = Connection._exchange

    async def noted(self: Connection, messages: Any, *more: Any, **named: Any) -> Any:
        exchanged.append(len(messages))
        return await exchange(self, messages, *more, **named)

    asking.asked.clear()
    async with unasked(town.platform, town.code, "writing") as context:
        assert context is not None
        for row in await context.find(Consultation):
            row.title += "(改)"
        await context.session.flush()
        monkeypatch.setattr(Connection, "_exchange", noted)
    assert len(asking.asked) == many
    assert len(exchanged) <= 4


async def raises(context: ReadContext, change: Change[Consultation]) -> None:
    raise ValueError("a defect")


async def interrupts(context: ReadContext, change: Change[Consultation]) -> None:
    raise KeyboardInterrupt


async def is_cancelled(context: ReadContext, change: Change[Consultation]) -> None:
    raise asyncio.CancelledError


async def waits_for_what_it_cancelled(context: ReadContext, change: Change[Consultation]) -> None:
    task = asyncio.create_task(asyncio.sleep(60))
    task.cancel()
    await task


async def asks_nonsense(context: ReadContext, change: Change[Consultation]) -> None:
    await context.session.execute(sa.text("select nothing from nowhere"))


async def asks_nonsense_and_goes_on(context: ReadContext, change: Change[Consultation]) -> None:
    with contextlib.suppress(Exception):
        await asks_nonsense(context, change)


async def asks_nonsense_and_refuses(context: ReadContext, change: Change[Consultation]) -> Refused:
    await asks_nonsense_and_goes_on(context, change)
    return Refused(SampleRule.TOO_LATE)


async def sleeps_in_the_database(context: ReadContext, change: Change[Consultation]) -> None:
    await context.session.execute(sa.text("select pg_sleep(20)"))


async def enters_another_scope(context: ReadContext, change: Change[Consultation]) -> None:
    everywhere = Principal.system(context.county, context.principal.policy).entering(("",))
    await context.platform.database.enter(context.session, everywhere)


MISDEEDS = [
    raises,
    interrupts,
    is_cancelled,
    waits_for_what_it_cancelled,
    asks_nonsense,
    asks_nonsense_and_goes_on,
    asks_nonsense_and_refuses,
    sleeps_in_the_database,
    enters_another_scope,
]


@pytest.mark.parametrize("deed", MISDEEDS)
async def test_whatever_a_rule_does_wrong_is_a_failure_under_its_name(
    town: County, asking: Asking, deed: Deed
) -> None:
    event = await events.planned(town, title="甲会")
    asking.deed = deed
    change = town.act("village", "change_consultation", consultation=event, title="乙会")
    with structlog.testing.capture_logs() as logs, pytest.raises(PluginFailed) as caught:
        await change
    assert caught.value.data["plugin"] == "asking"
    assert [line["plugin"] for line in logs] == ["asking"]
    assert (await town.fresh(event)).title == "甲会"
    asking.deed = None
    await town.act("village", "change_consultation", consultation=event, title="丙会")


async def entered(town: County, *titles: str) -> list[YishiError | None]:
    """Import a consultation of one case for each title."""
    given = {"case": global_id(await cases.case(town)), "date": "2026-03-10", "place": "村委会"}
    operation = town.platform.operations["planConsultation"]
    rows = [{**given, "title": title} for title in titles]
    return await run_all(town.platform, town.principals["village"], operation, rows, keep=True)


@pytest.mark.parametrize("deed", [d for d in MISDEEDS if d is not sleeps_in_the_database])
async def test_a_row_of_an_import_that_fails_by_a_rule_leaves_nothing_to_the_next_row(
    town: County, asking: Asking, deed: Deed
) -> None:
    """Neither its records to be asked about nor what the rule may read."""
    scopes = []

    async def at_the_second(context: ReadContext, change: Change[Consultation]) -> Any:
        scopes.append(entry_of(context.session.sync_session))
        return await deed(context, change) if change.row.title == "乙会" else None

    asking.deed = at_the_second
    first, second, third = await entered(town, "甲会", "乙会", "丙会")
    assert (first, third) == (None, None)
    assert isinstance(second, PluginFailed)
    assert asking.asked == [(None, title, {"title"}) for title in ("甲会", "乙会", "丙会")]
    assert len(set(scopes)) == 1
    assert await town.rows(Consultation) == []


async def test_an_import_ends_with_the_rule_that_took_its_connection(
    town: County, asking: Asking
) -> None:
    """What is ended while it waits for the database takes the connection with it."""
    asking.deed = sleeps_in_the_database
    with pytest.raises(PluginFailed):
        await entered(town, "甲会", "乙会")
    assert asking.asked == [(None, "甲会", {"title"})]
    asking.deed = None
    assert await entered(town, "甲会", "乙会") == [None, None]


class Counting(Asking):
    """Notes at each hook of an operation how many matters of the neighbour there are to be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []
        self.deed = self.looks

    async def looks(self, context: ReadContext, change: Change[Consultation]) -> Refused | None:
        await self.count(context)
        return Refused(SampleRule.TOO_LATE) if change.row.title == "乙会" else None

    async def count(self, context: ReadContext) -> None:
        self.seen.append(await context.count(Intake))

    @guard(plan_consultation)
    async def before(self, context: ReadContext) -> None:
        await self.count(context)

    @advise(plan_consultation)
    async def after(self, context: ReadContext) -> None:
        await self.count(context)


@pytest.mark.parametrize("asking", [Counting], indirect=True)
async def test_only_rules_read_the_whole_county(town: County, asking: Counting) -> None:
    """Guards and advice have the caller's reach, also after a rule and after one that refused."""
    matter = {"content": "路灯坏了", "channel": "offline_desk", "submitter_kind": "resident"}
    await town.act("neighbour", "record_intake", org=town.orgs["neighbour_village"], **matter)
    first, second, third = await entered(town, "甲会", "乙会", "丙会")
    assert (first, third) == (None, None)
    assert isinstance(second, Refused)
    assert asking.seen == [0, 1, 0, 0, 1, 0, 1, 0]


async def test_a_copy_in_another_county_is_asked_about_there(town: County) -> None:
    """What a partner of a joint case receives stands under the rules of the partner's own county."""
    asked: list[tuple[int, UUID, int]] = []

    class Receiving(Quiet):
        @holds(ReceivedShare, on=("title",))
        async def receives(self, context: ReadContext, change: Change[ReceivedShare]) -> None:
            here = await context.count(OrgUnit, OrgUnit.id == context.org.id)
            asked.append((context.county, context.org.id, here))

    source = await cases.choose(town)
    source.newest = replace(source.newest, plugins={"receiving": "1.0.0"}, digest="receiving")
    plugins = load_plugins([Receiving("receiving")], entry_points=False)
    town.platform = replace(town.platform, plugins=plugins)
    abroad = await make_county(town.platform)
    await partners.started(town, abroad)
    assert set(asked) == {(abroad.code, abroad.orgs["township"].id, 1)}


async def test_a_rule_about_orgs_is_asked_at_the_org_itself(town: County) -> None:
    asked: list[tuple[str, bool]] = []

    class Naming(Quiet):
        @holds(OrgUnit, on=("name",))
        def names(self, context: ReadContext, change: Change[OrgUnit]) -> None:
            asked.append((context.org.name, context.org is change.row))

    plugins = load_plugins([Naming("naming")], entry_points=False)
    settings = InstalledDefaults(plugins, ["naming"])
    town.platform = replace(town.platform, plugins=plugins, settings=settings)
    await town.act("county", "rename_org", org=town.orgs["village"], name="新柳湾村")
    assert asked == [("新柳湾村", True)]
