"""Recipients of the notices about disclosures: those who release, then the author."""

from __future__ import annotations

from yishi_core.domain.publicity.events import (
    DISCLOSURE_DRAFTED,
    DISCLOSURE_RELEASED,
    DISCLOSURE_WITHDRAWN,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

DRAFTED = Notice(
    DISCLOSURE_DRAFTED,
    Text("公示待审核", "A disclosure to be checked"),
    to_holders(Permission.DISCLOSURE_RELEASE),
)
RELEASED = Notice(DISCLOSURE_RELEASED, Text("公示已发布", "The disclosure was released"), to_author)
WITHDRAWN = Notice(
    DISCLOSURE_WITHDRAWN, Text("公示已撤下", "The disclosure was withdrawn"), to_author
)
