"""Finding records by any word of their titles and texts (design.md 8, parts.md 1.4)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeVar

from pydantic import Field

from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.search import folding
from yishi_core.facilities.search.excerpts import excerpt, title_of
from yishi_core.facilities.search.lookup import Lookup, Place, searchable
from yishi_core.kernel.access import readable
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.tree.models import OrgUnit

R = TypeVar("R", bound=OrgRow)

Words = Annotated[str, Field(min_length=1, max_length=100)]


class SearchInput(Input):
    """What to search for, and where."""

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
    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="Only records of this org and below it.")
    first: int = Field(20, title="条数", description="Hits on a page.", ge=1, le=100)
    after: str | None = Field(
        None, title="游标", description="endCursor of the page before.", max_length=80
    )


class SearchHit(Structure):
    """One record that was found."""

    id: str = Field(title="标识", description="Global id of the record.")
    type: str = Field(title="类型", description="Entity of the record, e.g. Topic.")
    type_label: str = Field(title="类型名称")
    title: str = Field(title="标题", description="Title, or the beginning of the text.")
    excerpt: str | None = Field(title="摘要", description="The text around the match.")
    day: dt.date = Field(title="日期", description="Day of the record, else the day of entry.")


class SearchPage(Structure):
    """A page of hits: matches in the title first, then the newest."""

    hits: list[SearchHit] = Field(title="结果")
    has_next_page: bool = Field(title="有下一页")
    end_cursor: str | None = Field(
        title="末尾游标", description="Send it as `after` for the next page."
    )


@question(Text("检索", "Search"), permission=None)
async def search(context: OperationContext, data: SearchInput) -> SearchPage:
    """Find records by any word of their titles and texts.

    Only records that you may read are found, and no voided ones.
    """
    after = Place.read(data.after) if data.after else None
    lookup = lookup_of(context, data.text, "text", data.types, data.org)
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


def lookup_of(
    context: OperationContext, text: str, path: str, types: list[str] | None, org: OrgUnit | None
) -> Lookup:
    """Prepare the search for a text; `path` names its input field in errors."""
    folded = folding.fold(text)
    if not folded:
        raise InvalidInput.of(path, "请输入文字或数字。", "Write letters or digits.")
    registry, principal = context.platform.registry, context.principal
    known = {
        name: model
        for name, model in searchable(registry).items()
        if principal.has_plugin(model.plugin)
    }
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
