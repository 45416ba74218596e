"""Loading the demonstration county: once, through operations, on moved days. The same story each time."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from types import ModuleType

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.access import Principal
from yishi_core.errors import Refused, Text
from yishi_core.events.models import Event
from yishi_core.orgs.models import OrgUnit
from yishi_core.platform import Platform
from yishi_core.plugins.plugin import Plugin
from yishi_core.plugins.scene import Scene
from yishi_graphql.cli.place import owner_session
from yishi_graphql.demo.cast import COUNTY_POSTS, TOWNSHIP_POSTS, TROUPES, Troupe
from yishi_graphql.demo.founding import (
    COUNTY,
    Seat,
    conclude,
    found_county,
    issue_tokens,
    seat,
    shown_accounts,
    state_of,
)
from yishi_graphql.demo.greeting import greeting
from yishi_graphql.demo.plain import play as play_plain
from yishi_graphql.demo.scene import TownshipScene
from yishi_tenants.accounts.models import Account
from yishi_tenants.counties.onboarding import NewCounty

FIRST_DAY = 365
"""Days before today on which the county was taken on."""
PLAIN = "plain"
"""Stands for a plugin's code in the township that has none."""
STANDS_FOR = {"township": "clerk", "head": "secretary", "village": "village_secretary", "village2": "village2_secretary", "member": "member"}
"""Account → post of the person who uses it."""
Play = Callable[[Scene], Awaitable[None]]


async def load_demo(platform: Platform, owner_url: str, port: int) -> str:
    """Load the demonstration county unless it is there; answers what the visitor should read: address, accounts with tokens, one query."""
    async with owner_session(owner_url) as session:
        there, told = await state_of(session)
    if there and not told:
        zh = "示范县上次装载未完成,请换一个数据目录,或删除原数据目录后重试。"
        raise Refused("demo_unfinished", Text(zh, "The demonstration county was not loaded to the end: use another data directory."))
    tokens = None if there else await _load(platform, owner_url)
    async with owner_session(owner_url) as session:
        return greeting(port, await shown_accounts(session), tokens or await issue_tokens(session))


@dataclass(frozen=True)
class _Stage:
    """Founded, with its shared bodies."""

    today: date
    made: NewCounty
    party: OrgUnit
    units: tuple[OrgUnit, OrgUnit]
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def scene(self, platform: Platform, code: str, number: int, tokens: dict[str, str]) -> TownshipScene:
        """The scene of the township with this number."""
        first, second = self.villages(number)
        own = {post.who: tokens[account_name(post.who, code)] for post in TOWNSHIP_POSTS}
        shared = {post.who: tokens[post.who] for post in COUNTY_POSTS}
        return TownshipScene(
            platform, self.today, code, self.made.root, self.party, self.made.townships[number], (first, second), self.units,
            own | shared, random=Random(COUNTY + number),
        )  # fmt: skip

    def villages(self, number: int) -> tuple[OrgUnit, OrgUnit]:
        """The two villages of a township."""
        first, second = (v for v in self.made.villages if v.parent_id == self.made.townships[number].id)
        return first, second


def account_name(who: str, code: str) -> str:
    """`township`, `river_talks` → `township-river-talks`: login names know no underscore."""
    return f"{who}-{code.replace('_', '-')}"


def playing(platform: Platform) -> list[Plugin]:
    """The plugins that get a township, in their order; the last township is kept for none."""
    return list(platform.plugins)[: len(TROUPES) - 1]


async def _load(platform: Platform, owner_url: str) -> dict[str, str]:
    """Found the county and let every township play its year, side by side; the accounts' tokens."""
    stage, tokens = await _found(platform, owner_url, clock.today())
    codes = [*(p.code for p in playing(platform)), PLAIN]
    await asyncio.gather(*(_year(platform, stage, code, troupe, tokens) for code, troupe in _townships(codes)))
    await _all_delivered(platform)
    async with owner_session(owner_url) as session:
        conclude(session, stage.made.root)
    return tokens


async def _year(platform: Platform, stage: _Stage, code: str, troupe: Troupe, tokens: dict[str, str]) -> None:
    scene = stage.scene(platform, code, TROUPES.index(troupe), tokens)
    await _cast(scene, troupe)
    await _link(scene, stage.accounts)
    if code != PLAIN:
        await _switch_on(scene, platform.plugins[code])
    await _play_of(platform, code)(scene)


async def _all_delivered(platform: Platform) -> None:
    """Plugins have reacted to everything that was theirs, so nothing is left to a worker."""
    async with platform.database.transaction(Principal.system(COUNTY, platform.policy).reading) as session:
        waiting = sa.update(Event).where(Event.county == COUNTY, Event.delivered_at.is_(None))
        await session.execute(waiting.values(delivered_at=Event.at))


def _townships(codes: Sequence[str]) -> list[tuple[str, Troupe]]:
    """Who plays where: the first townships are the plugins', the last one is always that of the township without."""
    return list(zip(codes, [*TROUPES[: len(codes) - 1], TROUPES[-1]], strict=True))


async def _found(platform: Platform, owner_url: str, today: date) -> tuple[_Stage, dict[str, str]]:
    """The tree, its shared bodies (through operations), and everybody's account."""
    first_day = datetime.combine(today - timedelta(days=FIRST_DAY), time(9), clock.CHINA)
    async with owner_session(owner_url) as session:
        with clock.moved(first_day):
            made = await found_county(session)
        tokens = await issue_tokens(session)
    root, town = made.root, made.townships[0]
    opening = TownshipScene(platform, today, PLAIN, root, root, town, (town, town), (root, root), tokens)
    bodies = [
        await opening.act("county", "create_org", ago=FIRST_DAY, parent=root, slug=slug, kind=kind, name=name, handles=handles, contact=contact)
        for slug, kind, name, handles, contact in (
            ("party", "party_government", "青禾县委县政府", False, "县委办公室"),
            ("unit-water", "department", "县水利局", True, "局办公室"),
            ("unit-roads", "department", "县交通运输局", True, "局办公室"),
        )
    ]  # fmt: skip
    stage = _Stage(today, made, bodies[0], (bodies[1], bodies[2]))
    async with owner_session(owner_url) as session:
        with clock.moved(first_day):
            seats = _seats(stage, [*(p.code for p in playing(platform)), PLAIN])
            accounts = {given.name: seat(session, given) for given in seats}
            await session.flush()
        tokens = await issue_tokens(session)
    return replace(stage, accounts=accounts), tokens


def _seats(stage: _Stage, codes: Sequence[str]) -> list[Seat]:
    shared = {"county": stage.made.root, "unit2": stage.units[1]}
    seats = [Seat(p.who, p.label, p.role, shared[p.place]) for p in COUNTY_POSTS if p.who != "county"]
    for code, troupe in _townships(codes):
        number = TROUPES.index(troupe)
        first, second = stage.villages(number)
        town = stage.made.townships[number]
        places = {"township": town, "village": first, "village2": second, "unit": stage.units[0]}
        seats += [Seat(account_name(p.who, code), f"{places[p.place].name} · {p.label}", p.role, places[p.place]) for p in TOWNSHIP_POSTS]
    return seats


async def _cast(scene: TownshipScene, troupe: Troupe) -> None:
    """Register the township's people; the county appoints those who are members."""
    for part in troupe:
        scene.posts[part.post] = await scene.act("township", "register_person", ago=FIRST_DAY - 3, org=scene.township, **part.registered())
    for number, part in enumerate((p for p in troupe if p.sector), 1):
        await scene.act(
            "county", "add_member", ago=FIRST_DAY - 4, person=scene.posts[part.post], level="county", term=9, sector=part.sector,
            member_no=f"QH09{TROUPES.index(troupe):02d}{number:02d}", is_standing=number == 1, joined_on=scene.day(FIRST_DAY + 400),
        )  # fmt: skip


async def _link(scene: TownshipScene, accounts: Mapping[str, Account]) -> None:
    """Say for whom the township's accounts stand."""
    for who, post in STANDS_FOR.items():
        account = accounts[account_name(who, scene.plugin)]
        await scene.act("county", "link_account", ago=FIRST_DAY - 4, account=account, person=scene.posts[post])


async def _switch_on(scene: TownshipScene, plugin: Plugin, on: set[str] | None = None) -> None:
    """The plugin, and before it those that it requires."""
    on = set() if on is None else on
    for need in plugin.variant.needs:
        if need.name in scene.platform.plugins and need.name not in on:
            await _switch_on(scene, scene.platform.plugins[need.name], on)
    on.add(plugin.code)
    await scene.act("county", "switch_plugin", ago=FIRST_DAY - 5, org=scene.township, plugin=plugin.code, on=True)


def _play_of(platform: Platform, code: str) -> Play:
    """`play` of the plugin's module `demo`, where it has one."""
    if code == PLAIN:
        return play_plain
    package = platform.plugins[code].hooks
    name = f"{package.__name__}.demo" if isinstance(package, ModuleType) else ""
    if not name or importlib.util.find_spec(name) is None:
        return _nothing
    play: Play = importlib.import_module(name).play
    return play


async def _nothing(scene: Scene) -> None:
    """A variant without a scene: its township has people and nothing else."""
