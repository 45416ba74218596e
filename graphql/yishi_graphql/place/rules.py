"""Why a command cannot go on with this installation."""

from __future__ import annotations

from yishi_core.errors import Rule


class InstallationRule(Rule):
    """Why a command cannot go on; told on the command line only, never by the API."""

    ADDRESS = (
        "address",
        "不能在 {host}:{port} 提供服务:{why}。请检查是否已有程序占用该端口,或用 --port 另选端口。",
        "Cannot serve at {host}:{port}: {why}. Choose another port with --port.",
    )
    DATABASE_URL = (
        "database_url",
        "未设置数据库地址 YISHI_DATABASE_URL。",
        "YISHI_DATABASE_URL is not set.",
    )
    DEMO_FAILED = (
        "demo_failed",
        "示范县装载失败,原因见上。",
        "The demonstration county was not loaded, see above.",
    )
    EMBEDDED_SERVER = (
        "embedded_server",
        "内置数据库未能启动:{failure}",
        "The embedded server did not start: {failure}",
    )
    OWNER_URL = (
        "owner_url",
        "此命令需要数据库所有者:请设置环境变量 YISHI_DATABASE_OWNER_URL。",
        "This command needs YISHI_DATABASE_OWNER_URL.",
    )
