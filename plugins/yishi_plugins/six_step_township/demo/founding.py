"""Documents, the workstation, rooms and light venues of the township."""

from __future__ import annotations

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

DOCUMENTS = (
    ("work_plan", "政协协商向基层延伸工作方案"),
    ("consultation_rules", "基层民主议事规则"),
    ("opinion_collection", "社情民意收集制度"),
    ("yard_consultation", "邻里小院协商议事制度"),
    ("topic_scheme", "议题征集方案"),
)


async def found(scene: Scene) -> tuple[Station, Station]:
    """Open the stations, four rooms of ten so far; the first village's room and its yard."""
    for kind, title in DOCUMENTS:
        await scene.act(
            "township",
            "register_document",
            ago=350,
            org=scene.township,
            title=title,
            doc_kind=kind,
            issued_by=f"{scene.township.name}党委",
            issued_on=scene.day(352),
            on_wall=kind == "consultation_rules",
        )
    await scene.act(
        "township", "adopt_quota_set", ago=349, org=scene.township, code="six_step_documents"
    )
    first, second = scene.villages
    await _open(scene, scene.township, "委员工作站", "workstation", "party_service_centre")
    room = await _open(scene, first, "协商议事室", "council_room", "village_office")
    await _open(scene, first, "一组协商议事室", "council_room", "reading_room")
    await _open(scene, second, "协商议事室", "council_room", "village_office")
    await _open(scene, second, "集镇协商议事室", "council_room", "civilisation_practice")
    yard = await _open(scene, first, "邻里小院", "flexible_venue", sub_kind="yard")
    await _open(scene, second, "村口板凳会", "flexible_venue", sub_kind="bench")
    return room, yard


async def _open(
    scene: Scene, org: object, name: str, kind: str, shared: str = "", sub_kind: str | None = None
) -> Station:
    """In premises that are there already."""
    station: Station = await scene.act(
        "county",
        "open_station",
        ago=345,
        org=org,
        name=f"{getattr(org, 'name', '')}{name}",
        kind=kind,
        sub_kind=sub_kind,
        level="township" if org is scene.township else "village",
        opened_on=scene.day(345),
        shares_with=[shared] if shared else None,
    )
    return station
