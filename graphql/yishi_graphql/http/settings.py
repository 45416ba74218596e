"""Settings of the HTTP application. The installation's settings hold one of these."""

from __future__ import annotations

from pydantic import BaseModel, Field

from yishi_graphql.http.limits import Limits


class HttpSettings(BaseModel):
    """What an operator may change about how the API is served."""

    host: str = Field("127.0.0.1", description="Address to listen at")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen at")
    workers: int = Field(1, ge=1, le=64, description="Worker processes")
    body_bytes: int = Field(1_000_000, description="Largest GraphQL request")
    file_bytes: int = Field(20_000_000, description="Largest uploaded file")
    header_bytes: int = Field(65_536, ge=8_192, description="Largest request head")
    body_seconds: float = Field(20, description="How long a request's body may take to arrive")
    request_seconds: float = Field(30, description="How long an operation may run")
    stop_seconds: int = Field(30, description="How long running requests may take to finish when the server stops")
    cors_origins: tuple[str, ...] = Field((), description="Origins whose pages may call the API")
    allowed_hosts: tuple[str, ...] = Field((), description="Host names to answer to; empty: any")
    explorer: bool = Field(True, description="Serve GraphiQL at /graphql")
    hsts: bool = Field(False, description="Send Strict-Transport-Security: only where TLS stands in front")
    limits: Limits = Field(default_factory=Limits)
