"""Base class of everything that `variant.toml` declares; an unknown key is an error."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An identifier of lower-case letters, digits and `_`.

It is stored in records, so its meaning must never change.
"""

Label = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""A name shown to users."""


LONGEST_METRIC = 500
"""Characters of a metric, wherever one is written."""

MetricName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_METRIC)]
"""A metric of the catalogue with its dimensions (domain.md 2.20)."""

Number = Annotated[int, Field(ge=0, le=10**6)]
"""How many of something there are to be."""

Amount = Annotated[Decimal, Field(ge=0, le=10**12, max_digits=14, decimal_places=2)]
"""What is to be reached: a number, or cents; as the database keeps it."""

Points = Annotated[Decimal, Field(ge=-(10**6), le=10**6, max_digits=8, decimal_places=2)]
"""Points of a table."""


class Definition(BaseModel):
    """An immutable part of a variant's data."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
