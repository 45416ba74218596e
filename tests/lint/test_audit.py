"""`.ci/audit`: pip-audit runs with --strict where its service answers, and where it does not nobody
is told that all is well.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.lint.sources import ROOT

NOWHERE = "http://127.0.0.1:9"
TELLS = json.dumps({"info": {}, "vulnerabilities": []})


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[str]:
    """An index that answers every question with the parameter."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(request.param.encode())

        def log_message(self, *_: object) -> None:
            """Nothing of it belongs into the output of the tests."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def audit(
    service: str, *arguments: str, tool: Path | None = None
) -> subprocess.CompletedProcess[str]:
    around = {
        **os.environ,
        "YISHI_AUDIT_SERVICE": service,
        "YISHI_AUDIT_TOOL": str(tool or "/nowhere"),
        "no_proxy": "*",
    }
    command = [sys.executable, str(ROOT / ".ci" / "audit"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=around)


@pytest.mark.check("K24", part="pip-audit runs with --strict where its service answers")
@pytest.mark.parametrize("service", [TELLS], indirect=True)
@pytest.mark.parametrize("code", [0, 1])
def test_where_the_service_answers_the_lock_file_is_audited_strictly(
    service: str, tmp_path: Path, code: int
) -> None:
    tool = tmp_path / "pip-audit"
    tool.write_text(f'#!/bin/sh\necho "$@"\nexit {code}\n', encoding="utf-8")
    tool.chmod(0o755)
    ran = audit(service, tool=tool)
    assert ran.returncode == code, ran.stderr
    assert ran.stdout.split()[0] == "--strict"
    assert ran.stdout.split()[-1] == str(ROOT / "requirements.lock")


@pytest.mark.parametrize("service", ["{}", "<html>"], indirect=True)
def test_a_service_that_tells_nothing_of_holes_is_none(service: str) -> None:
    assert "NOT AUDITED" in audit(service).stderr
    assert audit(service, "--required").returncode == 2


def test_where_no_service_answers_it_says_so() -> None:
    ran = audit(NOWHERE)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "NOT AUDITED" in ran.stderr
    assert audit(NOWHERE, "--required").returncode == 2


def test_every_package_of_the_tool_has_a_hash_and_no_address_is_locked() -> None:
    lock = (ROOT / ".ci" / "audit.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)[1:]
    assert len(entries) > 20
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock


def test_make_audit_asks() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("audit:"))
    assert ".ci/audit" in "\n".join(lines[at : at + 3])
