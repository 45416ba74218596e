"""GraphiQL from our own package.

County networks are closed, so nothing may be loaded from the internet (parts.md, finding 5).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from litestar import Response, Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

PLACE = "/explorer"


def static_folder() -> Path:
    """The folder of the explorer's files in the installed package."""
    return Path(str(files("yishi_graphql.http").joinpath("static")))


def explorer_page() -> Response[bytes]:
    """The page that loads the explorer."""
    return Response((static_folder() / "explorer.html").read_bytes(), media_type="text/html")


def explorer_files() -> Router:
    """The scripts and styles of the page, which browsers cache for a day."""
    return create_static_files_router(
        path=PLACE,
        directories=[static_folder()],
        cache_control=CacheControlHeader(max_age=86400, public=True),
        name="explorer",
    )
