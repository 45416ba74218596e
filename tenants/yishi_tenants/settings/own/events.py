"""What can happen to variants of one's own."""

from __future__ import annotations

from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant

OWN_VARIANT_COPIED = EventType("own_variant.copied", OwnVariant)
OWN_VARIANT_EDITED = EventType("own_variant.edited", OwnVariant)
OWN_VARIANT_RELEASED = EventType("own_variant.released", OwnEdition)
OWN_VARIANT_IMPORTED = EventType("own_variant.imported", OwnVariant)
OWN_VARIANT_REFUSED = EventType("own_variant.refused", OwnVariant)
OWN_VARIANT_ACCEPTED = EventType("own_variant.accepted", OwnVariant)
OWN_VARIANT_WITHDRAWN = EventType("own_variant.withdrawn", OwnVariant)
OWN_VARIANT_TAKEN_OVER = EventType("own_variant.taken_over", OwnVariant)
