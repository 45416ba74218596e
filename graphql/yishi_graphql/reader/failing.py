"""The texts and exceptions of failures that are not the caller's fault."""

from __future__ import annotations

import psycopg
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from yishi_core.errors import Text

INTERNAL = Text(
    "系统内部错误,已记录。请将错误编号告知管理员。",
    "Something went wrong and was recorded. Tell the administrator the error id.",
)
DATABASE_AWAY = (
    psycopg.OperationalError,
    OperationalError,
    InterfaceError,
    PoolTimeout,
    TimeoutError,
    ConnectionError,
)
"""Exceptions that mean that the database does not answer."""
