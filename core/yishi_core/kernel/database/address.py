"""Addresses of databases as libpq takes them."""

from __future__ import annotations

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from yishi_core.kernel.database.driver.messages import DIALECT


def conninfo_of(url: str) -> str:
    """The address for psycopg itself, from a URL with or without SQLAlchemy's `+psycopg`. It holds
    the password.

    Not SQLAlchemy's `render_as_string`: that writes a space as `+`, which libpq leaves as it is,
    and a data directory may have spaces.
    """
    _, options = DIALECT.create_connect_args(sa.make_url(url))
    return make_conninfo(**options)
