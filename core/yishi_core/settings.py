"""Settings of the installation, from environment variables (prefix `YISHI_`) or a file `.env`.

Settings of counties and townships are data (access.md 8), never environment variables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class AppSettings(BaseSettings):
    """What an operator may set; `yishi config show` prints it with passwords masked."""

    model_config = SettingsConfigDict(env_prefix="YISHI_", env_file=".env", extra="ignore")

    data: Path = Field(
        Path("data"), description="Directory of the embedded database and of uploaded files."
    )
    database_url: SecretStr | None = Field(
        None, description="PostgreSQL as role yishi_app; empty: the embedded server in `data`."
    )
    database_owner_url: SecretStr | None = Field(
        None, description="The same as role yishi_owner, for `yishi db` and `yishi county create`."
    )
    database_direct_url: SecretStr | None = Field(
        None, description="Past PgBouncer, for LISTEN; empty: as database_url."
    )
    pool_size: int = Field(10, ge=1, le=200, description="Database connections of one process.")
    plain_driver: bool = Field(
        False,
        description="Leave all statements to SQLAlchemy and psycopg: slower, to look for a fault.",
    )
    host: str = Field("127.0.0.1", description="Address to serve at.")
    port: int = Field(8000, ge=0, le=65535, description="Port to serve at.")
    workers: int = Field(1, ge=1, le=64, description="Serving processes.")
    production: bool = Field(
        False, description="Secure cookies, no GraphiQL, only trusted origins."
    )
    origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Web origins that may use the session cookie, separated by spaces."
    )
    trace_plugins: bool = Field(
        False, description="Log every hook of a plugin: how long it took and what it said."
    )
    without_plugins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Installed plugins to start without, separated by spaces."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Text for people, JSON for machines."
    )

    @property
    def files(self) -> Path:
        """The directory of uploaded files."""
        return self.data / "files"

    @property
    def embedded(self) -> Path:
        """The directory of the embedded server."""
        return self.data / "postgresql"

    @field_validator("origins", "without_plugins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.split()) if isinstance(value, str) else value


def masked(url: SecretStr | None) -> str:
    """A database address without its password; nothing but asterisks for what is no URL."""
    # A process that only reads settings does not load it.
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    if url is None:
        return ""
    try:
        address = make_url(url.get_secret_value())
    except (ArgumentError, ValueError):
        return "***"
    return address.difference_update_query(["password"]).render_as_string(hide_password=True)
