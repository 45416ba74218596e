"""Proposals with titles similar to one that is being written (domain.md 5.13)."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.errors import Text
from yishi_core.facilities.search.alike import alike
from yishi_core.facilities.search.service import Words
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.tree.models import OrgUnit


class SimilarProposalsInput(Input):
    """A title as it is being written."""

    title: Words = Field(title="案由")
    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="Only proposals of this org and below it.")
    first: int = Field(5, title="条数", ge=1, le=20)


class SimilarProposal(Structure):
    """A proposal with a similar title."""

    id: str = Field(title="标识", description="Global id of the proposal.")
    no: str | None = Field(title="提案号", description="Once it is filed.")
    title: str = Field(title="案由")
    submitted_on: dt.date | None = Field(title="提交日期")
    state: ProposalState = Field(title="状态")
    likeness: int = Field(
        title="相似度(%)", description="Share of common pairs of characters, in percent."
    )


@question(Text("相似提案", "Similar proposals"), permission=None)
async def similar_proposals(
    context: OperationContext, data: SimilarProposalsInput
) -> list[SimilarProposal]:
    """Proposals of this and past years with similar titles, the most similar first.

    They show what was already proposed about the matter (domain.md 5.13).
    """
    found = [
        SimilarProposal(
            id=global_id(row),
            no=row.no,
            title=row.title,
            submitted_on=row.submitted_on,
            state=row.state,
            likeness=share,
        )
        for row, share in await alike(context, data.title, Proposal, data.org)
    ]
    newest = sorted(found, key=lambda p: (p.submitted_on or context.today, p.id), reverse=True)
    return sorted(newest, key=lambda p: -p.likeness)[: data.first]
