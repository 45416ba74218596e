"""A stored event in the form that reactions and plugins read."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yishi_core.kernel.events.models import Event


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as a plugin reads it.

    `name` is e.g. `intake.submitted`; `data` never holds personal data.
    """

    id: uuid.UUID
    county: int
    org_path: str
    name: str
    at: datetime
    subject_type: str
    subject_id: uuid.UUID
    account: uuid.UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Event) -> EventView:
        """The view of a stored event."""
        return cls(
            row.id,
            row.county,
            row.org_path,
            row.name,
            row.at,
            row.subject_type,
            row.subject_id,
            row.account,
            row.data or {},
        )
