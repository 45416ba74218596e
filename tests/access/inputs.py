"""An input for every operation, made from its declaration: what must be there, with references to
planted records.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yishi_core.domain.stations.models import Station
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.operation.inputs import AnyRefMarker, RefMarker, Term, global_id

DERIVED = ("station", "case", "org", "topic")
"""Where the subject is worked out from several fields, the first of these that the input has is
given.
"""
QUOTA = {
    "code": "consult",
    "label": "每年协商",
    "subject": "org",
    "metric": "consultations",
    "min": 1,
    "period": "year",
}
SPECIAL: Mapping[tuple[str, str], Any] = {
    ("addScheduleRule", "rrule"): "FREQ=MONTHLY;BYMONTHDAY=15",
    ("createAccount", "name"): "matrix.account",
    ("configurePlugin", "plugin"): "core",
    ("previewSettings", "plugin"): "core",
    ("createOrg", "kind"): "member_group",
    ("createOrg", "slug"): "group",
    ("giveGrant", "role"): "council_staff",
    ("writeChecklist", "code"): "own_list",
    ("defineQuotaSet", "code"): "own_set",
    ("defineQuotaSet", "items"): [QUOTA],
    ("reviseQuotaSet", "items"): [QUOTA],
    ("metric", "metric"): "consultations",
    ("metricRecords", "metric"): "consultations",
    ("metrics", "figures"): [{"metric": "consultations"}],
    ("selectConvener", "term_to"): "2027-03-01",
    ("selectConvener", "appraisal"): "考察合格",
}
"""Values that must mean something for an input to be valid."""


class Examples:
    """Makes inputs.

    `rows` are the records that references name, `words` the vocabularies, `open_station` a public
    one for operations that act for a station.
    """

    def __init__(
        self,
        rows: Mapping[str, TenantRow],
        words: Mapping[str, Mapping[str, str]],
        open_station: Station,
    ) -> None:
        self._rows = rows
        self._open = open_station
        self._words = words
        self._county = open_station.county
        self._anonymous = False

    def of(self, operation: Operation) -> dict[str, Any]:
        """Python names → plain values, references as global ids."""
        self._anonymous = operation.acts_for == "station"
        fields = operation.input.model_fields
        made = {
            n: self._field(operation, n, f)
            for n, f in fields.items()
            if f.is_required() or (operation.field, n) in SPECIAL
        }
        subject = operation.subject
        if subject and subject not in fields:
            name = next(n for n in DERIVED if n in fields)
            made.setdefault(name, self._field(operation, name, fields[name]))
        elif subject in fields:
            made.setdefault(subject, self._field(operation, subject, fields[subject]))
        return made

    def _field(self, operation: Operation, name: str, field: FieldInfo) -> Any:
        if name == "id" and field.annotation is str:  # an id that the operation looks up by itself
            return global_id(
                self._rows["Token" if operation.field == "revokeOwnToken" else "Topic"]
            )
        special = self._county if name == "county" else SPECIAL.get((operation.field, name))
        return self._value(field.annotation, field.metadata) if special is None else special

    def _value(self, annotation: Any, metadata: Any = ()) -> Any:
        while get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*metadata, *more)
        limits = [
            m
            for given in metadata
            for m in (given.metadata if isinstance(given, FieldInfo) else [given])
        ]
        if any(isinstance(m, RefMarker) for m in limits):
            return global_id(
                self._open
                if annotation is Station and self._anonymous
                else self._rows[annotation.__name__]
            )
        if any(isinstance(m, AnyRefMarker) for m in limits):
            return global_id(self._rows["Topic"])
        if terms := [m for m in limits if isinstance(m, Term)]:
            return next(iter(self._words.get(terms[0].vocabulary, {"none": ""})))
        if get_origin(annotation) in (Union, types.UnionType):
            return self._value(
                next(a for a in get_args(annotation) if a is not type(None)), metadata
            )
        if get_origin(annotation) is list:
            return [self._value(get_args(annotation)[0])] if _limit(limits, "min_length", 0) else []
        return self._plain(annotation, limits)

    def _plain(self, type_: Any, limits: list[Any]) -> Any:
        if get_origin(type_) is dict or type_ is Any:
            return {}
        if issubclass(type_, BaseModel):
            return {
                n: self._value(f.annotation, f.metadata)
                for n, f in type_.model_fields.items()
                if f.is_required()
            }
        if issubclass(type_, Enum):
            return next(iter(type_)).value
        plain = {
            date: "2026-03-01",
            datetime: "2026-03-01T09:00:00+08:00",
            time: "09:00",
            bool: True,
            Decimal: "1",
        }
        if type_ in plain:
            return plain[type_]
        if type_ is int:
            return _limit(limits, "ge", _limit(limits, "gt", 0) + 1)
        assert type_ is str, f"no example of {type_}"
        return "说明情况" * (1 + _limit(limits, "min_length", 1) // 4)


def _limit(limits: list[Any], name: str, otherwise: int) -> int:
    return next((v for m in limits if (v := getattr(m, name, None)) is not None), otherwise)


def references(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[TenantRow]]]:
    """(field, entity) of every reference at the top of an input, optional ones and lists among
    them; `AnyRef` stands for a topic.
    """
    from yishi_core.domain.topics.models import Topic

    for name, field in model.model_fields.items():
        if found := _referenced(field.annotation, field.metadata):
            yield name, Topic if found is Any else found


def is_list(model: type[BaseModel], name: str) -> bool:
    """Whether a reference field takes several."""
    return "list[" in str(model.model_fields[name].annotation)


def _referenced(annotation: Any, metadata: Any = ()) -> Any:
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        metadata = (*metadata, *more)
    if any(isinstance(m, RefMarker) for m in metadata):
        return annotation
    if any(isinstance(m, AnyRefMarker) for m in metadata):
        return Any
    return next((found for arg in get_args(annotation) if (found := _referenced(arg))), None)
