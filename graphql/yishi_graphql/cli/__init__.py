"""The command line `yishi`.

Everything it needs is imported when a command runs, so that `yishi --help` answers at once.
"""

from __future__ import annotations


def main() -> None:
    """Entry point of the installed command."""
    from yishi_graphql.cli.root import root

    root()
