"""Opinions: written, edited, reported, submitted, used, and their effect fed back.

Source: domain.md 2.10.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.rules import require_accepted
from yishi_core.domain.opinions import rules
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
from yishi_core.domain.opinions.writing import (
    HANDED_IN,
    Brief,
    drafted,
    hand_in,
    require_nobody_named,
)
from yishi_core.domain.orgs.root import county_root
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission, authorize, holds
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.counting import require_length
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Part = Annotated[str, StringConstraints(max_length=10_000)]
Note = Annotated[str, StringConstraints(min_length=2, max_length=2000)]
Body = Annotated[str, StringConstraints(min_length=2, max_length=120)]


class CreateOpinionInput(OwnedInput):
    """An opinion: the problem, its cause, the suggestion, and who reports it."""

    title: Title = Field(title="标题", description="Title: one matter.")
    category: Annotated[str, Term("focus_category")] = Field(
        title="类别", description="What it is about."
    )
    problem: Part = Field("", title="问题", description="What is wrong.")
    cause: Part = Field("", title="原因", description="Why.")
    suggestion: Part = Field("", title="建议", description="What should be done.")
    person: Ref[Person] | None = Field(
        None,
        title="反映人",
        description="Who reports; the caller himself unless somebody is named.",
    )
    reporter: str | None = Field(
        None,
        title="反映人姓名",
        description="Of somebody who is not registered.",
        min_length=2,
        max_length=60,
    )
    reporter_unit: str | None = Field(
        None,
        title="反映单位",
        description="His unit; the office unless named.",
        min_length=2,
        max_length=120,
    )
    observer: Ref[Person] | None = Field(
        None, title="信息员", description="The observer who noticed it."
    )
    from_case: Ref[ConsultationCase] | None = Field(
        None, title="来源协商事项", description="The consultation that it comes from."
    )
    intakes: list[Ref[Intake]] = Field(
        default_factory=list,
        title="来源来件",
        description="Accepted matters that it takes up.",
        max_length=200,
    )
    reported_on: date | None = Field(None, title="反映日期", description="Today unless named.")
    draft: bool = Field(False, title="存为草稿", description="Keep it to oneself for now.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


AS_REPORTED = frozenset(
    {"station", "person", "reporter", "reporter_unit", "observer", "from_case", "reported_on"}
)
"""Fields about the reporter, the day and the origin; they are not edited."""


class ChangeOpinionInput(Correction, of=CreateOpinionInput, row=Opinion, but=AS_REPORTED):
    """Changes to the caller's own draft; omitted fields stay as they are."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")


class HandInOpinionInput(Input):
    """The handing in of a draft to the office."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    reported_on: date | None = Field(None, title="反映日期", description="Today unless named.")


class DiscardOpinionInput(Input):
    """The discarding of the caller's own draft."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")


class EditOpinionInput(
    Correction, of=CreateOpinionInput, row=Opinion, but=AS_REPORTED | {"editor", "edited_on"}
):
    """The office's editing."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    editor: str = Field(title="编辑人", description="Who edits.", min_length=2, max_length=60)
    edited_on: date | None = Field(None, title="编辑日期", description="Today unless named.")


class ReportOpinionInput(Input):
    """The report to the own level's party and government, or to the county body."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    to_county: bool = Field(
        title="报县级政协",
        description="To the county body; otherwise to the own level's party and government.",
    )
    to_body: Body = Field(title="报送单位", description="Body, as written.")
    route: SubmissionRoute = Field(
        SubmissionRoute.NORMAL, title="报送方式", description="The express route takes it unedited."
    )
    on: date | None = Field(None, title="报送日期", description="Today unless named.")


class SubmitOpinionInput(Input):
    """The submission by the county body to party and government, or to the level above."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    to_level: OpinionLevel = Field(
        title="报送层级", description="County (its party and government) or above."
    )
    to_body: Body = Field(title="报送单位", description="Body, as written.")
    route: SubmissionRoute = Field(
        SubmissionRoute.NORMAL,
        title="报送方式",
        description="Level by level, or the express route.",
    )
    issue_no: str | None = Field(
        None,
        title="刊期",
        description="Number of the issue; the next one unless named.",
        max_length=40,
    )
    on: date | None = Field(None, title="报送日期", description="Today unless named.")


class AdoptOpinionInput(Input):
    """The use of an opinion by a body."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    level: OpinionLevel = Field(title="采用层级", description="Level of the body.")
    mode: AdoptionMode = Field(
        title="采用方式", description="Alone, merged, or forwarded to a department."
    )
    body: Body = Field(title="采用单位", description="Body, as written.")
    on: date | None = Field(None, title="采用日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class EndorseOpinionInput(Input):
    """A leader's written endorsement of an opinion."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    level: OpinionLevel = Field(title="批示层级", description="Level of the leader.")
    leader_post: Body = Field(title="批示领导职务", description="Post, as written.")
    text: Note = Field(title="批示内容", description="What was written.")
    on: date | None = Field(None, title="批示日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class FeedBackEffectInput(Input):
    """The effect of an opinion, for its reporter."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    effect: Note = Field(title="成效", description="What came of it.")
    replied_on: date | None = Field(None, title="反馈日期", description="Today unless named.")


class CloseOpinionInput(Input):
    """The closing of an opinion."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    closed_on: date | None = Field(None, title="办结日期", description="Today unless named.")


class MergeOpinionInput(Input):
    """An opinion about the same thing as another."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    merged_into: Ref[Opinion] = Field(title="主件", description="The one that goes on.")


class SetAsideOpinionInput(Input):
    """An opinion that is not used."""

    opinion: Ref[Opinion] = Field(title="社情民意信息")
    reason: Annotated[str, Term("not_used_reason")] = Field(title="未采用原因", description="Why.")
    note: Note | None = Field(None, title="未采用说明", description="What the reporter is told.")


@operation(
    Text("反映社情民意", "Create an opinion"),
    permission=Permission.OPINION_CREATE,
    subject="owner",
    event="opinion.created",
    importable=True,
)
async def create_opinion(context: OperationContext, data: CreateOpinionInput) -> Opinion:
    """Write an opinion and hand it in, or keep it as a draft visible only to its author.

    Old opinions are entered with their day. An opinion that is handed in has problem, cause and
    suggestion within the limit of characters (setting), and does not repeat the words of another
    one.
    """
    require_one_county(context, data)
    require_active(data.station)
    require_accepted(data.intakes)
    day = data.reported_on or context.today
    not_future(day, "reported_on", context)
    person = data.person or (
        None if data.reporter else await context.get(Person, context.principal.person)
    )
    reporter = data.reporter or (person.name if person else None)
    if reporter is None:
        raise InvalidInput.of("reporter", "请填写反映人姓名。", "Say who reports.")
    brief = Brief(
        title=data.title,
        category=data.category,
        problem=data.problem,
        cause=data.cause,
        suggestion=data.suggestion,
        reporter=reporter,
        reporter_unit=data.reporter_unit
        or (person.employer if person and person.employer else context.org.name),
    )
    opinion = drafted(context, brief, person)
    opinion.observer_id = data.observer.id if data.observer else None
    opinion.station_id = data.station.id if data.station else None
    opinion.from_case_id = data.from_case.id if data.from_case else None
    for intake in data.intakes:
        intake.opinion_id = opinion.id
    attach(context, opinion, data.attachments)
    if not data.draft:
        await hand_in(context, opinion, day)
        context.emit(HANDED_IN, opinion)
    return opinion


@operation(
    Text("修改社情民意草稿", "Change an opinion"),
    permission=Permission.OPINION_CREATE,
    subject="opinion",
    event="opinion.changed",
)
async def change_opinion(context: OperationContext, data: ChangeOpinionInput) -> Opinion:
    """Improve the caller's own draft."""
    rules.require_own_draft(context, data.opinion)
    require_state(data.opinion, (OpinionState.DRAFT,), "opinion")
    _rewrite(context, data)
    return data.opinion


@operation(
    Text("提交社情民意", "Hand in an opinion"),
    permission=Permission.OPINION_CREATE,
    subject="opinion",
    event=HANDED_IN,
)
async def hand_in_opinion(context: OperationContext, data: HandInOpinionInput) -> Opinion:
    """Hand in the caller's own draft; the office can read it from then on."""
    day = data.reported_on or context.today
    rules.require_own_draft(context, data.opinion)
    require_state(data.opinion, (OpinionState.DRAFT,), "opinion")
    not_future(day, "reported_on", context)
    return await hand_in(context, data.opinion, day)


@operation(
    Text("撤回社情民意草稿", "Discard an opinion"),
    permission=Permission.OPINION_CREATE,
    subject="opinion",
    event="opinion.discarded",
)
async def discard_opinion(context: OperationContext, data: DiscardOpinionInput) -> Opinion:
    """Discard the caller's own draft. It stays a draft, so that nobody else ever reads it."""
    rules.require_own_draft(context, data.opinion)
    require_state(data.opinion, (OpinionState.DRAFT,), "opinion")
    for intake in await context.find(Intake, Intake.opinion_id == data.opinion.id):
        intake.opinion_id = None
    data.opinion.voided_at, data.opinion.void_reason = context.now, "草稿撤回"
    return data.opinion


@operation(
    Text("编辑社情民意", "Edit an opinion"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event="opinion.edited",
)
async def edit_opinion(context: OperationContext, data: EditOpinionInput) -> Opinion:
    """Edit an opinion that was handed in; one given to the county body is edited there."""
    opinion, day = data.opinion, data.edited_on or context.today
    require_state(
        opinion,
        (OpinionState.COLLECTED, OpinionState.EDITED, OpinionState.REPORTED_COUNTY),
        "opinion",
    )
    not_future(day, "edited_on", context)
    not_before(day, opinion.reported_on, "edited_on", "反映日期", "the day it was handed in")
    if opinion.state is OpinionState.REPORTED_COUNTY:
        authorize(context.principal, Permission.OPINION_SUBMIT, opinion)
    else:
        opinion.state = OpinionState.EDITED
    _rewrite(context, data)
    rules.require_complete(opinion.problem, opinion.cause, opinion.suggestion)
    require_nobody_named(opinion, await context.find(Intake, Intake.opinion_id == opinion.id))
    opinion.editor, opinion.edited_on = data.editor, day
    return opinion


@operation(
    Text("报送社情民意", "Report an opinion"),
    permission=Permission.OPINION_REPORT,
    subject="opinion",
    event="opinion.reported",
)
async def report_opinion(context: OperationContext, data: ReportOpinionInput) -> Opinion:
    """Report an edited opinion to its own level's party and government, or to the county body.

    The express route takes it unedited. An opinion that its own level could not settle may go to
    the county body afterwards.
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
        Submission(
            opinion_id=opinion.id,
            to_level=level,
            to_body=data.to_body,
            on=day,
            route=data.route,
            audience=opinion.audience,
        )
    )
    opinion.state = OpinionState.REPORTED_COUNTY if data.to_county else OpinionState.REPORTED_LOCAL
    return opinion


@operation(
    Text("上报社情民意", "Submit an opinion"),
    permission=Permission.OPINION_SUBMIT,
    subject="opinion",
    event="opinion.submitted",
)
async def submit_opinion(context: OperationContext, data: SubmitOpinionInput) -> Opinion:
    """Submit an opinion, as the county body, to party and government or to a level above.

    It goes level by level, or by the express route. With its first submission it gets its issue
    number (刊期).
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
    context.add(
        Submission(
            opinion_id=opinion.id,
            to_level=data.to_level,
            to_body=data.to_body,
            on=day,
            route=data.route,
            audience=opinion.audience,
        )
    )
    if opinion.state not in (OpinionState.ADOPTED, OpinionState.ENDORSED):
        opinion.state = OpinionState.SUBMITTED_UP
    return opinion


@operation(
    Text("登记采用", "Record an adoption"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event="opinion.adopted",
)
async def adopt_opinion(context: OperationContext, data: AdoptOpinionInput) -> Adoption:
    """Record that a body used an opinion.

    A township records use at its own level, the county body use at every level: those above report
    it by themselves. Use after the reporter was told, as is usual at higher levels, is recorded as
    well; the state stays.
    """
    require_one_county(context, data)
    opinion, day = data.opinion, data.on or context.today
    _used(context, opinion, data.level, day)
    adoption = context.add(
        Adoption(
            opinion_id=opinion.id,
            level=data.level,
            mode=data.mode,
            body=data.body,
            on=day,
            audience=opinion.audience,
        )
    )
    attach(context, adoption, data.attachments)
    if opinion.state not in rules.TOLD:
        opinion.state = OpinionState.ADOPTED
    return adoption


@operation(
    Text("登记批示", "Record an endorsement"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event="opinion.endorsed",
)
async def endorse_opinion(context: OperationContext, data: EndorseOpinionInput) -> Endorsement:
    """Record a leader's endorsement of an opinion, with the same rule of levels."""
    require_one_county(context, data)
    opinion, day = data.opinion, data.on or context.today
    _used(context, opinion, data.level, day)
    row = context.add(
        Endorsement(
            opinion_id=opinion.id,
            level=data.level,
            leader_post=data.leader_post,
            text=data.text,
            on=day,
            audience=opinion.audience,
        )
    )
    attach(context, row, data.attachments)
    if opinion.state not in rules.TOLD:
        opinion.state = OpinionState.ENDORSED
    return row


@operation(
    Text("反馈成效", "Feed back the effect"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event="opinion.fed_back",
)
async def feed_back_effect(context: OperationContext, data: FeedBackEffectInput) -> Opinion:
    """Record the effect of an opinion; its reporter can read it."""
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
    event="opinion.closed",
)
async def close_opinion(context: OperationContext, data: CloseOpinionInput) -> Opinion:
    """Close an opinion whose reporter has been told its effect."""
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
    event="opinion.merged",
)
async def merge_opinion(context: OperationContext, data: MergeOpinionInput) -> Opinion:
    """Merge an opinion into another about the same thing; its reporter follows that one."""
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
    event="opinion.set_aside",
)
async def set_aside_opinion(context: OperationContext, data: SetAsideOpinionInput) -> Opinion:
    """Set an opinion aside, with a reason that its reporter can read.

    Reasons are copied text, routine work news, several matters in one, and so on.
    """
    require_state(data.opinion, (*rules.UNDECIDED, OpinionState.SUBMITTED_UP), "opinion")
    data.opinion.state, data.opinion.not_used_reason, data.opinion.not_used_note = (
        OpinionState.NOT_USED,
        data.reason,
        data.note,
    )
    return data.opinion


async def _let_follow(context: OperationContext, main: Opinion, merged: Opinion) -> None:
    """Let the readers of a merged opinion read the main one and its effect.

    This goes as far as the caller's office may write there.
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


def _rewrite(context: OperationContext, data: ChangeOpinionInput | EditOpinionInput) -> None:
    opinion = data.opinion
    correct(context, opinion, data)
    texts = (opinion.problem, opinion.cause, opinion.suggestion)
    most = context.settings.of("core", CoreSettings).opinion_max_characters
    opinion.word_count = require_length(texts, most, "suggestion", "社情民意信息")
    opinion.digest = rules.digest_of(*texts)


def _day(context: OperationContext, opinion: Opinion, day: date) -> None:
    not_future(day, "on", context)
    not_before(day, opinion.reported_on, "on", "反映日期", "the day it was handed in")


def _used(context: OperationContext, opinion: Opinion, level: OpinionLevel, day: date) -> None:
    require_state(opinion, (*rules.USABLE, *rules.TOLD), "opinion")
    rules.require_use_within(level, holds(context.principal, Permission.OPINION_SUBMIT, opinion))
    _day(context, opinion, day)


async def _issue(context: OperationContext, year: int) -> str:
    """The next issue number of the county body's bulletin in a year."""
    return await next_number(context, "opinion_issue", year, await county_root(context))
