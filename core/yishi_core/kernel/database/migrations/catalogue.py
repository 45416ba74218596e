"""Checks of the database catalogue after every migration run (K1, K4, K5).

What a table must have is read from PostgreSQL itself, not from the migration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from yishi_core.kernel.database import policies
from yishi_core.kernel.database.migrations.notes import noted_entities, noted_shared
from yishi_core.kernel.database.policies.credentials import CREDENTIALS
from yishi_core.kernel.database.roles import APP

#: Schemas and tables, by name, that are internal to one node and have no county (access.md 6).
LOCAL_SCHEMAS = ("pg_catalog", "information_schema", "pg_toast", "sec", "queue", "search")
LOCAL_TABLES = "alembic\\_version\\_%"

#: SECURITY DEFINER functions that were reviewed. Each fixes its search_path.
DEFINER_FUNCTIONS = frozenset({"search.find"})


class Unsound(RuntimeError):
    """Raised when the database would not isolate tenants; one line per violation."""

    def __init__(self, violations: list[str]) -> None:
        super().__init__("\n".join(violations))
        self.violations = violations


def require_sound(connection: sa.Connection) -> None:
    """Raise `Unsound` when a table, key, view or function breaks a rule."""
    if found := violations(connection):
        raise Unsound(found)


def violations(connection: sa.Connection) -> list[str]:
    """All violations of the rules in the catalogue, sorted."""
    return sorted(line for rule in RULES for line in rule(connection))


def unprotected(connection: sa.Connection) -> Iterator[str]:
    """K1: every table is either protected or shared.

    A table with `county` has row-level security, enabled and forced, and exactly its policies; any
    other table must be registered as shared.
    """
    entities = {p.table: p for p in noted_entities(connection)}
    shared = set(noted_shared(connection))
    rows = connection.execute(_TABLES, {"local": list(LOCAL_SCHEMAS), "tables": LOCAL_TABLES})
    for schema, table, has_county, enabled, forced, names in rows:
        if not has_county:
            if table not in shared:
                yield (
                    f"{schema}.{table}: neither a tenant table nor a shared one: use "
                    "op.create_entity or op.create_shared"
                )
            continue
        if table not in entities or schema != "public":
            yield f"{schema}.{table}: has a county but was not made by op.create_entity"
            continue
        if not (enabled and forced):
            yield f"{table}: row level security is not enabled and forced"
        wanted = set(policies.conditions(entities[table])) | {"owner_all"}
        if table in CREDENTIALS:
            wanted.add("credential")
        if set(names) != wanted:
            yield f"{table}: policies {sorted(names)}, wanted {sorted(wanted)}"


def keys_without_county(connection: sa.Connection) -> Iterator[str]:
    """K5: unique keys and indexes start with `county`.

    Foreign keys contain it at both ends, unless they point at a shared table.
    """
    shared = set(noted_shared(connection))
    for table, name, kind, columns, target, target_columns in connection.execute(_KEYS):
        if table in shared:
            continue
        if kind != "f":
            if columns[:1] != ["county"]:
                yield f"{table}.{name}: key over ({', '.join(columns)}) does not start with county"
        elif target not in shared and ("county", "county") not in zip(
            columns, target_columns, strict=True
        ):
            yield f"{table}.{name}: points at {target} without county at both ends"


def definers(connection: sa.Connection) -> Iterator[str]:
    """K4: views run with the reader's rights, and definer functions are reviewed.

    Materialized views are not allowed; definer functions must fix their search_path.
    """
    for name, kind, invoker in connection.execute(_VIEWS, {"local": list(LOCAL_SCHEMAS)}):
        if kind == "m":
            yield f"{name}: a materialized view holds rows that no policy guards"
        elif not invoker:
            yield f"{name}: the view lacks security_invoker"
    for name, pinned in connection.execute(_DEFINERS, {"local": list(LOCAL_SCHEMAS[:3])}):
        if name not in DEFINER_FUNCTIONS:
            yield f"{name}: SECURITY DEFINER and not on the list of reviewed functions"
        if not pinned:
            yield f"{name}: SECURITY DEFINER without a fixed search_path"


def triggers(connection: sa.Connection) -> Iterator[str]:
    """No triggers on tenant tables: a table with one cannot be distributed (citus.md 3, rule 6)."""
    for table, name in connection.execute(_TRIGGERS):
        yield f"{table}.{name}: triggers cannot be distributed"


def rights(connection: sa.Connection) -> Iterator[str]:
    """The serving role owns no table and cannot change the columns that say where a row belongs."""
    for table in connection.scalars(_OWNED, {"app": APP}):
        yield f"{table}: belongs to {APP}"
    fixed = {p.table: p.fixed for p in noted_entities(connection)}
    for table, column in connection.execute(_CHANGEABLE, {"app": APP}):
        if column in fixed[table]:
            yield f"{table}.{column}: {APP} may change it"


RULES: tuple[Callable[[sa.Connection], Iterator[str]], ...] = (
    unprotected,
    keys_without_county,
    definers,
    triggers,
    rights,
)

_TABLES = sa.text("""
    select n.nspname, c.relname,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county' and not a.attisdropped),
           c.relrowsecurity, c.relforcerowsecurity,
           array(select p.polname::text from pg_policy p where p.polrelid = c.oid)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname <> all (:local) and n.nspname !~ '^pg_' and c.relname not like :tables
""")
_KEYS = sa.text("""
    with tenant as (
        select c.oid, c.relname::text as relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname = 'public' and c.relname not like 'alembic\\_version\\_%'
    )
    select t.relname, o.conname::text, o.contype::text,
           array(select a.attname::text from unnest(o.conkey) with ordinality k(n, i)
                 join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n order by k.i),
           o.confrelid::regclass::text,
           array(select a.attname::text from unnest(o.confkey) with ordinality k(n, i)
                 join pg_attribute a on a.attrelid = o.confrelid and a.attnum = k.n order by k.i)
    from tenant t join pg_constraint o on o.conrelid = t.oid where o.contype in ('p', 'u', 'f', 'x')
    union all
    select t.relname, i.indexrelid::regclass::text, 'i',
           array(select coalesce(a.attname::text, '(expression)') from unnest(i.indkey::int2[]) with ordinality k(n, i)
                 left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n order by k.i),
           null, null
    from tenant t join pg_index i on i.indrelid = t.oid where i.indisunique
""")
_VIEWS = sa.text("""
    select c.oid::regclass::text, c.relkind::text,
           coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and n.nspname <> all (:local)
""")
_DEFINERS = sa.text("""
    select n.nspname || '.' || p.proname, exists (select from unnest(p.proconfig) s where s like 'search_path=%')
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname <> all (:local)
""")
_TRIGGERS = sa.text("""
    select t.tgrelid::regclass::text, t.tgname::text from pg_trigger t join sec.entity e on t.tgrelid = to_regclass(quote_ident(e.name))
    where not t.tgisinternal
""")
_OWNED = sa.text(
    "select c.oid::regclass::text from pg_class c where c.relowner = (select oid from pg_roles "
    "where rolname = :app)"
)
_CHANGEABLE = sa.text("""
    select e.name, a.attname::text from sec.entity e join pg_attribute a on a.attrelid = to_regclass(quote_ident(e.name))
    where a.attname in ('county', 'id', 'org_path', 'audience') and has_column_privilege(:app, a.attrelid, a.attnum, 'UPDATE')
""")
