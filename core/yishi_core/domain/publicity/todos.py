"""Todo items before publication: release by another person than the author.

Source: domain.md 2.15.
"""

from __future__ import annotations

from yishi_core.domain.publicity.models import Disclosure, DisclosureState
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

DISCLOSURE = Matter(
    Disclosure,
    title=Disclosure.title,
    started=True,
    finished=(DisclosureState.RELEASED, DisclosureState.WITHDRAWN),
    pending=(DisclosureState.DRAFT,),
    acts=("change_disclosure", "withdraw_disclosure"),
)

RELEASE = Todo(
    "disclosure.release",
    DISCLOSURE,
    Text("审核并发布公示", "Check and release"),
    waits="公示未审核",
    permission=Permission.DISCLOSURE_RELEASE,
    when=Disclosure.state == DisclosureState.DRAFT,
    not_by=Disclosure.created_by,
    by=("release_disclosure",),
)
