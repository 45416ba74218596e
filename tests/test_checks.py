"""The list of checks: what a marker claims is what `make checks` tells."""

from __future__ import annotations

from tests.checks import Claim, report, titles


def test_all_forty_five_checks_have_a_title() -> None:
    assert list(titles()) == [f"K{n}" for n in range(1, 46)]
    assert all(title.endswith(".") and len(title) > 40 for title in titles().values())


def test_a_check_is_covered_by_a_whole_claim_and_partly_by_a_part() -> None:
    told = report(
        {"K1": "One.", "K2": "Two.", "K3": "Three.", "K4": "Four."},
        {"K1": [Claim("a::x"), Claim("a::y", "half")], "K2": [Claim("a::z", "half")], "K4": []},
    )
    assert told.splitlines() == [
        "covered  K1   One.",
        "              a::x",
        "              a::y  (half)",
        "partly   K2   Two.",
        "              a::z  (half)",
        "open     K3   Three.",
        "open     K4   Four.",
        "1 of 4 checks covered, 1 partly, 2 open",
    ]
