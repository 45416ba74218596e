"""`yishi plugin`: list installed plugins, create a new one, check, try and trace one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import rich_click as click

from yishi_graphql.cli.options import without_option
from yishi_graphql.cli.plugin_dev import dev
from yishi_graphql.cli.plugin_trace import trace
from yishi_graphql.place.opened import settings_for


@click.group()
def plugin() -> None:
    """地方模式插件的新建与检查。"""


plugin.add_command(dev)
plugin.add_command(trace)


@plugin.command("list")
@without_option
def list_(without_plugins: tuple[str, ...]) -> None:
    """列出已安装的插件及其代码、版本、名称。"""
    from yishi_graphql.place.installed import installed_plugins

    installed = installed_plugins(settings_for(None, without_plugins))
    for found in installed:
        needs = f"(依赖 {'、'.join(found.variant.requires)})" if found.variant.requires else ""
        click.echo(f"{found.code}  {found.variant.version}  {found.variant.label}{needs}")
    for name in installed.left_out:
        click.echo(f"{name}  (未装载)")
    if not len(installed) and not installed.left_out:
        click.echo("没有安装插件。")


@plugin.command()
@click.argument("name")
@click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="放在哪个目录下;缺省为当前目录。",
)
@click.option("--data", "shape", flag_value="data", help="只有数据(variant.toml),不写代码。")
@click.option("--file", "shape", flag_value="file", help="单个文件:数据以文本写在模块中。")
def new(name: str, directory: Path, shape: str | None) -> None:
    """新建一个可以通过检查的插件,缺省为含数据与代码示例的包。NAME 如 walk_groups。"""
    from yishi_core.testing.scaffold import Shape, scaffold

    for path in scaffold(name, directory, Shape(shape) if shape else Shape.PACKAGE):
        click.echo(str(path))
    click.echo(
        f"下一步:pip install -e {directory / name.replace('_', '-')},再运行 yishi plugin check "
        f"yishi_{name}"
    )


@plugin.command()
@click.argument("package")
@click.option(
    "--dir",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="包所在的目录,未安装时使用。",
)
@click.option(
    "--full",
    is_flag=True,
    help="另在临时数据库上试运行:迁移、记录的可见范围、空输入的操作。",
)
def check(package: str, directory: Path | None, full: bool) -> None:
    """检查插件包是否符合平台要求;有问题时以状态 1 结束。PACKAGE 为包名,如 yishi_walk_groups。"""
    gc.disable()  # what is imported stays in memory: a fifth of the time went into looking at it
    from yishi_core.testing.conformance import check_plugin

    if directory is not None:
        sys.path.insert(0, str(directory.resolve()))
    findings = check_plugin(package)
    if full and not findings:
        from yishi_core.kernel.plugins.plugin import load
        from yishi_graphql.place.trial import tried

        findings = tried(load(package))
    for finding in findings:
        click.echo(f"[{finding.rule}] {finding.where}:{finding.text.zh}")
    if findings:
        click.echo(f"{len(findings)} 个问题。", err=True)
        raise SystemExit(1)
    click.echo("符合要求。")


@plugin.command()
@click.argument("package")
@click.option(
    "--dir",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="包所在的目录,未安装时使用。",
)
def migration(package: str, directory: Path | None) -> None:
    """按实体写出下一个迁移文件;已有的迁移不改动。PACKAGE 为包名或已安装插件的代码。"""
    from yishi_core.kernel.plugins.finding import package_of
    from yishi_core.testing import snapshot

    if directory is not None:
        sys.path.insert(0, str(directory.resolve()))
    written = snapshot.write(package_of(package))
    if written is None:
        click.echo("迁移与实体一致,没有写文件。")
        return
    click.echo(str(written))
    click.echo("请先通读,再提交;已有数据的表增加必填列时须先补值。")
