"""How a score came about, and what is done when the one who was judged disagrees (domain.md
2.13).
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from yishi_core.domain.assessments import rules, scoring
from yishi_core.domain.assessments.events import APPEAL_ANSWERED, APPEAL_FILED
from yishi_core.domain.assessments.models import (
    AppealState,
    AssessmentAppeal,
    AssessmentResult,
    AssessmentScheme,
    AssessmentState,
    ScoreEntry,
)
from yishi_core.domain.assessments.rules import AssessmentRule
from yishi_core.domain.assessments.scores import Points
from yishi_core.domain.assessments.subjects import column_of, subject_of
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import require, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit


class ScoreSheetInput(Input):
    """Whose score."""

    result: Ref[AssessmentResult] = like(AssessmentResult)


class ScoreLine(Structure):
    """One item of a score."""

    item: str = Field(title="项目", description="Code of the item.")
    label: str = Field(title="名称")
    bonus: bool = Field(title="加分项")
    counted: Decimal | None = Field(
        None, title="锁定计数", description="What was counted when the counts were frozen."
    )
    counted_now: Decimal | None = Field(
        None,
        title="当前计数",
        description="What the records hold now: more, when some were entered late.",
    )
    points: Decimal = Field(title="得分合计", description="Sum of the entries.")
    scored: Decimal = Field(title="计入得分", description="With the base, to the cap.")


class ScoreSheet(Structure):
    """A score made again from its entries."""

    score: Decimal = Field(title="得分", description="As it was decided.")
    reproduced: Decimal = Field(
        title="复算得分", description="Made again from the entries; equal to the score."
    )
    rank: int = Field(title="名次")
    grade: str = Field(title="等次")
    lines: list[ScoreLine] = Field(title="计分项目")


class AppealScoreInput(Input, enters=AssessmentAppeal):
    """Why the one who was judged disagrees."""

    result: Ref[AssessmentResult] = like(AssessmentAppeal.result_id)
    item: str | None = like(AssessmentAppeal.item, None, max_length=60)
    text: str = like(AssessmentAppeal.text, min_length=5, max_length=2000)


class AnswerAppealInput(Input):
    """The answer; an upheld appeal changes points of an item."""

    appeal: Ref[AssessmentAppeal] = like(AssessmentAppeal)
    upheld: bool = like(AssessmentAppeal.upheld, doc="Whether the score is changed.")
    answer: str = like(AssessmentAppeal.answer, min_length=2, max_length=2000)
    item: str | None = Field(
        None, title="调整项目", description="Of an upheld appeal: the item.", max_length=60
    )
    points: Points | None = Field(
        None, title="调整分值", description="Of an upheld appeal: points given or taken."
    )


@question(
    Text("计分明细", "Score sheet"), permission=reading("assessment_result"), subject="result"
)
async def score_sheet(context: OperationContext, data: ScoreSheetInput) -> ScoreSheet:
    """How a score came about: each item with its frozen count, its points and what counts of them,
    and the sum made again from these.
    """
    result = data.result
    scheme = await _scheme(context, result, "result")
    subject, entries = subject_of(result), await _entries(context, scheme, result)
    items = rules.read_items(scheme.items)
    lines, points = [], {}
    for code, item in items.items():
        own = [e for e in entries if e.item == code]
        points[code] = sum((e.points for e in own), Decimal(0))
        now = await scoring.figure(context, scheme, item, [subject]) if item.auto else None
        counted = next((e.counted for e in own if e.auto), None)
        lines.append(
            ScoreLine(
                item=code,
                label=item.label,
                bonus=item.bonus,
                counted=counted,
                points=points[code],
                scored=rules.capped(item, points[code]),
                counted_now=None if now is None else now.get(subject, Decimal(0)),
            )
        )
    again = rules.total(items, points, scheme.full_mark, scheme.bonus_cap)
    return ScoreSheet(
        score=result.score, reproduced=again, rank=result.rank, grade=result.grade, lines=lines
    )


@operation(
    Text("考核申诉", "Appeal a score"),
    permission=Permission.ASSESSMENT_APPEAL,
    subject="result",
    event=APPEAL_FILED,
)
async def appeal_score(context: OperationContext, data: AppealScoreInput) -> AssessmentAppeal:
    """Disagree with one's own decided score before it is published; once at a time. A member
    appeals for himself, an office for its own.
    """
    result = data.result
    _require_own(context, result)
    scheme = await _scheme(context, result, "result")
    require_state(scheme, (AssessmentState.DECIDED,), "result")
    require_field(
        data.item is None or data.item in scheme.items,
        "item",
        "方案中没有该项目。",
        "The scheme has no such item.",
    )
    open_ = (AssessmentAppeal.result_id == result.id, AssessmentAppeal.state == AppealState.FILED)
    require(not await context.count(AssessmentAppeal, *open_), AssessmentRule.APPEALED_ALREADY)
    appeal = entered(
        AssessmentAppeal,
        data,
        result_id=result.id,
        filed_on=context.today,
        state=AppealState.FILED,
        audience=result.audience,
    )
    return context.add(appeal)


@operation(
    Text("答复考核申诉", "Answer an appeal"),
    permission=Permission.ASSESSMENT_DECIDE,
    subject="appeal",
    event=APPEAL_ANSWERED,
)
async def answer_appeal(context: OperationContext, data: AnswerAppealInput) -> AssessmentAppeal:
    """Uphold an appeal, with points of one item given or taken, or reject it.

    After an upheld one everybody's score and rank are worked out again, from the frozen counts.
    """
    appeal = data.appeal
    require_state(appeal, (AppealState.FILED,), "appeal")
    result = await context.get(AssessmentResult, appeal.result_id)
    if result is None:
        raise NotFound.at("appeal")
    scheme = await _scheme(context, result, "appeal")
    require_state(scheme, (AssessmentState.DECIDED,), "appeal")
    # Ranks and grades of everybody change with one score.
    authorize(context.principal, Permission.ASSESSMENT_DECIDE, scheme)
    if data.upheld:
        await _correct(context, scheme, result, data)
    else:
        require_field(
            data.points is None,
            "points",
            "未采纳的申诉不调整分值。",
            "A rejected appeal changes no points.",
        )
    appeal.state, appeal.upheld, appeal.answer, appeal.answered_on = (
        AppealState.ANSWERED,
        data.upheld,
        data.answer,
        context.today,
    )
    return appeal


async def _correct(
    context: OperationContext,
    scheme: AssessmentScheme,
    result: AssessmentResult,
    data: AnswerAppealInput,
) -> None:
    item = data.item or data.appeal.item
    require_field(
        item in scheme.items, "item", "请填写方案中要调整的项目。", "Name the item of the scheme."
    )
    require_field(data.points, "points", "请填写调整的分值。", "Give the points.")
    home = await context.get(OrgUnit, result.org_id)
    correction = ScoreEntry(
        scheme_id=scheme.id,
        item=item,
        points=data.points,
        auto=False,
        self_scored=False,
        evidence=data.answer,
        on=context.today,
        audience=result.audience,
        **{column_of(scheme.subject_kind): subject_of(result)},
    )
    context.add(correction, org=home)
    await context.session.flush()
    await scoring.write_results(context, scheme)


async def _scheme(
    context: OperationContext, result: AssessmentResult, path: str
) -> AssessmentScheme:
    scheme = await context.get(AssessmentScheme, result.scheme_id)
    if scheme is None:
        raise NotFound.at(path)
    return scheme


async def _entries(
    context: OperationContext, scheme: AssessmentScheme, result: AssessmentResult
) -> list[ScoreEntry]:
    own = getattr(ScoreEntry, column_of(scheme.subject_kind)) == subject_of(result)
    return list(
        await context.find(ScoreEntry, ScoreEntry.scheme_id == scheme.id, own, order=ScoreEntry.id)
    )


def _require_own(context: OperationContext, result: AssessmentResult) -> None:
    """Nobody appeals for another person."""
    own = result.person_id is None or result.person_id == context.principal.person
    require(own, AssessmentRule.OWN_SCORE)
