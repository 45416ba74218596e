"""An opinion is written, handed in and edited, or thrown away while it is a draft."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.rules import require_accepted
from yishi_core.domain.opinions import rules
from yishi_core.domain.opinions.events import (
    OPINION_CHANGED,
    OPINION_CREATED,
    OPINION_DISCARDED,
    OPINION_EDITED,
    OPINION_HANDED_IN,
)
from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_core.domain.opinions.writing import Brief, drafted, hand_in, require_nobody_named
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.counting import require_length
from yishi_core.kernel.operation.rules import not_before, not_future, require_state
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Part = Annotated[str, StringConstraints(max_length=10_000)]


class CreateOpinionInput(OwnedInput):
    """An opinion: the problem, its cause, the suggestion, and who reports it."""

    title: Title = like(Opinion.title)
    category: Annotated[str, Term("focus_category")] = like(Opinion.category)
    problem: Part = like(Opinion.problem, "")
    cause: Part = like(Opinion.cause, "")
    suggestion: Part = like(Opinion.suggestion, "")
    person: Ref[Person] | None = like(
        Opinion.person_id, None, doc="Who reports; the caller unless somebody is named."
    )
    reporter: str | None = like(
        Opinion.reporter,
        None,
        doc="Of somebody who is not registered.",
        min_length=2,
        max_length=60,
    )
    reporter_unit: str | None = like(
        Opinion.reporter_unit,
        None,
        doc="The reporter's unit; the office unless named.",
        min_length=2,
        max_length=120,
    )
    observer: Ref[Person] | None = like(Opinion.observer_id, None)
    from_case: Ref[ConsultationCase] | None = like(
        Opinion.from_case_id, None, doc="The consultation that it comes from."
    )
    intakes: list[Ref[Intake]] = Field(
        default_factory=list,
        title="来源来件",
        description="Accepted matters that it takes up.",
        max_length=200,
    )
    reported_on: date | None = like(Opinion.reported_on, None, doc=TODAY)
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

    opinion: Ref[Opinion] = like(Opinion)


class HandInOpinionInput(Input):
    """The handing in of a draft to the office."""

    opinion: Ref[Opinion] = like(Opinion)
    reported_on: date | None = like(Opinion.reported_on, None, doc=TODAY)


class DiscardOpinionInput(Input):
    """The discarding of the caller's own draft."""

    opinion: Ref[Opinion] = like(Opinion)


class EditOpinionInput(
    Correction, of=CreateOpinionInput, row=Opinion, but=AS_REPORTED | {"editor", "edited_on"}
):
    """The office's editing."""

    opinion: Ref[Opinion] = like(Opinion)
    editor: str = like(Opinion.editor, doc="Who edits.", min_length=2, max_length=60)
    edited_on: date | None = like(Opinion.edited_on, None, doc=TODAY)


@operation(
    Text("反映社情民意", "Create an opinion"),
    permission=Permission.OPINION_CREATE,
    subject="owner",
    event=OPINION_CREATED,
    importable=True,
    emits=[OPINION_HANDED_IN],
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
        context.emit(OPINION_HANDED_IN, opinion)
    return opinion


@operation(
    Text("修改社情民意草稿", "Change an opinion"),
    permission=Permission.OPINION_CREATE,
    subject="opinion",
    event=OPINION_CHANGED,
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
    event=OPINION_HANDED_IN,
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
    event=OPINION_DISCARDED,
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
    event=OPINION_EDITED,
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


def _rewrite(context: OperationContext, data: ChangeOpinionInput | EditOpinionInput) -> None:
    opinion = data.opinion
    correct(context, opinion, data)
    texts = (opinion.problem, opinion.cause, opinion.suggestion)
    most = context.settings.of(CoreSettings).opinion_max_characters
    opinion.word_count = require_length(texts, most, "suggestion", "社情民意信息")
    opinion.digest = rules.digest_of(*texts)
