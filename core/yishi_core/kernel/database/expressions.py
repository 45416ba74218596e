"""The settings of a transaction as policies read them (access.md 1).

The `(select …)` becomes an InitPlan: worked out once per statement, not once per row. The cast
behind it makes PostgreSQL read `any (…)` as an array and not as a subquery.
"""

from __future__ import annotations


def setting(name: str, type_: str) -> str:
    """A transaction's setting as an expression that is worked out once per statement."""
    return f"(select nullif(current_setting('app.{name}', true), '')::{type_})"


def listed(name: str, type_: str) -> str:
    """A setting that is a list, for use behind `any` and `&&`."""
    return f"({setting(name, type_)}::{type_})"


COUNTY = f"county = any {listed('counties', 'int[]')}"
PATHS = f"org_path ^@ any {listed('paths', 'text[]')}"
LINEAGE = f"org_path = any {listed('lineage', 'text[]')}"
AUDIENCE = f"audience is not null and audience && {listed('marks', 'text[]')}"
