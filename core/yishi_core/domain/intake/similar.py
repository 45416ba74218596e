"""The search for earlier matters that may be the same, to be merged (domain.md 2.5).

The merged matter names the main one in `duplicate_of`.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.errors import Text
from yishi_core.facilities.search.folding import fold, windows
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.authorize import PATHS
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.paths import township_path

PAIR = 2


def pairs_of(text: str) -> frozenset[str]:
    """The two-character windows of a normalized text.

    Traditional characters count as simplified ones, capitals as small letters; punctuation is
    removed.
    """
    return frozenset(piece for piece in windows(fold(text)) if len(piece) == PAIR)


def share_in_percent(first: frozenset[str], second: frozenset[str]) -> int:
    """Shared pairs in percent (0 to 100) of the pairs of the shorter text.

    A short report is thus similar to a long one of the same thing.
    """
    smaller = min(len(first), len(second))
    return round(100 * len(first & second) / smaller) if smaller else 0


DAYS = 180
LIKE = 40
"""Percentage of shared pairs from which two matters are shown as similar."""
MOST_COMPARED = 2000
MOST_TOLD = 10
MERGEABLE = frozenset(IntakeState) - {IntakeState.MERGED, IntakeState.REJECTED}


class SimilarIntakesInput(Input):
    """The matter to which earlier similar ones are sought."""

    intake: Ref[Intake] = like(Intake)


class SimilarIntake(Structure):
    """A matter that may be the same; `mergeIntake` merges them."""

    intake: Intake = Field(description="来件 — The other matter.")
    share: int = Field(
        description="相似度(%) — Pairs of characters that the shorter text shares with the other."
    )
    same_category: bool = Field(description="同一领域 — Both are of the same focus category.")


@question(
    Text("疑似重复来件", "Similar matters"), permission=Permission.INTAKE_HANDLE, subject="intake"
)
async def similar_intakes(
    context: OperationContext, data: SimilarIntakesInput
) -> list[SimilarIntake]:
    """Matters of the same township within 180 days with similar wording, the most similar first.

    Merged and rejected matters are left out.
    """
    intake = data.intake
    own = pairs_of(intake.content)
    near = Intake.received_at.between(
        intake.received_at - timedelta(days=DAYS), intake.received_at + timedelta(days=DAYS)
    )
    # the question is for those who handle matters: what the caller reads by another role is not
    # compared
    reach = sa.literal(list(context.principal.paths_for(Permission.INTAKE_HANDLE)), PATHS)
    township = township_path(intake.county, intake.org_path)
    there = (
        Intake.org_path.startswith(township, autoescape=True),
        Intake.org_path.bool_op("^@")(sa.any_(reach)),
    )
    others = await context.find(
        Intake,
        Intake.id != intake.id,
        near,
        *there,
        Intake.state.in_(MERGEABLE),
        order=Intake.received_at.desc(),
        limit=MOST_COMPARED,
    )
    found = [(share_in_percent(own, pairs_of(other.content)), other) for other in others]
    likely = sorted(
        (f for f in found if f[0] >= LIKE), key=lambda f: (-f[0], f[1].received_at, f[1].id)
    )[:MOST_TOLD]
    return [
        SimilarIntake(
            intake=o,
            share=share,
            same_category=o.focus_category is not None
            and o.focus_category == intake.focus_category,
        )
        for share, o in likely
    ]
