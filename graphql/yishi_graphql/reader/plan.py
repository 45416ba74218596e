"""The plan of a read: one SQL statement for all data fields, and how its parameters are filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSON

from graphql import FieldNode, NameNode
from yishi_core.kernel.entity import EntityModel
from yishi_graphql.reader.aggregate import aggregate
from yishi_graphql.reader.binding import Fill, split_id
from yishi_graphql.reader.connection import connection
from yishi_graphql.reader.json import Pair, json_object, literal
from yishi_graphql.reader.objects import TYPENAME, global_id, object_json, one
from yishi_graphql.reader.planning import Place, Planning
from yishi_graphql.reader.read_scope import ReadScope
from yishi_graphql.reader.selection import Fields
from yishi_graphql.reader.variables import read
from yishi_graphql.schema.catalogue import RootKind


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement in psycopg's named style (`%(name)s`) that returns its JSON as one text."""

    sql: str
    fixed: Mapping[str, Any]
    from_sight: tuple[str, ...]
    fills: tuple[Fill, ...]

    def parameters(self, sight: ReadScope, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters for one caller and request.

        Raises `InvalidInput` for a wrong cursor, page length or id.
        """
        filled = dict(self.fixed)
        held = sight.parameters
        for name in self.from_sight:
            filled[name] = held[name]
        for fill in self.fills:
            fill(filled, variables)
        return filled


def plan_roots(
    p: Planning, fields: Fields, type_name: str, *, envelope: bool = False, typed: bool = False
) -> Plan:
    """The plan of root fields.

    With `envelope` the JSON is the whole answer, `{"data": …}`; with `typed` it is passed on to
    graphql-core.
    """
    p.typed = typed
    made = json_object([_root(p, type_name, key, nodes) for key, nodes in fields.items()])
    return finish(p, json_object([("data", made)]) if envelope else made)


def plan_objects(
    p: Planning, model: EntityModel, ids: Any, nodes: Any, *, typed: bool = False
) -> Plan:
    """The plan of objects of one county by global ids: `{"id": {…}, …}`.

    It reads back what an operation named or changed. `ids` is the slot of `(county, [uuid …])`.
    With `typed` each object tells its type.
    """
    county, uuids = p.binder.name(), p.binder.name()
    p.binder.later((county, uuids), ids, tuple)
    place, row = Place(county), p.row(model)
    met = [
        *p.visible(model, row, place),
        row.c.id == sa.any_(sa.bindparam(uuids, type_=ARRAY(sa.Uuid()))),
    ]
    fields = p.selector.below(model.name, nodes)
    made = sa.func.json_object_agg(
        global_id(model, row),
        object_json(p, model, row, _with_type(fields) if typed else fields, place),
        type_=JSON(),
    )
    empty = sa.cast(literal("{}"), JSON())
    return finish(
        p, sa.select(sa.func.coalesce(made, empty, type_=JSON())).where(*met).scalar_subquery()
    )


def finish(p: Planning, value: sa.ColumnElement[Any]) -> Plan:
    """Compile the statement to a plan."""
    query = sa.select(sa.cast(value, sa.Text()))
    compiled = query.compile(dialect=postgresql.psycopg.dialect())  # type: ignore[no-untyped-call]
    held = p.sight.parameters
    from_sight = tuple(name for name in compiled.params if name in held)
    fixed = {
        n: v
        for n, v in compiled.params.items()
        if n not in held and n not in p.binder.fixed and v is not None
    }
    return Plan(str(compiled), {**fixed, **p.binder.fixed}, from_sight, tuple(p.binder.fills))


def by_id(p: Planning, model: EntityModel, id_: Any, fields: Fields) -> Any:
    """One object by its global id; null for a malformed, absent or invisible id.

    All of these use the same statement (K11).
    """
    county, uuid = p.binder.name(), p.binder.name()
    p.binder.later((county, uuid), id_, lambda value: split_id(model, value) or (None, None))
    place, row = Place(county), p.row(model)
    met = [*p.visible(model, row, place), row.c.id == sa.bindparam(uuid, type_=sa.Uuid())]
    return one(p, model, row, fields, met, place)


def _root(p: Planning, type_name: str, key: str, nodes: Any) -> Pair:
    name = nodes[0].name.value
    if name == TYPENAME:
        return key, literal(type_name)
    root, arguments = p.catalogue.roots[name], p.selector.arguments(type_name, nodes[0])
    match root.kind:
        case RootKind.ONE:
            return key, by_id(
                p, root.entity, arguments["id"], p.selector.below(root.entity.name, nodes)
            )
        case RootKind.MANY:
            return key, connection(p, root.entity, arguments, nodes, p.place, object_json)
        case RootKind.AGGREGATE:
            return key, aggregate(p, root.entity, arguments, nodes)
        case _:
            return key, _node(p, arguments["id"], nodes)


def _node(p: Planning, id_: Any, nodes: Any) -> Any:
    # A plan is made for each type that the id names (`variables._mark`), so it holds for every id
    # of that type.
    model = p.catalogue.models.get(str(read(id_, p.variables)).partition(":")[0])
    if model is None or model.name not in p.selector.schema.type_map:
        return sa.null()
    # graphql-core needs the type's name where it runs the operation; in plain data it is added only
    # when it is selected.
    fields = p.selector.below(model.name, nodes)
    return by_id(p, model, id_, _with_type(fields) if p.typed else fields)


def _with_type(fields: Fields) -> Fields:
    return {**fields, TYPENAME: [FieldNode(name=NameNode(value=TYPENAME))]}
