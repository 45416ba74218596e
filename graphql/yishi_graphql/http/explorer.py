"""GraphiQL out of our own package: county networks are closed, nothing may load from the internet
(parts.md, finding 5).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from litestar import Response, Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

PLACE = "/explorer"


def static_folder() -> Path:
    """Where the explorer's files lie in the installed package."""
    return Path(str(files("yishi_graphql.http").joinpath("static")))


def explorer_page() -> Response[bytes]:
    """The page that loads the explorer."""
    return Response((static_folder() / "explorer.html").read_bytes(), media_type="text/html")


def explorer_files() -> Router:
    """Scripts and styles of the page, kept by browsers for a day."""
    return create_static_files_router(
        path=PLACE,
        directories=[static_folder()],
        cache_control=CacheControlHeader(max_age=86400, public=True),
        name="explorer",
    )
