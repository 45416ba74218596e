"""Attachments (domain.md 2.1: every record may have some)."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, IdOf, Shared, column


class Attachment(Shared, Entity):
    """A file that belongs to a record, or waits at its org for one; sent by `POST /files`, fetched
    from `/files/{id}`.
    """

    __label__ = "附件"
    __constraints__ = (sa.Index(None, "county", "subject_id"),)

    name: Mapped[str] = column(
        "文件名", "Name of the file as it was sent, cleaned.", search="title"
    )
    media_type: Mapped[str] = column(
        "文件类型", "Media type, found by looking into the file.", type_=sa.String(100)
    )
    size: Mapped[int] = column("大小", "Bytes as they are stored.")
    digest: Mapped[str] = column(
        "校验值", "SHA-256 of the stored bytes, in hexadecimal.", type_=sa.String(64)
    )
    storage_key: Mapped[str] = column(
        "存储位置", "Where the bytes lie.", hidden=True, type_=sa.String(60)
    )
    subject_type: Mapped[str] = column(
        "所属记录类型", "Entity it belongs to; `OrgUnit`: not yet attached to a record."
    )
    subject_id: Mapped[uuid.UUID] = column(
        "所属记录",
        "Id of the record it belongs to.",
        id_of=IdOf(told_by="subject_type"),
        type_=sa.Uuid(),
    )
    taken_on: Mapped[date | None] = column(
        "拍摄日期", "Day on which a photograph was taken, as its sender says."
    )
