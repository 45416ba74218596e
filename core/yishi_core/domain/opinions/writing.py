"""Creation of an opinion: handed in at once, or from a draft, a proposal or a matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import require_accepted
from yishi_core.domain.opinions import rules
from yishi_core.domain.opinions.events import OPINION_HANDED_IN
from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_core.domain.people.models import Person
from yishi_core.domain.publicity.masking import require_masked
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.counting import characters, require_length
from yishi_core.kernel.variants.core_settings import CoreSettings

"""From now on the office has it, whichever way it came."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The contents of an opinion, and who reports it."""

    title: str
    category: str
    problem: str
    cause: str
    suggestion: str
    reporter: str
    reporter_unit: str


def drafted(context: OperationContext, brief: Brief, person: Person | None) -> Opinion:
    """A draft; only its author sees it."""
    return context.add(
        Opinion(
            title=brief.title,
            category=brief.category,
            problem=brief.problem,
            cause=brief.cause,
            suggestion=brief.suggestion,
            reporter=brief.reporter,
            reporter_unit=brief.reporter_unit,
            person_id=person.id if person else None,
            state=OpinionState.DRAFT,
            word_count=characters(brief.problem, brief.cause, brief.suggestion),
            digest=rules.digest_of(brief.problem, brief.cause, brief.suggestion),
        )
    )


async def hand_in(
    context: OperationContext, opinion: Opinion, day: date, *, readers: list[str] | None = None
) -> Opinion:
    """Number a draft and put it into the register; its author and reporter follow it."""
    rules.require_complete(opinion.problem, opinion.cause, opinion.suggestion)
    most = context.settings.of(CoreSettings).opinion_max_characters
    texts = (opinion.problem, opinion.cause, opinion.suggestion)
    opinion.word_count = require_length(texts, most, "suggestion", "社情民意信息")
    opinion.digest = rules.digest_of(*texts)
    await rules.require_not_copied(context, opinion)
    sources = await context.find(Intake, Intake.opinion_id == opinion.id)
    require_accepted(sources)
    require_nobody_named(opinion, sources)
    for intake in sources:
        intake.state = IntakeState.TO_OPINION
    author = (
        [f"account:{account}"]
        if (account := opinion.created_by or context.principal.account)
        else []
    )
    person = [person_mark(opinion.person_id)] if opinion.person_id else []
    opinion.audience = joined(author, person, readers)
    opinion.no = await next_number(context, "opinion", day.year)
    opinion.state, opinion.reported_on = OpinionState.COLLECTED, day
    return opinion


def require_nobody_named(opinion: Opinion, sources: Sequence[Intake]) -> None:
    """Refuse the names of the senders whose matters the opinion takes up."""
    words = [word for i in sources for word in (i.submitter_name, i.submitter_phone) if word]
    require_masked(
        words,
        title=opinion.title,
        problem=opinion.problem,
        cause=opinion.cause,
        suggestion=opinion.suggestion,
    )


async def collect(
    context: OperationContext,
    brief: Brief,
    day: date,
    *,
    person: Person | None = None,
    readers: list[str] | None = None,
    sources: Sequence[Intake] = (),
) -> Opinion:
    """An opinion put into the register at once, with the matters that it takes up."""
    opinion = drafted(context, brief, person)
    for intake in sources:
        intake.opinion_id = opinion.id
    await hand_in(context, opinion, day, readers=readers)
    context.emit(OPINION_HANDED_IN, opinion)
    return opinion
