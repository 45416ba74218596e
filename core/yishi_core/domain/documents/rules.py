"""Rules about documents."""

from __future__ import annotations

from yishi_core.errors import Rule


class DocumentRule(Rule):
    """Why an operation on documents is refused."""

    REPEALED = "repealed", "该文件已废止。", "The document has been repealed."
