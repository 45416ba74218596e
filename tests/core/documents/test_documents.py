"""Documents are registered, hung on the wall, repealed (domain.md 2.2)."""

from __future__ import annotations

from typing import Any

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from tests.fixtures.day import TOMORROW
from yishi_core.domain.documents.models import RuleDocument


async def register(town: County, **given: Any) -> RuleDocument:
    fields = {
        "title": "基层协商议事规则",
        "doc_kind": "rules",
        "issued_by": "河口镇党委",
        "issued_on": "2024-01-10",
        "doc_no": "河委〔2024〕3号",
    }
    if "station" not in given:
        given["org"] = town.orgs["township"]
    made: RuleDocument = await town.act("township", "register_document", **{**fields, **given})
    return made


async def test_a_document_on_the_wall_is_public_and_no_other(town: County) -> None:
    inside, hung = (
        await register(town),
        await register(town, station=await open_station(town), on_wall=True),
    )
    assert (inside.audience, hung.audience) == (None, ["public"])
    assert (hung.org_id, hung.station_id is not None) == (town.orgs["village"].id, True)
    up = await town.act("township", "change_document", document=inside, on_wall=True, doc_no=None)
    assert (up.audience, up.doc_no, up.title) == (["public"], None, "基层协商议事规则")
    down = await town.act("township", "change_document", document=inside, on_wall=False)
    assert down.audience is None


async def test_a_repealed_document_leaves_the_wall_and_stays_in_the_register(town: County) -> None:
    document = await register(town, on_wall=True)
    for day in (TOMORROW, "2024-01-09"):
        error = await town.refused(
            "township",
            "repeal_document",
            code="INVALID_INPUT",
            document=document,
            reason="由新规则替代",
            repealed_on=day,
        )
        assert [f.path for f in error.fields] == ["repealed_on"]
    gone = await town.act(
        "township",
        "repeal_document",
        document=document,
        reason="由新规则替代",
        repealed_on="2025-01-01",
    )
    assert (gone.on_wall, gone.audience, gone.repeal_reason) == (False, None, "由新规则替代")
    for operation, given in (
        ("repeal_document", {"reason": "再次"}),
        ("change_document", {"on_wall": True}),
    ):
        await town.refused(
            "township", operation, code="REFUSED", rule="repealed", document=document, **given
        )
    for day in (TOMORROW, "2024-01-09"):
        await town.refused(
            "township", "change_document", code="INVALID_INPUT", document=document, repealed_on=day
        )
    assert (
        await town.act("township", "change_document", document=document, repealed_on="2025-01-02")
    ).repeal_reason == "由新规则替代"
    back = await town.act(
        "township", "change_document", document=document, repealed_on=None, on_wall=True
    )
    assert (back.repealed_on, back.repeal_reason, back.audience) == (None, None, ["public"])
    error = await town.refused(
        "township",
        "change_document",
        code="INVALID_INPUT",
        document=document,
        repealed_on="2025-01-02",
    )
    assert [f.path for f in error.fields] == ["repealed_on"]
    assert len(await town.rows(RuleDocument)) == 1


async def test_who_may_register_what(town: County) -> None:
    given = {
        "org": town.orgs["township"],
        "title": "工作方案",
        "doc_kind": "scheme",
        "issued_by": "镇党委",
        "issued_on": "2024-01-01",
    }
    for who in ("village", "neighbour"):
        await town.refused(
            who,
            "register_document",
            code="NOT_FOUND" if who == "neighbour" else "FORBIDDEN",
            **given,
        )
    await town.refused(
        "township", "register_document", code="INVALID_INPUT", **{**given, "issued_on": TOMORROW}
    )
    error = await town.refused(
        "township", "register_document", code="INVALID_INPUT", **{**given, "doc_kind": "poem"}
    )
    assert [f.path for f in error.fields] == ["doc_kind"]
    await town.refused(
        "township",
        "register_document",
        code="INVALID_INPUT",
        **given,
        station=await open_station(town),
    )


async def test_documents_in_force_are_counted_by_kind_on_the_last_day(town: County) -> None:
    await register(town, issued_on="2024-01-10")
    await register(town, doc_kind="scheme", title="工作方案", issued_on="2026-03-01")
    old = await register(town, title="旧规则", issued_on="2020-01-01")
    await town.act(
        "township", "repeal_document", document=old, repealed_on="2025-06-01", reason="已有新规则"
    )

    async def in_force(metric: str, **period: str) -> int:
        of = {"org": town.orgs["township"], "metric": metric, **period}
        return int((await town.act("township", "metric", **of)).value)

    assert await in_force("documents{kind=rules}", to_on="2024-12-31") == 2
    assert await in_force("documents{kind=rules}") == 1
    assert await in_force("documents") == 2
    assert await in_force("documents", to_on="2025-12-31") == 1
