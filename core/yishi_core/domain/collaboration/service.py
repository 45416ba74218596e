"""Questions set to studios, information passed up and down (domain.md 2.17)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.collaboration import rules
from yishi_core.domain.collaboration.events import (
    INFORMATION_CHANGED,
    INFORMATION_HANDLED,
    INFORMATION_HANDLING_CHANGED,
    INFORMATION_PASSED,
    QUESTION_ANSWER_CHANGED,
    QUESTION_ANSWERED,
    QUESTION_CHANGED,
    QUESTION_SET,
)
from yishi_core.domain.collaboration.models import InfoExchange, Question, QuestionSetter
from yishi_core.domain.collaboration.rules import CollaborationRule
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import (
    Correction,
    correct,
    require_kept,
    require_one_county,
)
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require
from yishi_core.kernel.tree.models import OrgUnit


class SetQuestionInput(Input, enters=Question):
    """A question for a studio."""

    station: Ref[Station] = like(Question.station_id, doc="The studio that shall answer.")
    setter: QuestionSetter = like(
        Question.setter, doc="cppcc_sets: the county; party_points: the township."
    )
    text: str = like(Question.text, min_length=5, max_length=1000)
    due_on: date = like(Question.due_on)
    given_on: date | None = like(Question.given_on, None, doc=TODAY)


class AnswerQuestionInput(Input):
    """The studio's answer, with the case or activity in which it was worked out.

    The activity is a survey or supervision, for example.
    """

    question: Ref[Question] = Field(title="题目")
    answer: str = like(Question.answer, doc="The answer.", min_length=5, max_length=5000)
    answer_case: Ref[ConsultationCase] | None = like(
        Question.answer_case_id, None, doc="The case in which it was worked out."
    )
    answer_activity: Ref[Activity] | None = like(
        Question.answer_activity_id,
        None,
        doc="The survey or supervision in which it was worked out.",
    )
    answered_on: date | None = like(Question.answered_on, None, doc=TODAY)


class ChangeQuestionInput(Correction, of=SetQuestionInput, but={"station"}):
    """Corrections of a question; a question for another studio is set anew."""

    question: Ref[Question] = Field(title="题目")


class ChangeAnswerInput(Correction, of=AnswerQuestionInput, row=Question):
    """Corrections of an answer."""

    question: Ref[Question] = Field(title="题目")


class PassInformationInput(Input, enters=InfoExchange):
    """Information from one org to another above or below it."""

    from_org: Ref[OrgUnit] = like(InfoExchange.from_org_id)
    to_org: Ref[OrgUnit] = like(InfoExchange.to_org_id, doc="An org above or below.")
    content: str = like(
        InfoExchange.content, doc="What is passed on.", min_length=2, max_length=5000
    )
    case: Ref[ConsultationCase] | None = like(
        InfoExchange.case_id, None, doc="The case it is about."
    )
    on: date | None = like(InfoExchange.on, None, doc=TODAY)


class HandleInformationInput(Input):
    """What the receiver did with it."""

    exchange: Ref[InfoExchange] = Field(title="信息")
    handled: str = like(InfoExchange.handled, min_length=2, max_length=2000)
    handled_on: date | None = like(InfoExchange.handled_on, None, doc=TODAY)


class ChangeInformationInput(Correction, of=PassInformationInput, but={"from_org", "to_org"}):
    """Corrections of passed information; information for another org is passed anew."""

    exchange: Ref[InfoExchange] = Field(title="信息")


class ChangeInformationHandlingInput(Correction, of=HandleInformationInput, row=InfoExchange):
    """Corrections of what the receiver did."""

    exchange: Ref[InfoExchange] = Field(title="信息")


@operation(
    Text("出题", "Set a question"),
    permission=Permission.QUESTION_SET,
    subject="station",
    event=QUESTION_SET,
)
async def set_question(context: OperationContext, data: SetQuestionInput) -> Question:
    """Set a question for a studio.

    The county's CPPCC sets questions, the township's party committee assigns them (domain.md 3.13).
    """
    require_active(data.station)
    rules.require_setter(context.principal, data.setter, data.station)
    question = entered(Question, data, given_on=data.given_on or context.today)
    _require_question(context, question)
    return context.add(question)


@operation(
    Text("更正题目", "Change a question"),
    permission=Permission.QUESTION_SET,
    subject="question",
    event=QUESTION_CHANGED,
)
async def change_question(context: OperationContext, data: ChangeQuestionInput) -> Question:
    """Correct a question until it is answered: county and township each correct their own."""
    question = data.question
    _require_unanswered(question)
    station = await context.get(Station, question.station_id)
    if station is None:
        raise NotFound.at("question")
    rules.require_setter(context.principal, question.setter, station)
    correct(context, question, data)
    rules.require_setter(context.principal, question.setter, station)
    _require_question(context, question)
    return question


@operation(
    Text("答题", "Answer a question"),
    permission=Permission.QUESTION_ANSWER,
    subject="question",
    event=QUESTION_ANSWERED,
)
async def answer_question(context: OperationContext, data: AnswerQuestionInput) -> Question:
    """Answer a question, once. Late answers are accepted and shown as late."""
    require_one_county(context, data)
    question = data.question
    _require_unanswered(question)
    question.answer, question.answered_on = data.answer, data.answered_on or context.today
    question.answer_case_id = data.answer_case.id if data.answer_case else None
    question.answer_activity_id = data.answer_activity.id if data.answer_activity else None
    _require_answer(context, question)
    return question


@operation(
    Text("更正答题", "Change an answer"),
    permission=Permission.QUESTION_ANSWER,
    subject="question",
    event=QUESTION_ANSWER_CHANGED,
)
async def change_answer(context: OperationContext, data: ChangeAnswerInput) -> Question:
    """Correct a studio's answer, its day, and the case or activity in which it was worked out."""
    question = data.question
    require(question.answered_on, CollaborationRule.NOT_ANSWERED)
    require_kept(data, ("answer", "answered_on"))
    correct(context, question, data)
    _require_answer(context, question)
    return question


@operation(
    Text("信息互通", "Pass information"),
    permission=Permission.INFO_EXCHANGE,
    subject="from_org",
    event=INFORMATION_PASSED,
)
async def pass_information(context: OperationContext, data: PassInformationInput) -> InfoExchange:
    """Pass information up or down the line of orgs.

    It belongs to the lower of the two, so that both see it and can act on it.
    """
    require_one_county(context, data)
    place = rules.lower_of(data.from_org, data.to_org)
    day = data.on or context.today
    not_future(day, "on", context)
    return context.add(entered(InfoExchange, data, on=day), org=place)


@operation(
    Text("更正互通信息", "Change information"),
    permission=Permission.INFO_EXCHANGE,
    subject="exchange",
    event=INFORMATION_CHANGED,
)
async def change_information(
    context: OperationContext, data: ChangeInformationInput
) -> InfoExchange:
    """Correct passed information until the receiver has acted on it.

    Only the org that passed it, or one above, may do so.
    """
    row = data.exchange
    await _authorize_at(context, row.from_org_id)
    _require_unhandled(row)
    correct(context, row, data)
    not_future(row.on, "on", context)
    return row


@operation(
    Text("办理互通信息", "Handle information"),
    permission=Permission.INFO_EXCHANGE,
    subject="exchange",
    event=INFORMATION_HANDLED,
)
async def handle_information(
    context: OperationContext, data: HandleInformationInput
) -> InfoExchange:
    """Record what was done with information; only the receiving org, or one above, may do so."""
    row = data.exchange
    await _authorize_at(context, row.to_org_id)
    _require_unhandled(row)
    row.handled, row.handled_on = data.handled, data.handled_on or context.today
    _require_handling(context, row)
    return row


@operation(
    Text("更正互通信息办理情况", "Change how information was handled"),
    permission=Permission.INFO_EXCHANGE,
    subject="exchange",
    event=INFORMATION_HANDLING_CHANGED,
)
async def change_information_handling(
    context: OperationContext, data: ChangeInformationHandlingInput
) -> InfoExchange:
    """Correct what the receiver did with information, and when."""
    row = data.exchange
    await _authorize_at(context, row.to_org_id)
    require(row.handled_on, CollaborationRule.NOT_HANDLED)
    require_kept(data, data.corrects)
    correct(context, row, data)
    _require_handling(context, row)
    return row


def _require_question(context: OperationContext, question: Question) -> None:
    not_future(question.given_on, "given_on", context)
    not_before(
        question.due_on, question.given_on, "due_on", "出题日期", "the day on which it was set"
    )


def _require_unanswered(question: Question) -> None:
    require(not question.answered_on, CollaborationRule.ANSWERED_ALREADY)


def _require_answer(context: OperationContext, question: Question) -> None:
    not_future(question.answered_on, "answered_on", context)
    not_before(
        question.answered_on,
        question.given_on,
        "answered_on",
        "出题日期",
        "the day on which it was set",
    )


async def _authorize_at(context: OperationContext, org_id: UUID) -> None:
    """Require the permission at the given org, or one above it.

    The text is corrected at the sender, the handling at the receiver.
    """
    org = await context.get(OrgUnit, org_id)
    if org is None:
        raise NotFound.at("exchange")
    authorize(context.principal, Permission.INFO_EXCHANGE, org)


def _require_unhandled(row: InfoExchange) -> None:
    require(not row.handled_on, CollaborationRule.HANDLED_ALREADY)


def _require_handling(context: OperationContext, row: InfoExchange) -> None:
    not_future(row.handled_on, "handled_on", context)
    not_before(row.handled_on, row.on, "handled_on", "发出日期", "the day on which it was passed")
