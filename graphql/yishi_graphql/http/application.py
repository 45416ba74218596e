"""The ASGI application, built from a platform and settings; there is no global instance."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from litestar import Litestar
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.cors import CORSConfig

from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http.callers import Callers
from yishi_graphql.http.endpoint import graphql_route
from yishi_graphql.http.envelope import Envelope
from yishi_graphql.http.explorer import explorer_files
from yishi_graphql.http.faults import answer
from yishi_graphql.http.files import file_routes
from yishi_graphql.http.health import Flag, health_routes
from yishi_graphql.http.ledgers import ledger_routes
from yishi_graphql.http.readiness import database_probe
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader.executor import Executor

if TYPE_CHECKING:
    from litestar.types import ControllerRouterHandler

HEADERS = ["Authorization", "Content-Type", "Accept-Language", "X-Request-Id"]


def create_application(
    platform: Platform,
    settings: HttpSettings,
    executor: Executor,
    stopping: Flag | None = None,
    loaded: Flag | None = None,
) -> Litestar:
    """Everything that is served around one platform; the flags are those of `health_routes`."""
    callers = Callers(platform.principals, platform.policy)
    handlers: list[ControllerRouterHandler] = [
        graphql_route(executor, callers, settings),
        *file_routes(platform, callers, settings),
        *ledger_routes(platform, executor, callers, settings),
        *health_routes(database_probe(platform), stopping or Event(), loaded),
    ]
    if settings.explorer:
        handlers.append(explorer_files())
    app = Litestar(
        handlers,
        # Its pages load from foreign hosts, and the schema of this API is GraphQL's.
        openapi_config=None,
        logging_config=None,
        exception_handlers={Exception: answer},
        cors_config=_cors(settings),
        allowed_hosts=AllowedHostsConfig(list(settings.allowed_hosts))
        if settings.allowed_hosts
        else None,
        request_max_body_size=settings.body_bytes,
        multipart_form_part_limit=10,
    )
    app.asgi_handler = Envelope(
        app.asgi_handler, hsts=settings.hsts, trusted=settings.trusted_proxies
    )
    return app


def _cors(settings: HttpSettings) -> CORSConfig | None:
    if not settings.cors_origins:
        return None
    return CORSConfig(
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST"],
        allow_headers=HEADERS,
        expose_headers=["X-Request-Id"],
        max_age=600,
    )
