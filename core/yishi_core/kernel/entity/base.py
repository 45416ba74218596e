"""Base classes of every tenant table (design.md 5, access.md 1).

Each row has `county` (isolation and distribution key), `id` (UUIDv7 made in Python) and `org_path`
(where in the county it belongs). Visibility is declared by the class's bases: `tree` always,
`Inherited`, `Shared`, `Handed` on top.
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
    """A UUIDv7: ids sort by the time they were made."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def values_of(row: Base) -> dict[str, Any]:
    """What a row holds, past SQLAlchemy's events: to be written to as long as the row is new and
    needs no history.
    """
    values: dict[str, Any] = sa.inspect(row).dict
    return values


def changes_of(row: Base) -> dict[str, Any]:
    """Attribute → value that was read, for each that has another one since the row was read or last
    written; None where it was not read.
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
    """Types that Python annotations stand for, and how constraints are named."""

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
        """A new row. Its values need no history, so they go past SQLAlchemy's events: a
        consultation makes some sixty rows.
        """
        known = type(self).__mapper__.attrs
        if unknown := [name for name in values if name not in known]:
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}")
        values_of(self).update(values)


def unique_while_valid(name: str, *columns: str) -> sa.Index:
    """A key that holds among records that were not voided: what was entered by mistake and taken
    back is entered again (`access.md` 10).

    `county` comes first by itself; `name` is the index's.
    """
    return sa.Index(
        name, "county", *columns, unique=True, postgresql_where=sa.text("voided_at is null")
    )


class TenantRow(Base):
    """The keys that every tenant table has, and nothing else. Use `Entity` unless the table is
    machinery.
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
                "组织路径", "Place in the county, segments closed by “/”.", hidden=True
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
    """A record that is audited, versioned and can be taken back; `Entity` adds the owner."""

    __abstract__ = True
    __exposed__ = True
    __label__: ClassVar[str]
    """The entity's Chinese name."""
    __voidable__: ClassVar[bool] = True
    """Whether a record may be taken back. Not where it has an end of its own: an org is closed, a
    step returned.
    """

    version: Mapped[int] = column(
        "版本", "Counts the changes; send it as `expectedVersion`.", default=1, sort_order=80
    )
    created_at: Mapped[datetime] = column("录入时间", "When the record was entered.", sort_order=81)
    created_by: Mapped[uuid.UUID | None] = column(
        "录入人", "Account that entered it.", hidden=True, sort_order=82
    )
    updated_at: Mapped[datetime] = column("更新时间", "When it was last changed.", sort_order=83)
    updated_by: Mapped[uuid.UUID | None] = column(
        "更新人", "Account that last changed it.", hidden=True, sort_order=84
    )
    voided_at: Mapped[datetime | None] = column(
        "作废时间", "When it was taken back; voided records count nowhere.", sort_order=85
    )
    void_reason: Mapped[str | None] = column("作废原因", "Why it was taken back.", sort_order=86)

    def served(self) -> bool:
        """Whether a decision rests on the record, so that only the level above takes it back."""
        return False

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return (
            {} if cls.__dict__.get("__abstract__") else {"version_id_col": cls.__table__.c.version}
        )


class Entity(OrgRow):
    """A record that an org owns. `org_id` is the owner; `org_path` is the owner's path when the
    record was made.
    """

    __abstract__ = True

    org_id: Mapped[uuid.UUID] = ref(
        "OrgUnit", "所属组织", "The org that owns the record.", sort_order=-20
    )


class Inherited:
    """Readable by every org below the owner too: stations, settings, procedures, rules, people
    (access.md 1).
    """


class Shared:
    """Readable by an audience written on the row: joint cases, handed matters, what is public
    (access.md 1).
    """

    audience: Mapped[list[str] | None] = mapped_column(
        ARRAY(sa.Text()),
        sort_order=90,
        info={INFO: ColumnInfo("可见对象", "Tokens of guests who may read the row.", hidden=True)},
    )


class Drafted:
    """Seen by nobody but whoever entered it while its `state` is one of `__drafts__`: a draft is
    its author's (domain.md 2.19).
    """

    __drafts__: ClassVar[frozenset[str]] = frozenset({"draft"})


class Handed(Shared):
    """Like shared, and the audience may change some columns (`__handed__`); the operation guards
    which.
    """

    __handed__: ClassVar[frozenset[str]]


def reference_targets(cls: Any) -> dict[str, str]:
    """Column → table for every `ref()` of a class and its bases.

    Each becomes a composite key `(county, x_id) → (county, id)`, checked at commit so that one
    flush may write rows in any order, and an index.
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
