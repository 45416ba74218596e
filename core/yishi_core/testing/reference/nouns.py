"""What the nouns export: their entities, words, operations, inputs and events."""

from __future__ import annotations

import enum
import importlib
import inspect
from typing import Any

import sqlalchemy as sa
from pydantic.fields import FieldInfo
from sqlalchemy.dialects.postgresql import ARRAY

from yishi_core.domain.topics.models import Topic
from yishi_core.kernel.entity.base import Entity, TenantRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.model import EntityModel, Registry, describe
from yishi_core.kernel.entity.names import snake
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.collecting import entities_of
from yishi_core.kernel.operation.declaration import ATTRIBUTE, Operation
from yishi_core.kernel.operation.inputs import Input, Structure, Term, marks_of
from yishi_core.nouns import ROOT, core_packages
from yishi_core.testing.reference.names import section
from yishi_core.testing.reference.text import code, codes, first, table, type_text, whole

INVERSE = "Those that refer to it."
KINDS = ("Entities", "Operations", "Questions", "Events", "Words", "Inputs", "Answers", "Beside")


def of_every_record() -> str:
    """The columns that every entity has, which its own table does not repeat."""
    model = describe(Topic)
    rows = (
        (code(_named(c)), _column_type(c), info.label, _doc(c))
        for c in model.table.c
        if hasattr(Entity, c.name) and not (info := info_of(c)).hidden
    )
    return table(["Column", "Type", "中文", "Meaning"], rows)


def page(package: str) -> str:
    """Everything that one noun exports, by kind."""
    face = importlib.import_module(package)
    own = {
        declared.input
        for name in face.__all__
        if (declared := getattr(getattr(face, name), ATTRIBUTE, None))
    }
    registry = Registry(entities_of(core_packages()))
    sections: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in sorted(face.__all__):
        value = getattr(face, name)
        if value in own:  # it stands with its operation
            continue
        kind, text = _told(name, value, registry)
        sections[kind].append(text)
    title = f"# {package.removeprefix(f'{ROOT}.')}"
    parts = ["\n\n".join([f"## {kind}", *texts]) for kind, texts in sections.items() if texts]
    return "\n\n".join([title, whole(face.__doc__), f"`from {package} import …`", *parts])


def _told(name: str, value: Any, registry: Registry) -> tuple[str, str]:
    """The kind of an exported name and its section."""
    declared = getattr(value, ATTRIBUTE, None)
    if isinstance(declared, Operation):
        return "Operations" if declared.changes else "Questions", _operation(declared)
    if isinstance(value, EventType):
        return "Events", _event(name, value)
    if inspect.isclass(value):
        if issubclass(value, TenantRow):
            return "Entities", _entity(describe(value), registry)
        if issubclass(value, enum.Enum):
            return "Words", section(name, value).replace("## ", "### ", 1)
        if issubclass(value, Input):
            return "Inputs", _structure(value)
        if issubclass(value, Structure):
            return "Answers", _structure(value)
    return "Beside", section(name, value).replace("## ", "### ", 1)


def _entity(model: EntityModel, registry: Registry) -> str:
    rows = [
        (code(_named(c)), _column_type(c), info.label, _doc(c))
        for c in model.table.c
        if not (info := info_of(c)).hidden and not hasattr(Entity, c.name)
    ]
    back = [
        (code(snake(relation.name)), f"list of `{relation.target}`", relation.label, INVERSE)
        for relation in registry.relations(model.name)
        if relation.many
    ]
    title = f"### {model.name}\n\n{model.label}. {whole(model.entity.__doc__)}"
    return f"{title}\n\n{table(['Column', 'Type', '中文', 'Meaning'], [*rows, *back])}"


def _column_type(column: sa.Column[Any]) -> str:
    info, kind = info_of(column), column.type
    many = "list of " if isinstance(kind, ARRAY) else ""
    item = kind.item_type if isinstance(kind, ARRAY) else kind
    if info.ref:
        text = f"`{info.ref.target}`"
    elif info.vocabulary:
        text = f"word of `{info.vocabulary}`"
    elif isinstance(item, sa.Enum) and item.enum_class:
        text = f"`{item.enum_class.__name__}`"
    else:
        text = code(item.python_type.__name__)
    return many + text + (", optional" if column.nullable else "")


def _named(column: sa.Column[Any]) -> str:
    return column.name.removesuffix("_id") if info_of(column).ref else column.name


def _doc(column: sa.Column[Any]) -> str:
    info = info_of(column)
    return "" if info.doc == info.label else info.doc


def _operation(declared: Operation) -> str:
    facts = [
        f"`{declared.field}` with `{declared.input.__name__}`",
        f"right {code(declared.permission)}" if declared.permission else "open to every account",
        f"at the owner of {code(declared.subject)}" if declared.subject else "about the caller",
    ]
    if declared.writes:
        facts.append(f"writes {codes(sorted(map(str, declared.writes)))}")
    answer = declared.output
    facts.append(f"answers {type_text(answer)}")
    head = f"### {declared.name}\n\n{declared.label.zh}. {first(declared.doc)}"
    return f"{head}\n\n{'; '.join(facts)}.\n\n{_fields(declared.input)}"


def _field_type(field: FieldInfo) -> str:
    term = next((m for m in marks_of(field) if isinstance(m, Term)), None)
    text = f"word of `{term.vocabulary}`" if term else type_text(field.annotation)
    if "optional" not in text and not field.is_required():
        text += ", optional"
    return text


def _structure(value: type[Input | Structure]) -> str:
    return f"### {value.__name__}\n\n{whole(value.__doc__)}\n\n{_fields(value)}"


def _fields(value: type[Input | Structure]) -> str:
    rows = (
        (code(name), _field_type(field), field.title or "", field.description or "")
        for name, field in value.model_fields.items()
    )
    return table(["Field", "Type", "中文", "Meaning"], rows)


def _event(name: str, event: EventType) -> str:
    about = f"`{event.entity.__name__}`" if event.entity else "any record"
    said = f": {event.label.zh}" if event.label else ""
    return f"- `{name}` (`{event.name}`, about {about}){said}"
