"""What can happen to variants of one's own."""

from __future__ import annotations

from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant

OWN_VARIANT_COPIED = EventType("own_variant.copied", OwnVariant)
OWN_VARIANT_EDITED = EventType("own_variant.edited", OwnVariant)
OWN_VARIANT_RELEASED = EventType("own_variant.released", OwnEdition)
