"""The values of a statement: each is a bind parameter that is filled when the plan runs."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core.errors import InvalidInput
from yishi_core.kernel.entity import EntityModel, IdOf
from yishi_core.kernel.messages import UNSTORABLE
from yishi_core.kernel.operation.inputs import Pending, parse_global_id, storable
from yishi_core.kernel.variants.own import is_own
from yishi_graphql.reader.variables import is_fixed, read

Fill = Callable[[dict[str, Any], Mapping[str, Any]], None]
"""Sets parameters from the request's variables."""


class Binder:
    """Names the parameters of a statement and records how each gets its value."""

    def __init__(self) -> None:
        self.fixed: dict[str, Any] = {}
        self.fills: list[Fill] = []
        self._count = 0

    def name(self) -> str:
        """A new parameter name."""
        self._count += 1
        return f"v{self._count}"

    def one(
        self, value: Any, type_: sa.types.TypeEngine[Any], convert: Callable[[Any], Any]
    ) -> sa.BindParameter[Any]:
        """A parameter for one value.

        `convert` may raise `InvalidInput`: at once for a literal, when the plan runs for a
        variable.
        """
        name = self.name()
        self.later((name,), value, lambda v: (convert(v),))
        return sa.bindparam(name, type_=type_)

    def later(
        self, names: tuple[str, ...], value: Any, convert: Callable[[Any], tuple[Any, ...]]
    ) -> None:
        """Fill several parameters from one value."""
        if is_fixed(value):
            self.fixed.update(zip(names, convert(value), strict=True))
            return

        def fill(parameters: dict[str, Any], variables: Mapping[str, Any]) -> None:
            parameters.update(zip(names, convert(read(value, variables)), strict=True))

        self.fills.append(fill)


def same(value: Any) -> Any:
    """Return the value unchanged."""
    return value


def text(at: str) -> Callable[[Any], Any]:
    """A converter that refuses text which PostgreSQL cannot store."""

    def check(value: Any) -> Any:
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str) and not storable(item):
                raise InvalidInput.of(at, *UNSTORABLE)
        return value

    return check


def known_word(at: str, known: Mapping[str, str]) -> Callable[[Any], Any]:
    """A converter that refuses a word that is not among those of a vocabulary, and lists them.

    A word that an office has added itself is known to its county alone, and a plan is for all
    counties: it is let through and finds what there is.
    """

    def check(value: Any) -> Any:
        for item in value if isinstance(value, list) else (value,):
            if item is not None and item not in known and not is_own(str(item)):
                listed = "、".join(f"{code}({label})" for code, label in known.items())
                zh = f"没有“{item}”这个值,可选:{listed}。"
                raise InvalidInput.of(at, zh, f"No word “{item}”; there are: {', '.join(known)}.")
        return value

    return check


def ids(model: EntityModel, at: str) -> Callable[[Any], Any]:
    """A converter from a global id of one entity, or a list of them, to uuids.

    It raises `InvalidInput` for anything else.
    """

    def convert(value: Any) -> Any:
        return [one(v) for v in value] if isinstance(value, list) else one(value)

    def one(value: Any) -> UUID:
        found = split_id(model, value)
        if found is None:
            raise InvalidInput.of(
                at, f"应为{model.label}的标识。", f"An id of {model.name} is expected."
            )
        return found[1]

    return convert


def records(
    id_of: IdOf, entities: Container[str], at: str
) -> Callable[[Any], tuple[list[UUID], list[str]]]:
    """A converter from a global id, or a list of them, to uuids and `Entity:uuid` texts.

    It raises `InvalidInput` for an id of an entity that the column cannot name.
    """
    allowed = {id_of.entity} if id_of.entity else set(id_of.entities.values()) or entities

    def convert(value: Any) -> tuple[list[UUID], list[str]]:
        found = [one(v) for v in (value if isinstance(value, list) else [value])]
        return [pending.id for pending in found], [
            f"{pending.type}:{pending.id}" for pending in found
        ]

    def one(value: Any) -> Pending:
        try:
            pending = parse_global_id(str(value))
        except ValueError:
            pending = None
        if pending is None or pending.type not in allowed:
            expected = id_of.entity or "a record"
            raise InvalidInput.of(
                at, "应为记录的全局标识。", f"The global id of {expected} is expected."
            )
        return pending

    return convert


def split_id(model: EntityModel, value: Any) -> tuple[int, UUID] | None:
    """County and uuid of a global id; None when it is not an id of that entity."""
    try:
        pending = parse_global_id(str(value))
    except ValueError:
        return None
    return (
        (pending.county, pending.id)
        if pending.type == model.name and 0 <= pending.county < 2**31
        else None
    )
