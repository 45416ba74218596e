"""The ledger of two months, one of them nil, and the report of the last half-year."""

from __future__ import annotations

from datetime import date, timedelta

from yishi_core.domain.orgs import OrgUnit
from yishi_core.testing import Scene


async def report_ledger(scene: Scene, committee: OrgUnit) -> None:
    """A month with one opinion, received; the month before it was a nil report."""
    month = scene.day(75).replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    opinion = await scene.act(
        "township",
        "create_opinion",
        ago=month + timedelta(days=11),
        org=committee,
        title="赶场天占道经营致校门口拥堵",
        category="market",
        problem="逢场日学生上下学要从车流中穿行。",
        cause="临时摊位没有划定区域。",
        suggestion="在粮站旧院坝设临时市场,错时放学。",
        person=scene.posts["member"],
    )
    await scene.act(
        "township",
        "edit_opinion",
        ago=month + timedelta(days=13),
        opinion=opinion,
        editor="联络委办公室",
    )
    await scene.act(
        "township",
        "report_opinion",
        ago=month + timedelta(days=14),
        opinion=opinion,
        to_county=False,
        to_body="乡党委、乡政府",
    )
    for first, nil in ((before, True), (month, False)):
        sent = (first + timedelta(days=31)).replace(day=4)
        report = await scene.act(
            "township", "submit_ledger_report", ago=sent, org=committee, period=first, is_nil=nil
        )
        await scene.act(
            "county", "receive_ledger_report", ago=sent + timedelta(days=2), report=report
        )


async def report_half_year(scene: Scene, committee: OrgUnit) -> None:
    """The report of the last half-year that is over, written, signed, submitted and received."""
    today = scene.day(12)
    first_half = date(today.year, 6, 30) < today
    year, period = (today.year, "first_half") if first_half else (today.year - 1, "second_half")
    end = date(year, 6, 30) if first_half else date(year, 12, 31)
    report = await scene.act(
        "township",
        "draft_duty_report",
        ago=end + timedelta(days=2),
        org=committee,
        year=year,
        period=period,
    )
    await scene.act(
        "township",
        "edit_duty_report",
        ago=end + timedelta(days=4),
        report=report,
        text=report.text
        + "存在问题:工作经费拨付不及时。下一步:补齐考核评价方案,年内每名委员办一件实事。",
    )
    await scene.act(
        "township",
        "sign_duty_report",
        ago=end + timedelta(days=6),
        report=report,
        signed_by="联络委主任",
    )
    await scene.act("township", "submit_duty_report", ago=end + timedelta(days=7), report=report)
    await scene.act("county", "receive_duty_report", ago=end + timedelta(days=9), report=report)
