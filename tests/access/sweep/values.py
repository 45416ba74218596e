"""Bad values for every field of an operation's input, by its type: what a client, a script or a
spreadsheet could send instead of a good one.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import uuid4

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yishi_core import clock
from yishi_core.kernel.operation.inputs import AnyRefMarker, RefMarker

MANY = 10_000
LONG = "长" * 100_000
TEXTS: Mapping[str, Any] = {
    "empty": "",
    "spaces": " \u3000\n ",
    "long": LONG,
    "nul": "河口\x00镇",
    "surrogate": "河口\ud800镇",
    "object": {"zh": "河口"},
}
WHOLE: Mapping[str, Any] = {
    "negative": -1,
    "int32": 2**31,
    "int64": 2**63,
    "huge": 10**30,
    "fraction": 1.5,
    "word": "三",
}
DECIMAL: Mapping[str, Any] = {
    "negative": "-1",
    "nan": "NaN",
    "infinite": "Infinity",
    "huge": "1e30",
    "exponent": "1e-900",
    "fine": "0.123456789",
    "word": "三",
}
DAYS: Mapping[str, Any] = {
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no day": "2026-02-30",
    "word": "明天",
}


@dataclass(frozen=True)
class Bad:
    """One input with one bad value: `path` is the field's, dotted, `kind` says what is bad about
    it.
    """

    path: str
    kind: str
    raw: dict[str, Any]


def spoiled(model: type[BaseModel], good: Mapping[str, Any]) -> Iterator[Bad]:
    """Every way to spoil a good input in one field; optional fields are spoiled too, though the
    good input leaves them out.
    """
    for path, kind, value in _fields(model, good, ()):
        raw = deepcopy(dict(good))
        target: Any = raw
        for part in path[:-1]:
            target = target[part]
        target[path[-1]] = value
        yield Bad(".".join(map(str, path)), kind, raw)


def _fields(
    model: type[BaseModel], good: Mapping[str, Any], path: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    for name, field in model.model_fields.items():
        if field.is_required() and good.get(name) is not None:
            yield (*path, name), "null", None
        yield from _values(field.annotation, field.metadata, good.get(name), (*path, name))


def _values(
    annotation: Any, metadata: Any, good: Any, path: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    inner, marks = _plain(annotation, metadata)
    if any(isinstance(m, RefMarker | AnyRefMarker) for m in marks):
        for kind, value in _references(good, inner).items():
            yield path, kind, value
    elif get_origin(inner) is list:
        if good:
            yield path, "many", [good[0]] * MANY
            yield path, "twice", [*good, good[0]]
            yield path, "none", []
            yield from _values(get_args(inner)[0], (), good[0], (*path, 0))
        yield path, "no list", "河口"
    elif isinstance(inner, type) and issubclass(inner, BaseModel):
        if isinstance(good, Mapping):
            yield from _fields(inner, good, path)
    else:
        for kind, value in _by_type(inner).items():
            yield path, kind, value


def _by_type(type_: Any) -> Mapping[str, Any]:
    if not isinstance(type_, type):
        return {}
    if issubclass(type_, Enum):
        return {"unknown": "no_such_word", "empty": ""}
    if type_ is date:
        today = clock.today()
        return {**DAYS, "tomorrow": (today + timedelta(days=366)).isoformat(), "far": "2099-01-01"}
    if type_ is datetime:
        moments = {f"moment {kind}": f"{day}T09:00:00+08:00" for kind, day in DAYS.items()}
        return {**moments, "far": "2099-01-01T09:00:00+08:00", "no zone": "2026-03-01T09:00:00"}
    return {
        str: TEXTS,
        int: WHOLE,
        Decimal: DECIMAL,
        bool: {"word": "也许"},
        time: {"word": "早上", "25": "25:00"},
        float: DECIMAL,
    }.get(type_, {})


def _references(good: Any, entity: Any) -> Mapping[str, Any]:
    name = entity.__name__
    county = good.split(":")[1] if isinstance(good, str) and good.count(":") == 2 else "990101"
    return {
        "absent": f"{name}:{county}:{uuid4()}",
        "no county": f"{name}:{10**15}:{uuid4()}",
        "malformed": "Topic:x",
        "nul id": f"{name}:{county}:\x00",
        "empty id": "",
        **({} if name in ("Topic", "OrgRow") else {"wrong type": f"Topic:{county}:{uuid4()}"}),
    }


def _plain(annotation: Any, metadata: Any) -> tuple[Any, list[Any]]:
    marks = list(metadata)
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks += more
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation, [
                m
                for given in marks
                for m in (given.metadata if isinstance(given, FieldInfo) else [given])
            ]
