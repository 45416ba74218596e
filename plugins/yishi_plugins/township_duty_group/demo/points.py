"""The villages' eight points of the year."""

from __future__ import annotations

from yishi_core.testing import Scene


async def score_villages(scene: Scene) -> None:
    """The year's scheme is open: the records are counted, organisation is judged on papers."""
    scheme = await scene.act(
        "county",
        "open_assessment",
        ago=5,
        org=scene.township,
        code="village",
        year=scene.day(5).year,
    )
    for village, points, evidence in (
        (scene.villages[0], 2, "支部书记抓、有议事室、制度上墙"),
        (scene.villages[1], 1, "有人抓,制度未上墙"),
    ):
        await scene.act(
            "county",
            "add_score",
            ago=4,
            scheme=scheme,
            org=village,
            item="organisation",
            points=points,
            evidence=evidence,
        )
    await scene.act("county", "count_scores", ago=3, scheme=scheme)
