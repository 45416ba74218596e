"""Settings of the HTTP application, from environment variables with the prefix `YISHI_HTTP_`.

They complement those of the installation.
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, Self

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from yishi_core.settings import AppSettings
from yishi_graphql.http.clients import Network
from yishi_graphql.reader.limits import Limits


class HttpSettings(BaseSettings):
    """How the API is served. `YISHI_HTTP_LIMITS__NODES=100000` sets one of the limits."""

    model_config = SettingsConfigDict(
        env_prefix="YISHI_HTTP_", env_nested_delimiter="__", env_file=".env", extra="ignore"
    )

    body_bytes: int = Field(1_000_000, description="Largest GraphQL request.")
    file_bytes: int = Field(20_000_000, description="Largest uploaded file.")
    header_bytes: int = Field(65_536, ge=8_192, description="Largest request head.")
    body_seconds: float = Field(20, description="How long a request's body may take to arrive.")
    request_seconds: float = Field(30, description="How long an operation may run.")
    blocked_seconds: float = Field(
        30, gt=0, description="After how long a worker whose event loop does not turn is replaced."
    )
    stop_seconds: int = Field(
        30, ge=1, description="How long running requests may take to finish when the server stops."
    )
    drain_seconds: float = Field(
        0, ge=0, description="How long the server says “not ready” before it stops listening."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins whose pages may call the API, separated by spaces."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Host names to answer to, separated by spaces; empty: any."
    )
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (IPv4Network("127.0.0.0/8"), IPv6Network("::1")),
        description="Networks of reverse proxies whose X-Forwarded-For is believed, separated by "
        "spaces.",
    )
    explorer: bool = Field(True, description="Serve GraphiQL at /graphql.")
    hsts: bool = Field(
        False, description="Send Strict-Transport-Security: only where TLS stands in front."
    )
    limits: Limits = Field(default_factory=Limits)

    @classmethod
    def of(cls, app: AppSettings) -> Self:
        """The settings for an installation.

        In production the explorer is off unless it is requested, and only named origins are
        allowed.
        """
        found = cls()
        given = found.model_fields_set
        follow = {
            "explorer": not app.production,
            "hsts": app.production,
            "cors_origins": app.origins,
        }
        return found.model_copy(
            update={name: value for name, value in follow.items() if name not in given}
        )

    @field_validator("cors_origins", "allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.split()) if isinstance(value, str) else value
