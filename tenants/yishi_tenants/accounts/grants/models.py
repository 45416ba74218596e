"""Grants (design.md 5, 6), which live in a table and never in the policy engine."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, column, ref
from yishi_core.kernel.entity.base import PATH


class GrantRow(Entity):
    """A role that an account holds at a place: it reaches that org and everything below it.

    It never reaches siblings or superiors. The row lies at the place it reaches (`org`), so
    row-level security itself keeps an administrator from giving what lies outside their own reach.
    """

    __label__ = "授权"

    account_id: Mapped[uuid.UUID] = ref(
        "Account", "账号", "The account that holds the role.", inverse="grants"
    )
    role: Mapped[str] = column(
        "角色", "Role of the policy, e.g. township_staff.", type_=sa.String(40)
    )
    reach_county: Mapped[int] = column("授权县区", "County of the place.", type_=sa.Integer())
    reach_path: Mapped[str] = column("授权路径", "Path of the place.", type_=PATH, hidden=True)
    given_at: Mapped[datetime] = column("授权时间", "When it was given.")
    given_by: Mapped[uuid.UUID | None] = column(
        "授权人", "Account that gave it; null for the owner of the installation.", hidden=True
    )
    ended_at: Mapped[datetime | None] = column(
        "收回时间", "When it was ended; it does not hold since then."
    )
    ended_by: Mapped[uuid.UUID | None] = column("收回人", "Account that ended it.", hidden=True)
