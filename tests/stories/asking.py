"""Questions with their arguments written into the document, as a client types them into an
explorer.
"""

from __future__ import annotations

import json
from typing import Any

from tests.stories.people import Json, Person
from yishi_core.kernel.entity import camel


class Word(str):
    """A value of an enumeration of the schema: written without quotation marks."""


async def asked(person: Person, question: str, select: str, **given: Any) -> Any:
    """The answer to a question; `given` are its arguments with Python names."""
    return (await person.ask(document(question, select, given)))[question]


async def not_answered(person: Person, question: str, select: str, **given: Any) -> Json:
    """The error of a question that must be refused."""
    found = await person.send(document(question, select, given))
    assert found.get("errors"), f"{person.name} {question} was answered: {found}"
    error: Json = found["errors"][0]
    return error


async def figure(person: Person, org: str, metric: str, **given: Any) -> Any:
    """The value of a figure of an org; percentages and means as they are printed."""
    found = await asked(person, "metric", "value", org=org, metric=metric, **given)
    return found["value"]


async def counted(person: Person, org: str, metric: str, **period: str) -> str:
    """A figure of an org as it is printed."""
    found = await asked(person, "metric", "text", org=org, metric=metric, **period)
    return str(found["text"])


def document(question: str, select: str, given: Json) -> str:
    """The query of one question."""
    return f"{{ {question}({_arguments(given)}) {{ {select} }} }}"


def _arguments(given: Json) -> str:
    return ", ".join(f"{camel(name)}: {_written(value)}" for name, value in given.items())


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{_arguments(value)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_written(v) for v in value)}]"
    return str(value) if isinstance(value, Word) else json.dumps(value, ensure_ascii=False)
