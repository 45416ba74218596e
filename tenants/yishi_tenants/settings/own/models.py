"""Variants of one's own: the draft with what became of it, and the editions that were released."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Labelled, column, ref


class OwnVariantState(Labelled):
    DRAFT = "draft", "起草中"
    RELEASED = "released", "已发布"
    REFUSED = "refused", "县级不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    TAKEN_OVER = "taken_over", "已由县级接管"


class OwnVariant(Inherited, Entity):
    """A variant that an office has copied and changes.

    The draft is what it works on; what runs are editions. The county may go on with one under the
    same code, which is then a record of its own.
    """

    __label__ = "自定工作法"
    __voidable__ = False
    __constraints__ = (
        sa.Index(
            "uq_own_variant_code",
            "county",
            "code",
            unique=True,
            postgresql_where=sa.text("state <> 'taken_over'"),
        ),
    )

    code: Mapped[str] = column(
        "代码", "Begins with own_; once given it never changes.", type_=sa.String(60)
    )
    label: Mapped[str] = column("名称", "Name of the draft.", search="title")
    base: Mapped[str] = column(
        "原工作法", "Code of the installed plugin over which it is laid.", type_=sa.String(60)
    )
    base_version: Mapped[str] = column(
        "原工作法版本",
        "Version of the base that the draft was last made to fit.",
        type_=sa.String(40),
    )
    copied_from: Mapped[str] = column(
        "来源", "Code of what was copied; of an imported one, the code in its file."
    )
    state: Mapped[OwnVariantState] = column("状态", "Whether it may be released and switched on.")
    edition: Mapped[int] = column(
        "最新版次", "Number of the newest edition; 0 before the first.", type_=sa.Integer()
    )
    draft: Mapped[dict[str, Any]] = column(
        "草稿", "Its parts, with the keys of variant.toml; what is absent is empty."
    )
    reason: Mapped[str | None] = column(
        "原因", "Why the county refuses it, or why it was withdrawn."
    )


class OwnEdition(Inherited, Entity):
    """An edition of a variant of one's own. It never changes: cases and places name it by number."""

    __label__ = "自定工作法版次"
    __voidable__ = False
    __constraints__ = (sa.UniqueConstraint("county", "code", "number"),)

    own_variant_id: Mapped[uuid.UUID] = ref("OwnVariant", "自定工作法", inverse="editions")
    code: Mapped[str] = column("代码", "Code of the variant.", type_=sa.String(60))
    number: Mapped[int] = column("版次", "1, 2, 3 … per code.", type_=sa.Integer())
    label: Mapped[str] = column("名称", "Name under which it was released.")
    base: Mapped[str] = column(
        "原工作法", "Code of the installed plugin over which it is laid.", type_=sa.String(60)
    )
    base_version: Mapped[str] = column(
        "原工作法版本", "Version of the base that it was made for.", type_=sa.String(40)
    )
    digest: Mapped[str] = column(
        "摘要", "SHA-256 of the canonical content, hexadecimal.", type_=sa.String(64)
    )
    document: Mapped[dict[str, Any]] = column("内容", "Its parts, with the keys of variant.toml.")
    note: Mapped[str | None] = column("说明", "What is new in it.")


class Spread(Labelled):
    """What became of a place when a variant was spread."""

    SWITCHED_ON = "switched_on", "已启用"
    REFUSED = "refused", "未启用"
