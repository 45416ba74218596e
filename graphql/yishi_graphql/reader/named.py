"""Global ids of records that a column names without a foreign key (`IdOf`), made by PostgreSQL."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import IdOf
from yishi_graphql.reader.json import literal


def name_of(row: Any, id_of: IdOf, column: Any) -> sa.ColumnElement[str]:
    """`Type:uuid`; null where the column is null."""
    return _joined(_entity(row, id_of), sa.cast(column, sa.Text()))


def id_of_record(row: Any, id_of: IdOf, column: Any) -> sa.ColumnElement[str]:
    """`Type:county:uuid`; null where the column is null."""
    return _joined(
        _entity(row, id_of), sa.cast(row.c[id_of.county], sa.Text()), sa.cast(column, sa.Text())
    )


def _joined(first: Any, *others: Any) -> sa.ColumnElement[str]:
    made: sa.ColumnElement[str] = first
    for other in others:
        made = made.concat(literal(":")).concat(other)
    return made


def _entity(row: Any, id_of: IdOf) -> Any:
    if id_of.told_by is None:
        return literal(str(id_of.entity))
    told = row.c[id_of.told_by]
    if not id_of.entities:
        return told
    return sa.case(
        *((told == literal(word), literal(entity)) for word, entity in id_of.entities.items())
    )
