"""The township without a variant: what core alone can do, and every state that a record can be in (docs/demo.md)."""

from __future__ import annotations

from yishi_core.plugins.scene import Scene
from yishi_graphql.demo.plain.cases import play_cases
from yishi_graphql.demo.plain.handling import play_handling
from yishi_graphql.demo.plain.matters import play_matters
from yishi_graphql.demo.plain.opinions import play_opinions
from yishi_graphql.demo.plain.places import open_office, play_collecting
from yishi_graphql.demo.plain.proposals import play_proposals
from yishi_graphql.demo.plain.upkeep import play_upkeep
from yishi_graphql.demo.plain.year import play_year


async def play(scene: Scene) -> None:
    """Play the year."""
    office = await open_office(scene)
    await play_collecting(office)
    await play_matters(office)
    await play_cases(office)
    await play_handling(office)
    await play_year(office)
    await play_upkeep(office)
    await play_proposals(office)
    await play_opinions(office)


__all__ = ["play"]
