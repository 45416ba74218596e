"""Base class of everything that `variant.toml` declares; an unknown key is an error."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An identifier of lower-case letters, digits and `_`.

It is stored in records, so its meaning must never change.
"""

Label = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""A name shown to users."""


class Definition(BaseModel):
    """An immutable part of a variant's data."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
