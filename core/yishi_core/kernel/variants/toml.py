"""Reading `variant.toml`: all mistakes are reported together, each with file, key and reason."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from yishi_core.errors import Text
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem, problems_of
from yishi_core.kernel.variants.variant import Variant

FILE, CORE_FILE = "variant.toml", "core.toml"


def parse(text: str, file: str = FILE) -> Variant:
    """Parse a variant from TOML; raises `BrokenPlugin`. `file` is its name in messages."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BrokenPlugin(
            file, [Problem(file, "", Text(f"不是有效的 TOML:{error}", f"not valid TOML: {error}"))]
        ) from error
    try:
        return Variant.model_validate(data)
    except ValidationError as error:
        raise BrokenPlugin(
            str(data.get("code", file)), problems_of(error, file, model=Variant)
        ) from error


def read(path: Path) -> Variant:
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
    return parse(text, name)


@cache
def core_variant() -> Variant:
    """The data of core itself, read once per process; it is immutable."""
    return parse(
        files("yishi_core.kernel.variants").joinpath(CORE_FILE).read_text("utf-8"), CORE_FILE
    )
