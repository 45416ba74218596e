"""What plugins that are installed and not switched on cost a write: nothing that can be seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType, SimpleNamespace

import psycopg

from bench.data import fill
from bench.figures import Figure, compare
from bench.writing import Desk, rate_of
from yishi_core import Advice, Change, ReadContext, Text, advise, guard, holds, reacts_to
from yishi_core.domain.intake import (
    INTAKE_SUBMITTED,
    Intake,
    SubmitIntakeInput,
    submit_intake,
)
from yishi_core.facilities.attachments.store import LocalFiles
from yishi_core.facilities.jobs.procrastinate_queue import DatabaseQueue
from yishi_core.facilities.metrics import Counter, Metric
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.variants import toml
from yishi_core.settings import AppSettings
from yishi_graphql.http.startup_memory import settling
from yishi_graphql.place.compose import compose, policy
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema
from yishi_tenants.accounts.tokens.source import TokenPrincipals
from yishi_tenants.settings.source import TenantSettings

COUNTY_OF_HOOKS = 990906
SAMPLES = 10
GOAL = 1.05
SWITCHED = "sample_0"
"""The one plugin that is on, alone and among the others."""


def sample(number: int) -> object:
    """A small plugin with a rule, a guard, an advice, a metric and a reaction about intakes."""

    @holds(Intake, on=("content",))
    async def told(context: ReadContext, change: Change[Intake]) -> None:
        assert change.row.content

    @guard(submit_intake)
    def from_residents(context: ReadContext, data: SubmitIntakeInput) -> None:
        assert data.content

    @advise(submit_intake)
    def hint(context: ReadContext) -> list[Advice]:
        return [Advice("thanks", Text("谢谢。", "Thank you."))]

    @reacts_to(INTAKE_SUBMITTED)
    async def follow() -> None: ...

    catalogue = ModuleType(f"sample_{number}_metrics")
    counted = Metric(f"sample_{'abcdefghij'[number]}_intakes", Counter(Intake, Intake.received_at))
    setattr(catalogue, "COUNTED", counted)  # noqa: B010 - a module's own name
    code = f"sample_{number}"
    variant = toml.parse(f'code = "{code}"\nlabel = "量测{number}"\nversion = "1.0.0"\n')
    return SimpleNamespace(
        variant=variant,
        told=told,
        from_residents=from_residents,
        hint=hint,
        follow=follow,
        catalogue=catalogue,
    )


async def measure_hooks(
    settings: AppSettings, url: str, superuser: str, rounds: int
) -> list[Figure]:
    """A write with thirteen plugins installed and one of them on, against that one alone: times, so
    the rate alone is above.
    """
    samples = [sample(number) for number in range(SAMPLES)]
    alone = load_plugins(samples[:1], entry_points=False)
    among = load_plugins(samples)
    async with (
        _desk(settings, url, superuser, among, new=True) as many,
        _desk(settings, url, superuser, alone, token=many.token) as one,
    ):
        one.station = many.station
        figure = await compare(
            f"submit_intake_{len(among)}_plugins_vs_one",
            rate_of(one.intake),
            rate_of(many.intake),
            goal=GOAL,
            better="lower",
            rounds=rounds,
        )
    return [figure]


class HookedDesk(Desk):
    """A desk that keeps its token, so that another one can write to the same county."""

    token: str = ""


@asynccontextmanager
async def _desk(
    settings: AppSettings,
    url: str,
    superuser: str,
    plugins: PluginSet,
    *,
    new: bool = False,
    token: str = "",
) -> AsyncIterator[HookedDesk]:
    rights = policy(plugins)
    database = await Database.open(url, closing=[IndexBuffer], plain=settings.plain_driver)
    try:
        platform = compose(
            database,
            plugins=plugins,
            rights=rights,
            principals=TokenPrincipals(database, rights),
            settings=TenantSettings(plugins),
            files=LocalFiles(settings.files),
            queue=DatabaseQueue(),
        )
        if new:
            filled = await fill(database, Principal.system(COUNTY_OF_HOOKS, rights), [SWITCHED])
            token = filled.token
        clerk = await platform.principals.by_token(token)
        with settling():  # as a serving process does it
            schema = build_schema(platform.registry, platform.operations.values())
        async with await psycopg.AsyncConnection.connect(superuser, autocommit=True) as by_hand:
            desk = HookedDesk(platform, Reader(platform, schema), clerk, by_hand)
            desk.token = token
            if new:
                await by_hand.execute("analyze")
                await desk.open_station()
            yield desk
    finally:
        await database.close()
