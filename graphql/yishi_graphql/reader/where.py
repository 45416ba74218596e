"""`where`: conditions on a row, on the objects it points at and on the lists that point at it.

Callers cannot filter by what they may not read: a related row counts only if they could read it
themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from yishi_core.errors import InvalidInput
from yishi_core.kernel.entity import EntityModel, Field
from yishi_graphql.reader.binding import ids, known_word, records, same, text
from yishi_graphql.reader.named import name_of
from yishi_graphql.reader.planning import Conditions, Place, Planning, of_record
from yishi_graphql.schema.catalogue import ColumnPart, GroupPart, IdPart, ManyPart, OnePart, Part
from yishi_graphql.schema.columns import Sort, sort_of

Tree = Mapping[str, Any]
VOIDED = "voidedAt"
WORDS = ("eq", "ne", "in", "notIn")
"""The operators that name whole values."""
TYPES: Mapping[Sort, sa.types.TypeEngine[Any]] = {
    Sort.ENUM: sa.Text(),
    Sort.STRING: sa.Text(),
    Sort.BOOLEAN: sa.Boolean(),
    Sort.INT: sa.BigInteger(),
    Sort.BIGINT: sa.BigInteger(),
    Sort.FLOAT: sa.Double(),
    Sort.DECIMAL: sa.Numeric(),
    Sort.DATE: sa.Date(),
    Sort.DATETIME: sa.DateTime(timezone=True),
    Sort.TIME: sa.Time(),
    Sort.LIST: sa.Text(),
}


def where(
    p: Planning, model: EntityModel, row: Any, tree: Tree | None, place: Place, at: str
) -> Conditions:
    """All conditions of an `XWhere`; None and `{}` give none.

    Raises `InvalidInput` and `Forbidden`.
    """
    return [] if tree is None else list(_each(p, model, row, tree, place, at))


def unvoided(model: EntityModel, row: Any, arguments: Mapping[str, Any]) -> Conditions:
    """The condition that leaves out voided rows.

    It is dropped when the caller asks for them or has a condition on `voidedAt`.
    """
    if (
        not model.voidable
        or arguments.get("includeVoided")
        or _names_voided(arguments.get("where"))
    ):
        return []
    return [row.c.voided_at.is_(None)]


def _names_voided(tree: Any) -> bool:
    if isinstance(tree, list):
        return any(_names_voided(t) for t in tree)
    if not isinstance(tree, Mapping):
        return False
    return VOIDED in tree or any(_names_voided(tree.get(word)) for word in ("and", "or", "not"))


def _each(
    p: Planning, model: EntityModel, row: Any, tree: Tree, place: Place, at: str
) -> Iterator[sa.ColumnElement[bool]]:
    for name, value in tree.items():
        here = f"{at}.{name}"
        p.count_condition()
        if name in ("and", "or"):
            parts = [
                _all(p, model, row, t, place, f"{here}.{i}") for i, t in enumerate(value or ())
            ]
            yield sa.and_(sa.true(), *parts) if name == "and" else sa.or_(sa.false(), *parts)
        elif name == "not":
            # “is not true”, so that a row without a value counts as different.
            yield sa.and_(sa.true(), *where(p, model, row, value, place, here)).is_not(sa.true())
        else:
            yield _condition(p, model, row, p.catalogue.part(model, name), value, place, here)


def _all(
    p: Planning, model: EntityModel, row: Any, tree: Tree, place: Place, at: str
) -> sa.ColumnElement[bool]:
    p.count_condition()
    return sa.and_(sa.true(), *where(p, model, row, tree, place, at))


def _condition(
    p: Planning, model: EntityModel, row: Any, part: Part, value: Any, place: Place, at: str
) -> sa.ColumnElement[bool]:
    if isinstance(part, OnePart):
        return _one(p, row, part, value, place, at)
    if isinstance(part, GroupPart) and part.own is not None:
        return _with_own_fields(p, model, row, part, part.own, value, place, at)
    if value is None:
        raise InvalidInput.of(
            at,
            "筛选条件不能为 null;判断是否为空请用 isNull。",
            "A condition cannot be null; ask isNull.",
        )
    match part:
        case IdPart():
            return sa.and_(sa.true(), *_compare(p, row.c.id, value, sa.Uuid(), ids(model, at), at))
        case ColumnPart(field):
            return sa.and_(sa.true(), *_column(p, model, row, field, value, at))
        case ManyPart():
            return sa.and_(sa.true(), *_many(p, row, part, value, place, at))
        case GroupPart(_, parts, _):
            return sa.and_(
                sa.true(),
                *(
                    _condition(p, model, row, parts[n], v, place, f"{at}.{n}")
                    for n, v in value.items()
                ),
            )


def _one(
    p: Planning, row: Any, part: OnePart, value: Any, place: Place, at: str
) -> sa.ColumnElement[bool]:
    other = p.row(part.target)
    met = [
        *p.visible(part.target, other, place, row),
        other.c.id == row.c[part.relation.column.name],
    ]
    query: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(other)
    if value is None:
        return sa.not_(query.where(*met).correlate(row).exists())
    return (
        query.where(*met, *where(p, part.target, other, value, place, at)).correlate(row).exists()
    )


def _with_own_fields(
    p: Planning,
    model: EntityModel,
    row: Any,
    part: GroupPart,
    own: EntityModel,
    value: Tree | None,
    place: Place,
    at: str,
) -> sa.ColumnElement[bool]:
    """Conditions on what a plugin keeps of the row, and on its lists; null matches where it keeps
    nothing.
    """
    fields = p.row(own)
    kept: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(fields)
    kept = kept.where(*of_record(own, fields, row, place)).correlate(row)
    if value is None:
        return sa.not_(kept.exists())
    lists = [n for n in value if isinstance(part.parts[n], ManyPart)]
    met = [
        _condition(p, own, fields, part.parts[n], v, place, f"{at}.{n}")
        for n, v in value.items()
        if n not in lists
    ]
    return sa.and_(
        sa.true() if lists and not met else kept.where(*met).exists(),
        *(_condition(p, model, row, part.parts[n], value[n], place, f"{at}.{n}") for n in lists),
    )


def _many(
    p: Planning, row: Any, part: ManyPart, value: Tree, place: Place, at: str
) -> Iterator[sa.ColumnElement[bool]]:
    for word, tree in value.items():
        other = p.row(part.target)
        met = [
            *p.visible(part.target, other, place, row),
            other.c[part.relation.column.name] == row.c.id,
            *unvoided(part.target, other, {"where": tree}),
        ]
        inner = where(p, part.target, other, tree or {}, place, f"{at}.{word}")
        if word == "every":
            inner = [sa.and_(sa.true(), *inner).is_not(sa.true())]
        found = (
            sa.select(sa.literal_column("1"))
            .select_from(other)
            .where(*met, *inner)
            .correlate(row)
            .exists()
        )
        yield found if word == "some" else sa.not_(found)


def _column(
    p: Planning, model: EntityModel, row: Any, field: Field, value: Tree, at: str
) -> Iterator[sa.ColumnElement[bool]]:
    p.require(model, field)
    column, sort = p.column(model, row, field), sort_of(field)
    if sort is Sort.ID:
        yield from _id_column(p, row, field, column, value, at)
    elif sort is Sort.LIST:
        yield from _list_column(p, column, value, _converter(p, field, sort, "contains", at), at)
    else:
        for operator, given in value.items():
            convert = _converter(p, field, sort, operator, at)
            yield from _compare(
                p, column, {operator: given}, TYPES.get(sort, sa.Text()), convert, at
            )


def _converter(
    p: Planning, field: Field, sort: Sort, operator: str, at: str
) -> Callable[[Any], Any]:
    """What checks the value of a condition: text, and where it names a word of a vocabulary, that
    there is such a word.
    """
    known = p.words.get(field.info.vocabulary or "")
    if known and (operator in WORDS or sort is Sort.LIST):
        return known_word(f"{at}.{operator}", known)
    return text(at) if sort in (Sort.STRING, Sort.ENUM, Sort.LIST) else same


def _id_column(
    p: Planning, row: Any, field: Field, column: Any, value: Tree, at: str
) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions on a column with global ids: the uuid, for the index, and the entity.

    Unlike for `id`, the county is not compared: an account may act in other counties than its own.
    """
    id_of = field.info.id_of
    assert id_of is not None
    named = name_of(row, id_of, column)
    for word, given in value.items():
        if word == "isNull":
            yield _is_null(column, given, at)
        elif given is None and word in ("eq", "ne"):
            yield column.is_(None) if word == "eq" else column.is_not(None)
        else:
            uuids, names = p.binder.name(), p.binder.name()
            p.binder.later(
                (uuids, names),
                _given(given, f"{at}.{word}"),
                records(id_of, p.catalogue.entities, at),
            )
            same_record = sa.and_(
                column == sa.any_(sa.bindparam(uuids, type_=ARRAY(sa.Uuid()))),
                named == sa.any_(sa.bindparam(names, type_=ARRAY(sa.Text()))),
            )
            yield same_record if word in ("eq", "in") else same_record.is_not(sa.true())


def _list_column(
    p: Planning, column: Any, value: Tree, convert: Callable[[Any], Any], at: str
) -> Iterator[sa.ColumnElement[bool]]:
    for operator, given in value.items():
        if operator == "isNull":
            yield _is_null(column, given, at)
        else:
            listed = p.binder.one(_given(given, f"{at}.{operator}"), sa.Text(), convert)
            yield listed == sa.any_(column)


def _compare(
    p: Planning, column: Any, value: Tree, type_: Any, convert: Callable[[Any], Any], at: str
) -> Iterator[sa.ColumnElement[bool]]:
    for word, given in value.items():
        if word == "isNull":
            yield _is_null(column, given, at)
        elif given is None and word in ("eq", "ne"):
            yield column.is_(None) if word == "eq" else column.is_not(None)
        elif word in ("in", "notIn"):
            listed = p.binder.one(_given(given, f"{at}.{word}"), ARRAY(type_), convert)
            yield (
                column == sa.any_(listed)
                if word == "in"
                else (column == sa.any_(listed)).is_not(sa.true())
            )
        else:
            yield OPERATORS[word](
                column, p.binder.one(_given(given, f"{at}.{word}"), type_, convert)
            )


def _given(value: Any, at: str) -> Any:
    if value is None:
        raise InvalidInput.of(at, "不能为 null。", "Must not be null.")
    return value


def _is_null(column: Any, given: Any, at: str) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = (
        column.is_(None) if _given(given, f"{at}.isNull") else column.is_not(None)
    )
    return found


OPERATORS: Mapping[str, Callable[[Any, Any], sa.ColumnElement[bool]]] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: column.is_distinct_from(value),
    "lt": lambda column, value: column < value,
    "lte": lambda column, value: column <= value,
    "gt": lambda column, value: column > value,
    "gte": lambda column, value: column >= value,
    "contains": lambda column, value: (
        sa.func.strpos(sa.func.lower(column), sa.func.lower(value)) > 0
    ),
    "startsWith": lambda column, value: column.bool_op("^@")(value),
}
