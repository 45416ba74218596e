"""Logging as JSON on standard output, with secrets redacted by name and by form (check K30)."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

NAMES = re.compile(
    r"password|passwd|token|secret|receipt|query_?code|authorization|cookie|otp", re.IGNORECASE
)
FORMS = re.compile(
    r"ys_\d+_[A-Za-z0-9_\-]+|(?<=Bearer )\S+|\b\d{17}[\dXx]\b|\b1[3-9]\d{9}\b", re.ASCII
)
"""Our tokens, any bearer token, numbers of identity cards and of mobile telephones."""
PAIRS = re.compile(
    r"""(?P<name>['"]?\w*(?:password|token|secret|receipt|query_?code|otp)\w*['"]?\s*[:=]\s*)"""
    r"""(?P<value>'[^']*'|"[^"]*"|[^\s,)}\]]+)""",
    re.IGNORECASE,
)
"""`password='…'` inside a text, such as the parameters in a driver's message."""
BLOT = "***"
TALKATIVE = ("alembic", "casbin", "procrastinate", "httpx")
"""Libraries that log every step at level INFO; only their warnings are kept."""


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that redacts values with secret names or the form of a secret."""
    return {
        key: value if key == "event_id" else _blotted(key, value) for key, value in event.items()
    }


def _blotted(key: str, value: Any) -> Any:
    if NAMES.search(key) and value is not None:
        return BLOT
    if isinstance(value, str):
        return PAIRS.sub(lambda m: m["name"] + BLOT, FORMS.sub(BLOT, value))
    if isinstance(value, Mapping):
        return {k: _blotted(str(k), v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_blotted("", v) for v in value]
    return value


def configure_logs(level: str = "INFO", *, json: bool = True) -> None:
    """Send the lines of structlog and the standard library through the same processors.

    They are written as JSON, or as text for people. Called once, by the entry point of a process.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
    ]
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    last: list[Any] = [redact, renderer]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        cache_logger_on_first_use=True,
    )
