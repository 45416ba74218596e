"""A word of a vocabulary as `variant.toml` says it: its label, or a table."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from yishi_core.kernel.variants.definition import Code, Definition, Label


class WordDef(Definition):
    """A word and its label: `elder = "长者提议"`, or `tea = { label = "茶话", as = "yard" }`."""

    model_config = ConfigDict(serialize_by_alias=True)

    label: Label
    stands_for: Code | None = Field(None, alias="as")
    """The word of core that records hold in its place.

    An enumeration of core takes no further values, so a local word for one of its values names it.
    """

    @model_validator(mode="before")
    @classmethod
    def _a_label_alone(cls, given: Any) -> Any:
        return {"label": given} if isinstance(given, str) else given


__all__ = ["WordDef"]
