"""Addresses of databases as libpq takes them."""

from __future__ import annotations

_SQLALCHEMY, _LIBPQ = "postgresql+psycopg://", "postgresql://"


def conninfo_of(address: str) -> str:
    """The address for psycopg itself, from a URL with or without SQLAlchemy's `+psycopg`.

    The rest stays as it is written. SQLAlchemy's `make_url` would not do: it refuses addresses that
    libpq takes (several hosts with ports), and writes a space as `+`, which libpq takes for a plus:
    the path of a data directory may have spaces.
    """
    if address.startswith(_SQLALCHEMY):
        return _LIBPQ + address.removeprefix(_SQLALCHEMY)
    return address
