"""The township without a variant: what core alone can do, with records in every state.

See docs/demo.md.
"""

from __future__ import annotations

import asyncio

from yishi_graphql.demo.plain.cases import play_cases
from yishi_graphql.demo.plain.handling import play_handling
from yishi_graphql.demo.plain.matters import play_matters
from yishi_graphql.demo.plain.opinions import play_opinions, play_reports
from yishi_graphql.demo.plain.places import open_office, play_collecting
from yishi_graphql.demo.plain.proposals import play_proposals
from yishi_graphql.demo.plain.upkeep import play_upkeep
from yishi_graphql.demo.plain.year import play_pledges, play_year
from yishi_graphql.demo.scene import TownshipScene


async def play(scene: TownshipScene) -> None:
    """Play the year; parts that do not depend on each other run concurrently."""
    office = await open_office(scene)
    apart = (
        play_collecting,
        play_matters,
        play_cases,
        play_handling,
        play_year,
        play_proposals,
        play_opinions,
    )
    await asyncio.gather(*(act(office.beside()) for act in apart))
    await asyncio.gather(
        *(act(office.beside()) for act in (play_upkeep, play_pledges, play_reports))
    )


__all__ = ["play"]
