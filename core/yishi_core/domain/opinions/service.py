"""An opinion that was handed in: reported, passed upward, used, told of, closed, merged or set aside
(domain.md 2.10).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.opinions import rules
from yishi_core.domain.opinions.events import (
    OPINION_ADOPTED,
    OPINION_CLOSED,
    OPINION_ENDORSED,
    OPINION_FED_BACK,
    OPINION_MERGED,
    OPINION_REPORTED,
    OPINION_SET_ASIDE,
    OPINION_SUBMITTED,
)
from yishi_core.domain.opinions.models import (
    Adoption,
    AdoptionMode,
    Endorsement,
    Opinion,
    OpinionLevel,
    OpinionState,
    Submission,
    SubmissionRoute,
)
from yishi_core.domain.orgs.root import county_root
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state

Note = Annotated[str, StringConstraints(min_length=2, max_length=2000)]
Body = Annotated[str, StringConstraints(min_length=2, max_length=120)]


class ReportOpinionInput(Input, enters=Submission):
    """To the party and government of one's own level, or to the county body."""

    opinion: Ref[Opinion] = like(Submission.opinion_id)
    to_county: Annotated[bool, Beside()] = Field(
        title="报县级政协",
        description="To the county body; otherwise to the own level's party and government.",
    )
    to_body: Body = like(Submission.to_body)
    route: SubmissionRoute = like(
        Submission.route, SubmissionRoute.NORMAL, doc="The express route takes it unedited."
    )
    on: date | None = like(Submission.on, None, doc=TODAY)


class SubmitOpinionInput(Input, enters=Submission):
    """The county body passes it to party and government, or to the level above."""

    opinion: Ref[Opinion] = like(Submission.opinion_id)
    to_level: OpinionLevel = like(
        Submission.to_level, doc="County (its party and government) or above."
    )
    to_body: Body = like(Submission.to_body)
    route: SubmissionRoute = like(Submission.route, SubmissionRoute.NORMAL)
    issue_no: Annotated[str | None, Beside()] = like(
        Opinion.issue_no, None, doc="Number of the issue; the next one unless named.", max_length=40
    )
    on: date | None = like(Submission.on, None, doc=TODAY)


class AdoptOpinionInput(Input, enters=Adoption):
    """A body has used it."""

    opinion: Ref[Opinion] = like(Adoption.opinion_id)
    level: OpinionLevel = like(Adoption.level)
    mode: AdoptionMode = like(Adoption.mode)
    body: Body = like(Adoption.body)
    on: date | None = like(Adoption.on, None, doc=TODAY)
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class EndorseOpinionInput(Input, enters=Endorsement):
    """A leader has written on it."""

    opinion: Ref[Opinion] = like(Endorsement.opinion_id)
    level: OpinionLevel = like(Endorsement.level)
    leader_post: Body = like(Endorsement.leader_post)
    text: Note = like(Endorsement.text)
    on: date | None = like(Endorsement.on, None, doc=TODAY)
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class FeedBackEffectInput(Input):
    """What came of it, told to the reporter."""

    opinion: Ref[Opinion] = like(Opinion)
    effect: Note = like(Opinion.effect)
    replied_on: date | None = like(Opinion.replied_on, None, doc=TODAY)


class CloseOpinionInput(Input):
    """The end of an opinion."""

    opinion: Ref[Opinion] = like(Opinion)
    closed_on: date | None = like(Opinion.closed_on, None, doc=TODAY)


class MergeOpinionInput(Input):
    """An opinion about the same thing as another."""

    opinion: Ref[Opinion] = like(Opinion)
    merged_into: Ref[Opinion] = Field(title="主件", description="The one that goes on.")


class SetAsideOpinionInput(Input):
    """An opinion that is not used."""

    opinion: Ref[Opinion] = like(Opinion)
    reason: Annotated[str, Term("not_used_reason")] = Field(title="未采用原因", description="Why.")
    note: Note | None = Field(None, title="未采用说明", description="What the reporter is told.")


@operation(
    Text("报送社情民意", "Report an opinion"),
    permission=Permission.OPINION_REPORT,
    subject="opinion",
    event=OPINION_REPORTED,
)
async def report_opinion(context: OperationContext, data: ReportOpinionInput) -> Opinion:
    """Pass an edited opinion to the party and government of its own level, or to the county body;
    the express route takes it unedited.

    What its own level could not settle may go to the county body afterwards.
    """
    opinion, day = data.opinion, data.on or context.today
    at_county = opinion.org_path == county_path(opinion.county)
    there = data.to_county and at_county
    require_field(
        not there,
        "to_county",
        "该信息已在县级政协,请直接上报。",
        "It is at the county body already: submit it upward.",
    )
    if not (data.to_county and opinion.state is OpinionState.REPORTED_LOCAL):
        rules.require_reportable(opinion, data.route)
    _day(context, opinion, day)
    level = OpinionLevel.COUNTY if data.to_county or at_county else OpinionLevel.TOWNSHIP
    context.add(
        entered(
            Submission,
            data,
            opinion_id=opinion.id,
            to_level=level,
            on=day,
            audience=opinion.audience,
        )
    )
    opinion.state = OpinionState.REPORTED_COUNTY if data.to_county else OpinionState.REPORTED_LOCAL
    return opinion


@operation(
    Text("上报社情民意", "Submit an opinion"),
    permission=Permission.OPINION_SUBMIT,
    subject="opinion",
    event=OPINION_SUBMITTED,
)
async def submit_opinion(context: OperationContext, data: SubmitOpinionInput) -> Opinion:
    """The county body passes an opinion to the county's party and government or to a level above:
    level by level, or by the express route.

    With the first submission it gets its issue number (刊期).
    """
    opinion, day = data.opinion, data.on or context.today
    at_county = opinion.org_path == county_path(opinion.county)
    allowed = (*rules.UPWARD, OpinionState.EDITED) if at_county else rules.UPWARD
    require_state(opinion, allowed, "opinion")
    rules.require_next_level(
        await context.find(Submission, Submission.opinion_id == opinion.id),
        data.to_level,
        data.route,
    )
    _day(context, opinion, day)
    if opinion.issue_no is None:
        opinion.issue_no = data.issue_no or await _issue(context, day.year)
    context.add(entered(Submission, data, opinion_id=opinion.id, on=day, audience=opinion.audience))
    if opinion.state not in (OpinionState.ADOPTED, OpinionState.ENDORSED):
        opinion.state = OpinionState.SUBMITTED_UP
    return opinion


@operation(
    Text("登记采用", "Record an adoption"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_ADOPTED,
)
async def adopt_opinion(context: OperationContext, data: AdoptOpinionInput) -> Adoption:
    """Record that a body used an opinion. A township records its own level's, the county body every
    level's: those above pass it on by themselves.

    Use that comes after the reporter was told, as it does of higher levels, is recorded as well;
    the state stays.
    """
    require_one_county(context, data)
    opinion, day = data.opinion, data.on or context.today
    _used(context, opinion, data.level, day)
    adoption = context.add(
        entered(Adoption, data, opinion_id=opinion.id, on=day, audience=opinion.audience)
    )
    attach(context, adoption, data.attachments)
    if opinion.state not in rules.TOLD:
        opinion.state = OpinionState.ADOPTED
    return adoption


@operation(
    Text("登记批示", "Record an endorsement"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_ENDORSED,
)
async def endorse_opinion(context: OperationContext, data: EndorseOpinionInput) -> Endorsement:
    """Record what a leader wrote on an opinion, with the same rule of levels."""
    require_one_county(context, data)
    opinion, day = data.opinion, data.on or context.today
    _used(context, opinion, data.level, day)
    row = context.add(
        entered(Endorsement, data, opinion_id=opinion.id, on=day, audience=opinion.audience)
    )
    attach(context, row, data.attachments)
    if opinion.state not in rules.TOLD:
        opinion.state = OpinionState.ENDORSED
    return row


@operation(
    Text("反馈成效", "Feed back the effect"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_FED_BACK,
)
async def feed_back_effect(context: OperationContext, data: FeedBackEffectInput) -> Opinion:
    """Write down what came of an opinion; its reporter reads it."""
    opinion, day = data.opinion, data.replied_on or context.today
    require_state(opinion, rules.USABLE, "opinion")
    not_future(day, "replied_on", context)
    not_before(day, opinion.reported_on, "replied_on", "反映日期", "the day it was handed in")
    opinion.effect, opinion.replied_on, opinion.state = (
        data.effect,
        day,
        OpinionState.EFFECT_FED_BACK,
    )
    return opinion


@operation(
    Text("社情民意办结", "Close an opinion"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_CLOSED,
)
async def close_opinion(context: OperationContext, data: CloseOpinionInput) -> Opinion:
    """End an opinion whose reporter has been told what came of it."""
    opinion, day = data.opinion, data.closed_on or context.today
    require_state(opinion, (OpinionState.EFFECT_FED_BACK,), "opinion")
    not_future(day, "closed_on", context)
    not_before(day, opinion.replied_on, "closed_on", "反馈日期", "the day of the feedback")
    opinion.state, opinion.closed_on = OpinionState.CLOSED, day
    return opinion


@operation(
    Text("合并社情民意", "Merge an opinion"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_MERGED,
)
async def merge_opinion(context: OperationContext, data: MergeOpinionInput) -> Opinion:
    """Join an opinion to another about the same thing; who reported it follows that one."""
    require_one_county(context, data)
    require_state(data.opinion, rules.UNDECIDED, "opinion")
    rules.require_mergeable(data.opinion, data.merged_into)
    await _let_follow(context, data.merged_into, data.opinion)
    data.opinion.state, data.opinion.merged_into_id = OpinionState.MERGED, data.merged_into.id
    return data.opinion


@operation(
    Text("社情民意不采用", "Set an opinion aside"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_SET_ASIDE,
)
async def set_aside_opinion(context: OperationContext, data: SetAsideOpinionInput) -> Opinion:
    """Not use an opinion, for a reason that its reporter reads: copied, routine work news, several
    matters in one …
    """
    require_state(data.opinion, (*rules.UNDECIDED, OpinionState.SUBMITTED_UP), "opinion")
    data.opinion.state, data.opinion.not_used_reason, data.opinion.not_used_note = (
        OpinionState.NOT_USED,
        data.reason,
        data.note,
    )
    return data.opinion


async def _let_follow(context: OperationContext, main: Opinion, merged: Opinion) -> None:
    """The readers of a merged opinion read the main one with what became of it, as far as the
    caller's office may write there.
    """
    if not holds(context.principal, Permission.OPINION_EDIT, main):
        return
    submissions = await context.find(Submission, Submission.opinion_id == main.id)
    adoptions = await context.find(Adoption, Adoption.opinion_id == main.id)
    endorsements = await context.find(Endorsement, Endorsement.opinion_id == main.id)
    read: tuple[Opinion | Submission | Adoption | Endorsement, ...] = (
        main,
        *submissions,
        *adoptions,
        *endorsements,
    )
    for row in read:
        row.audience = joined(row.audience, merged.audience)


def _day(context: OperationContext, opinion: Opinion, day: date) -> None:
    not_future(day, "on", context)
    not_before(day, opinion.reported_on, "on", "反映日期", "the day it was handed in")


def _used(context: OperationContext, opinion: Opinion, level: OpinionLevel, day: date) -> None:
    require_state(opinion, (*rules.USABLE, *rules.TOLD), "opinion")
    rules.require_use_within(level, holds(context.principal, Permission.OPINION_SUBMIT, opinion))
    _day(context, opinion, day)


async def _issue(context: OperationContext, year: int) -> str:
    """The next issue of the county body's bulletin in a year."""
    return await next_number(context, "opinion_issue", year, await county_root(context))
