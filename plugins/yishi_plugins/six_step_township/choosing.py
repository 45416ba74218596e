"""How topics are chosen: the criteria are answered, the scheme can be read (domain.md 3.1)."""

from __future__ import annotations

import sqlalchemy as sa
from pydantic import Field

from yishi_core import (
    CoreSettings,
    Input,
    OperationContext,
    ReadContext,
    Ref,
    Structure,
    Text,
    guard,
    like,
    question,
    require,
)
from yishi_core.domain.documents import RuleDocument
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.topics import ScreeningDecision, ScreenTopicInput, screen_topic
from yishi_plugins.six_step_township.rules import StepRule
from yishi_plugins.six_step_township.settings import SCHEME, Settings


@guard(screen_topic)
def answered(context: ReadContext, data: ScreenTopicInput) -> None:
    """A topic is chosen with a word about each criterion; core asks for the reason of a refusal."""
    criteria = context.settings.of(Settings).criteria
    told = data.note or data.decision is not ScreeningDecision.SCREENED or not criteria
    require(told, StepRule.CRITERIA_NOT_ANSWERED, at="note", criteria=Text.listed(criteria))


class TopicSchemeInput(Input):
    """An org."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Whose scheme.")


class SchemeSource(Structure):
    """A source from which topics come."""

    code: str = Field(title="代码", description="What records hold.")
    label: str = Field(title="名称", description="As the office says it.")


class TopicScheme(Structure):
    """The scheme by which topics are collected: sources, criteria, feedback, and the document."""

    sources: list[SchemeSource] = Field(title="议题来源")
    criteria: list[str] = Field(title="筛选标准")
    accept_days: int = Field(
        title="受理期限(工作日)", description="Within which who sent a matter is told."
    )
    reply_days: int = Field(
        title="答复期限(工作日)", description="Within which who sent a matter is answered."
    )
    document: RuleDocument | None = Field(
        title="议题征集方案", description="The newest one in force at the org or above it."
    )


@question(Text("议题征集方案", "Topic scheme"), permission="rule_document:read", subject="org")
async def topic_scheme(context: OperationContext, data: TopicSchemeInput) -> TopicScheme:
    """The scheme that holds at an org: sources, criteria of screening and days of feedback as they
    are set, and the written document.
    """
    core = context.settings.of(CoreSettings)
    in_force = RuleDocument.repealed_on.is_(None) | (RuleDocument.repealed_on > context.today)
    above = sa.literal(data.org.org_path).bool_op("^@")(RuleDocument.org_path)
    return TopicScheme(
        sources=[
            SchemeSource(code=code, label=label)
            for code, label in context.settings.vocabularies["topic_source"].items()
        ],
        criteria=context.settings.of(Settings).criteria,
        accept_days=core.intake_accept_days,
        reply_days=core.intake_reply_days,
        document=await context.first(
            RuleDocument,
            RuleDocument.doc_kind == SCHEME,
            in_force,
            above,
            order=RuleDocument.issued_on.desc(),
        ),
    )
