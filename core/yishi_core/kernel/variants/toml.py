"""Reading `variant.toml`: all mistakes are reported together, each with file, key and reason."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from yishi_core.errors import Text
from yishi_core.kernel.variants.core_settings import CoreSettings
from yishi_core.kernel.variants.plugin_settings import (
    PluginSettings,
    as_tables,
    place_of,
    refused_tables,
)
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem, problems_of
from yishi_core.kernel.variants.variant import Variant

FILE, CORE_FILE = "variant.toml", "core.toml"


def parse(text: str, file: str = FILE, settings: type[PluginSettings] | None = None) -> Variant:
    """Parse a variant from TOML; raises `BrokenPlugin`.

    `file` is its name in messages; `settings` the class that declares its settings, if the plugin
    has one.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BrokenPlugin(
            file, [Problem(file, "", Text(f"不是有效的 TOML:{error}", f"not valid TOML: {error}"))]
        ) from error
    return _variant(data, file, settings)


def with_settings(variant: Variant, settings: type[PluginSettings] | None) -> Variant:
    """A variant with the settings that a class declares; raises `BrokenPlugin`."""
    if settings is None:
        return variant
    return _variant(variant.model_dump(exclude_unset=True), FILE, settings)


def _variant(data: dict[str, Any], file: str, settings: type[PluginSettings] | None) -> Variant:
    """The variant that the data describe, and the class its settings, with all mistakes at once."""
    problems: list[Problem] = []
    if settings is not None:
        problems += refused_tables(data.get("settings", {}), settings, file)
        data["settings"], wrong_fields = as_tables(settings)
        problems += wrong_fields
    try:
        variant = Variant.model_validate(data)
    except ValidationError as error:
        found = problems_of(error, file, model=Variant)
        problems += found if settings is None else [_placed(one, settings) for one in found]
        raise BrokenPlugin(str(data.get("code", file)), problems) from error
    if problems:
        raise BrokenPlugin(variant.code, problems)
    if settings is not None:
        settings.__plugin__ = variant.code
    return variant


def _placed(problem: Problem, settings: type[PluginSettings]) -> Problem:
    """A mistake in a setting stands where the class stands."""
    part, _, rest = problem.key.partition(".")
    if part != "settings":
        return problem
    return Problem(place_of(settings), f"{settings.__name__}.{rest}", problem.text)


def read(path: Path, settings: type[PluginSettings] | None = None) -> Variant:
    """Read the variant in a file; messages name the file and its folder."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise BrokenPlugin(
            path.parent.name,
            [Problem(name, "", Text("文件不存在或不可读", "absent or unreadable"))],
        ) from None
    except UnicodeDecodeError:
        raise BrokenPlugin(
            path.parent.name, [Problem(name, "", Text("文件不是 UTF-8 编码", "not UTF-8"))]
        ) from None
    return parse(text, name, settings)


@cache
def core_variant() -> Variant:
    """The data of core itself, read once per process; it is immutable."""
    return parse(
        files("yishi_core.kernel.variants").joinpath(CORE_FILE).read_text("utf-8"),
        CORE_FILE,
        CoreSettings,
    )
