"""Finding records by any word of them, and topics that are like one (design.md 8, parts.md 1.4)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, TypeVar, cast

from pydantic import Field

from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.domain.topics.models import Topic, TopicState
from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.search import folding
from yishi_core.facilities.search.excerpts import excerpt, title_of
from yishi_core.facilities.search.lookup import Lookup, Place, searchable
from yishi_core.kernel.access import readable
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.tree.models import OrgUnit

R = TypeVar("R", bound=OrgRow)

LOOKED_AT = 100
"""Records that are compared with a title."""
ALIKE = 0.3
"""Share of common windows from which titles count as alike."""
Words = Annotated[str, Field(min_length=1, max_length=100)]


class SearchInput(Input):
    """What is looked for, and where."""

    text: Words = Field(
        title="关键词",
        description="One character or more, traditional or simplified; initials find names (zs: "
        "张三). Of several words, all.",
    )
    types: list[str] | None = Field(
        None,
        title="类型",
        description="Entities to look in, e.g. Topic; all unless named.",
        max_length=50,
    )
    org: Ref[OrgUnit] | None = Field(
        None, title="组织", description="Only records of this org and below it."
    )
    first: int = Field(20, title="条数", description="Hits on a page.", ge=1, le=100)
    after: str | None = Field(
        None, title="游标", description="endCursor of the page before.", max_length=80
    )


class SearchHit(Structure):
    """One record that was found."""

    id: str = Field(title="标识", description="Global id of the record.")
    type: str = Field(title="类型", description="Its entity, e.g. Topic.")
    type_label: str = Field(title="类型名称")
    title: str = Field(title="标题", description="What it is called, or how its text begins.")
    excerpt: str | None = Field(
        title="摘要", description="The words around what was found in its text."
    )
    day: dt.date = Field(title="日期", description="The record's own day, else the day of entry.")


class SearchPage(Structure):
    """Hits in the title first, then the newest."""

    hits: list[SearchHit] = Field(title="结果")
    has_next_page: bool = Field(title="有下一页")
    end_cursor: str | None = Field(
        title="末尾游标", description="Send it as `after` for the next page."
    )


class SimilarTopicsInput(Input):
    """A title as it is being written."""

    title: Words = Field(title="题目")
    org: Ref[OrgUnit] | None = Field(
        None, title="组织", description="Only topics of this org and below it."
    )
    first: int = Field(5, title="条数", ge=1, le=20)


class SimilarTopic(Structure):
    """A topic with a title like that."""

    id: str = Field(title="标识", description="Global id of the topic.")
    no: str = Field(title="编号")
    title: str = Field(title="题目")
    year: int = Field(title="年度")
    state: TopicState = Field(title="状态")
    likeness: int = Field(
        title="相似度(%)", description="Share of common pairs of characters, in percent."
    )


class SimilarProposalsInput(Input):
    """A title as it is being written."""

    title: Words = Field(title="案由")
    org: Ref[OrgUnit] | None = Field(
        None, title="组织", description="Only proposals of this org and below it."
    )
    first: int = Field(5, title="条数", ge=1, le=20)


class SimilarProposal(Structure):
    """A proposal with a title like that."""

    id: str = Field(title="标识", description="Global id of the proposal.")
    no: str | None = Field(title="提案号", description="Once it is filed.")
    title: str = Field(title="案由")
    submitted_on: dt.date | None = Field(title="提交日期")
    state: ProposalState = Field(title="状态")
    likeness: int = Field(
        title="相似度(%)", description="Share of common pairs of characters, in percent."
    )


@question(Text("检索", "Search"), permission=None)
async def search(context: OperationContext, data: SearchInput) -> SearchPage:
    """Find records by any word of their titles and texts. What you may not read you do not find;
    voided records are not found.
    """
    after = Place.read(data.after) if data.after else None
    lookup = _lookup(context, data.text, "text", data.types, data.org)
    rows, end = await lookup.page(data.first, after)
    hits = [
        SearchHit(
            id=global_id(row),
            type=type(row).__name__,
            type_label=lookup.models[type(row).__name__].label,
            title=title_of(row),
            excerpt=excerpt(row, lookup.folded),
            day=place.day,
        )
        for row, place in rows
    ]
    last = end or (rows[-1][1] if rows else None)
    return SearchPage(
        hits=hits, has_next_page=end is not None, end_cursor=str(last) if last else None
    )


@question(Text("相似议题", "Similar topics"), permission=None)
async def similar_topics(context: OperationContext, data: SimilarTopicsInput) -> list[SimilarTopic]:
    """Topics whose titles are like this one, the most alike first: before the same matter is taken
    on twice.
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
        for row, share in await _alike(context, data.title, Topic, data.org)
    ]
    return sorted(found, key=lambda t: (-t.likeness, -t.year, t.no))[: data.first]


@question(Text("相似提案", "Similar proposals"), permission=None)
async def similar_proposals(
    context: OperationContext, data: SimilarProposalsInput
) -> list[SimilarProposal]:
    """Proposals of this and past years whose titles are like this one, the most alike first
    (domain.md 5.13): what was said of the matter already.
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
        for row, share in await _alike(context, data.title, Proposal, data.org)
    ]
    newest = sorted(found, key=lambda p: (p.submitted_on or context.today, p.id), reverse=True)
    return sorted(newest, key=lambda p: -p.likeness)[: data.first]


async def _alike(
    context: OperationContext, title: str, entity: type[R], org: OrgUnit | None
) -> list[tuple[R, int]]:
    """Records whose titles share enough with a title, each with the percentage."""
    lookup = _lookup(context, title, "title", [entity.__name__], org)
    wanted = _pairs(lookup.folded)
    if not wanted:
        return []
    rows = cast("list[Any]", await lookup.alike(max(1, round(len(wanted) * ALIKE)), LOOKED_AT))
    shares = [
        (row, round(100 * _likeness(wanted, _pairs(folding.fold(row.title))))) for row in rows
    ]
    return [(row, share) for row, share in shares if share >= 100 * ALIKE]


def _lookup(
    context: OperationContext, text: str, path: str, types: list[str] | None, org: OrgUnit | None
) -> Lookup:
    folded = folding.fold(text)
    if not folded:
        raise InvalidInput.of(path, "请输入文字或数字。", "Write letters or digits.")
    registry, principal = context.platform.registry, context.principal
    known = searchable(registry)
    if unknown := sorted(set(types or ()) - set(known)):
        zh = f"不能检索类型“{'、'.join(unknown)}”,可选:{'、'.join(sorted(known))}。"
        raise InvalidInput.of(
            "types",
            zh,
            f"Cannot search in {', '.join(unknown)}; known: {', '.join(sorted(known))}.",
        )
    wanted = {
        name: known[name] for name in types or known if readable(principal, known[name]).anything
    }
    return Lookup(context.session, principal, registry, wanted, folded, org)


def _pairs(folded: str) -> frozenset[str]:
    return frozenset(window for window in folding.windows(folded) if len(window) == 2)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
