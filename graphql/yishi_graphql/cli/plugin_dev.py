"""`yishi plugin dev`: the demonstration with one plugin, started anew whenever its code changes."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from yishi_core.errors import InvalidInput

if TYPE_CHECKING:
    from yishi_core.kernel.plugins.plugin import Plugin

WATCHED = (".toml", ".csv")
"""What is watched besides Python."""
YISHI = "from yishi_graphql.cli import main; main()"
STOP_SECONDS = 60
"""So long may the server and its database take to stop before they are killed."""


@click.command()
@click.argument("name")
@click.option("--port", type=click.IntRange(0, 65535), help="端口;缺省见 YISHI_PORT。")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据目录;缺省为 YISHI_DATA 下的 dev-代码,与其他数据分开。",
)
def dev(name: str, port: int | None, data: Path | None) -> None:
    """用示范县试运行一个已安装的插件(仅它和它依赖的插件),代码修改后自动重新启动。NAME 为代码或包名。"""
    from watchfiles import PythonFilter, run_process

    from yishi_core.settings import AppSettings

    plugin = named(name)
    settings = AppSettings()
    given = data or settings.data / f"dev-{plugin.code}"
    command = [sys.executable, "-c", YISHI, "demo", "--data", str(given)]
    command += ["--port", str(settings.port if port is None else port)]
    os.environ.update(surroundings(plugin))
    code, kinds = place(plugin), PythonFilter(extra_extensions=WATCHED)
    run_process(
        # An editor may put a new file in the place of a single module: its folder is watched.
        code if code.is_dir() else code.parent,
        target=shlex.join(command),
        target_type="command",
        watch_filter=lambda change, path: kinds(change, path) and Path(path).is_relative_to(code),
        callback=lambda changes: click.echo(f"{len(changes)} 个文件有修改,重新启动。", err=True),
        sigint_timeout=STOP_SECONDS,
    )


def named(name: str) -> Plugin:
    """The installed plugin of this code or package; raises `InvalidInput` where there is none."""
    from yishi_core.kernel.plugins.finding import installed_names
    from yishi_core.kernel.plugins.plugin import load
    from yishi_core.kernel.variants.problem import meant

    packages = installed_names()
    for code, package in packages.items():
        if name in (code, package):
            return load(package)
    hint = meant(name, packages)
    raise InvalidInput.of(
        "name",
        f"没有安装名为 {name} 的插件,请先 pip install -e。{hint.zh}",
        f"No plugin {name} is installed: pip install -e it first.{hint.en}",
    )


def surroundings(plugin: Plugin) -> Mapping[str, str]:
    """The environment of the demonstration: no other plugin but those required, hooks traced."""
    from yishi_core.kernel.plugins.finding import installed_names, required_by

    kept = {plugin.code, *required_by(plugin)}
    others = [
        code
        for code, package in installed_names().items()
        if code not in kept and package != plugin.name
    ]
    return {"YISHI_WITHOUT_PLUGINS": " ".join(others), "YISHI_TRACE_PLUGINS": "1"}


def place(plugin: Plugin) -> Path:
    """The folder of a plugin, or the file of a single module."""
    return plugin.folder or Path(str(plugin.source.__file__))
