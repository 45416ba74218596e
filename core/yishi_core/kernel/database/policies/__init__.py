"""Row-level security, generated in one place for the tables of core and plugins (access.md 1).

    SELECT           county = any(C) and (org_path ^@ any(P) [inherited: or org_path = any(L)]
                                          [shared: or audience … && A])
    INSERT, DELETE   county = any(C) and org_path ^@ any(P)
    UPDATE           county = any(C) and (org_path ^@ any(P) [handed: or audience … && A])
                     USING = WITH CHECK

The settings C, P, L and A are read once per statement: the `(select …)` becomes an InitPlan, and
the cast behind it makes PostgreSQL read `any (…)` as an array and not as a subquery. No policy
names a table or a function of the row (citus.md 3, rule 5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from yishi_core.kernel.database.policies.credentials import CREDENTIALS
from yishi_core.kernel.database.policies.expressions import AUDIENCE, COUNTY, LINEAGE, PATHS
from yishi_core.kernel.database.roles import APP, OWNER
from yishi_core.kernel.database.script import as_written
from yishi_core.kernel.entity.model import EntityModel, Visibility

#: Columns that say where a row belongs; the serving role cannot change them.
FIXED = frozenset({"county", "id", "org_path"})
# Tables whose rows may move to another org of their county: an account moves with its person, and
# its tokens and credentials move with it.
MOVING = frozenset({"account", "credential", "token"})


@dataclass(frozen=True, slots=True)
class Protection:
    """What the generator needs to know about one tenant table.

    `op.create_entity` stores it in `sec.entity`.
    """

    table: str
    visibility: frozenset[Visibility]
    append_only: bool = False

    @classmethod
    def of(cls, model: EntityModel) -> Protection:
        return cls(
            model.table.name,
            model.visibility,
            bool(getattr(model.entity, "__append_only__", False)),
        )

    @property
    def shared(self) -> bool:
        return bool(self.visibility & {Visibility.SHARED, Visibility.HANDED})

    @property
    def fixed(self) -> frozenset[str]:
        """Columns that the serving role cannot change."""
        if self.table in MOVING:
            return FIXED - {"org_path"}
        return FIXED | {"audience"} if Visibility.HANDED in self.visibility else FIXED


def conditions(protection: Protection) -> dict[str, str]:
    """Policy name → condition, in the forms of access.md 1."""
    read = [PATHS]
    change = [PATHS]
    if Visibility.INHERITED in protection.visibility:
        read.append(LINEAGE)
    if protection.shared:
        read.append(AUDIENCE)
    if Visibility.HANDED in protection.visibility:
        change.append(AUDIENCE)
    found = {"tenant_select": _within(read), "tenant_insert": _within([PATHS])}
    if not protection.append_only:
        found |= {"tenant_update": _within(change), "tenant_delete": _within([PATHS])}
    return found


def _within(arms: Sequence[str]) -> str:
    places = arms[0] if len(arms) == 1 else "(" + " or ".join(arms) + ")"
    return f"{COUNTY} and {places}"


def policy_ddl(protection: Protection) -> list[str]:
    """Statements that protect a table, replacing the policies it had before."""
    table = _quote(protection.table)
    found = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
    ]
    clauses = {
        "tenant_select": "for select to {role} using ({condition})",
        "tenant_insert": "for insert to {role} with check ({condition})",
        "tenant_update": "for update to {role} using ({condition}) with check ({condition})",
        "tenant_delete": "for delete to {role} using ({condition})",
    }
    wanted = conditions(protection)
    for name, clause in clauses.items():
        found.append(f"drop policy if exists {name} on {table}")
        if name in wanted:
            found.append(
                f"create policy {name} on {table} "
                + clause.format(role=APP, condition=wanted[name])
            )
    if bearer := CREDENTIALS.get(protection.table):
        found.append(f"drop policy if exists credential on {table}")
        found.append(f"create policy credential on {table} for select to {APP} using ({bearer})")
    found.append(f"drop policy if exists owner_all on {table}")
    found.append(f"create policy owner_all on {table} to {OWNER} using (true) with check (true)")
    return found


def grant_ddl(protection: Protection, columns: Iterable[str]) -> list[str]:
    """Grants of the serving role on a tenant table; `columns` are those of the table."""
    table = _quote(protection.table)
    found = [f"revoke all on {table} from {APP}", f"grant select, insert on {table} to {APP}"]
    changeable = [_quote(c) for c in columns if c not in protection.fixed]
    if not protection.append_only:
        found.append(f"grant delete on {table} to {APP}")
        if changeable:
            found.append(f"grant update ({', '.join(changeable)}) on {table} to {APP}")
    return found


def shared_ddl(table: str) -> list[str]:
    """Grants on a table without county: everyone reads, the owner writes."""
    name = _quote(table)
    return [f"revoke all on {name} from {APP}", f"grant select on {name} to {APP}"]


def generation() -> str:
    """A digest of what the generator writes; when it changes, `upgrade` rewrites all policies."""
    samples = [
        Protection("sample", frozenset({Visibility.TREE, *extra}), append_only)
        for extra in (
            (),
            (Visibility.INHERITED,),
            (Visibility.SHARED,),
            (Visibility.HANDED,),
            tuple(Visibility),
        )
        for append_only in (False, True)
    ]
    samples += [Protection(table, frozenset({Visibility.TREE})) for table in sorted(MOVING)]
    columns = ("county", "id", "org_path", "title", "audience")
    text = "\n".join(line for s in samples for line in (*policy_ddl(s), *grant_ddl(s, columns)))
    return hashlib.sha256(text.encode()).hexdigest()


def columns_of(connection: sa.Connection, table: str) -> list[str]:
    """The columns of a table as they are in the database now."""
    query = sa.text(
        "select attname from pg_attribute where attrelid = cast(:table as regclass) and attnum > "
        "0 and not attisdropped"
        " order by attnum"
    )
    return list(connection.scalars(query, {"table": _quote(table)}))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def protect(connection: sa.Connection, protection: Protection) -> None:
    """Write the policies and grants of one table."""
    as_written(
        connection,
        *policy_ddl(protection),
        *grant_ddl(protection, columns_of(connection, protection.table)),
    )
