"""The page of a QR code: a station's or a notice board's word leads to the station, without an
account.
"""

from __future__ import annotations

from tests.fixtures.county import County, make_county
from yishi_core.domain.intake.entry import QrEntry
from yishi_core.domain.stations.models import Station
from yishi_core.kernel.operation.inputs import global_id


async def scan(town: County, word: str, who: str | None = None) -> QrEntry | None:
    found: QrEntry | None = await town.act(
        who or town.anonymous, "qr_entry", county=town.code, qr_token=word
    )
    return found


async def test_a_station_s_code_leads_to_the_station(town: County, station: Station) -> None:
    seen = await scan(town, station.qr_token)
    assert seen is not None
    assert (seen.station, seen.station_name, seen.takes_matters) == (
        global_id(station),
        station.name,
        True,
    )
    assert (seen.anonymity_policy, seen.anonymity_label, seen.board_text) == (
        "optional",
        "自愿留名",
        None,
    )
    assert await scan(town, station.qr_token, "neighbour") == seen


async def test_a_notice_board_s_code_tells_what_the_board_shows_until_it_is_taken_down(
    town: County, station: Station
) -> None:
    board = await town.act(
        "township",
        "put_up_notice_board",
        station=station,
        place="古井旁",
        content="扫码提建议,不用登录",
    )
    seen = await scan(town, board.qr_token)
    assert seen is not None
    assert (seen.station, seen.address, seen.board_text) == (
        global_id(station),
        "古井旁",
        "扫码提建议,不用登录",
    )
    await town.act("township", "take_down_notice_board", board=board)
    # The last day still counts; a board of yesterday leads nowhere.
    assert await scan(town, board.qr_token) == seen


async def test_a_special_group_s_board_leads_to_the_group_s_station_if_it_has_one(
    town: County,
) -> None:
    """A board is of a station or of a special group (domain.md 2.3)."""
    group = await town.act(
        "township",
        "create_org",
        parent=town.orgs["township"],
        name="古城组",
        kind="special_group",
        slug="old-town",
        theme="古城",
    )
    board = await town.act(
        "township", "put_up_notice_board", org=group, place="古井旁", content="扫码提建议"
    )
    assert (board.org_id, board.station_id) == (group.id, None)
    seen = await scan(town, board.qr_token)
    assert seen is not None
    assert (seen.station, seen.org_name, seen.theme, seen.takes_matters) == (
        None,
        "古城组",
        "古城",
        False,
    )
    station = await town.act(
        "township",
        "open_station",
        org=group,
        name="古城意见收集点",
        kind="workstation",
        level="township",
    )
    seen = await scan(town, board.qr_token)
    assert seen is not None
    assert (seen.station, seen.takes_matters) == (global_id(station), True)


async def test_a_closed_or_suspended_station_takes_nothing(town: County, station: Station) -> None:
    await town.act("township", "suspend_station", station=station, reason="装修")
    seen = await scan(town, station.qr_token)
    assert seen is not None
    assert not seen.takes_matters
    await town.act("township", "close_station", station=station, reason="合并")
    assert await scan(town, station.qr_token) is None


async def test_a_wrong_word_or_another_county_leads_nowhere(town: County, station: Station) -> None:
    assert await scan(town, f"{town.code}-NICHTDA") is None
    other = await make_county(town.platform)
    assert (
        await town.act(town.anonymous, "qr_entry", county=other.code, qr_token=station.qr_token)
        is None
    )
