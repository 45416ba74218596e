"""Bandit looks at every line of ours, and finds nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.lint.sources import ROOT

CODE = ("core", "tenants", "plugins", "graphql")


@pytest.mark.check("K24", part="bandit is clean")
def test_bandit_finds_nothing() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "bandit",
            "--quiet",
            "--configfile",
            "pyproject.toml",
            "--format",
            "json",
            "--recursive",
            *CODE,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(ran.stdout)
    assert found["results"] == []
    assert found["errors"] == []
    assert found["metrics"]["_totals"]["loc"] > 15_000, "bandit saw the code"
    assert ran.returncode == 0


def test_make_security_asks_bandit_about_the_same_folders_and_make_test_audits() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    assert f"CODE   := {' '.join(CODE)}" in lines
    assert "audit" in next(line for line in lines if line.startswith("test:")).split()
    assert "audit" in next(line for line in lines if line.startswith("security:")).split()
