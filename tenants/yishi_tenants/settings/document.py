"""The stored form of effective settings: canonical JSON, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from yishi_core.kernel.variants.own import Overlay
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.variant import ProcedureDef, ScheduleDef
from yishi_tenants.settings.layers import OwnOn
from yishi_tenants.settings.merge import Content

Document = dict[str, Any]


def write(content: Content | Effective) -> Document:
    """The settings as a document.

    Vocabularies are lists of pairs, because their order is that of a form and JSON objects have no
    order. Missing plugins are named only where there are any: a case that begins meanwhile knows
    that they would have had a say. Of a variant of one's own stand code, edition and the place where
    it was on: an edition never changes.
    """
    missing = {"missing": sorted(content.missing)} if content.missing else {}
    own = [[one.variant.code, one.variant.version, one.path] for one in content.own]
    return {
        "plugins": dict(content.plugins),
        "values": {plugin: dict(own) for plugin, own in content.values.items()},
        "procedures": {code: procedure.as_data() for code, procedure in content.procedures.items()},
        "vocabularies": {
            name: [[v, label] for v, label in words.items()]
            for name, words in content.vocabularies.items()
        },
        "schedules": [schedule.as_data() for schedule in content.schedules],
        **missing,
        **({"own": own} if own else {}),
    }


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no white space, UTF-8; in hexadecimal."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def editions(document: Mapping[str, Any]) -> list[OwnOn]:
    """The editions of variants of one's own that a document names."""
    return [OwnOn(code, int(number), path) for code, number, path in document.get("own", ())]


def read(document: Mapping[str, Any], digest_: str, own: Sequence[Overlay] = ()) -> Effective:
    """The settings that a document holds; `own` are the editions that it names."""
    return Effective(
        digest_,
        plugins=dict(document["plugins"]),
        values={plugin: dict(own) for plugin, own in document["values"].items()},
        procedures={
            code: ProcedureDef.model_validate(p) for code, p in document["procedures"].items()
        },
        vocabularies={name: dict(pairs) for name, pairs in document["vocabularies"].items()},
        schedules=tuple(ScheduleDef.model_validate(s) for s in document["schedules"]),
        missing=frozenset(document.get("missing", ())),
        own=tuple(own),
    )
