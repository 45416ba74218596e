"""`yishi plugin`: list installed plugins, create a new one, check whether one conforms."""

from __future__ import annotations

import sys
from pathlib import Path

import rich_click as click

from yishi_graphql.cli.options import without_option
from yishi_graphql.place.opened import settings_for


@click.group()
def plugin() -> None:
    """地方模式插件的新建与检查。"""


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
def new(name: str, directory: Path) -> None:
    """新建一个可以通过检查的插件包。NAME 如 walk_groups。"""
    from yishi_core.testing.scaffold import scaffold

    for path in scaffold(name, directory):
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
def check(package: str, directory: Path | None) -> None:
    """检查插件包是否符合平台要求;有问题时以状态 1 结束。PACKAGE 为包名,如 yishi_walk_groups。"""
    from yishi_core.testing.conformance import check_plugin

    if directory is not None:
        sys.path.insert(0, str(directory.resolve()))
    findings = check_plugin(package)
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
