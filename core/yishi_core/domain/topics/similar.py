"""Topics with titles similar to one that is being written (parts.md 1.4)."""

from __future__ import annotations

from pydantic import Field

from yishi_core.domain.topics.models import Topic, TopicState
from yishi_core.errors import Text
from yishi_core.facilities.search.alike import alike
from yishi_core.facilities.search.service import Words
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.tree.models import OrgUnit


class SimilarTopicsInput(Input):
    """A title as it is being written."""

    title: Words = Field(title="题目")
    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="Only topics of this org and below it.")
    first: int = Field(5, title="条数", ge=1, le=20)


class SimilarTopic(Structure):
    """A topic with a similar title."""

    id: str = Field(title="标识", description="Global id of the topic.")
    no: str = Field(title="编号")
    title: str = Field(title="题目")
    year: int = Field(title="年度")
    state: TopicState = Field(title="状态")
    likeness: int = Field(
        title="相似度(%)", description="Share of common pairs of characters, in percent."
    )


@question(Text("相似议题", "Similar topics"), permission=None)
async def similar_topics(context: OperationContext, data: SimilarTopicsInput) -> list[SimilarTopic]:
    """Topics with similar titles, the most similar first.

    They prevent taking the same matter on twice.
    """
    found = [
        SimilarTopic(
            id=global_id(row),
            no=row.no,
            title=row.title,
            year=row.year,
            state=row.state,
            likeness=share,
        )
        for row, share in await alike(context, data.title, Topic, data.org)
    ]
    return sorted(found, key=lambda t: (-t.likeness, -t.year, t.no))[: data.first]
