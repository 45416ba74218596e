"""Entity declarations: a record is described once, and everything else is derived from that.

The table, the GraphQL type, the filters, spreadsheet import and labels all follow from the
declaration.
"""

from yishi_core.kernel.entity.base import (
    Drafted,
    Entity,
    Handed,
    Inherited,
    OrgRow,
    Shared,
    TenantRow,
    unique_while_valid,
)
from yishi_core.kernel.entity.columns import ColumnInfo, IdOf, Personal, RefInfo, column, ref
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.entity.model import (
    EntityModel,
    Field,
    Registry,
    Relation,
    Visibility,
    describe,
)
from yishi_core.kernel.entity.names import camel, snake
from yishi_core.kernel.entity.own_fields import OwnFields

__all__ = [
    "ColumnInfo",
    "Drafted",
    "Entity",
    "EntityModel",
    "Field",
    "Handed",
    "IdOf",
    "Inherited",
    "Labelled",
    "OrgRow",
    "OwnFields",
    "Personal",
    "RefInfo",
    "Registry",
    "Relation",
    "Shared",
    "TenantRow",
    "Visibility",
    "camel",
    "column",
    "describe",
    "ref",
    "snake",
    "unique_while_valid",
]
