"""What the variant keeps of a liaison station (domain.md 3.3)."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Mapped

from yishi_core import OwnFields, ref
from yishi_core.domain.stations import Station


class LiaisonStation(OwnFields, of=Station):
    """A liaison station's own study party group."""

    __label__ = "委员联络站"

    study_party_group_id: Mapped[uuid.UUID | None] = ref(
        "OrgUnit", "委员学习党小组", "The group in which the station's members study; one for each."
    )
