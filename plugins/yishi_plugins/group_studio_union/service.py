"""Operations and questions of the union (domain.md 3.13).

They are the selection of a convener, the board of unions, the register of questions and the closed
loop.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from yishi_core import (
    BadValue,
    Input,
    NotFound,
    OperationContext,
    Ref,
    Text,
    entered,
    like,
    not_before,
    not_future,
    operation,
    question,
    require,
    require_field,
)
from yishi_core.domain.collaboration import QuestionSetter
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.people import OrgMembership, Person
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.stations import (
    AssignToStationInput,
    Station,
    StationAssignment,
    StationRole,
    assign_to_station,
)
from yishi_plugins.group_studio_union import rules
from yishi_plugins.group_studio_union.cycles import ClosedLoop, loop_of
from yishi_plugins.group_studio_union.events import CONVENER_SELECTED
from yishi_plugins.group_studio_union.models import ConvenerPermission, ConvenerSelection
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.register import QuestionRegister, register_of
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import Settings
from yishi_plugins.group_studio_union.unions import UnionBoard, board_of


class SelectConvenerInput(Input, enters=ConvenerSelection):
    """The result of a selection, by votes, by appraisal, or both."""

    station: Ref[Station] = like(ConvenerSelection.station_id, doc="The studio.")
    candidate: Ref[Person] = like(
        ConvenerSelection.candidate_id,
        doc="Of the studio or of the group that is one body with it.",
    )
    selected_by: str = like(ConvenerSelection.selected_by, min_length=2, max_length=60)
    selected_on: date | None = like(ConvenerSelection.selected_on, None, doc="Today unless named.")
    term_from: date = like(ConvenerSelection.term_from, doc="Not before the selection.")
    term_to: date = like(ConvenerSelection.term_to)
    votes_for: int | None = like(ConvenerSelection.votes_for, None, ge=0, le=10_000)
    votes_cast: int | None = like(ConvenerSelection.votes_cast, None, ge=1, le=10_000)
    appraisal: str | None = like(ConvenerSelection.appraisal, None, min_length=2, max_length=1000)

    @model_validator(mode="after")
    def _how(self) -> SelectConvenerInput:
        if (self.votes_for is None) != (self.votes_cast is None):
            raise BadValue(
                "同意票与投票人数须同时填写。", "Give votes for and votes cast together."
            )
        if self.votes_for is None and self.appraisal is None:
            raise BadValue("请填写投票结果或考察情况。", "Give the votes or the appraisal.")
        if (
            self.votes_for is not None
            and self.votes_cast is not None
            and self.votes_for > self.votes_cast
        ):
            raise BadValue("同意票不能多于投票人数。", "More votes for than were cast.")
        return self


class UnionBoardInput(Input):
    """The org whose unions are shown, with everything below it."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="County or township.")


class QuestionRegisterInput(UnionBoardInput):
    """The org whose questions are shown, and which of them."""

    setter: QuestionSetter | None = Field(
        None, title="出题方", description="Only questions of this one."
    )
    state: rules.AnswerState | None = Field(
        None, title="状态", description="Only questions that stand so."
    )


class ClosedLoopInput(Input):
    """One cycle of the loop."""

    case: Ref[ConsultationCase] = like(ConsultationCase, doc="Any of its cycles.")


@operation(
    Text("遴选召集人", "Select a convener"),
    permission=ConvenerPermission.RECORD,
    subject="station",
    event=CONVENER_SELECTED,
)
async def select_convener(
    context: OperationContext, data: SelectConvenerInput
) -> ConvenerSelection:
    """Record who was selected as convener of a studio, and give the post for the term.

    Refused are a place that is no studio, too few votes (`votes`), a person of neither studio nor
    group (`not_of_union`), a seat that is taken (`convener_seats`), and a term that is too long.
    """
    settings, station, candidate = context.settings.of(Settings), data.station, data.candidate
    require(is_studio(station), UnionRule.CONVENERS_OF_STUDIOS)
    if candidate.county != context.county:
        raise NotFound.at("candidate")
    day = data.selected_on or context.today
    _check_term(context, settings, data, day)
    if data.votes_for is not None and data.votes_cast is not None:
        enough = rules.votes_suffice(
            data.votes_for, data.votes_cast, settings.convener_votes_percent
        )
        percent = settings.convener_votes_percent
        require(enough, UnionRule.VOTES, percent=percent)
    belongs = await _belongs(context, station, candidate, day)
    require(belongs, UnionRule.NOT_OF_UNION)
    taken = await context.count(
        StationAssignment,
        StationAssignment.station_id == station.id,
        StationAssignment.role == StationRole.CONVENER,
        StationAssignment.from_on <= data.term_to,
        StationAssignment.to_on.is_(None) | (StationAssignment.to_on >= data.term_from),
    )
    seats = settings.conveners_per_studio
    require(taken < seats, UnionRule.CONVENER_SEATS, taken=taken, seats=seats)
    post = await assign_to_station(
        context,
        AssignToStationInput(
            station=station,
            person=candidate,
            role=StationRole.CONVENER,
            from_on=data.term_from,
            selected_by=data.selected_by,
            selected_on=day,
        ),
    )
    post.to_on = data.term_to
    return context.add(
        entered(
            ConvenerSelection,
            data,
            station_id=station.id,
            candidate_id=candidate.id,
            assignment_id=post.id,
            selected_on=day,
        )
    )


@question(Text("组室合一看板", "Board of unions"), permission="station:read", subject="org")
async def union_board(context: OperationContext, data: UnionBoardInput) -> UnionBoard:
    """Studios by kind, each with its group, and the number of platforms.

    A studio and the group that is one body with it count as one platform.
    """
    return await board_of(context, context.settings.of(Settings), data.org)


@question(Text("三题台账", "Register of questions"), permission="question:read", subject="org")
async def question_register(
    context: OperationContext, data: QuestionRegisterInput
) -> QuestionRegister:
    """The questions set for studios, by when, and how they were answered; overdue ones first."""
    return await register_of(
        context, context.settings.of(Settings), data.org, data.setter, data.state
    )


@question(Text("闭环", "Closed loop"), permission="consultation_case:read", subject="case")
async def closed_loop(context: OperationContext, data: ClosedLoopInput) -> ClosedLoop:
    """The cycles 协商—落实—再协商 of one matter, the first one first.

    They show what was consulted, supervised and converted, and how satisfied people were.
    """
    return await loop_of(context, data.case)


def _check_term(
    context: OperationContext, settings: Settings, data: SelectConvenerInput, selected_on: date
) -> None:
    not_future(selected_on, "selected_on", context)
    not_before(data.term_from, selected_on, "term_from", "遴选日期", "the selection")
    not_before(data.term_to, data.term_from, "term_to", "任期起始", "the begin of the term")
    years = settings.convener_term_years
    fits = data.term_to < rules.add_months(data.term_from, 12 * years)
    require_field(fits, "term_to", f"任期最长{years}年。", f"A term lasts at most {years} years.")


async def _belongs(context: OperationContext, station: Station, person: Person, day: date) -> bool:
    """Whether a person has a post at the studio or a place in its group on that day.

    The convener's post alone does not count.
    """
    of_studio = (
        StationAssignment.station_id == station.id,
        StationAssignment.person_id == person.id,
        StationAssignment.role != StationRole.CONVENER,
    )
    on = (
        StationAssignment.from_on <= day,
        StationAssignment.to_on.is_(None) | (StationAssignment.to_on >= day),
    )
    if await context.count(StationAssignment, *of_studio, *on):
        return True
    of_group = (
        OrgMembership.group_id == station.union_org_id,
        OrgMembership.person_id == person.id,
    )
    then = (
        OrgMembership.from_on <= day,
        OrgMembership.to_on.is_(None) | (OrgMembership.to_on >= day),
    )
    return bool(await context.count(OrgMembership, *of_group, *then))
