"""Questions set to studios, information passed up and down (domain.md 2.17)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission, authorize
from yishi_core.activities.models import Activity
from yishi_core.collaboration import rules
from yishi_core.collaboration.models import InfoExchange, Question, QuestionSetter
from yishi_core.errors import NotFound, Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.rules import not_before, not_future, require
from yishi_core.orgs.models import OrgUnit
from yishi_core.procedures.models import ConsultationCase
from yishi_core.stations.models import Station
from yishi_core.stations.rules import require_active


class SetQuestionInput(Input):
    """A question for a studio."""

    station: Ref[Station] = Field(title="答题工作室", description="The studio that shall answer.")
    setter: QuestionSetter = Field(title="出题方", description="cppcc_sets: the county; party_points: the township.")
    text: str = Field(title="题目", description="The question.", min_length=5, max_length=1000)
    due_on: date = Field(title="答题期限", description="Answer by this day.")
    given_on: date | None = Field(None, title="出题日期", description="Today unless named.")


class AnswerQuestionInput(Input):
    """The studio's answer, with the case or the activity (a survey, a supervision) in which it was worked out."""

    question: Ref[Question] = Field(title="题目")
    answer: str = Field(title="答题情况", description="The answer.", min_length=5, max_length=5000)
    answer_case: Ref[ConsultationCase] | None = Field(None, title="答题事项", description="The case in which it was worked out.")
    answer_activity: Ref[Activity] | None = Field(None, title="答题活动", description="The survey or supervision in which it was worked out.")
    answered_on: date | None = Field(None, title="答题日期", description="Today unless named.")


class PassInformationInput(Input):
    """Information from one org to another above or below it."""

    from_org: Ref[OrgUnit] = Field(title="来自")
    to_org: Ref[OrgUnit] = Field(title="送往", description="An org above or below.")
    content: str = Field(title="内容", description="What is passed on.", min_length=2, max_length=5000)
    case: Ref[ConsultationCase] | None = Field(None, title="协商事项", description="The case it is about.")
    on: date | None = Field(None, title="日期", description="Today unless named.")


class HandleInformationInput(Input):
    """What the receiver did with it."""

    exchange: Ref[InfoExchange] = Field(title="信息")
    handled: str = Field(title="办理情况", description="What was done with it.", min_length=2, max_length=2000)
    handled_on: date | None = Field(None, title="办理日期", description="Today unless named.")


@operation(Text("出题", "Set a question"), permission=Permission.QUESTION_SET, subject="station", event="question.set")
async def set_question(context: OperationContext, data: SetQuestionInput) -> Question:
    """Set a question to a studio: the county's CPPCC sets, the township's party committee points (domain.md 3.13)."""
    require_active(data.station)
    rules.require_setter(context.principal, data.setter, data.station)
    day = data.given_on or context.today
    not_future(day, "given_on", context)
    not_before(data.due_on, day, "due_on", "出题日期", "the day on which it was set")
    return context.add(Question(setter=data.setter, text=data.text, given_on=day, due_on=data.due_on, station_id=data.station.id))


@operation(Text("答题", "Answer a question"), permission=Permission.QUESTION_ANSWER, subject="question", event="question.answered")
async def answer_question(context: OperationContext, data: AnswerQuestionInput) -> Question:
    """Answer a question once; late answers are taken, and shown as late."""
    require_one_county(context, data)
    question, day = data.question, data.answered_on or context.today
    require(not question.answered_on, "answered_already", "该题目已作答。", "The question is answered already.")
    not_future(day, "answered_on", context)
    not_before(day, question.given_on, "answered_on", "出题日期", "the day on which it was set")
    question.answer, question.answered_on = data.answer, day
    question.answer_case_id = data.answer_case.id if data.answer_case else None
    question.answer_activity_id = data.answer_activity.id if data.answer_activity else None
    return question


@operation(Text("信息互通", "Pass information"), permission=Permission.INFO_EXCHANGE, subject="from_org", event="information.passed")
async def pass_information(context: OperationContext, data: PassInformationInput) -> InfoExchange:
    """Pass information up or down the line of orgs. It is filed at the lower of the two, so that both see it and can act on it."""
    require_one_county(context, data)
    place = rules.lower_of(data.from_org, data.to_org)
    day = data.on or context.today
    not_future(day, "on", context)
    row = InfoExchange(from_org_id=data.from_org.id, to_org_id=data.to_org.id, on=day, content=data.content)
    row.case_id = data.case.id if data.case else None
    return context.add(row, org=place)


@operation(
    Text("办理互通信息", "Handle information"), permission=Permission.INFO_EXCHANGE, subject="exchange", event="information.handled"
)
async def handle_information(context: OperationContext, data: HandleInformationInput) -> InfoExchange:
    """Say what was done with information; only the org that received it, or one above it, may."""
    row, day = data.exchange, data.handled_on or context.today
    receiver = await context.get(OrgUnit, row.to_org_id)
    if receiver is None:
        raise NotFound.at("exchange")
    authorize(context.principal, Permission.INFO_EXCHANGE, receiver)
    require(not row.handled_on, "handled_already", "该信息已办理。", "It has been handled already.")
    not_future(day, "handled_on", context)
    not_before(day, row.on, "handled_on", "发出日期", "the day on which it was passed")
    row.handled, row.handled_on = data.handled, day
    return row
