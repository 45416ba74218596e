"""Who may publish what (domain.md 2.15)."""

from __future__ import annotations

from uuid import UUID

from yishi_core.domain.publicity.models import Disclosure
from yishi_core.errors import Rule
from yishi_core.kernel.operation.rules import require


class PublicityRule(Rule):
    """Why an operation on disclosures and other publicity is refused."""

    NOT_MASKED = (
        "not_masked",
        "内容含有群众姓名或电话,请隐去后再提交。",
        "The text holds names or telephones of residents: mask them first.",
    )
    OWN_TEXT = (
        "own_text",
        "公开内容须由撰稿人以外的人员审核发布。",
        "Somebody other than its author releases a text.",
    )
    WALL_TAKEN_DOWN = "wall_taken_down", "该回音壁已撤除。", "The wall has been taken down already."


def require_other_releaser(disclosure: Disclosure, account: UUID | None) -> None:
    """Four eyes: whoever wrote or last changed a text does not release it."""
    authors = {disclosure.created_by, disclosure.updated_by}
    require(account not in authors, PublicityRule.OWN_TEXT)
