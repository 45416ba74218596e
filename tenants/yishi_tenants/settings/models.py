"""Versions of settings, and the settings documents to which cases are bound."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, TenantRow, column


class SettingVersion(Inherited, Entity):
    """What one org has set of one plugin (or of `core`) from one moment on.

    The highest number holds.
    """

    __label__ = "设置版本"
    __constraints__ = (sa.UniqueConstraint("county", "org_id", "plugin", "number"),)

    plugin: Mapped[str] = column("插件", "Code of the plugin, or core.", type_=sa.String(60))
    number: Mapped[int] = column("版本号", "1, 2, 3 … per org and plugin.", type_=sa.Integer())
    changes: Mapped[dict[str, Any]] = column(
        "变更", "Key → {before, after} of what this version changed for the org."
    )
    overrides: Mapped[dict[str, Any]] = column(
        "本级设置", "Key → value of everything this level sets, without what it inherits."
    )
    fixed: Mapped[list[str]] = column("不许下级更改", "Keys that the levels below may not change.")
    effective: Mapped[dict[str, Any]] = column(
        "生效值", "Key → value in force at the org with this version."
    )
    note: Mapped[str | None] = column("说明", "Why it was changed.")


class SettingDocument(Inherited, TenantRow):
    """The complete effective settings of an org at one moment.

    It is stored once per county under the digest of its content, and never changed. It lies at the
    county's node, so that every case of the county can be read with the settings it began with.
    """

    __constraints__ = (sa.UniqueConstraint("county", "digest"),)

    digest: Mapped[str] = column(
        "摘要", "SHA-256 of the canonical content, hexadecimal.", type_=sa.String(64)
    )
    plugins: Mapped[list[str]] = column("插件", "Codes of the plugins that were on.")
    document: Mapped[dict[str, Any]] = column(
        "内容", "Plugins, values, procedures, vocabularies and schedules."
    )
