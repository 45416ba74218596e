"""Rules of the contents and the routes of an opinion (domain.md 2.10, 3.12)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence

from yishi_core.domain.opinions.models import (
    Opinion,
    OpinionLevel,
    OpinionState,
    Submission,
    SubmissionRoute,
)
from yishi_core.errors import Forbidden, Hint, Refused, Rule
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule, KernelRule


class OpinionRule(Rule):
    """Why an operation on opinions is refused."""

    COPIED = (
        "copied",
        "内容与已登记的{no}号社情民意相同,请勿重复或抄袭。",
        "Another opinion says the same words.",
    )
    COUNTY_CORRECTS = (
        "county_records",
        "已由县级政协上报,由县级政协更正。",
        "The county body has passed it on: it puts it right.",
    )
    COUNTY_RECORDS = (
        "county_records",
        "县级及以上的采用、批示由县级政协登记。",
        "What the county and above did is recorded by the county body.",
    )
    LEVEL_SKIPPED = (
        "level_skipped",
        "逐级上报应先报{level};越级请选直通车。",
        "Level by level, or by the express route.",
    )
    MERGE_TARGET = (
        CommonRule.MERGE_TARGET,
        "主件已合并、办结或未采用,请选择在办的社情民意。",
        "Choose an opinion that is under way.",
    )
    NIL_NEEDED = (
        "nil_needed",
        "该月没有社情民意,请按零报告报送。",
        "Nothing was collected: report it as nil.",
    )
    NOT_AUTHOR = CommonRule.NOT_OWN, "只有起草人本人可以办理。", "Only its author may do this."
    NOT_EDITED = (
        KernelRule.STATE,
        "当前状态为“{state.label}”,须先编辑;紧急的可走直通车。",
        "The state is “{state.value}”: edit it, or take the express route.",
    )
    NOT_NIL = "not_nil", "该月有{count}条社情民意,不能零报告。", "The month is not empty."
    REPORTED_ALREADY = (
        CommonRule.REPORTED_ALREADY,
        "该月月报已报送。",
        "The month has been reported already.",
    )


class OpinionHint(Hint):
    """What the monthly report of opinions points out."""

    MONTH_RUNNING = (
        "month_running",
        "该月尚未结束,之后收集的信息不在本次月报中。",
        "The month is not over: what comes later is not in it.",
    )


USABLE = (
    OpinionState.REPORTED_LOCAL,
    OpinionState.REPORTED_COUNTY,
    OpinionState.SUBMITTED_UP,
    OpinionState.ADOPTED,
    OpinionState.ENDORSED,
)
"""States in which the opinion is with somebody who may adopt or endorse it."""
TOLD = (OpinionState.EFFECT_FED_BACK, OpinionState.CLOSED)
"""States in which the reporter has been told the effect."""
UNDECIDED = (
    OpinionState.COLLECTED,
    OpinionState.EDITED,
    OpinionState.REPORTED_LOCAL,
    OpinionState.REPORTED_COUNTY,
)
"""States in which nobody above has used it: it may still be merged or set aside."""
UPWARD = (
    OpinionState.REPORTED_COUNTY,
    OpinionState.SUBMITTED_UP,
    OpinionState.ADOPTED,
    OpinionState.ENDORSED,
)
"""States in which the opinion is at the county body, which may pass it on."""
ORDER = tuple(OpinionLevel)
"""The levels in order: township, county, city, province, national."""
_PLAIN = re.compile(r"[\W_]+")


def digest_of(*texts: str) -> str:
    """A digest that is equal for texts that differ only in spaces and punctuation."""
    plain = _PLAIN.sub("", "".join(texts)).casefold()
    return hashlib.sha256(plain.encode()).hexdigest()


async def require_not_copied(context: OperationContext, opinion: Opinion) -> None:
    """Refuse copied text (domain.md 2.10).

    The text is copied when another open opinion within the reach of the caller's office has the
    same words.
    """
    same = (
        Opinion.digest == opinion.digest,
        Opinion.id != opinion.id,
        Opinion.state != OpinionState.DRAFT,
    )
    found = await context.first(Opinion, *same)
    if found is not None:
        raise Refused(OpinionRule.COPIED, no=found.no)


def require_own_draft(context: OperationContext, opinion: Opinion) -> None:
    """Require that a draft is the caller's own."""
    if opinion.created_by is None or opinion.created_by != context.principal.account:
        raise Forbidden.by(OpinionRule.NOT_AUTHOR)


def require_complete(problem: str, cause: str, suggestion: str) -> None:
    """Require problem, cause and suggestion (domain.md 2.10)."""
    for path, zh, text in (
        ("problem", "问题", problem),
        ("cause", "原因", cause),
        ("suggestion", "建议", suggestion),
    ):
        require_field(
            text.strip(), path, f"社情民意须有问题、原因、建议,请补充“{zh}”。", f"Write the {path}."
        )


def require_reportable(opinion: Opinion, route: SubmissionRoute) -> None:
    """Require that an opinion was edited before it is reported.

    The express route (直通车, domain.md 3.12) takes it as it came.
    """
    allowed = (
        (OpinionState.EDITED, OpinionState.COLLECTED)
        if route is SubmissionRoute.EXPRESS
        else (OpinionState.EDITED,)
    )
    require(opinion.state in allowed, OpinionRule.NOT_EDITED, state=opinion.state)


def require_next_level(
    sent: Sequence[Submission], to: OpinionLevel, route: SubmissionRoute
) -> None:
    """Require the county's party and government or a level above.

    Levels follow one another unless the express route is taken.
    """
    require_field(
        to is not OpinionLevel.TOWNSHIP,
        "to_level",
        "只能报送县级及以上。",
        "Upward is the county's level and above.",
    )
    reached = max([ORDER.index(OpinionLevel.COUNTY), *(ORDER.index(s.to_level) for s in sent)])
    fits = route is SubmissionRoute.EXPRESS or ORDER.index(to) <= reached + 1
    require(fits, OpinionRule.LEVEL_SKIPPED, level=ORDER[min(reached + 1, len(ORDER) - 1)].label)


def require_use_within(level: OpinionLevel, may_county: bool) -> None:
    """Restrict a township to use at its own level; the county body records use above it."""
    require(may_county or level is OpinionLevel.TOWNSHIP, OpinionRule.COUNTY_RECORDS)


def require_mergeable(opinion: Opinion, main: Opinion) -> None:
    """Require that the main opinion is open and not the same one."""
    require(main.id != opinion.id, CommonRule.MERGE_ITSELF)
    gone: Collection[OpinionState] = (
        OpinionState.DRAFT,
        OpinionState.MERGED,
        OpinionState.NOT_USED,
        OpinionState.CLOSED,
    )
    require(main.state not in gone, OpinionRule.MERGE_TARGET)
