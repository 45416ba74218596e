"""Rules of topics: what the form should be, who approves which grade, what may be merged (domain.md
2.6, 2.19).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yishi_core.domain.consultations.models import ConsultationForm
from yishi_core.domain.stations.models import Station, StationLevel
from yishi_core.domain.stations.rules import require_active
from yishi_core.domain.topics.models import (
    ConsultationGrade,
    Impact,
    Topic,
    TopicScope,
    TopicState,
    Urgency,
)
from yishi_core.errors import Rule
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule


class TopicRule(Rule):
    """Why an operation on topics is refused."""

    CASE_RUNNING = (
        "case_running",
        "该议题的协商事项正在进行,请先终止。",
        "Stop its running case first.",
    )
    MERGE_TARGET = (
        CommonRule.MERGE_TARGET,
        "并入的议题为“{state.label}”,不能作为主议题。",
        "The topic to merge into is {state.value}.",
    )


APPROVAL: Mapping[ConsultationGrade, Permission] = {
    ConsultationGrade.SMALL_MICRO: Permission.TOPIC_APPROVE_SMALL,
    ConsultationGrade.KEY_SPECIAL: Permission.TOPIC_APPROVE_KEY,
    ConsultationGrade.DELIBERATIVE_SPECIAL: Permission.TOPIC_APPROVE_DELIBERATIVE,
}
"""Small ones: township party committee; key ones: chairs' meeting; deliberative ones: county party
committee (domain.md 2.6 [D]).
"""

NO_TARGET = frozenset(
    {TopicState.REJECTED, TopicState.MERGED, TopicState.ARCHIVED, TopicState.DRAFT}
)


def recommended_form(urgency: Urgency, impact: Impact, is_professional: bool) -> ConsultationForm:
    """The form that breadth, expertise and urgency suggest (domain.md 2.6, [S0]): urgent ones fast,
    broad ones in a meeting.
    """
    if urgency is Urgency.URGENT:
        return ConsultationForm.ONLINE
    if impact is Impact.BROAD:
        return ConsultationForm.MEETING
    return ConsultationForm.SYMPOSIUM if is_professional else ConsultationForm.SITE_VISIT


def scope_of(org_path: str, county: int, station: Station | None) -> TopicScope:
    """Whom a topic concerns when nobody says: the level of its station, else how deep its org lies
    below the county.
    """
    if station is not None and station.level in (
        StationLevel.COUNTY,
        StationLevel.TOWNSHIP,
        StationLevel.VILLAGE,
    ):
        return TopicScope.read(station.level.value)
    depth = org_path.removeprefix(county_path(county)).count("/")
    return (TopicScope.COUNTY, TopicScope.TOWNSHIP)[depth] if depth < 2 else TopicScope.VILLAGE


def station_fits(station: Station | None, org_path: str) -> None:
    """A topic's station is one of the org or below it."""
    fits = station is None or station.org_path.startswith(org_path)
    require_field(
        fits, "station", "该站点不属于所选组织。", "The station does not belong to the org."
    )


def station_stood(station: Station | None, year: int, today: date) -> None:
    """A topic of this year comes through a station at work; an old one through a station that was
    there in its year.
    """
    if station is None:
        return
    if year >= today.year:
        require_active(station)
        return
    there = station.opened_on.year <= year and (
        station.closed_on is None or year <= station.closed_on.year
    )
    require_field(
        there,
        "station",
        f"{year}年站点“{station.name}”未启用或已撤销。",
        f"The station did not stand in {year}.",
    )


def mergeable(topic: Topic, into: Topic | None) -> Topic:
    """The other topic, still alive, into which a topic is merged."""
    require_field(
        into is not None, "into", "合并须注明并入的议题。", "Say into which topic it is merged."
    )
    assert into is not None
    require_field(
        into.id != topic.id, "into", "不能并入自身。", "A topic cannot be merged into itself."
    )
    require(into.state not in NO_TARGET, TopicRule.MERGE_TARGET, state=into.state)
    return into
