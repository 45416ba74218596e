"""Rules of publication (domain.md 2.15)."""

from __future__ import annotations

from uuid import UUID

from yishi_core.domain.publicity.models import Disclosure
from yishi_core.kernel.operation.rules import require


def require_other_releaser(disclosure: Disclosure, account: UUID | None) -> None:
    """Require four eyes: the author or last editor of a text does not release it."""
    authors = {disclosure.created_by, disclosure.updated_by}
    require(
        account not in authors,
        "own_text",
        "公开内容须由撰稿人以外的人员审核发布。",
        "Somebody other than its author releases a text.",
    )
