"""Ways of its own that a township makes of its variant, each in another state.

See docs/plugins/own-variants.md.
"""

from __future__ import annotations

from typing import Any

from yishi_graphql.demo.scene import TownshipScene


async def play_ways(scene: TownshipScene) -> None:
    """The township copies its variant five times. One is released, one taken over by the county,
    one refused, one withdrawn; the last is still being written.
    """

    async def copied(ago: int, word: str, label: str) -> Any:
        return await scene.act(
            "township",
            "copy_variant",
            ago=ago,
            org=scene.township,
            variant=scene.plugin,
            code=f"own_{word}",
            label=label,
        )

    async def released(ago: int, variant: Any, note: str) -> None:
        await scene.act("township", "release_variant", ago=ago, variant=variant, note=note)

    kept = await copied(20, "yard", "院坝议事法")
    kept = await scene.act(
        "township",
        "edit_variant",
        ago=19,
        variant=kept,
        values={"summary": "院坝里定题、院坝里协商、院坝里评议,三个环节都请群众到场。"},
        based_on=kept.version,
    )
    await released(18, kept, "第一版,经镇党委会议讨论同意")
    taken = await copied(17, "river", "河长议事法")
    await released(16, taken, "河长与沿河群众一起议")
    await scene.act("county", "take_over_variant", ago=15, variant=taken)
    refused = await copied(14, "quick", "快议法")
    reason = "缺少议前调研环节,请先补齐"
    await scene.act("county", "refuse_variant", ago=13, variant=refused, reason=reason)
    over = await copied(12, "market", "集市议事法")
    await released(11, over, "逢集日在集市上议")
    ended = "集市改建,暂不在集市上议事"
    await scene.act("township", "withdraw_variant", ago=6, variant=over, reason=ended)
    await copied(5, "orchard", "果园议事法")
