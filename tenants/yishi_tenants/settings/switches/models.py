"""Switches: a plugin runs at an org and everywhere below while a switch there is on."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, column


class PluginSwitch(Inherited, Entity):
    """A period during which a plugin is on at an org and below it.

    After it was switched off it is retired there until nothing of it is left.
    """

    __label__ = "插件启用记录"
    __constraints__ = (
        sa.Index(
            "uq_plugin_switch_standing",
            "county",
            "org_id",
            "plugin",
            unique=True,
            postgresql_where=sa.text("ended_at is null"),
        ),
        # Asked for by every to-do list; nearly always empty.
        sa.Index(
            "ix_plugin_switch_retired",
            "county",
            "org_path",
            postgresql_where=sa.text("switched_off_at is not null and ended_at is null"),
        ),
    )

    plugin: Mapped[str] = column("插件", "Code of the plugin.", type_=sa.String(60))
    plugin_version: Mapped[str] = column(
        "插件版本", "Version of the plugin when it was switched on.", type_=sa.String(40)
    )
    switched_on_at: Mapped[datetime] = column("启用时间", "When it was switched on.")
    switched_off_at: Mapped[datetime | None] = column(
        "停用时间", "When it was switched off; null while it is on."
    )
    ended_at: Mapped[datetime | None] = column(
        "结束时间",
        "When nothing of the plugin was left there, or it was switched on again; null while it is "
        "on or retired.",
    )
