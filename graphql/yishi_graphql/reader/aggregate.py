"""`xsAggregate`: one row per group, counted by PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import INTERVAL

from yishi_core.kernel.entity import EntityModel
from yishi_graphql.reader.connection import page_length
from yishi_graphql.reader.json import Pair, json_list, json_object, literal
from yishi_graphql.reader.named import id_of_record
from yishi_graphql.reader.objects import TYPENAME, one
from yishi_graphql.reader.planning import Place, Planning
from yishi_graphql.reader.where import unvoided, where
from yishi_graphql.schema.aggregates import (
    GROUPS,
    MOST_GROUPS,
    Dimension,
    Function,
    Measure,
    dimensions,
    measures,
)
from yishi_graphql.schema.columns import Sort, sort_of

COUNTY_PATH = 9
"""Number of characters of a county's path, e.g. `61/09/22/`."""
PERIODS = {"Quarter": 'YYYY"-Q"Q', "Month": "YYYY-MM"}


def aggregate(
    p: Planning, model: EntityModel, arguments: Mapping[str, Any], nodes: Any
) -> sa.ColumnElement[Any]:
    """The JSON list of `XAggregateRow`, in the order of the groups."""
    known = dimensions(p.catalogue, model)
    asked = {name: known[name] for name in dict.fromkeys(arguments.get("groupBy") or ())}
    row, place = p.row(model), p.place
    source, of = _joined(p, row, asked.values(), place)
    keys = {
        name: _key(of[dimension.through], dimension).label(name)
        for name, dimension in asked.items()
    }
    met = [
        *p.visible(model, row, place),
        *unvoided(model, row, arguments),
        *where(p, model, row, arguments.get("where"), place, "where"),
    ]
    limit = page_length(p, arguments.get("first"), GROUPS, MOST_GROUPS)
    # Group and order by position: the expressions hold parameters, which PostgreSQL would not
    # recognise as equal.
    positions: list[sa.ColumnElement[Any]] = [
        sa.literal_column(str(i)) for i in range(2, len(keys) + 2)
    ]
    measured = _measured(p, model, row, nodes)
    query = (
        sa.select(sa.func.count().label("count"), *keys.values(), *measured)
        .select_from(source)
        .where(*met)
        .limit(limit)
    )
    if positions:
        query = query.group_by(*positions).order_by(*positions)
    groups = query.subquery(f"g{row.name[1:]}")
    made = json_list(_row(p, model, groups, asked, nodes))
    return sa.select(made).select_from(groups).scalar_subquery()


def _joined(
    p: Planning, row: Any, asked: Iterable[Dimension], place: Place
) -> tuple[Any, dict[str | None, Any]]:
    """The rows with the objects whose dates group them, each joined once; and the row of each
    reference. Whoever may not read the object finds no date there.
    """
    source: Any = row
    of: dict[str | None, Any] = {None: row}
    for part in (dimension.of for dimension in asked if dimension.of is not None):
        if part.relation.name not in of:
            other = of[part.relation.name] = p.row(part.target)
            met = p.visible(part.target, other, place, row)
            points = other.c.id == row.c[part.relation.column.name]
            source = source.outerjoin(other, sa.and_(*met, points))
    return source, of


def _measured(p: Planning, model: EntityModel, row: Any, nodes: Any) -> list[Any]:
    """The requested measures of columns, each once."""
    known = measures(p.catalogue.parts[model.name])
    asked = {
        inner[0].name.value
        for inner in p.selector.below(f"{model.name}AggregateRow", nodes).values()
    }
    return [
        _measure(row.c[measure.field.column.name], measure).label(name)
        for name, measure in known.items()
        if name in asked
    ]


def _measure(column: Any, measure: Measure) -> Any:
    """A measure in the type of its column; decimals and means as text, as everywhere."""
    decimal = sort_of(measure.field) is Sort.DECIMAL
    match measure.function:
        case Function.SUM:
            total = sa.func.coalesce(sa.func.sum(column), sa.literal_column("0"))
            return sa.cast(total, sa.Text() if decimal else sa.BigInteger())
        case Function.AVG:
            return sa.cast(
                sa.func.trim_scale(sa.func.avg(sa.cast(column, sa.Numeric()))), sa.Text()
            )
    found = sa.func.min(column) if measure.function is Function.MIN else sa.func.max(column)
    return sa.cast(found, sa.Text()) if decimal else found


def _key(row: Any, dimension: Dimension) -> Any:
    if dimension.field is None:
        segment = sa.func.nullif(sa.func.split_part(row.c.org_path, literal("/"), 4), literal(""))
        return sa.func.left(row.c.org_path, COUNTY_PATH).concat(segment).concat(literal("/"))
    column = row.c[dimension.field.column.name]
    if dimension.field.info.id_of is not None:
        return id_of_record(row, dimension.field.info.id_of, column)
    if dimension.period is None:
        return column
    if isinstance(dimension.field.column.type, sa.DateTime):
        # China time has had a single offset since 1991; the server's own time zone does not matter.
        column = sa.func.timezone(sa.cast(literal("08:00"), INTERVAL()), column)
    if dimension.period == "Year":
        return sa.cast(sa.func.date_part(literal("year"), column), sa.Integer())
    return sa.func.to_char(column, literal(PERIODS[dimension.period]))


def _row(
    p: Planning, model: EntityModel, groups: Any, asked: Mapping[str, Dimension], nodes: Any
) -> sa.ColumnElement[Any]:
    pairs: list[Pair] = []
    for key, inner in p.selector.below(f"{model.name}AggregateRow", nodes).items():
        match inner[0].name.value:
            case "count":
                pairs.append((key, groups.c.count))
            case "key":
                pairs.append((key, _key_object(p, model, groups, asked, inner)))
            case name if name == TYPENAME:
                pairs.append((key, literal(f"{model.name}AggregateRow")))
            case name:
                pairs.append((key, groups.c[name]))
    return json_object(pairs)


def _key_object(
    p: Planning, model: EntityModel, groups: Any, asked: Mapping[str, Dimension], nodes: Any
) -> Any:
    type_name = f"{model.name}AggregateKey"
    pairs: list[Pair] = []
    for key, inner in p.selector.below(type_name, nodes).items():
        name = inner[0].name.value
        if name == TYPENAME:
            pairs.append((key, literal(type_name)))
        elif name not in asked:
            pairs.append((key, sa.null()))
        elif asked[name].field is None:
            pairs.append((key, _township(p, groups, name, inner)))
        else:
            pairs.append((key, groups.c[name]))
    return json_object(pairs)


def _township(p: Planning, groups: Any, name: str, nodes: Any) -> Any:
    org = p.catalogue.models["OrgUnit"]
    row, place = p.row(org), p.place
    met = [*p.visible(org, row, place), row.c.org_path == groups.c[name]]
    return one(p, org, row, p.selector.below(org.name, nodes), met, Place(place.parameter), groups)
