"""Loading the demonstration county once, through operations, on simulated past days.

The story is the same each time.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from types import ModuleType

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Limits
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.sources import LoadedPlugin
from yishi_core.testing.scene import Scene
from yishi_graphql.demo import further
from yishi_graphql.demo.cast import COUNTY_POSTS, TOWNSHIP_POSTS, TROUPES, Troupe
from yishi_graphql.demo.founding import (
    COUNTY,
    Seat,
    conclude,
    forget_unfinished,
    found_county,
    issue_tokens,
    seat,
    shown_accounts,
    state_of,
)
from yishi_graphql.demo.greeting import greeting
from yishi_graphql.demo.plain import play as play_plain
from yishi_graphql.demo.scene import TownshipScene
from yishi_graphql.demo.ways import play_ways
from yishi_graphql.place.opened import owner_session

LOADING = Limits(connection=120, durable=False)
"""Limits while loading: townships are loaded concurrently and wait for each other's connections.

On a busy machine this takes longer than a request may, but no caller waits. An interrupted load is
started again, so commits need not wait for the disk; the final mark that the county is complete is
written by the owner and does.
"""
FIRST_DAY = 365
"""Number of days before today on which the county was created."""
PLAIN = "plain"
"""Stands for a plugin's code in the township that has none."""
DELIVERED = "yishi_plugins."
"""What the package of a plugin that is delivered with the platform begins with."""
Play = Callable[[TownshipScene], Awaitable[None]]


async def load_demo(platform: Platform, owner_url: str, port: int) -> str:
    """Load the demonstration county unless it is there.

    Returns what the visitor should read: the address, accounts with tokens, one query.
    """
    async with owner_session(owner_url) as session:
        there, told = await state_of(session)
        if there and not told:
            await forget_unfinished(session)
    tokens = None if told else await _load(platform, owner_url)
    async with owner_session(owner_url) as session:
        return greeting(port, await shown_accounts(session), tokens or await issue_tokens(session))


def account_name(who: str, code: str) -> str:
    """`township`, `river_talks` → `township-river-talks`: login names have no underscores."""
    return f"{who}-{code.replace('_', '-')}"


def playing(platform: Platform) -> list[LoadedPlugin]:
    """The plugins, each of which gets a township; those delivered with the platform come first, so
    that another one never takes the place that they are shown at.
    """
    return sorted(platform.plugins, key=lambda plugin: not plugin.name.startswith(DELIVERED))


async def _load(platform: Platform, owner_url: str) -> dict[str, str]:
    """Create the county and play the year of every township concurrently; return the tokens."""
    codes = [*(p.code for p in playing(platform)), PLAIN]
    scenes = await _found(platform, owner_url, codes)
    places = townships(codes)
    await asyncio.gather(
        *(_cast(scene, number) for scene, number in zip(scenes, places.values(), strict=True))
    )
    tokens = await _seat_everybody(owner_url, scenes)
    await asyncio.gather(*(_year(scene) for scene in scenes))
    if scenes[0].plugin != PLAIN:
        await play_ways(scenes[0])
    await _all_delivered(platform)
    async with owner_session(owner_url) as session:
        conclude(session, scenes[0].county)
    return tokens


async def _year(scene: TownshipScene) -> None:
    if scene.plugin != PLAIN:
        on: set[str] = set()
        await _switch_on(scene, scene.platform.plugins[scene.plugin], on)
        scene.on = tuple(on)
    await _play_of(scene.platform, scene.plugin)(scene)


async def _all_delivered(platform: Platform) -> None:
    """Mark all events as delivered, since plugins have reacted and no work is left for a worker."""
    async with platform.database.transaction(
        Principal.system(COUNTY, platform.policy).reading
    ) as session:
        waiting = sa.update(Event).where(Event.county == COUNTY, Event.delivered_at.is_(None))
        await session.execute(waiting.values(delivered_at=Event.at))


def townships(codes: Sequence[str]) -> dict[str, int]:
    """Code of a plugin → the number of its township.

    The last one of the story is always that without a plugin; further plugins come behind it.
    """
    plain = len(TROUPES) - 1
    plugins = [code for code in codes if code != PLAIN]
    return {code: n + (n >= plain) for n, code in enumerate(plugins)} | {PLAIN: plain}


def troupe_of(number: int) -> Troupe:
    """The people of a township."""
    return TROUPES[number] if number < len(TROUPES) else further.troupe(number - len(TROUPES))


async def _found(platform: Platform, owner_url: str, codes: Sequence[str]) -> list[TownshipScene]:
    """Create the tree and its shared bodies, and a scene for each township.

    Only the county has an account so far.
    """
    today = clock.today()
    async with owner_session(owner_url) as session:
        with clock.moved(_first_day(today)):
            made = await found_county(session, max(0, len(codes) - len(TROUPES)))
        tokens = await issue_tokens(session)
    root, town = made.root, made.townships[0]
    opening = TownshipScene(
        platform, today, PLAIN, root, root, town, (town, town), (root, root), tokens
    )
    party, water, roads = [
        await opening.act(
            "county",
            "create_org",
            ago=FIRST_DAY,
            parent=root,
            slug=slug,
            kind=kind,
            name=name,
            handles=handles,
            contact=contact,
        )
        for slug, kind, name, handles, contact in (
            ("party", "party_government", "青禾县委县政府", False, "县委办公室"),
            ("unit-water", "department", "县水利局", True, "局办公室"),
            ("unit-roads", "department", "县交通运输局", True, "局办公室"),
        )
    ]
    scenes = []
    for code, number in townships(codes).items():
        town = made.townships[number]
        first, second = (v for v in made.villages if v.parent_id == town.id)
        scenes.append(
            TownshipScene(
                platform,
                today,
                code,
                root,
                party,
                town,
                (first, second),
                (water, roads),
                tokens,
                random=Random(COUNTY + number),
            )
        )
    return scenes


async def _cast(scene: TownshipScene, place: int) -> None:
    """Register the people of the township of this number and appoint those who are members."""
    troupe = troupe_of(place)
    for part in troupe:
        scene.posts[part.post] = await scene.act(
            "county", "register_person", ago=FIRST_DAY - 3, org=scene.township, **part.registered()
        )
    for number, part in enumerate((p for p in troupe if p.sector), 1):
        await scene.act(
            "county",
            "add_member",
            ago=FIRST_DAY - 4,
            person=scene.posts[part.post],
            level="county",
            term=9,
            sector=part.sector,
            member_no=f"QH09{place:02d}{number:02d}",
            is_standing=number == 1,
            joined_on=scene.day(FIRST_DAY + 400),
        )


async def _seat_everybody(owner_url: str, scenes: Sequence[TownshipScene]) -> dict[str, str]:
    """Write all accounts, each standing for its person, and give the scenes their tokens.

    Returns the tokens by login name.
    """
    async with owner_session(owner_url) as session:
        with clock.moved(_first_day(scenes[0].today)):
            for post in COUNTY_POSTS:
                if post.who != "county":
                    seat(
                        session, Seat(post.who, post.label, post.role, scenes[0].place_of(post.who))
                    )
            for scene in scenes:
                for post in TOWNSHIP_POSTS:
                    place, person = scene.place_of(post.who), scene.posts.get(post.stands_for)
                    seat(
                        session,
                        Seat(
                            account_name(post.who, scene.plugin),
                            f"{place.name} · {post.label}",
                            post.role,
                            place,
                            person,
                        ),
                    )
            await session.flush()
        tokens = await issue_tokens(session)
    for scene in scenes:
        own = {post.who: tokens[account_name(post.who, scene.plugin)] for post in TOWNSHIP_POSTS}
        scene.tokens = own | {post.who: tokens[post.who] for post in COUNTY_POSTS}
    return tokens


def _first_day(today: date) -> datetime:
    return datetime.combine(today - timedelta(days=FIRST_DAY), time(9), clock.CHINA)


async def _switch_on(scene: TownshipScene, plugin: LoadedPlugin, on: set[str]) -> None:
    """Switch on a plugin, and before it those that it requires; `on` lists those already on."""
    for need in plugin.variant.needs:
        if need.name in scene.platform.plugins and need.name not in on:
            await _switch_on(scene, scene.platform.plugins[need.name], on)
    on.add(plugin.code)
    await scene.act(
        "county",
        "switch_plugin",
        ago=FIRST_DAY - 5,
        org=scene.township,
        plugin=plugin.code,
        on=True,
    )


def _play_of(platform: Platform, code: str) -> Play:
    """The function `play` of the plugin's module `demo`, if it has one."""
    if code == PLAIN:
        return play_plain
    package = platform.plugins[code].source
    name = f"{package.__name__}.demo" if isinstance(package, ModuleType) else ""
    if not name or importlib.util.find_spec(name) is None:
        return _nothing
    play: Play = importlib.import_module(name).play
    return play


async def _nothing(scene: Scene) -> None:
    """A variant without a scene: its township has people and nothing else."""
