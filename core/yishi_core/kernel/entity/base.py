"""Base classes of every tenant table (design.md 5, access.md 1).

Each row has `county` (the isolation and distribution key), `id` (a UUIDv7 made in Python) and
`org_path` (its place in the county's tree). Visibility is declared by base classes: every row is
visible in its branch of the tree; `Inherited`, `Shared` and `Handed` widen that.
"""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
import uuid_utils
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, LoaderCallableStatus, Mapped, mapped_column
from sqlalchemy.orm.decl_api import declared_attr

from yishi_core.kernel.entity.columns import INFO, ColumnInfo, column, info_of, ref
from yishi_core.kernel.entity.names import snake

PATH = sa.Text(collation="C")


def new_id() -> uuid.UUID:
    """Return a new UUIDv7; such ids sort by creation time."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def values_of(row: Base) -> dict[str, Any]:
    """Return the attribute dictionary of a row, bypassing SQLAlchemy's attribute events.

    Write to it only while the row is new, because no change history is recorded.
    """
    values: dict[str, Any] = sa.inspect(row).dict
    return values


def changes_of(row: Base) -> dict[str, Any]:
    """Map each changed attribute to the value it had when the row was read or last written.

    An attribute whose old value was never loaded maps to None.
    """
    state = sa.inspect(row)
    now, attributes = state.dict, state.manager
    before = {
        key: value
        for key, value in state.committed_state.items()
        if key in now and not attributes[key].impl.is_equal(now[key], value)
    }
    return {
        key: None if isinstance(value, LoaderCallableStatus) else value
        for key, value in before.items()
    }


class Base(DeclarativeBase):
    """Declarative base: the SQL types of Python annotations and the naming of constraints."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_1_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        datetime: sa.DateTime(timezone=True),
        date: sa.Date(),
        time: sa.Time(),
        Decimal: sa.Numeric(14, 2),
        uuid.UUID: sa.Uuid(),
        int: sa.BigInteger(),
        list[str]: ARRAY(sa.Text()),
        dict[str, Any]: JSONB(),
        enum.Enum: sa.Enum(
            enum.Enum,
            native_enum=False,
            length=40,
            values_callable=lambda members: [m.value for m in members],
        ),
    }

    def __init__(self, **values: Any) -> None:
        """Create a row. Raises `TypeError` for a name that is not a mapped attribute.

        A new row needs no change history, so its values bypass SQLAlchemy's attribute events: one
        consultation creates some sixty rows.
        """
        known = type(self).__mapper__.attrs
        if unknown := [name for name in values if name not in known]:
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}")
        values_of(self).update(values)


def unique_while_valid(name: str, *columns: str) -> sa.Index:
    """A unique index over records that have not been voided.

    A record that was entered by mistake and voided can thus be entered again (`access.md` 10).
    `county` is always the first column and is not listed in `columns`; `name` is the name of the
    index.
    """
    return sa.Index(
        name, "county", *columns, unique=True, postgresql_where=sa.text("voided_at is null")
    )


class TenantRow(Base):
    """The key columns of every tenant table and nothing else.

    Domain records use `Entity`; this base is for internal tables.
    """

    __abstract__ = True
    __exposed__: ClassVar[bool] = False

    county: Mapped[int] = mapped_column(
        sa.Integer(),
        primary_key=True,
        sort_order=-30,
        info={INFO: ColumnInfo("县(市、区)", "Division code of the county.")},
    )
    id: Mapped[uuid.UUID] = mapped_column(
        primary_key=True,
        default=new_id,
        sort_order=-29,
        info={INFO: ColumnInfo("标识", "Global identifier.")},
    )
    org_path: Mapped[str] = mapped_column(
        PATH,
        sort_order=-28,
        info={
            INFO: ColumnInfo(
                "组织路径", "Place in the county's tree; every segment ends with “/”.", hidden=True
            )
        },
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return snake(cls.__name__)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        targets = reference_targets(cls)
        return (
            *(
                sa.ForeignKeyConstraint(
                    ["county", name],
                    [f"{target}.county", f"{target}.id"],
                    deferrable=True,
                    initially="DEFERRED",
                )
                for name, target in targets.items()
            ),
            *(sa.Index(None, "county", name) for name in targets),
            *getattr(cls, "__constraints__", ()),
            sa.Index(None, "county", "org_path"),
        )


class OrgRow(TenantRow):
    """A record that is audited, versioned and can be voided; `Entity` adds the owning org."""

    __abstract__ = True
    __exposed__ = True
    __label__: ClassVar[str]
    """The Chinese name of the entity."""
    __voidable__: ClassVar[bool] = True
    """Whether a record may be taken back. Not where it has an end of its own: an org is closed, a
    step returned.
    """

    version: Mapped[int] = column(
        "版本",
        "Number of changes so far; send it back as `expectedVersion`.",
        default=1,
        sort_order=80,
    )
    created_at: Mapped[datetime] = column("录入时间", "When the record was entered.", sort_order=81)
    created_by: Mapped[uuid.UUID | None] = column(
        "录入人", "Account that entered the record.", hidden=True, sort_order=82
    )
    updated_at: Mapped[datetime] = column(
        "更新时间", "When the record was last changed.", sort_order=83
    )
    updated_by: Mapped[uuid.UUID | None] = column(
        "更新人", "Account that last changed the record.", hidden=True, sort_order=84
    )
    voided_at: Mapped[datetime | None] = column(
        "作废时间", "When the record was voided; voided records are counted nowhere.", sort_order=85
    )
    void_reason: Mapped[str | None] = column(
        "作废原因", "Why the record was voided.", sort_order=86
    )

    def served(self) -> bool:
        """Whether a decision rests on the record, so that only the level above takes it back."""
        return False

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return (
            {} if cls.__dict__.get("__abstract__") else {"version_id_col": cls.__table__.c.version}
        )


class Entity(OrgRow):
    """A record owned by an org.

    `org_id` is the owner; `org_path` is the path that the owner had when the record was created.
    """

    __abstract__ = True

    org_id: Mapped[uuid.UUID] = ref(
        "OrgUnit", "所属组织", "The org that owns the record.", sort_order=-20
    )


class Inherited:
    """Rows that every org below the owner may read as well (access.md 1).

    Examples are stations, settings, procedures, rules and people.
    """


class Shared:
    """Rows that an audience written on the row may read as well (access.md 1).

    Examples are joint cases, matters handed to another org, and published records.
    """

    audience: Mapped[list[str] | None] = mapped_column(
        ARRAY(sa.Text()),
        sort_order=90,
        info={
            INFO: ColumnInfo(
                "可见对象",
                "Audience tokens of those who may read the row beside its owner.",
                hidden=True,
            )
        },
    )


class Drafted:
    """Rows that only their author can read while `state` is one of `__drafts__`.

    A draft belongs to its author (domain.md 2.19).
    """

    __drafts__: ClassVar[frozenset[str]] = frozenset({"draft"})


class KeepsSettings:
    """Rows with a column `settings_digest`, on whose parts work goes on under these settings.

    It does so in the states of `__running__`, whatever is switched off meanwhile.
    """

    __running__: ClassVar[frozenset[str]]


class Handed(Shared):
    """Shared rows of which the audience may change the columns named in `__handed__`.

    The operations decide which of these columns they let a guest change.
    """

    __handed__: ClassVar[frozenset[str]]


def reference_targets(cls: Any) -> dict[str, str]:
    """Map the column to the target table for every `ref()` of a class and its bases.

    Each reference becomes an index and a composite foreign key `(county, x_id) → (county, id)`. The
    key is deferred to commit, so that one flush may write rows in any order.
    """
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            declared = getattr(value, "column", None)
            if (
                isinstance(declared, sa.Column)
                and isinstance(info := declared.info.get(INFO), ColumnInfo)
                and info.ref
            ):
                found[name] = snake(info.ref.target)
    return found


__all__ = [
    "Base",
    "Drafted",
    "Entity",
    "Handed",
    "Inherited",
    "OrgRow",
    "Shared",
    "TenantRow",
    "changes_of",
    "info_of",
    "new_id",
    "unique_while_valid",
    "values_of",
]
