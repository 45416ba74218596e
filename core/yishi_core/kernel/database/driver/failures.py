"""Failures of PostgreSQL as errors for the caller, by SQLSTATE and never by text.

23505              Conflict     a name or number is taken
23503              Conflict     something points at the record, or the record pointed at is gone
40001 40P01        Conflict     two changes met; try again
42501              Forbidden    outside the caller's places
57014 55P03 57P…   Unavailable  too slow, or the server goes down
08… 53… no state   Unavailable  no connection
YS001              StaleGrants  look the principal up again and start over

See citus.md 3, rule 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from yishi_core.errors import Code, Conflict, Text, Unavailable, YishiError
from yishi_core.kernel.database.driver.exchange import Missed

_SHARD = re.compile(r"_\d{5,}$")
_CONSTRAINT = re.compile(r'constraint "([^"]+)"')


class StaleGrants(Exception):
    """`sec.enter` refused: the caller's grants have changed, or the account was disabled.

    Look the principal up again and repeat the work.
    """


class NoPrincipal(Exception):
    """A query outside a tenant unit of work, or a scope without a county.

    This is a defect of the program; it never yields an empty answer.
    """


class OutsideReach(YishiError):
    """Row-level security refused a write outside the places of the transaction's scope."""

    code = Code.FORBIDDEN


def constraint_of(failure: psycopg.Error) -> str:
    """The name of the violated constraint without a Citus shard suffix; empty if unknown."""
    name = failure.diag.constraint_name
    if not name and (found := _CONSTRAINT.search(failure.diag.message_primary or "")):
        name = found.group(1)
    return _SHARD.sub("", name or "")


def translate(failure: psycopg.Error) -> Exception | None:
    """The error shown to the caller for a database failure; None where it is a defect.

    It is a `StaleGrants`, `Conflict`, `OutsideReach` or `Unavailable`, chosen by SQLSTATE. A defect
    must be logged as it is.
    """
    state = failure.sqlstate
    match state:
        case "YS001":
            return StaleGrants()
        case "23505":
            text = Text(
                "名称或编号已被占用,请换一个。", "This name or number is taken: choose another."
            )
            return Conflict(text, constraint=constraint_of(failure))
        case "23503":
            text = Text(
                "引用的记录不存在,或仍有其他记录引用它。",
                "The record it refers to is gone, or others still refer to it.",
            )
            return Conflict(text, constraint=constraint_of(failure))
        case "40001" | "40P01":
            return Conflict(
                Text(
                    "与他人的修改同时发生,请重试。",
                    "Somebody changed the same at the same time: try again.",
                )
            )
        case "42501":
            return OutsideReach(Text("超出您的权限范围。", "Outside the places you may change."))
        case "57014" | "55P03":
            return Unavailable(
                Text("数据库处理超时,请稍后重试。", "The database took too long: try again later.")
            )
    gone = state is None and isinstance(failure, psycopg.OperationalError)
    if gone or (state or "")[:2] in {"08", "53", "57"} or state == "25P03":
        return unavailable()
    return None


def unavailable() -> Unavailable:
    """The error for a connection that cannot be had or broke."""
    return Unavailable(
        Text("数据库暂时不可用,请稍后重试。", "The database does not answer: try again later.")
    )


@contextmanager
def translated() -> Iterator[None]:
    """Convert failures of the database inside the block to the errors above."""
    try:
        yield
    except (StaleDataError, Missed) as failure:
        raise Conflict(
            Text(
                "该记录已被他人修改,请刷新后重试。",
                "Somebody else has changed this record: reload and try again.",
            )
        ) from failure
    except DBAPIError as failure:
        cause = failure.orig
        raise (
            translate(cause) if isinstance(cause, psycopg.Error) else None
        ) or failure from failure
    except (PoolTimeout, PoolClosed, TooManyRequests) as failure:
        raise unavailable() from failure
    except psycopg.Error as failure:
        raise translate(failure) or failure from failure
