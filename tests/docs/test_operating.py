"""docs/operating.md lists every setting with its default and meaning (`make schema` writes the
list).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from tests.docs.worked import ROOT
from tests.fixtures.golden import Golden
from yishi_core.settings import AppSettings
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader.limits import Limits

PAGE = ROOT / "docs" / "operating.md"
LIST = re.compile(r"(<!-- settings: .*? -->\n).*?(<!-- /settings -->)", re.S)


def written(default: Any) -> str:
    """A default as an operator would write it."""
    if default is None or default == ():
        return "–"
    if isinstance(default, tuple):
        return f"`{' '.join(map(str, default))}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def lines(prefix: str, kind: type[BaseModel]) -> Iterator[str]:
    """A line for each setting; those of a nested part follow under its name."""
    for name, field in kind.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from lines(f"{prefix}{name.upper()}__", field.annotation)
            continue
        assert field.description, f"{kind.__name__}.{name} has no description"
        yield (
            f"| `{prefix}{name.upper()}` | {written(field.default)} | "
            f"{field.description.rstrip('.')} |"
        )


def settings_list() -> str:
    found = [*lines("YISHI_", AppSettings), *lines("YISHI_HTTP_", HttpSettings)]
    return "\n".join(["", "| Setting | Default | Meaning |", "|---|---|---|", *found, "", ""])


def test_the_page_lists_every_setting(golden: Golden) -> None:
    text = PAGE.read_text(encoding="utf-8")
    [(begin, end)] = LIST.findall(text)
    new = LIST.sub(lambda _: begin + settings_list() + end, text)
    if golden.update:
        PAGE.write_text(new, encoding="utf-8")
        text = new
    assert text == new, "the list of settings is not that of the code: make schema"


def test_the_list_reaches_the_limits_and_shows_no_internal_default() -> None:
    text = settings_list()
    assert f"| `YISHI_HTTP_LIMITS__NODES` | `{Limits().nodes}` |" in text
    assert "| `YISHI_PORT` | `8000` |" in text
    assert "PydanticUndefined" not in text
    assert "SecretStr" not in text
