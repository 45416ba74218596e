"""Questions as a client asks them: what is given stands in the document."""

from __future__ import annotations

import json
from typing import Any

from tests.stories.people import Person
from yishi_core.kernel.entity import camel


async def asked(person: Person, question: str, select: str, **given: Any) -> Any:
    """The answer to a question; `given` are its arguments with Python names."""
    data = await person.ask(f"{{ {question}({_literal(given)[1:-1]}) {{ {select} }} }}")
    return data[question]


async def figure(person: Person, org: str, metric: str, **given: Any) -> Any:
    """The value of a figure of an org; percentages and means as they are printed."""
    found = await asked(person, "metric", "value", org=org, metric=metric, **given)
    return found["value"]


def _literal(value: Any) -> str:
    """A value as GraphQL writes it: the keys of an object bare."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{camel(k)}: {_literal(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_literal(v) for v in value)}]"
    return json.dumps(value, ensure_ascii=False)
