"""Attachments, which every record may have (domain.md 2.1)."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, IdOf, Shared, column


class Attachment(Shared, Entity):
    """A file that belongs to a record, or waits at its org to be attached to one.

    It is sent by `POST /files` and fetched from `/files/{id}`.
    """

    __label__ = "附件"
    __constraints__ = (sa.Index(None, "county", "subject_id"),)

    name: Mapped[str] = column(
        "文件名", "Name of the file as it was sent, without unsafe characters.", search="title"
    )
    media_type: Mapped[str] = column(
        "文件类型", "Media type, determined from the file's content.", type_=sa.String(100)
    )
    size: Mapped[int] = column("大小", "Size of the stored file in bytes.")
    digest: Mapped[str] = column(
        "校验值", "SHA-256 of the stored bytes, in hexadecimal.", type_=sa.String(64)
    )
    storage_key: Mapped[str] = column(
        "存储位置", "Key of the stored file.", hidden=True, type_=sa.String(60)
    )
    subject_type: Mapped[str] = column(
        "所属记录类型", "Entity of the record it belongs to; `OrgUnit` until it is attached to one."
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
