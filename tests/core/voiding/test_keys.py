"""A voided record frees its key: what was entered by mistake and taken back is entered again (access.md 10)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core import nouns
from yishi_core.entity.base import Entity
from yishi_core.plugins.plugin_set import load_plugins
from yishi_core.voiding.rules import NEVER

KEPT = {
    "qr_token": "a random word that hangs on a wall",
    "query_hash": "the hash of a random word",
    "sign_in_hash": "the hash of a random word",
    "no": "a number of a register is given once, also to what was voided",
    "planned_on": "a date that was taken back does not come again by itself",
    "event_id": "one event is told to somebody once",
    "source_id": "what a partner shared is received once",
    "check_id": "an item goes with its check, and a new check has a new one",
}
"""Last column of the key, or the column that makes it, and why it is held for ever."""


def test_only_keys_with_a_reason_are_held_by_what_was_voided() -> None:
    entities = [*nouns.entities_of(nouns.core_packages()), *load_plugins().entities()]
    held = []
    for model in entities:
        if not issubclass(model.entity, Entity) or model.entity in NEVER:
            continue
        unique = [c for c in model.table.constraints if isinstance(c, sa.UniqueConstraint)]
        keys = [*unique, *(i for i in model.table.indexes if i.unique and "postgresql_where" not in i.dialect_kwargs)]
        held += [f"{model.name}({', '.join(k.columns.keys())})" for k in keys if not KEPT.keys() & set(k.columns.keys())]
    assert held == []
