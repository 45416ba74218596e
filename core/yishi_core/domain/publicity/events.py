"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.publicity.models import Disclosure, Honour, Publicity
from yishi_core.kernel.events.declaration import EventType

PUBLICITY_RECORDED = EventType("publicity.recorded", Publicity)
PUBLICITY_CHANGED = EventType("publicity.changed", Publicity)

DISCLOSURE_DRAFTED = EventType("disclosure.drafted", Disclosure)
DISCLOSURE_CHANGED = EventType("disclosure.changed", Disclosure)
DISCLOSURE_RELEASED = EventType("disclosure.released", Disclosure)
DISCLOSURE_WITHDRAWN = EventType("disclosure.withdrawn", Disclosure)

HONOUR_RECORDED = EventType("honour.recorded", Honour)
HONOUR_CHANGED = EventType("honour.changed", Honour)
