"""Records of plugins that are not loaded, found in the database's own catalogue.

Their entities are unknown to this process, but their tables and foreign keys are there: nothing
that they refer to is voided unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.operation.context import OperationContext

_REFERENCES = sa.text("""
    select t.relname::text, a.attname::text,
           exists (select from pg_catalog.pg_attribute v
                   where v.attrelid = t.oid and v.attname = 'voided_at' and not v.attisdropped)
    from pg_catalog.pg_constraint c
        join pg_catalog.pg_class t on t.oid = c.conrelid
        cross join unnest(c.conkey, c.confkey) as pair (own, target)
        join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = pair.own
        join pg_catalog.pg_attribute b on b.attrelid = c.confrelid and b.attnum = pair.target
    where c.contype = 'f' and c.confrelid = to_regclass(:target) and b.attname = 'id'
        and c.connamespace = 'public'::regnamespace and t.relname <> all (:known)
    order by 1, 2
""").bindparams(sa.bindparam("known", type_=sa.ARRAY(sa.Text())))


async def tables_in_use(
    context: OperationContext, kind: type[OrgRow], ids: Sequence[UUID]
) -> list[str]:
    """The tables without an entity in which records, not voided, refer to one of these ids.

    Each is named by the label of its entity, where the plugin that made it is known.
    """
    labels = {
        table: label
        for kept in context.platform.plugins.absent.values()
        for table, label in kept.tables.items()
    }
    named = {
        "target": f"public.{kind.__tablename__}",
        "known": [model.table.name for model in context.platform.registry],
    }
    found = []
    for table, column, is_voided in (await context.session.execute(_REFERENCES, named)).all():
        user = sa.table(table, sa.column("county"), sa.column(column), sa.column("voided_at"))
        where = [user.c.county == context.county, user.c[column].in_(ids)]
        if is_voided:
            where.append(user.c.voided_at.is_(None))
        if await context.session.scalar(sa.select(sa.exists().where(*where))):
            found.append(labels.get(table, table))
    return list(dict.fromkeys(found))
