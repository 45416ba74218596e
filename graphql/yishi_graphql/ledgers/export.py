"""Exporting a ledger as a GraphQL document (checks.md K23).

Filters, order and visibility are thus decided in the same place as for every other list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import sqlalchemy as sa

from yishi_core.errors import Code, NotFound, Text, TooComplex, Unauthenticated
from yishi_core.facilities.ledgers.cells import shower
from yishi_core.facilities.ledgers.columns import LedgerColumn, ledger_columns, ledger_order
from yishi_core.facilities.ledgers.vocabularies import labels
from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.audit import service as audit
from yishi_core.kernel.audit.models import AuditResult
from yishi_core.kernel.entity import EntityModel, camel
from yishi_core.kernel.operation.inputs import global_id, parse_global_id
from yishi_core.kernel.operation.local_terms import terms_for
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_graphql.reader.executor import Executor
from yishi_graphql.schema import names
from yishi_graphql.schema.entities import LONGEST_PAGE

MOST_ROWS = 50_000
EXPORT = "export_ledger"


class Answered(Exception):
    """The reader's own answer to a document that it refused."""

    def __init__(self, body: bytes, code: Code) -> None:
        super().__init__(code.value)
        self.body = body
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as cells, and the cursor of the next page."""

    rows: list[list[str]]
    total: int
    after: str | None


@dataclass
class Ledger:
    """One register for one caller: its `titles` and, page by page, its rows."""

    platform: Platform
    executor: Executor
    model: EntityModel
    columns: Sequence[LedgerColumn]
    vocabularies: Mapping[str, Mapping[str, str]]
    where: Mapping[str, Any]
    org: OrgUnit | None
    language: str
    _document: str = field(init=False)

    def __post_init__(self) -> None:
        self._document = document(self.model, self.columns)
        self._showers = [shower(column, self.vocabularies) for column in self.columns]

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    async def page(self, principal: Principal, after: str | None) -> Page:
        """The rows after a cursor.

        Raises `Answered` with the reader's answer to a filter that is wrong or not allowed.
        """
        variables = {"first": LONGEST_PAGE, "after": after, "where": self.where}
        body = await self.executor.execute(
            principal, self._document, variables, None, self.language
        )
        answer = msgspec.json.decode(body)
        if answer.get("errors"):
            raise Answered(
                body,
                Code(answer["errors"][0].get("extensions", {}).get("code", Code.INVALID_INPUT)),
            )
        rows = answer["data"]["rows"]
        cells = [
            [show(_value(node, c)) for show, c in zip(self._showers, self.columns, strict=True)]
            for node in rows["nodes"]
        ]
        info = rows["pageInfo"]
        return Page(cells, rows["totalCount"], info["endCursor"] if info["hasNextPage"] else None)

    async def note(self, principal: Principal, rows: int) -> None:
        """Audit the export before the first row leaves (K23).

        The filter is not recorded, since it may contain a name.
        """
        path = self.org.org_path if self.org else county_path(principal.county)
        system = Principal.system(principal.county, principal.policy)
        changes = {"rows": [None, rows]}
        async with self.platform.database.transaction(system.reading) as session:
            session.add(
                audit.entry(
                    principal,
                    EXPORT,
                    AuditResult.DONE,
                    county=principal.county,
                    path=path,
                    subject_type=self.model.name,
                    changes=changes,
                )
            )


async def open_ledger(
    platform: Platform,
    executor: Executor,
    principal: Principal,
    name: str,
    *,
    org: str | None,
    where: Mapping[str, Any],
    language: str,
) -> tuple[Ledger, Page]:
    """Open a register with its first page, and audit the export.

    Raises `NotFound` for an unknown entity or org, or one at which the entity's plugin is neither on
    nor retired, and `TooComplex` for too many rows.
    """
    if principal.kind is PrincipalKind.ANONYMOUS:
        raise Unauthenticated.missing()
    principal.require_own_password()
    model = model_named(platform, name)
    place = await _place(platform, principal, org) if org else None
    if not principal.has_plugin(model.plugin, *(place.county, place.org_path) if place else ()):
        raise NotFound.at("")
    conditions = (
        {"and": [where, await _below(platform, principal, model, place)]} if place else where
    )
    columns = ledger_columns(platform.registry, model, await executor.plugins_of(principal))
    columns = await _titled(platform, principal, model, place, columns)
    known = await labels(platform, principal, place)
    ledger = Ledger(platform, executor, model, columns, known, conditions, place, language)
    page = await ledger.page(principal, None)
    if page.total > MOST_ROWS:
        text = Text(
            f"共{page.total}行,一次最多导出{MOST_ROWS}行,请缩小范围。",
            f"{page.total} rows, at most {MOST_ROWS}: ask for less.",
        )
        raise TooComplex(text, (), limit="rows", found=page.total, allowed=MOST_ROWS)
    await ledger.note(principal, page.total)
    return ledger, page


async def _titled(
    platform: Platform,
    principal: Principal,
    model: EntityModel,
    place: OrgUnit | None,
    columns: Sequence[LedgerColumn],
) -> tuple[LedgerColumn, ...]:
    """The columns of a register, with headings in the words of the place, else of the caller's."""
    async with platform.database.transaction(principal.reading) as session:
        terms = await terms_for(platform, session, principal, place)
    return tuple(
        replace(column, title=terms.title(model.name, column.path[0], column.title))
        for column in columns
    )


def document(model: EntityModel, columns: Sequence[LedgerColumn]) -> str:
    """The GraphQL query of a ledger."""
    order = ", ".join(f"{{{camel(name)}: asc}}" for name in ledger_order(model))
    by = f", orderBy: [{order}]" if order else ""
    return (
        f"query Ledger($first: Int!, $after: String, $where: {names.where(model.name)}) {{"
        f" rows: {model.many}(first: $first, after: $after, where: $where{by}) {{"
        f" totalCount pageInfo {{ hasNextPage endCursor }} nodes "
        f"{{ __typename {_selection(columns)} }} }} }}"
    )


def _selection(columns: Sequence[LedgerColumn]) -> str:
    tree: dict[str, Any] = {}
    for column in columns:
        here = tree
        for part in column.path:
            here = here.setdefault(camel(part), {})
    return _fields(tree)


def _fields(tree: Mapping[str, Any]) -> str:
    return " ".join(
        f"{name} {{ {_fields(inner)} }}" if inner else name for name, inner in tree.items()
    )


def _value(node: Any, column: LedgerColumn) -> Any:
    for part in column.path:
        node = node.get(camel(part)) if node else None
    return node


def model_named(platform: Platform, name: str) -> EntityModel:
    """The entity of a URL, by its type or by the field that lists it; raises `NotFound`."""
    for model in platform.registry.exposed:
        if name in (model.name, model.many):
            return model
    raise NotFound.at("")


async def _place(platform: Platform, principal: Principal, org: str) -> OrgUnit:
    try:
        pending = parse_global_id(org)
    except ValueError:
        raise NotFound.at("org") from None
    async with platform.database.transaction(principal.reading) as session:
        query = sa.select(OrgUnit).where(OrgUnit.county == pending.county, OrgUnit.id == pending.id)
        found = (
            (await session.scalars(query)).one_or_none()
            if pending.type == OrgUnit.__name__
            else None
        )
    if found is None or pending.county not in principal.counties:
        raise NotFound.at("org")
    return found


async def _below(
    platform: Platform, principal: Principal, model: EntityModel, place: OrgUnit
) -> dict[str, Any]:
    """The condition that a record belongs to an org or to one below it."""
    async with platform.database.transaction(principal.reading) as session:
        query = sa.select(OrgUnit).where(
            OrgUnit.county == place.county,
            OrgUnit.org_path.startswith(place.org_path, autoescape=True),
        )
        ids = [global_id(row) for row in await session.scalars(query)]
    if model.entity is OrgUnit:
        return {"id": {"in": ids}}
    if "org_id" not in model.table.c:
        raise NotFound.at("org")
    return {"org": {"id": {"in": ids}}}
