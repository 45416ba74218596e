"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core import EventType
from yishi_plugins.group_studio_union.models import ConvenerSelection

CONVENER_SELECTED = EventType("convener.selected", ConvenerSelection)
