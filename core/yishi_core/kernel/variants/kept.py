"""What is kept of a plugin in the database, for the day on which its code is not there.

It is written when the plugin was last loaded, and holds names only: what its rules and guards were
bound to cannot be asked without it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Kept(BaseModel):
    """One plugin as it was when it was last loaded."""

    model_config = ConfigDict(frozen=True)

    code: str
    label: str
    version: str
    operations: tuple[str, ...] = ()
    """The operations that it guarded, in snake_case."""
    rules: dict[str, tuple[str, ...]] = {}
    """Entity → the columns and parts that its rules were about, in the words of `@holds`."""
    procedures: tuple[str, ...] = ()
    """The codes of the procedures whose steps it declared."""
    tables: dict[str, str] = {}
    """Table → Chinese label of its entity."""
