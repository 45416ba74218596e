"""Questions set to studios, information passed up and down (domain.md 2.17)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.collaboration import rules
from yishi_core.domain.collaboration.models import InfoExchange, Question, QuestionSetter
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.changing import (
    Correction,
    correct,
    entered,
    require_one_county,
    require_told,
)
from yishi_core.kernel.operation.rules import not_before, not_future, require
from yishi_core.kernel.tree.models import OrgUnit

NOT_ANSWERED = "该题目尚未作答。", "The question is not answered yet."
NOT_HANDLED = "该信息尚未办理。", "It has not been handled yet."


class SetQuestionInput(Input):
    """A question for a studio."""

    station: Ref[Station] = Field(title="答题工作室", description="The studio that shall answer.")
    setter: QuestionSetter = Field(
        title="出题方", description="cppcc_sets: the county; party_points: the township."
    )
    text: str = Field(title="题目", description="The question.", min_length=5, max_length=1000)
    due_on: date = Field(title="答题期限", description="Answer by this day.")
    given_on: date | None = Field(None, title="出题日期", description="Today unless named.")


class AnswerQuestionInput(Input):
    """The studio's answer, with the case or activity in which it was worked out.

    The activity is a survey or supervision, for example.
    """

    question: Ref[Question] = Field(title="题目")
    answer: str = Field(title="答题情况", description="The answer.", min_length=5, max_length=5000)
    answer_case: Ref[ConsultationCase] | None = Field(
        None, title="答题事项", description="The case in which it was worked out."
    )
    answer_activity: Ref[Activity] | None = Field(
        None, title="答题活动", description="The survey or supervision in which it was worked out."
    )
    answered_on: date | None = Field(None, title="答题日期", description="Today unless named.")


class ChangeQuestionInput(Correction, of=SetQuestionInput, row=Question, but={"station"}):
    """Corrections of a question; a question for another studio is set anew."""

    question: Ref[Question] = Field(title="题目")


class ChangeAnswerInput(Correction, of=AnswerQuestionInput, row=Question):
    """Corrections of an answer."""

    question: Ref[Question] = Field(title="题目")


class PassInformationInput(Input):
    """Information from one org to another above or below it."""

    from_org: Ref[OrgUnit] = Field(title="来自")
    to_org: Ref[OrgUnit] = Field(title="送往", description="An org above or below.")
    content: str = Field(
        title="内容", description="What is passed on.", min_length=2, max_length=5000
    )
    case: Ref[ConsultationCase] | None = Field(
        None, title="协商事项", description="The case it is about."
    )
    on: date | None = Field(None, title="日期", description="Today unless named.")


class HandleInformationInput(Input):
    """What the receiver did with it."""

    exchange: Ref[InfoExchange] = Field(title="信息")
    handled: str = Field(
        title="办理情况", description="What was done with it.", min_length=2, max_length=2000
    )
    handled_on: date | None = Field(None, title="办理日期", description="Today unless named.")


class ChangeInformationInput(
    Correction, of=PassInformationInput, row=InfoExchange, but={"from_org", "to_org"}
):
    """Corrections of passed information; information for another org is passed anew."""

    exchange: Ref[InfoExchange] = Field(title="信息")


class ChangeInformationHandlingInput(Correction, of=HandleInformationInput, row=InfoExchange):
    """Corrections of what the receiver did."""

    exchange: Ref[InfoExchange] = Field(title="信息")


@operation(
    Text("出题", "Set a question"),
    permission=Permission.QUESTION_SET,
    subject="station",
    event="question.set",
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
    event="question.changed",
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
    event="question.answered",
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
    event="question.answer_changed",
)
async def change_answer(context: OperationContext, data: ChangeAnswerInput) -> Question:
    """Correct a studio's answer, its day, and the case or activity in which it was worked out."""
    question = data.question
    require(question.answered_on, "not_answered", *NOT_ANSWERED)
    require_told(data, question.answered_on, ("answer", "answered_on"), *NOT_ANSWERED)
    correct(context, question, data)
    _require_answer(context, question)
    return question


@operation(
    Text("信息互通", "Pass information"),
    permission=Permission.INFO_EXCHANGE,
    subject="from_org",
    event="information.passed",
)
async def pass_information(context: OperationContext, data: PassInformationInput) -> InfoExchange:
    """Pass information up or down the line of orgs.

    It belongs to the lower of the two, so that both see it and can act on it.
    """
    require_one_county(context, data)
    place = rules.lower_of(data.from_org, data.to_org)
    day = data.on or context.today
    not_future(day, "on", context)
    row = InfoExchange(
        from_org_id=data.from_org.id, to_org_id=data.to_org.id, on=day, content=data.content
    )
    row.case_id = data.case.id if data.case else None
    return context.add(row, org=place)


@operation(
    Text("更正互通信息", "Change information"),
    permission=Permission.INFO_EXCHANGE,
    subject="exchange",
    event="information.changed",
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
    event="information.handled",
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
    event="information.handling_changed",
)
async def change_information_handling(
    context: OperationContext, data: ChangeInformationHandlingInput
) -> InfoExchange:
    """Correct what the receiver did with information, and when."""
    row = data.exchange
    await _authorize_at(context, row.to_org_id)
    require(row.handled_on, "not_handled", *NOT_HANDLED)
    require_told(data, row.handled_on, data.corrects, *NOT_HANDLED)
    correct(context, row, data)
    _require_handling(context, row)
    return row


def _require_question(context: OperationContext, question: Question) -> None:
    not_future(question.given_on, "given_on", context)
    not_before(
        question.due_on, question.given_on, "due_on", "出题日期", "the day on which it was set"
    )


def _require_unanswered(question: Question) -> None:
    require(
        not question.answered_on,
        "answered_already",
        "该题目已作答。",
        "The question is answered already.",
    )


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
    require(not row.handled_on, "handled_already", "该信息已办理。", "It has been handled already.")


def _require_handling(context: OperationContext, row: InfoExchange) -> None:
    not_future(row.handled_on, "handled_on", context)
    not_before(row.handled_on, row.on, "handled_on", "发出日期", "the day on which it was passed")
