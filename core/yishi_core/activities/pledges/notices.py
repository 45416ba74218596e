"""Who hears of a promise: the member who made it."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.notifications.declaration import Notice, to_person

MADE = Notice("pledge.made", Text("已登记您的承诺", "Your promise was recorded"), to_person("person_id"))
