"""Whatever a caller sends is written or read. A field that is forgotten is refused at start-up, or
found in the source of the operation.
"""

from __future__ import annotations

from typing import Annotated, Any

import pytest
import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.topics.models import Topic
from yishi_core.domain.topics.service import ProposeTopicInput
from yishi_core.errors import Text
from yishi_core.kernel.entity import Entity, column
from yishi_core.kernel.operation import (
    Beside,
    Input,
    Operation,
    OperationContext,
    like,
    operation,
)
from yishi_core.kernel.operation.collecting import operations_of
from yishi_core.kernel.operation.declaration import ATTRIBUTE
from yishi_core.kernel.operation.entering import entered
from yishi_core.nouns import core_packages
from yishi_core.testing.unread import unread_fields


class Well(Entity):
    """A village well: a noun of this test."""

    __label__ = "水井"
    metadata = sa.MetaData(naming_convention=Entity.metadata.naming_convention)
    name: Mapped[str] = column("名称", "What people call it.")
    background: Mapped[str | None] = column("背景", "How it came about.")


class DigWellInput(Input, enters=Well):
    """A new well."""

    name: str = like(Well.name)
    background: str | None = like(Well.background, None)
    praised: Annotated[bool, Beside()] = Field(False, title="表扬")


class WellStone(Input):
    """One stone of a well."""

    weight: int = Field(title="重量")
    colour: str = Field("grey", title="颜色")


class LineWellInput(Input):
    """The stones of a well, which is made by hand."""

    name: str = like(Well.name)
    background: str | None = like(Well.background, None)
    stones: list[WellStone] = Field(default_factory=list, title="石料")


def declared(function: Any, subject: str = "") -> Operation:
    """The function as an operation."""
    marked = operation(Text("挖井", "Dig a well"), permission=None, subject=subject)(function)
    found: Operation = getattr(marked, ATTRIBUTE)
    return found


async def dig_well(context: OperationContext, data: DigWellInput) -> Well:
    """Dig a well."""
    return context.add(entered(Well, data, name=f"{data.name}{data.praised}"))


async def praise_nobody(context: OperationContext, data: DigWellInput) -> Well:
    """Dig a well, and forget to praise."""
    return context.add(entered(Well, data))


async def line_well(context: OperationContext, data: LineWellInput) -> Well:
    """Make a row by hand, and forget the background and the colour of the stones."""
    _heavy(data)
    return context.add(Well(name=data.name))


def _heavy(given: LineWellInput) -> int:
    return sum(stone.weight for stone in given.stones)


def test_a_column_and_its_input_field_are_all_that_a_new_field_needs() -> None:
    data = DigWellInput.model_validate({"name": "双井", "background": "民国二十年开凿"})
    row = entered(Well, data)
    assert (row.name, row.background) == ("双井", "民国二十年开凿")


def test_an_entering_field_that_is_no_column_is_refused_when_the_operation_is_declared() -> None:
    class DigDeepInput(Input, enters=Well):
        """With a field that nobody writes."""

        name: str = like(Well.name)
        depth: int = Field(0, title="深度")

    async def dig_deep(context: OperationContext, data: DigDeepInput) -> Well:
        """Dig deeper."""
        return context.add(entered(Well, data))

    dig_deep.__annotations__ |= {"data": DigDeepInput}
    told = r"dig_deep: DigDeepInput\.depth is no column of Well and is not marked Beside"
    with pytest.raises(TypeError, match=told):
        declared(dig_deep)


def test_the_inputs_inside_an_input_are_held_to_the_same() -> None:
    class BucketInput(Input, enters=Well):
        """A line of a list that makes rows of its own."""

        litres: int = Field(title="升")

    class BucketsInput(Input):
        """Several of them."""

        buckets: list[BucketInput] = Field(title="水桶")

    async def fill_buckets(context: OperationContext, data: BucketsInput) -> Well:
        """Fill them."""
        raise NotImplementedError

    BucketsInput.model_rebuild(_types_namespace={"BucketInput": BucketInput})
    fill_buckets.__annotations__ |= {"data": BucketsInput}
    with pytest.raises(TypeError, match=r"fill_buckets: BucketInput\.litres"):
        declared(fill_buckets)


def test_an_input_that_does_not_declare_the_entity_makes_no_row_of_it() -> None:
    data = LineWellInput.model_validate({"name": "双井"})
    with pytest.raises(TypeError, match="LineWellInput does not declare enters=Well"):
        entered(Well, data)


def test_a_field_beside_the_row_is_not_written() -> None:
    data = DigWellInput.model_validate({"name": "双井", "praised": True})
    assert entered(Well, data).name == "双井"
    assert ProposeTopicInput.enters is Topic


@pytest.mark.parametrize(
    ("function", "forgotten"),
    [
        (dig_well, []),
        (praise_nobody, ["praised"]),
        (line_well, ["background", "stones.colour"]),
    ],
)
def test_a_field_that_no_function_reads_is_found(function: Any, forgotten: list[str]) -> None:
    assert unread_fields(declared(function)) == forgotten


def test_every_operation_of_the_core_reads_all_that_it_is_sent() -> None:
    unread = {
        o.name: fields for o in operations_of(core_packages()) if (fields := unread_fields(o))
    }
    assert unread == {}
