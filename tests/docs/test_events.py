"""`docs/domain/events.md` lists every event that core and tenants declare: its name, what happened,
to what, and what writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.fixtures.golden import Golden
from yishi_core.kernel.events.declaration import Emitter, EventType
from yishi_core.kernel.operation.checking import Declarations
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.nouns import core_packages
from yishi_tenants.nouns import NOUNS as TENANT_NOUNS

DOMAIN = Path(__file__).resolve().parents[2] / "docs" / "domain"
HEADING = "## All events\n"
HEAD = "| Event | What happened | To | Written by |\n| --- | --- | --- | --- |\n"


def declared() -> Declarations:
    return Declarations(modules_of([*core_packages(), *TENANT_NOUNS]))


def rows(declarations: Declarations) -> Iterator[str]:
    """One row of the table for each event, by its name."""
    for event in sorted(declarations.of(EventType), key=str):
        operations = [o for o in declarations.operations if event in o.writes]
        always = [o for o in operations if o.event is event]
        label = event.label or (always or operations)[0].label
        writers = [f"`{o.field}`" for o in operations]
        writers += [
            declarations.place_of(e).removeprefix("yishi_core.")
            for e in declarations.of(Emitter)
            if event in e.emits
        ]
        entity = f"`{event.entity.__name__}`" if event.entity else "any record"
        yield f"| `{event}` | {label.zh} | {entity} | {', '.join(sorted(writers))} |"


def test_the_page_lists_every_event(golden: Golden) -> None:
    text = (DOMAIN / "events.md").read_text(encoding="utf-8")
    prose = text[text.index(HEADING) :].split("| Event")[0]
    page = text[: text.index(HEADING)] + prose + HEAD + "\n".join(rows(declared()))
    Golden(DOMAIN, update=golden.update).compare("events.md", page)


def test_an_event_says_what_happened_itself_or_by_its_operation() -> None:
    """Clocks have no label, and of an operation that emits several events one cannot tell."""
    declarations = declared()
    silent = [
        event.name
        for event in declarations.of(EventType)
        if event.label is None and not any(o.event is event for o in declarations.operations)
    ]
    assert silent == []


def test_the_name_of_the_object_is_the_name_of_the_event() -> None:
    declarations = declared()
    wrong = [
        place
        for event in declarations.of(EventType)
        if (place := declarations.place_of(event)).rpartition(".")[2]
        != event.name.upper().replace(".", "_")
    ]
    assert wrong == []
