"""One object as JSON: its columns, the objects it points at, the lists that point at it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import EntityModel
from yishi_graphql.reader.connection import connection
from yishi_graphql.reader.json import Pair, json_object, literal
from yishi_graphql.reader.named import id_of_record
from yishi_graphql.reader.planning import Place, Planning, of_record
from yishi_graphql.reader.selection import Fields
from yishi_graphql.schema import names
from yishi_graphql.schema.catalogue import ColumnPart, GroupPart, IdPart, ManyPart, OnePart, Part
from yishi_graphql.schema.columns import Sort, sort_of

TYPENAME = "__typename"


def object_json(
    p: Planning, model: EntityModel, row: Any, fields: Fields, place: Place
) -> sa.ColumnElement[Any]:
    """The JSON of the selected fields of a row."""
    pairs: list[Pair] = []
    for key, nodes in fields.items():
        name = nodes[0].name.value
        if name == TYPENAME:
            pairs.append((key, literal(model.name)))
        else:
            pairs.append((key, _value(p, model, row, p.catalogue.part(model, name), nodes, place)))
    return json_object(pairs)


def global_id(model: EntityModel, row: Any) -> sa.ColumnElement[str]:
    """`Type:county:uuid`, concatenated by PostgreSQL."""
    return sa.func.concat(literal(f"{model.name}:"), row.c.county, literal(":"), row.c.id)


def _value(
    p: Planning, model: EntityModel, row: Any, part: Part, nodes: Any, place: Place
) -> sa.ColumnElement[Any]:
    match part:
        case IdPart():
            return global_id(model, row)
        case ColumnPart(field):
            value = p.column(model, row, field)
            if field.info.id_of is not None:
                return id_of_record(row, field.info.id_of, value)
            return sa.cast(value, sa.Text()) if sort_of(field) is Sort.DECIMAL else value
        case OnePart(relation, target):
            other = p.row(target)
            met = [*p.visible(target, other, place, row), other.c.id == row.c[relation.column.name]]
            found: sa.ColumnElement[Any] = one(
                p, target, other, p.selector.below(target.name, nodes), met, place, row
            )
            return found
        case ManyPart():
            return _many(p, model.name, part, row, nodes, place)
        case GroupPart():
            return _group(p, model, part, row, nodes, place)


def one(
    p: Planning,
    model: EntityModel,
    row: Any,
    fields: Fields,
    met: Any,
    place: Place,
    parent: Any = None,
) -> Any:
    """The JSON of the one row that meets the conditions; null when there is none."""
    query = sa.select(object_json(p, model, row, fields, place)).where(*met)
    return (query.correlate(parent) if parent is not None else query).scalar_subquery()


def _many(
    p: Planning, type_name: str, part: ManyPart, row: Any, nodes: Any, place: Place
) -> sa.ColumnElement[Any]:
    column = part.relation.column.name
    return connection(
        p,
        part.target,
        p.selector.arguments(type_name, nodes[0]),
        nodes,
        place,
        object_json,
        parent=row,
        follows=lambda other: [other.c[column] == row.c.id],
    )


def _group(
    p: Planning, model: EntityModel, part: GroupPart, row: Any, nodes: Any, place: Place
) -> sa.ColumnElement[Any]:
    """What a plugin adds to a row: lists, and its own fields. Without lists it is null where the
    plugin keeps nothing of the row.
    """
    type_name = names.group(model.name, part.plugin)
    own: Any = None if part.own is None else p.row(part.own)
    pairs: list[Pair] = []
    for key, inner in p.selector.below(type_name, nodes).items():
        name = inner[0].name.value
        if name == TYPENAME:
            pairs.append((key, literal(type_name)))
            continue
        match part.parts[name]:
            case ManyPart() as many:
                pairs.append((key, _many(p, type_name, many, row, inner, place)))
            case field:
                assert part.own is not None
                pairs.append((key, _value(p, part.own, own, field, inner, place)))
    made = json_object(pairs)
    if part.own is None:
        return made
    query, met = sa.select(made), sa.and_(*of_record(part.own, own, row, place))
    if part.lists:
        always = sa.select(sa.literal_column("1")).subquery()
        query = query.select_from(always.outerjoin(own, met))
    else:
        query = query.select_from(own).where(met)
    return query.correlate(row).scalar_subquery()
