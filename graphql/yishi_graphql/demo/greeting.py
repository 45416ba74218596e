"""What `yishi demo` prints for the visitor: the address, the accounts, and a query to try."""

from __future__ import annotations

from collections.abc import Mapping

WHO = "county"
QUERY = (
    "{ consultationCases(first: 3) { totalCount nodes { no title state steps { nodes { label "
    "state doneOn } }"
    " outcomes { nodes { title routeClass state converted } } } } }"
)


def greeting(port: int, accounts: Mapping[str, str], tokens: Mapping[str, str]) -> str:
    """The lines that `yishi demo` prints.

    `accounts` is login name → display name, `tokens` login name → token.
    """
    address = f"http://127.0.0.1:{port}"
    width = max(len(name) for name in tokens)
    lines = [
        "示范县“青禾县”(990101)已就绪。地名、人名、单位和事项均为虚构。",
        f"地址:{address}    GraphQL:{address}/graphql",
        "",
        "账号与令牌(请求头 Authorization: Bearer 令牌;30 天内有效,每次启动另发新令牌):",
        *(
            f"  {name:<{width}}  {token}  {accounts.get(name, '')}"
            for name, token in tokens.items()
        ),
        "",
        f"试一试(身份 {WHO}):",
        f"  {QUERY}",
        f"  curl -s {address}/graphql -H 'Content-Type: application/json' -H 'Authorization: "
        f"Bearer {tokens[WHO]}' \\",
        f'    -d \'{{"query": "{QUERY}"}}\'',
        "",
        "按 Ctrl-C 停止服务;数据保留,下次启动沿用。",
    ]
    return "\n".join(lines)
