"""What data may say: rights, vocabularies, settings of core, metrics, events, closed lists."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from yishi_core.domain.quotas.models import QuotaSubject
from yishi_core.domain.stations.models import StationKind
from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.kernel.access.permissions import Permission, Scope
from yishi_core.kernel.access.policy import read_policy
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.checking import Declarations
from yishi_core.kernel.operation.collecting import entities_of, modules_of
from yishi_core.kernel.operation.terms import vocabularies_of
from yishi_core.kernel.plugins.core_data import core_data
from yishi_core.kernel.tree.models import OrgKind
from yishi_core.kernel.variants.procedure import Stage
from yishi_core.kernel.variants.schedule import MonthParity, OnHoliday, ScheduleKind
from yishi_core.kernel.variants.setting import Level, SettingType
from yishi_core.nouns import core_packages, faces
from yishi_core.testing.reference.text import code, codes, remarks, table

PLUGINS, DOMAIN = "..", "../../domain"
"""Where other pages lie, seen from the reference."""
RIGHTS = f"""\
# Rights, roles and scopes

A right lets a role do an `action` on an `object` within a scope. The table of core is
`core/yishi_core/kernel/access/policy.csv`; a plugin adds to it under `[[policy]]`, within
[these limits]({PLUGINS}/authoring.md#what-rights-a-plugin-may-give). `read` on an object lets one
see the records of the entity of that name: `topic`, `step_record`."""
VOCABULARIES = """\
# Vocabularies

Lists of words that a variant may add to (`[vocabularies.…]`), label otherwise, or limit (`[only]`).
A column or an input names its list: `column(vocabulary=…)`, `Term(…)`. The last five are enumerations: a variant
labels and limits their values, and its own words name with `as` the value that they stand for."""
SETTINGS = f"""\
# Settings of core

Changed under the plugin code `core`; a plugin may give them another default under `[presets]`. In
Python `context.settings.of(CoreSettings)`. How the levels are merged is told in
[settings.md]({PLUGINS}/settings.md)."""
METRICS = f"""\
# Metrics

What quotas, points, figures, reports, `platforms` and the questions `metric` and `metrics` count
by. How an expression is written is told in [variant-toml.md]({PLUGINS}/variant-toml.md#points),
how a plugin declares a metric in [metrics.md]({DOMAIN}/metrics.md#declaring-a-metric). The words
of a dimension stand in brackets; one without takes a number or a word of a vocabulary."""
EVENTS = f"""\
# Events

`@reacts_to(TOPIC_PROPOSED)` names the object, imported from its noun. Who is told of what, and how
an event is declared, is in [events.md]({DOMAIN}/events.md)."""
CLOSED = """\
# Closed lists of variant.toml

Words that no variant can add to."""
LISTS: Sequence[tuple[str, type[Labelled]]] = (
    ("`stage` of a step", Stage),
    ("`kind` of a schedule", ScheduleKind),
    ("`month_parity` of a schedule", MonthParity),
    ("`on_holiday` of a schedule", OnHoliday),
    ("`type` of a setting", SettingType),
    ("`open_to` of a setting", Level),
    ("`kind` under `station_kinds`", StationKind),
    ("`subject` of a quota", QuotaSubject),
    ("`org_kinds` of a quota", OrgKind),
)
"""The keys of `variant.toml` whose words nobody can add to."""


def rights() -> str:
    """Scopes, roles, permissions, and who holds them."""
    said = remarks(Scope)
    lines = read_policy("yishi_core.kernel.access")
    roles = core_data().words["role"]
    parts = [
        RIGHTS,
        "## Scopes",
        table(["Scope", "Reaches"], ((code(s), said[s.name]) for s in Scope)),
        "## Roles",
        table(["Role", "中文"], ((code(role), label) for role, label in roles.items())),
        "## Rights of core",
        "In Python a member of `Permission`; in `variant.toml` its `object` and its `action`.",
        table(
            ["Member", "`object:action`", "中文", "English", "Held by"],
            (
                (code(p.name), code(p), p.text.zh, p.text.en, codes(_holders(lines, str(p))))
                for p in Permission
            ),
        ),
        "## Who may read what",
        table(
            ["Object", "Read by"],
            (
                (code(model.object), codes(_holders(lines, f"{model.object}:read")))
                for model in sorted(entities_of(core_packages()), key=lambda m: m.object)
            ),
        ),
    ]
    return "\n\n".join(parts)


def _holders(lines: Sequence[tuple[str, ...]], permission: str) -> list[str]:
    object_, _, action = permission.partition(":")
    held = [
        (role, scope)
        for role, named, act, scope, *_ in lines
        if named in (object_, "*") and act in (action, "*")
    ]
    return list(dict.fromkeys(r if s == "tree" else f"{r} ({s})" for r, s in held))


def vocabularies() -> str:
    """Every list of words to which a variant may add, and where its words are taken."""
    core, used = core_data(), _users()
    parts = [
        VOCABULARIES,
    ]
    for name, values in core.words.items():
        places = f"Taken by {codes(used.get(name, []))}." if name in used else ""
        words = table(["Word", "中文"], ((code(word), label) for word, label in values.items()))
        parts += [f"## {name}", *filter(None, [places]), words]
    return "\n\n".join(parts)


def _users() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for model in entities_of(core_packages()):
        for column in model.table.c:
            if name := info_of(column).vocabulary:
                found.setdefault(name, []).append(f"{model.name}.{column.name}")
    for operation in Declarations(modules_of(core_packages())).operations:
        for name in vocabularies_of(operation.input):
            found.setdefault(name, []).append(operation.input.__name__)
    return {name: sorted({*places}) for name, places in found.items()}


def settings() -> str:
    """The settings of core."""
    rows = (
        (
            code(key),
            code(s.type),
            f"{s.label}{': ' + s.help if s.help else ''}",
            code(s.default) if s.default is not None else "",
            codes(s.choices or ()) or _limits(s.min, s.max),
            codes(s.open_to) or "fixed",
        )
        for key, s in core_data().settings.items()
    )
    return "\n\n".join(
        [
            SETTINGS,
            table(["Key", "Type", "中文", "Default", "Limits", "Open to"], rows),
        ]
    )


def _limits(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    return "…".join("" if limit is None else str(limit) for limit in (least, most))


def metrics() -> str:
    """The metrics, shares and computed figures, with their dimensions."""
    catalogue = Catalogue.of(modules_of(core_packages()))
    parts = [
        METRICS,
        "## Counted",
        table(
            ["Code", "Counted for", "Dimensions"],
            (
                (code(name), codes(catalogue.subjects(name)), _dims(catalogue, name))
                for name in catalogue.counted
            ),
        ),
        "## Shares and means",
        table(
            ["Code", "Kind", "Counted for"],
            (
                (
                    code(rate.shown),
                    "percent" if rate.percent else "mean",
                    codes(catalogue.subjects(rate.code)),
                )
                for rate in catalogue.rates.values()
            ),
        ),
        "## Computed",
        table(
            ["Code", "Dimensions", "Listed for"],
            (
                (code(c.code), codes(filter(None, c.dims.split(","))), codes(sorted(c.listed_for)))
                for c in catalogue.computed.values()
            ),
        ),
    ]
    return "\n\n".join(parts)


def _dims(catalogue: Catalogue, name: str) -> str:
    found = catalogue.dimensions(name)
    return ", ".join(
        code(dim) + (f" ({', '.join(dict.fromkeys(words))})" if words else "")
        for dim, words in sorted(found.items())
    )


def events() -> str:
    """Every event of core, with the name by which a reaction names it."""
    declared = Declarations(modules_of(core_packages()))
    public = {
        id(getattr(importlib.import_module(package), name)): (package, name)
        for package, names in faces().items()
        for name in names
        if name.isupper()
    }
    rows = []
    for event in sorted(declared.of(EventType), key=str):
        package, name = public.get(id(event), ("", ""))
        entity = code(event.entity.__name__) if event.entity else "any record"
        writers = [o for o in declared.operations if event in o.writes]
        always = [o for o in writers if o.event is event]
        label = event.label or (always or writers)[0].label
        rows.append((code(name), code(event.name), entity, label.zh, code(package)))
    return "\n\n".join(
        [
            EVENTS,
            table(["Object", "Name", "About", "中文", "Imported from"], rows),
        ]
    )


def lists() -> str:
    """The closed lists of `variant.toml`."""
    parts = [CLOSED]
    for where, list_ in LISTS:
        parts += [f"## {where}", _words(list_)]
    return "\n\n".join(parts)


def _words(list_: type[Labelled]) -> str:
    return table(["Word", "中文"], ((code(word), word.label) for word in list_))


__all__ = ["events", "lists", "metrics", "rights", "settings", "vocabularies"]
