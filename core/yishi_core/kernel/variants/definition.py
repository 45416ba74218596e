"""Base of everything that `variant.toml` declares: frozen, and an unknown key is an error, not a
silent nothing.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An identifier: lower case, digits, `_`. It is stored in records, so it never changes its
meaning.
"""

Label = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""What an office reads."""


class Definition(BaseModel):
    """A frozen piece of a variant's data."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
