"""`yishi plugin check --full`: what only a database can tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.plugins.samples import write_package

MODULES = {
    "": '"""走访。"""\n',
    "README.md": "走访",
    "variant.toml": """
    code = "walks"
    label = "走访"
    version = "1.0.0"

    [[policy]]
    role = "county_admin"
    object = "walk_note"
    actions = ["read", "count"]
    """,
    "notes.py": '''
    """Notes of walks."""

    from pydantic import Field
    from sqlalchemy.orm import Mapped

    from yishi_core import Entity, Input, OperationContext, Ref, Rights, Structure, Text
    from yishi_core import column, question
    from yishi_core.domain.orgs import OrgUnit


    class WalkRight(Rights):
        COUNT = "walk_note:count", "统计走访", "count walks"


    class WalkNote(Entity):
        """A note."""

        __label__ = "走访记录"

        title: Mapped[str] = column("名称", "Title.")


    class CountWalksInput(Input):
        """Whose walks."""

        orgs: list[Ref[OrgUnit]] = Field([], title="组织", description="The orgs.")

        @property
        def first(self) -> OrgUnit:
            return self.orgs[0]


    class WalkCount(Structure):
        """How many."""

        count: int = Field(title="次数", description="Number of walks.")


    @question(Text("统计走访", "Count walks"), permission=WalkRight.COUNT, subject="first")
    async def count_walks(context: OperationContext, data: CountWalksInput) -> WalkCount:
        """Count walks."""
        return WalkCount(count=0)
    ''',
}


@pytest.mark.slow
def test_a_question_that_an_empty_input_breaks_is_found(tmp_path: Path) -> None:
    """Migrations and isolation are in order. A fresh interpreter reads the plugin, because a mapped
    class cannot be taken back.
    """
    write_package(tmp_path, "walks", MODULES)
    for command in (
        ["-m", "yishi_core.testing.snapshot", "walks"],
        ["-c", "from yishi_graphql.cli import main; main()", "plugin", "check", "walks", "--full"],
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, timeout=240
        )
    (line,) = done.stdout.splitlines()
    assert line.startswith("[operations] count_walks:空输入使其出错:IndexError")
