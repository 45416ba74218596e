"""SQL expressions for the settings of a transaction, for use in policies (access.md 1).

The `(select …)` becomes an InitPlan, which is evaluated once per statement instead of once per row.
The cast behind it makes PostgreSQL read `any (…)` as an array and not as a subquery.
"""

from __future__ import annotations


def setting(name: str, type_: str) -> str:
    """A setting of the transaction as an expression that is evaluated once per statement."""
    return f"(select nullif(current_setting('app.{name}', true), '')::{type_})"


def listed(name: str, type_: str) -> str:
    """A setting that holds a list, for use after `any` and `&&`."""
    return f"({setting(name, type_)}::{type_})"


COUNTY = f"county = any {listed('counties', 'int[]')}"
PATHS = f"org_path ^@ any {listed('paths', 'text[]')}"
LINEAGE = f"org_path = any {listed('lineage', 'text[]')}"
AUDIENCE = f"audience is not null and audience && {listed('marks', 'text[]')}"
