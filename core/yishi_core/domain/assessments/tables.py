"""The table of points of a scheme, which is data (domain.md 2.13, 5.10).

The office may change it as long as no points have been given by it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.assessments.events import ASSESSMENT_CHANGED
from yishi_core.domain.assessments.models import AssessmentScheme, AssessmentState, ScoreEntry
from yishi_core.domain.assessments.rules import AssessmentRule
from yishi_core.domain.assessments.scoring import countable, counted_for
from yishi_core.domain.quotas.progress.met import QUOTA_MET
from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.metrics.catalogue import catalogue_for
from yishi_core.facilities.metrics.words import require_known_words
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.rules import require, require_field, require_state
from yishi_core.kernel.variants.variant import ConsequenceDef, ScoreItemDef

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Amount = Annotated[Decimal, Field(ge=0, le=1000, max_digits=8, decimal_places=2)]
FullMark = Annotated[Decimal, Field(gt=0, le=1000, max_digits=8, decimal_places=2)]


class ScoreItemInput(Input):
    """One line of the table."""

    code: Code = Field(title="代码", description="Code within the table.")
    label: str = Field(title="名称", description="What is judged.", min_length=1, max_length=120)
    metric: str | None = Field(
        None, title="计数指标", description="What is counted, of an automatic item.", max_length=500
    )
    points_per: Amount = Field(Decimal(0), title="每件得分", description="Points for each.")
    base: Amount = Field(Decimal(0), title="基础分", description="Points to begin with.")
    cap: Amount | None = Field(None, title="最高分", description="At most so many.")
    deduct_per: Amount = Field(
        Decimal(0), title="每件扣分", description="Points taken off for each."
    )
    bonus: bool = Field(False, title="加分项", description="Counts towards the bonus.")
    evidence_required: bool = Field(
        False, title="须有依据", description="Points by hand need evidence."
    )
    by_hand: bool = Field(
        False,
        title="可补记",
        description="Points are also added by hand to an automatic item, with evidence.",
    )


class GradeInput(Input):
    """A grade."""

    label: str = Field(title="等次", min_length=1, max_length=20)
    min: Amount = Field(title="最低分", description="Least score.")


class ConsequenceInput(Input):
    """The consequence of a score."""

    text: str = Field(title="结果运用", description="What follows.", min_length=2, max_length=120)
    below: Amount | None = Field(None, title="低于", description="For scores below this …")
    at_least: Amount | None = Field(
        None, title="不低于", description="… or for scores of at least this."
    )
    years: int = Field(
        1, title="连续期数", description="In so many periods one after the other.", ge=1, le=5
    )


class ChangeAssessmentInput(Input):
    """Another table for the period; omitted fields stay as they are."""

    scheme: Ref[AssessmentScheme] = like(AssessmentScheme)
    label: str | None = like(AssessmentScheme.label, None, min_length=2, max_length=120)
    full_mark: FullMark | None = like(AssessmentScheme.full_mark, None)
    bonus_cap: Amount | None = like(AssessmentScheme.bonus_cap, None)
    items: list[ScoreItemInput] | None = like(
        AssessmentScheme.items, None, doc="The whole table.", min_length=1, max_length=60
    )
    grades: list[GradeInput] | None = like(
        AssessmentScheme.grades, None, doc="All grades.", min_length=1, max_length=10
    )
    consequences: list[ConsequenceInput] | None = like(
        AssessmentScheme.consequences, None, doc="All of them.", max_length=20
    )


@operation(
    Text("调整计分表", "Change an assessment"),
    permission=Permission.ASSESSMENT_SCHEME,
    subject="scheme",
    event=ASSESSMENT_CHANGED,
)
async def change_assessment(
    context: OperationContext, data: ChangeAssessmentInput
) -> AssessmentScheme:
    """Change the table of points of one period before any points are given by it.

    Its edition number goes up; earlier periods keep their tables.
    """
    scheme = data.scheme
    require_state(scheme, (AssessmentState.OPEN,), "scheme")
    scored = await context.count(ScoreEntry, ScoreEntry.scheme_id == scheme.id)
    require(not scored, AssessmentRule.SCORED_ALREADY)
    for name in ("label", "full_mark", "bonus_cap"):
        if (value := getattr(data, name)) is not None:
            setattr(scheme, name, value)
    if data.items is not None:
        scheme.items = await _items(context, scheme, data.items)
    if data.grades is not None:
        _once([g.label for g in data.grades], "grades.{}.label")
        scheme.grades = {g.label: str(g.min) for g in data.grades}
    if data.consequences is not None:
        scheme.consequence_rules = {
            "rules": [_consequence(index, c) for index, c in enumerate(data.consequences)]
        }
    scheme.edition += 1
    return scheme


async def _items(
    context: OperationContext, scheme: AssessmentScheme, given: list[ScoreItemInput]
) -> dict[str, object]:
    """The lines as a scheme stores them.

    A metric that cannot be counted for its subjects is refused, naming those that can.
    """
    _once([item.code for item in given], "items.{}.code")
    catalogue, for_ = catalogue_for(context), counted_for(scheme.subject_kind)
    for index, item in enumerate(given):
        if item.metric:
            await require_known_words(context, item.metric, for_, f"items.{index}.metric")
        if item.metric and not countable(catalogue, item.metric, scheme.subject_kind):
            listed = "、".join([*catalogue.measurable(for_), QUOTA_MET])
            raise InvalidInput.of(
                f"items.{index}.metric",
                f"该考核对象不能按此计数,可选:{listed}。",
                f"It can count: {listed}.",
            )
    lines = (ScoreItemDef(**item.model_dump(), auto=item.metric is not None) for item in given)
    return {line.code: line.model_dump(mode="json") for line in lines}


def _consequence(index: int, given: ConsequenceInput) -> dict[str, object]:
    require_field(
        (given.below is None) != (given.at_least is None),
        f"consequences.{index}.below",
        "“低于”与“不低于”须且只须填写一项。",
        "Give either below or atLeast.",
    )
    return ConsequenceDef(**given.model_dump()).model_dump(mode="json")


def _once(words: list[str], path: str) -> None:
    for index, word in enumerate(words):
        require_field(
            word not in words[:index],
            path.format(index),
            f"“{word}”重复。",
            f"“{word}” stands twice.",
        )
